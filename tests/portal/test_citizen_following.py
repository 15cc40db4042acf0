"""After handing in: every state has its page, and only its applicant sees it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.wiring import Services
from procedures.acts.ask_payment import ask_payment
from procedures.acts.refuse import refuse
from procedures.lifecycle import State
from procedures.people import Role
from procedures.records import Attachment, Declaration, LedgerEntry, Paper
from procedures.tags import Tag
from tests.factories import CITIZEN, Life
from tests.pages import PageClient
from tests.portal.officers import Queries

STAGES = ("submitted", "received", "in_progress", "asked", "proposed", "decided", "issued")


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_is_told(client: PageClient, life: Life, stage: str) -> None:
    dossier_id = getattr(life, stage)()
    dossier = life.dossier(dossier_id)
    client.sign_in(CITIZEN)
    client.get("/ho-so")
    assert dossier.code in client.text
    client.get(f"/ho-so/{dossier_id}")
    assert client.status == 200
    assert dossier.code in client.text
    assert "Hồ sơ đang ở đâu" in client.text
    assert ("Ngày hẹn trả được tính thế nào" in client.text) == (stage != "submitted")


def test_a_result_stands_first_and_can_be_had(client: PageClient, life: Life) -> None:
    dossier_id = life.issued()
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/{dossier_id}")
    assert client.text.index("Kết quả") < client.text.index("Hồ sơ đang ở đâu")
    with life.services.reading() as db:
        paper = db.scalars(
            select(Paper.id).where(Paper.dossier_id == dossier_id, Paper.is_result)
        ).one()
    assert client.get(f"/tep/giay/{paper}").data.startswith(b"%PDF")
    client.get(f"/tep/giay/{paper}?ban=in")
    assert client.status == 404, "the unsigned print is for those who make it"


def test_somebody_elses_dossier_is_not_there_and_the_try_is_kept(
    client: PageClient, life: Life, services: Services
) -> None:
    dossier_id = life.issued()
    with services.reading() as db:
        paper = db.scalars(select(Paper.id).where(Paper.dossier_id == dossier_id)).first()
        file = db.scalars(select(Attachment.id).where(Attachment.dossier_id == dossier_id)).first()
        declared = db.scalars(
            select(Declaration.id).where(Declaration.dossier_id == dossier_id)
        ).first()
    client.sign_in("congdan2")
    asked = (
        f"/ho-so/{dossier_id}",
        f"/ho-so/{dossier_id}/da-nop",
        f"/ho-so/{dossier_id}/rut",
        f"/ho-so/nhap/{dossier_id}/con",
        f"/tep/giay/{paper}",
        f"/tep/dinh-kem/{file}",
        f"/tep/to-khai/{declared}",
    )
    for path in asked:
        client.get(path)
        assert client.status == 404, path
    for path in (f"/ho-so/{dossier_id}/rut", f"/ho-so/{dossier_id}/bo-sung"):
        client.post(path, {"version": "1"})
        assert client.status == 404, path
    with services.reading() as db:
        traces = db.scalars(
            select(LedgerEntry).where(LedgerEntry.tag == Tag.ACCESS_DENIED.value)
        ).all()
    assert len(traces) == len(asked) + 2
    assert {trace.detail["dossier"] for trace in traces} == {str(dossier_id)}


def test_officers_who_have_the_dossier_may_have_its_files(
    client: PageClient, life: Life, services: Services
) -> None:
    dossier_id = life.proposed()
    with services.reading() as db:
        draft = db.scalars(
            select(Paper.id).where(Paper.dossier_id == dossier_id, Paper.is_result)
        ).one()
    client.sign_in("chutich.tanmy")
    assert client.get(f"/tep/giay/{draft}?ban=in").status_code == 200
    client.get(f"/tep/giay/{draft}")
    assert client.status == 404, "nothing is issued yet"
    client.sign_out()
    client.sign_in("motcua.tanmy")
    client.get(f"/tep/giay/{draft}?ban=in")
    assert client.status == 404


def test_a_supplement_goes_there_and_back(client: PageClient, life: Life) -> None:
    dossier_id = life.asked()
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/{dossier_id}")
    assert "Bản chụp giấy chứng sinh bị mờ" in client.text
    assert "Tạm dừng tính hạn" in client.text
    client.post(f"/ho-so/{dossier_id}/bo-sung")
    assert "Bạn đang bổ sung hồ sơ" in client.text
    assert "Đã nộp lần trước" not in client.text
    draft = client.tree
    assert draft is not None
    client.get("/ho-so")
    assert "Bổ sung cho hồ sơ đã nộp" in client.text
    client.post(f"/ho-so/{dossier_id}/bo-sung")
    path = _draft_path(client.text)
    client.get(f"{path}/xem-lai")
    assert 'value="online" checked' in client.text
    client.post(f"{path}/xem-lai", {"nhan": "post"})
    life.work()
    client.get(f"{path}/to-khai")
    client.post(f"{path}/nop", {"cam_doan": "1", "ho_so": str(dossier_id)})
    assert "Đã nộp bổ sung" in client.text
    assert life.dossier(dossier_id).state is State.IN_PROGRESS
    assert life.dossier(dossier_id).return_method == "post"
    client.post(f"{path}/nop", {"cam_doan": "1", "ho_so": str(dossier_id)})
    assert client.status == 200, "a second press leads to the dossier"
    client.get(f"/ho-so/{dossier_id}")
    assert "Lần 2" in client.text


def _draft_path(text: str) -> str:
    head = text.index("/ho-so/nhap/")
    return text[head : head + len("/ho-so/nhap/") + 36]


def test_a_payment_is_told_with_its_amount(client: PageClient, life: Life) -> None:
    dossier_id = life.in_progress()
    dossier = life.dossier(dossier_id)
    assert dossier.holder_unit_id is not None
    officer = life.officer(dossier.holder_unit_id, Role.HANDLER)
    with life.services.transaction(officer) as call:
        ask_payment(call, dossier_id, dossier.version, amount=150_000, reason="Lệ phí")
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/{dossier_id}")
    assert "150.000 đồng" in client.text
    client.get("/ho-so")
    assert "Nộp khoản tiền được yêu cầu" in client.text


def test_withdrawing_asks_first_and_notices_who_was_faster(client: PageClient, life: Life) -> None:
    dossier_id = life.received()
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/{dossier_id}/rut")
    assert "Rút hồ sơ?" in client.text
    client.post(f"/ho-so/{dossier_id}/rut", {"version": "1", "ly_do": "Khai nhầm"})
    assert client.status == 409
    assert "Khai nhầm" in client.text
    version = str(life.dossier(dossier_id).version)
    client.post(f"/ho-so/{dossier_id}/rut", {"version": version, "ly_do": "Khai nhầm"})
    assert "Đã rút hồ sơ" in client.text
    assert life.dossier(dossier_id).state is State.WITHDRAWN
    client.get(f"/ho-so/{dossier_id}/rut")
    assert "không rút được nữa" in client.text


def test_an_empty_list_says_what_to_do(client: PageClient) -> None:
    client.sign_in("congdan4")
    client.get("/ho-so")
    assert "Bạn chưa nộp hồ sơ nào." in client.text
    assert 'href="/thu-tuc"' in client.text


def test_a_long_list_goes_on_by_pages(
    client: PageClient, life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("procedures.reads.mine.A_PAGE", 1)
    older, newer = life.submitted(), life.submitted()
    client.sign_in(CITIZEN)
    client.get("/ho-so")
    assert life.dossier(newer).code in client.text
    assert life.dossier(older).code not in client.text
    moment = life.dossier(newer).submitted_at
    client.get("/ho-so", query_string={"truoc": moment.isoformat()})
    assert life.dossier(older).code in client.text
    client.get("/ho-so", query_string={"truoc": (moment - timedelta(days=9)).isoformat()})
    assert client.status == 200
    client.get("/ho-so?truoc=hom-qua")
    assert client.status == 200


@pytest.mark.parametrize("stage", [*STAGES, "refused"])
def test_a_dossier_is_followed_in_few_queries(
    client: PageClient, life: Life, services: Services, stage: str
) -> None:
    dossier_id = life.submitted() if stage == "refused" else getattr(life, stage)()
    if stage == "refused":
        dossier = life.dossier(dossier_id)
        with services.transaction(life.officer(dossier.desk_unit_id, Role.RECEIVER)) as call:
            refuse(call, dossier_id, dossier.version, "Không thuộc thẩm quyền")
        life.work()
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/{dossier_id}")
    with Queries(services.engine) as asked:
        client.get(f"/ho-so/{dossier_id}")
    assert client.status == 200
    assert len(asked.seen) <= 8, asked.seen
