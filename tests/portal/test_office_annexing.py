"""Annexes on the pages: put beside a draft, read by the leader, downloaded, found by their file."""

import re
from collections.abc import Mapping
from io import BytesIO
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from portal.wiring import Services
from procedures.people import Role
from procedures.records import Account, Annex, Paper
from tests.factories import CITIZEN, Life
from tests.pages import PageClient
from tests.papers import bad_input
from tests.papers.blank import blank_paper
from tests.portal.officers import Officer, Queries
from tests.portal.test_office_signing import inputs, seen

PERMIT, RESULT = "1.013225", "KQ.G17.000311"
FILE, NEW, PICK = f"annex-file-{RESULT}", f"annex-new-{RESULT}", f"annex-pick-{RESULT}"
TITLE = re.compile(r'name="annex-title-([0-9a-f-]{36})"[^>]* value="([^"]*)"')


def officer_of(app: Flask, life: Life, dossier_id: UUID, role: Role) -> Officer:
    """Somebody who holds the role where the dossier is, signed in."""
    person = life.officer(life.dossier(dossier_id).holder_unit_id or 0, role).person_id
    with life.services.reading() as db:
        name = db.scalars(select(Account.username).where(Account.person_id == person)).one()
    return Officer(app, name, "xu-ly")


def sent(officer: Officer, dossier_id: UUID, more: Mapping[str, object]) -> int:
    """Send the form as it stands with more in it; the status before any redirect."""
    shown = inputs(officer.page.tree)
    fields = {name: text for name, text in shown.items() if name not in {FILE, PICK}}
    answer = officer.page.http.post(f"/xu-ly/{dossier_id}/trinh", data={**fields, **more})
    if answer.status_code == 422:
        officer.page._took(answer)  # noqa: SLF001 - as any answer is looked at
    else:
        officer.open(dossier_id, "trinh")
    return answer.status_code


def signer(officer: Officer) -> str:
    found = re.search(r'name="signer_post_id" type="radio" value="(\d+)"', officer.text)
    assert found is not None
    return found.group(1)


SHEET, PLAN = blank_paper(), blank_paper(places=False)
"""Two files of one page; each has bytes of its own."""


def test_files_are_put_beside_a_draft_and_what_cannot_go_is_said(
    app: Flask, life: Life, services: Services
) -> None:
    """Goes on to what becomes of them, since to get there takes long."""
    dossier_id = life.in_progress(PERMIT)
    life.give_opinions(dossier_id)
    handler = officer_of(app, life, dossier_id, Role.HANDLER)
    with Queries(services.engine) as asked:
        handler.open(dossier_id, "trinh")
    assert len(asked.seen) <= 12, len(asked.seen)
    offered = re.search(rf'name="{re.escape(PICK)}" type="checkbox" value="([^"]+)"', handler.text)
    assert offered is not None

    # What cannot go is said beside its input, and what is typed stays.
    bad = {
        PICK: offered.group(1),
        FILE: (BytesIO(bad_input.xfa()), "bieu-mau.pdf"),
        NEW: "Biểu mẫu",
        "grounds": "Đủ điều kiện",
        "annex": RESULT,
    }
    assert sent(handler, dossier_id, bad) == 422
    assert "“bieu-mau.pdf” là biểu mẫu XFA" in handler.text
    assert f'id="{PICK}-error"' in handler.text
    assert f'href="#{FILE}"' in handler.text
    assert "Đủ điều kiện" in handler.text
    assert 'value="Biểu mẫu"' in handler.text

    # Two files, taken one after the other and then put in the other order.
    for name, file, title in (("bv.pdf", SHEET, "Bản vẽ"), ("mb.pdf", PLAN, "")):
        more = {FILE: (BytesIO(file), name), NEW: title, "annex": RESULT}
        assert sent(handler, dossier_id, more) == 303
    first, second = TITLE.findall(handler.text)
    assert (first[1], second[1]) == ("Bản vẽ", "mb")
    order = {f"annex-title-{second[0]}": "Mặt bằng", f"annex-place-{first[0]}": "3"}
    assert sent(handler, dossier_id, {**order, "annex": RESULT}) == 303
    assert [title for _, title in TITLE.findall(handler.text)] == ["Mặt bằng", "Bản vẽ"]
    emptied = {f"annex-title-{first[0]}": " ", "signer_post_id": signer(handler)}
    assert sent(handler, dossier_id, emptied) == 422
    assert f'href="#annex-title-{first[0]}"' in handler.text
    right = {f"annex-title-{first[0]}": "Bản vẽ", "signer_post_id": signer(handler)}
    building = {"ten_cong_trinh": "Nhà ở riêng lẻ", "mat_do_xay_dung": "60"}
    assert sent(handler, dossier_id, {**right, **building, "outcome": "granted"}) == 303
    life.work()
    life.approve(dossier_id)
    _read_signed_and_found_again(app, life, services, dossier_id)


