"""At the counter: the promise before it is made, one list of faults, grounds, the next unit."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from portal.wiring import Services
from procedures.lifecycle import State
from procedures.records import Leg, SupplementRequest
from tests.factories import Life
from tests.portal.officers import Officer, Queries

DESK = "motcua.tanmy"


def test_everything_handed_in_is_on_the_check_page(
    app: Flask, life: Life, services: Services
) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    with Queries(services.engine) as asked:
        text = officer.open(dossier_id)
    assert len(asked.seen) <= 8, asked.seen
    for words in ("Thành phần hồ sơ", "giay-chung-sinh.pdf", "Nội dung khai", "Sổ nguyên vẹn"):
        assert words in text
    assert f"/mot-cua/{dossier_id}/tiep-nhan" in text


def test_reception_promises_the_date_it_showed(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    shown = officer.open(dossier_id, "tiep-nhan")
    officer.send(dossier_id, "tiep-nhan")
    dossier = life.dossier(dossier_id)
    assert dossier.state is State.RECEIVED
    assert dossier.due_at is not None
    assert dossier.due_at.isoformat()[:10] in shown
    assert "Giấy tiếp nhận và hẹn trả kết quả" in officer.text
    assert "Đang in" in officer.text


def test_the_page_looks_again_until_the_slip_is_issued(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    officer.do(dossier_id, "tiep-nhan")
    waiting = officer.page.http.get(f"/mot-cua/{dossier_id}")
    assert waiting.headers["Refresh"]
    life.work()
    done = officer.page.http.get(f"/mot-cua/{dossier_id}")
    assert "Refresh" not in done.headers
    assert "Đã phát hành" in done.get_data(as_text=True)


def test_all_faults_go_in_one_list(app: Flask, life: Life, services: Services) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    text = officer.do(
        dossier_id,
        "bo-sung",
        **{
            "chon": "tp.giay-chung-sinh",
            "loi.tp.giay-chung-sinh": "Bản chụp bị mờ",
            "khac": ["Ghi rõ số nhà", "Ghi rõ thôn"],
            "reason": "Chưa đủ căn cứ",
            "respond_by-ngay": "31",
            "respond_by-thang": "12",
            "respond_by-nam": "2099",
        },
    )
    assert life.dossier(dossier_id).state is State.INCOMPLETE
    assert "Ghi rõ thôn" in text
    with services.reading() as db:
        asked = db.scalars(select(SupplementRequest)).one()
    assert [fault["what"] for fault in asked.faults] == ["giay-chung-sinh", "", ""]
    assert asked.respond_by == date(2099, 12, 31)


def test_a_further_row_keeps_what_is_typed_and_sends_nothing(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    text = officer.do(dossier_id, "bo-sung", them="1", khac="Dòng thứ nhất", reason="Vì thế")
    assert text.count('name="khac"') == 2
    assert "Dòng thứ nhất" in text
    assert "Vì thế" in text
    assert life.dossier(dossier_id).state is State.SUBMITTED


def test_a_ticked_row_without_words_and_a_wrong_day_are_told_at_once(
    app: Flask, life: Life
) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    text = officer.do(
        dossier_id,
        "bo-sung",
        **{"chon": "trang.con", "reason": "Giữ lại lý do", "respond_by-ngay": "31"},
    )
    assert officer.status == 422
    assert "Giữ lại lý do" in text
    assert 'href="#loi.trang.con"' in text
    assert 'href="#respond_by"' in text


def test_refusing_needs_grounds(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    officer.do(dossier_id, "tu-choi", grounds="   ")
    assert officer.status == 422
    assert 'href="#grounds"' in officer.text
    officer.send(dossier_id, "tu-choi", grounds="Không thuộc thẩm quyền")
    assert life.dossier(dossier_id).state is State.REFUSED
    assert "Không thuộc thẩm quyền" not in officer.text or officer.status == 200


def test_the_planned_unit_is_preselected(app: Flask, life: Life, services: Services) -> None:
    dossier_id = life.received()
    officer = Officer(app, DESK, "mot-cua")
    text = officer.open(dossier_id, "chuyen")
    assert "đơn vị của bước tiếp theo" in text
    officer.send(dossier_id, "chuyen", unit_id="", officer_id="", note="Xin xem kỹ")
    life.take(dossier_id)
    assert life.dossier(dossier_id).state is State.IN_PROGRESS
    with services.reading() as db:
        notes = db.scalars(select(Leg.note).where(Leg.dossier_id == dossier_id)).all()
    assert "Xin xem kỹ" in notes


def test_the_second_of_two_officers_is_told_who_did_what(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    first, second = (Officer(app, DESK, "mot-cua") for _ in range(2))
    second.open(dossier_id, "tu-choi")
    first.do(dossier_id, "tiep-nhan")
    text = second.send(dossier_id, "tu-choi", grounds="Tôi đã gõ lý do này")
    assert second.status == 409
    assert "vừa được Đỗ Thị Kim Oanh xử lý" in text
    assert "Tôi đã gõ lý do này" in text
    assert life.dossier(dossier_id).state is State.RECEIVED


def test_strangers_and_other_posts_stay_out(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    other = Officer(app, "motcua.tranphu", "mot-cua")
    other.open(dossier_id)
    assert other.status == 404
    other.open(dossier_id, "tiep-nhan")
    assert other.status == 404
    handler = Officer(app, "tuphap.tanmy", "mot-cua")
    handler.open(dossier_id)
    assert handler.status == 403
    desk = Officer(app, DESK, "mot-cua")
    desk.open(dossier_id, "tra-ket-qua")
    assert desk.status == 409
