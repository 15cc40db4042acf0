"""Handling: handing on within the plan and outside it, stopping, everything on one page."""

import json

from flask import Flask
from sqlalchemy import select, text

from portal.wiring import Services
from procedures.lifecycle import State
from procedures.records import Leg, UnitRow
from procedures.routing import Function
from tests.factories import Life
from tests.portal.officers import Officer, Queries

HANDLER = "tuphap.tanmy"


def unit_id(services: Services, name: str) -> int:
    """The unit of that Vietnamese name."""
    with services.reading() as db:
        return db.scalars(select(UnitRow.id).where(UnitRow.name["vi"].astext == name)).one()


def test_one_page_has_everything_in_few_queries(app: Flask, life: Life, services: Services) -> None:
    dossier_id = life.asked()
    officer = Officer(app, HANDLER, "xu-ly")
    with Queries(services.engine) as asked:
        page = officer.open(dossier_id)
    assert len(asked.seen) <= 8, asked.seen
    for words in (
        "Thành phần hồ sơ",
        "Yêu cầu bổ sung, hoàn thiện",
        "Bản chụp giấy chứng sinh bị mờ",
        "Tiến trình",
        "Cách tính hạn trả kết quả",
        "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
        "Sổ nguyên vẹn",
    ):
        assert words in page


def test_a_tampered_ledger_is_said_on_the_page(app: Flask, life: Life, services: Services) -> None:
    dossier_id = life.in_progress()
    with services.transaction() as call:
        call.db.execute(text("ALTER TABLE ledger DISABLE TRIGGER USER"))
        call.db.execute(
            text("UPDATE ledger SET detail = :d WHERE stream = :s AND seq = 2"),
            {"d": json.dumps({"changed": True}), "s": str(dossier_id)},
        )
        call.db.execute(text("ALTER TABLE ledger ENABLE TRIGGER USER"))
    page = Officer(app, HANDLER, "xu-ly").open(dossier_id)
    assert "Sổ không khớp" in page
    assert "từ mục 2" in page


def test_up_the_tiers_by_the_plan(app: Flask, life: Life, services: Services) -> None:
    dossier_id = life.in_progress("1.001776")
    officer = Officer(app, "vhxh.tanmy", "xu-ly")
    page = officer.open(dossier_id, "chuyen")
    assert "Phòng Lao động - Thương binh và Xã hội thành phố Bắc Giang" in page
    officer.send(dossier_id, "chuyen", unit_id="", officer_id="")
    wanted = unit_id(services, "Phòng Lao động - Thương binh và Xã hội thành phố Bắc Giang")
    assert life.offered(dossier_id) == wanted
    taker = Officer(app, "ldtbxh.bacgiang", "xu-ly")
    assert "Nhận hồ sơ" in taker.open(dossier_id)
    taker.send(dossier_id, "nhan")
    assert life.dossier(dossier_id).holder_unit_id == wanted


def test_any_unit_is_found_by_tier_and_bare_words(
    app: Flask, life: Life, services: Services
) -> None:
    dossier_id = life.in_progress("1.001776")
    officer = Officer(app, "vhxh.tanmy", "xu-ly")
    page = officer.open(dossier_id, "chuyen?cap=huyen&q=lao+dong")
    target = unit_id(services, "Phòng Lao động - Thương binh và Xã hội huyện Lạng Giang")
    assert f"?don-vi={target}" in page
    assert "Sở Tư pháp" not in page
    assert "ngoài quy trình" in officer.open(dossier_id, f"chuyen?don-vi={target}")
    officer.send(dossier_id, "chuyen", unit_id=target, officer_id="", note="Xin ý kiến")
    assert life.offered(dossier_id) == target
    assert "Xin ý kiến" in Officer(app, "ldtbxh.langgiang", "xu-ly").open(dossier_id)


def test_a_unit_without_handlers_is_refused(app: Flask, life: Life, services: Services) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    nobody = unit_id(services, "Ủy ban nhân dân phường Thọ Xương")
    officer.open(dossier_id, f"chuyen?don-vi={nobody}")
    officer.send(dossier_id, "chuyen", unit_id=nobody, officer_id="", note="Giữ lại ghi chú này")
    assert officer.status == 422
    assert "không có cán bộ thụ lý" in officer.text
    assert "Giữ lại ghi chú này" in officer.text