def _read_signed_and_found_again(
    app: Flask, life: Life, services: Services, dossier_id: UUID
) -> None:
    # The leader opens each before signing.
    leader = officer_of(app, life, dossier_id, Role.LEADER)
    leader.open(dossier_id, "ky")
    opened = re.findall(r'href="(/tep/kem-theo/[^"]+)"', leader.text)
    assert [leader.page.http.get(link).data for link in opened] == [PLAN, SHEET]
    leader.send(dossier_id, "ky", read="1", **seen(leader))
    life.work()

    # The applicant downloads them sealed; nobody else does.
    mine = PageClient(app)
    mine.sign_in(CITIZEN)
    mine.get(f"/ho-so/{dossier_id}")
    links = re.findall(r'href="(/tep/kem-theo/[^"]+)"', mine.text)
    files = [mine.http.get(link).data for link in links]
    assert [file.startswith(data) for file, data in zip(files, (PLAN, SHEET), strict=True)]
    stranger = PageClient(app)
    stranger.sign_in("congdan2")
    assert stranger.http.get(links[0]).status_code == 404
    assert "Mặt bằng" in officer_of_desk(app, life, dossier_id).open(dossier_id)

    # The register finds an annex by its file alone, and lists them all by the paper's code.
    anyone = PageClient(app)
    with services.reading() as db:
        paper = db.scalars(select(Paper).where(Paper.is_result)).one()
        rows = db.scalars(select(Annex).order_by(Annex.ordinal)).all()
    anyone.get(f"/xac-minh/{paper.verify_code}")
    assert anyone.text.index("Mặt bằng") < anyone.text.index("Bản vẽ")
    anyone.post("/xac-minh", {"tep": (BytesIO(files[0]), "mat-bang.pdf")})
    assert "là văn bản kèm theo “Mặt bằng” của giấy tờ dưới đây" in anyone.text
    told = anyone.http.post(
        "/xac-minh?dinh-dang=json", data={"tep": (BytesIO(files[1]), "ban-ve.pdf")}
    ).get_json()
    assert told["paper"]["annex"] == 2
    assert [one["sha256"] for one in told["paper"]["annexes"]] == [r.issued_sha256 for r in rows]


def officer_of_desk(app: Flask, life: Life, dossier_id: UUID) -> Officer:
    """The desk that received the dossier, at its own page of it."""
    person = life.officer(life.dossier(dossier_id).desk_unit_id, Role.RECEIVER).person_id
    with life.services.reading() as db:
        name = db.scalars(select(Account.username).where(Account.person_id == person)).one()
    return Officer(app, name, "mot-cua")


def test_a_result_without_annexes_asks_for_none(app: Flask, life: Life) -> None:
    page = Officer(app, "tuphap.tanmy", "xu-ly").open(life.in_progress(), "trinh")
    assert "Văn bản kèm theo" not in page
    assert "multipart" not in page
