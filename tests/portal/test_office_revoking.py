"""Revoking and replacing an issued paper at the office's pages, and what everybody then reads."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from portal.wiring import Services
from procedures.lifecycle import State
from procedures.papers.press import WeasyPress
from procedures.reads.following import followed
from procedures.reads.verification import paper_by_code
from procedures.records import Dossier, Export, Paper, Revocation
from procedures.records.paper import PaperState
from tests.acts.doing import acting
from tests.acts.stages import Stages
from tests.factories import CITIZEN, Life
from tests.pages import PageClient
from tests.portal.officers import Officer
from tests.portal.test_office_signing import inputs, signers

HANDLER, LEADER = "tuphap.tanmy", "chutich.tanmy"
GROUNDS = "Ghi sai họ, chữ đệm, tên"


def _result(services: Services, dossier: Dossier) -> Paper:
    with services.reading() as db:
        results = select(Paper).where(Paper.dossier_id == dossier.id, Paper.is_result)
        return db.scalars(results.order_by(Paper.created_at)).first() or Paper()


def _tracked(client: PageClient, dossier: Dossier) -> str:
    client.get("/tra-cuu")
    client.post("/tra-cuu", {"ma": dossier.code, "khoa": dossier.lookup_key})
    return client.text


def faulty(page: str) -> set[str]:
    """The inputs beside which a fault is told."""
    return set(re.findall(r'id="(\w+)-error"', page))


def test_a_revocation_is_told_on_every_page(
    app: Flask, life: Life, services: Services, client: PageClient
) -> None:
    dossier = life.dossier(Stages(life).fresh(State.RETURNED))
    paper = _result(services, dossier)
    number = paper.context["number_text"]
    handler, leader = Officer(app, HANDLER, "xu-ly"), Officer(app, LEADER, "xu-ly")
    assert f"de-nghi-thu-hoi?giay={paper.id}" in handler.open(dossier.id)
    assert number in handler.open(dossier.id, "de-nghi-thu-hoi")
    page = handler.send(dossier.id, "de-nghi-thu-hoi", paper=str(paper.id), grounds=" ")
    assert handler.status == 422
    assert faulty(page) == {"ending", "grounds"}
    page = handler.send(
        dossier.id, "de-nghi-thu-hoi", paper=str(paper.id), ending="revoked", signer_post_id=""
    )
    assert faulty(page) == {"grounds", "signer_post_id"}
    handler.send(
        dossier.id,
        "de-nghi-thu-hoi",
        paper=str(paper.id),
        ending="revoked_on_paper",
        grounds=GROUNDS,
    )
    leader.page.get("/xu-ly/thu-hoi")
    assert dossier.code in leader.text
    assert "Đọc đề nghị và quyết định" in leader.open(dossier.id)
    page = leader.open(dossier.id, "quyet-dinh-thu-hoi")
    assert "không khôi phục được" in page
    page = leader.send(dossier.id, "quyet-dinh-thu-hoi", decision_number="12/QĐ-UBND")
    assert leader.status == 422
    assert faulty(page) == {"decision_date", "sure"}
    assert "12/QĐ-UBND" in page
    today = paper.dated
    leader.send(
        dossier.id,
        "quyet-dinh-thu-hoi",
        decision_number="12/QĐ-UBND",
        decision_date__ngay=str(today.day),
        decision_date__thang=str(today.month),
        decision_date__nam=str(today.year),
        sure="1",
    )
    assert "Đã bị thu hồi từ" in leader.open(dossier.id)
    client.get(f"/xac-minh/{paper.verify_code}")
    assert "Đã bị thu hồi" in client.text
    assert "12/QĐ-UBND" in client.text
    assert GROUNDS in client.text
    assert f"Giấy tờ số {number} đã bị thu hồi" in _tracked(client, dossier)
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/{dossier.id}")
    assert "Đã bị thu hồi từ ngày" in client.text
    assert GROUNDS in client.text
    leader.page.get("/so-theo-doi")
    assert f"Đã thu hồi giấy tờ số {number}" in leader.text
    life.work()
    assert [sent.subject for sent in life.courier.sent.values()][-1:] == [
        f"[{dossier.code}] Giấy tờ đã bị thu hồi"
    ]


def test_a_replacement_is_read_signed_and_linked_from_the_old_paper(
    app: Flask, life: Life, services: Services, client: PageClient
) -> None:
    dossier = life.dossier(Stages(life).fresh(State.RETURNED))
    old = _result(services, dossier)
    handler, leader = Officer(app, HANDLER, "xu-ly"), Officer(app, LEADER, "xu-ly")
    handler.open(dossier.id, "de-nghi-thu-hoi")
    typed = inputs(handler.page.tree, "/de-nghi-thu-hoi")
    typed |= {
        "ending": "replaced",
        "grounds": GROUNDS,
        "ho_ten": "Trần Thị Đúng",
        "signer_post_id": signers(handler)[0],
    }
    typed = {k: v for k, v in typed.items() if k not in {"csrf_token", "version"}}
    page = handler.send(dossier.id, "de-nghi-thu-hoi", **{**typed, "ho_ten": "", "grounds": ""})
    assert handler.status == 422
    assert faulty(page) == {"ho_ten", "grounds"}
    handler.send(dossier.id, "de-nghi-thu-hoi", **typed)
    assert "đang được in" in leader.open(dossier.id, "quyet-dinh-thu-hoi")
    life.work()
    page = leader.open(dossier.id, "quyet-dinh-thu-hoi")
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)
    leader.send(dossier.id, "quyet-dinh-thu-hoi", seen=seen[0], sure="1")
    life.work()
    with services.reading() as db:
        new = db.scalars(
            select(Paper)
            .join(Revocation, Revocation.instrument_id == Paper.id)
            .where(Revocation.dossier_id == dossier.id)
        ).one()
    assert new.state is PaperState.ISSUED
    client.get(f"/xac-minh/{old.verify_code}")
    assert "Đã được thay bằng văn bản khác" in client.text
    assert f'href="/xac-minh/{new.verify_code}"' in client.text
    client.post(f"/xac-minh/{old.verify_code}", {}, content_type="multipart/form-data")
    assert client.status == 422
    assert "Hãy chọn tệp cần kiểm tra." in client.text
    assert f'href="/xac-minh/{new.verify_code}"' in client.text
    assert "đã được thay bằng giấy tờ khác" in _tracked(client, dossier)
    with services.reading() as db:
        shown = followed(db, dossier.id, life.actor(CITIZEN)).results
        registered = paper_by_code(db, old.verify_code)
    assert [paper.superseded_by for paper in shown] == [new.id, None]
    assert registered is not None
    assert registered.decision_code == ""


def test_a_refusal_is_withdrawn_by_a_printed_decision_that_every_page_links(
    app: Flask, life: Life, services: Services, client: PageClient
) -> None:
    dossier = life.dossier(Stages(life).fresh(State.REFUSED))
    life.work()
    desk, leader = Officer(app, "motcua.tanmy", "mot-cua"), Officer(app, LEADER, "xu-ly")
    assert "Đề nghị thu hồi hoặc thay thế" in desk.open(dossier.id)
    page = desk.open(dossier.id, "de-nghi-thu-hoi")
    assert "hồ sơ được giải quyết tiếp" in page
    assert 'value="replaced"' not in page
    signer = signers(desk)[0]
    desk.send(dossier.id, "de-nghi-thu-hoi", ending="revoked", grounds=GROUNDS)
    assert desk.status == 422
    slip = _papers(services, dossier)[0]
    desk.send(
        dossier.id,
        "de-nghi-thu-hoi",
        paper=str(slip.id),
        ending="revoked",
        grounds=GROUNDS,
        signer_post_id=signer,
    )
    leader.page.get("/xu-ly/thu-hoi")
    assert dossier.code in leader.text
    life.work()
    page = leader.open(dossier.id, "quyet-dinh-thu-hoi")
    assert "hồ sơ trở lại đơn vị đã kết thúc nó" in page
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)
    leader.send(dossier.id, "quyet-dinh-thu-hoi", seen=seen[0], sure="1")
    life.work()
    slip, decision = _papers(services, dossier)
    number = decision.context["number_text"]
    said = _printed(services, decision)
    assert f"số {slip.notation}" in said
    assert f"Lý do: {GROUNDS}" in said
    assert "được giải quyết tiếp; người nộp không phải nộp lại hồ sơ" in said
    assert life.dossier(dossier.id).state is State.SUBMITTED
    assert f'href="/tep/giay/{decision.id}"' in desk.open(dossier.id)
    client.get(f"/xac-minh/{slip.verify_code}")
    assert f"Xem quyết định thu hồi, số {number}" in client.text
    assert f'href="/xac-minh/{decision.verify_code}"' in client.text
    assert f'href="/xac-minh/{decision.verify_code}"' in _tracked(client, dossier)
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/{dossier.id}")
    assert "Hồ sơ được giải quyết tiếp" in client.text
    assert client.text.count(f'href="/tep/giay/{decision.id}"') == 2


def _printed(services: Services, paper: Paper) -> str:
    """What the real press prints of it, as one line."""
    templates = Path(__file__).parents[2] / "templates" / "papers"
    press = WeasyPress(templates, Path(services.settings.paper_fonts_dir))
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"],  # noqa: S607
        input=press.render(paper.kind, paper.context), capture_output=True, check=True, timeout=30,
    )  # fmt: skip
    return " ".join(done.stdout.decode().split())


def _papers(services: Services, dossier: Dossier) -> list[Paper]:
    with services.reading() as db:
        rows = select(Paper).where(Paper.dossier_id == dossier.id).order_by(Paper.created_at)
        return list(db.scalars(rows))


def test_a_stranger_and_a_desk_see_no_way_to_revoke(app: Flask, life: Life) -> None:
    dossier_id = Stages(life).fresh(State.RETURNED)
    desk = Officer(app, "motcua.tanmy", "mot-cua")
    assert "de-nghi-thu-hoi" not in desk.open(dossier_id)
    stranger = Officer(app, "tuphap.tranphu", "xu-ly")
    stranger.open(dossier_id, "de-nghi-thu-hoi")
    assert stranger.status == 404
    stranger.page.get("/xu-ly/thu-hoi")
    assert "Không có đề nghị nào" in stranger.text


def test_the_ordered_register_notes_it(app: Flask, life: Life, services: Services) -> None:
    dossier = life.dossier(Stages(life).fresh(State.RETURNED))
    paper = _result(services, dossier)
    with acting(life, life.actor(LEADER)) as call:
        row = call.db.get_one(Paper, paper.id)
        row.revoked_at, row.revoked_grounds = call.now, GROUNDS
    desk = Officer(app, "motcua.tanmy", "mot-cua")
    desk.page.get("/so-theo-doi")
    desk.page.post("/so-theo-doi/tep", {"dang": "xlsx"})
    life.work()
    with services.reading() as db:
        export = db.scalars(select(Export)).one()
    assert export.sha256
    assert f"thu hồi giấy tờ số {paper.context['number_text']}" in _sheet(
        services.blobs.get(export.sha256)
    )


def _sheet(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "".join(
            book.read(name).decode() for name in book.namelist() if name.endswith(".xml")
        )