def test_a_signature_on_the_way_is_never_skipped(
    app: Flask, life: Life, services: Services
) -> None:
    dossier_id = life.in_progress("2.000986")
    officer = Officer(app, HANDLER, "xu-ly")
    police = unit_id(services, "Công an phường Tân Mỹ")
    officer.open(dossier_id, f"chuyen?don-vi={police}")
    officer.send(dossier_id, "chuyen", unit_id=police, officer_id="")
    life.take(dossier_id)
    with services.reading() as db:
        legs = db.scalars(select(Leg).where(Leg.dossier_id == dossier_id).order_by(Leg.ordinal))
        way = [(leg.function, leg.opened_at is not None) for leg in legs]
    opened = [function for function, is_open in way if is_open]
    ahead = [function for function, is_open in way if not is_open]
    assert opened == [Function.RECEPTION, Function.HANDLING, Function.HANDLING]
    assert ahead[0] is Function.SIGNING
    assert ahead.count(Function.SIGNING) == 3


def test_naming_a_colleague_costs_the_leg_no_time(
    app: Flask, life: Life, services: Services
) -> None:
    dossier_id = life.in_progress()
    colleague = life.actor("vhxh.tanmy")

    def open_legs() -> list[tuple[int, object]]:
        with services.reading() as db:
            query = select(Leg).where(Leg.dossier_id == dossier_id, Leg.opened_at.is_not(None))
            return [(leg.id, leg.due_at) for leg in db.scalars(query)]

    before = open_legs()
    officer = Officer(app, HANDLER, "xu-ly")
    officer.do(
        dossier_id,
        "phan-cong",
        unit_id=life.dossier(dossier_id).holder_unit_id,
        officer_id=str(colleague.person_id),
        note="Anh xem giúp",
    )
    assert open_legs() == before
    assert life.dossier(dossier_id).holder_officer_id == colleague.person_id


def test_a_pause_carries_the_leg_along(app: Flask, life: Life, services: Services) -> None:
    dossier_id = life.in_progress()
    office, desk = Officer(app, HANDLER, "xu-ly"), Officer(app, "motcua.tanmy", "mot-cua")

    def leg_due() -> object:
        with services.reading() as db:
            query = select(Leg.due_at).where(
                Leg.dossier_id == dossier_id, Leg.opened_at.is_not(None), Leg.closed_at.is_(None)
            )
            return db.scalars(query).one()

    before = leg_due()
    office.do(dossier_id, "nghia-vu-tai-chinh", amount="8000", reason="Lệ phí")
    assert before is not None
    assert leg_due() is None
    desk.do(dossier_id, "xac-nhan-nop-tien", receipt="1")
    assert leg_due() is not None


def test_an_amount_of_nothing_is_refused(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    officer.do(dossier_id, "nghia-vu-tai-chinh", amount="mười", reason="Lệ phí")
    assert officer.status == 422
    assert 'href="#amount"' in officer.text
    assert "Lệ phí" in officer.text


def test_stopping_needs_grounds_and_ends_it(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    officer.do(dossier_id, "dung", grounds="")
    assert officer.status == 422
    officer.send(dossier_id, "dung", grounds="Người nộp không bổ sung")
    assert life.dossier(dossier_id).state is State.STOPPED
    assert "Người nộp không bổ sung" in officer.text


def test_nothing_is_stopped_while_the_applicant_may_still_answer(app: Flask, life: Life) -> None:
    dossier_id = life.asked()
    officer = Officer(app, HANDLER, "xu-ly")
    assert f"/xu-ly/{dossier_id}/dung" not in officer.open(dossier_id)
    assert "đến hết ngày" in officer.open(dossier_id, "dung")
    officer.send(dossier_id, "dung", grounds="Không chờ được")
    assert officer.status == 409
    assert "Không chờ được" in officer.text
    assert life.dossier(dossier_id).state is State.AWAITING_SUPPLEMENT


def test_a_second_request_to_supplement_is_not_offered(app: Flask, life: Life) -> None:
    dossier_id = life.asked()
    officer = Officer(app, HANDLER, "xu-ly")
    assert f"/xu-ly/{dossier_id}/bo-sung" not in officer.open(dossier_id)
    officer.open(dossier_id, "bo-sung")
    assert officer.status == 409


def test_others_units_are_strangers(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    other = Officer(app, "tuphap.tranphu", "xu-ly")
    for act in ("", "chuyen", "trinh", "dung"):
        other.open(dossier_id, act)
        assert other.status == 404, act
