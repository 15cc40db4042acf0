"""Nothing that an officer types is lost: kept while typed, after a time-out, until it is sent."""

from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import update

from portal.background import tidy
from procedures.records import Scratch, SignIn
from tests.factories import PASSWORD, Life
from tests.portal.officers import Officer

DESK, HANDLER = "motcua.tanmy", "tuphap.tanmy"
WORDS = "Căn cứ Điều 13: thiếu giấy chứng sinh,\nđề nghị nộp tại nơi cư trú"


def path(dossier_id: UUID, act: str, room: str = "mot-cua") -> str:
    return f"/{room}/{dossier_id}/{act}"


def kept(life: Life) -> list[Scratch]:
    with life.services.reading() as db:
        return list(db.query(Scratch).order_by(Scratch.form))


def run_out(life: Life, **ago: float) -> None:
    """Let every session have been idle for so long."""
    with life.services.transaction() as call:
        call.db.execute(update(SignIn).values(last_seen_at=call.now - timedelta(**ago)))


def autosave(officer: Officer, form: str, **fields: object) -> int:
    officer.page.post(f"/ban-lam-viec/soan?trang={form}", fields, headers={"X-Autosave": "1"})
    return officer.status


def test_what_the_script_saved_opens_with_the_form(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    text = officer.open(dossier_id, "tu-choi")
    assert f"trang=/mot-cua/{dossier_id}/tu-choi" in text
    assert "Đã khôi phục" not in text
    assert autosave(officer, path(dossier_id, "tu-choi"), version="1", grounds=WORDS) == 204
    officer.open(dossier_id, "tu-choi")
    assert "Đã khôi phục nội dung đang soạn lúc" in officer.text
    assert WORDS in officer.text
    assert "Từ lúc đó hồ sơ đã có thay đổi" not in officer.text
    assert [set(row.fields) for row in kept(life)] == [{"version", "grounds"}]


def test_it_is_gone_once_the_act_is_done(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    officer.open(dossier_id, "tu-choi")
    autosave(officer, path(dossier_id, "tu-choi"), grounds="Thiếu")
    officer.do(dossier_id, "tu-choi", grounds=WORDS)
    assert life.dossier(dossier_id).state == "refused"
    assert kept(life) == []


def test_what_was_refused_is_kept_too(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    officer.do(dossier_id, "bo-sung", reason="Bản chụp mờ")
    assert officer.status == 422
    officer.inbox()
    assert "Bản chụp mờ" in officer.open(dossier_id, "bo-sung")
    assert "Đã khôi phục" in officer.text


def test_without_script_a_button_keeps_and_another_forgets(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    officer.open(dossier_id, "tu-choi")
    form = path(dossier_id, "tu-choi")
    officer.page.post(f"/ban-lam-viec/soan?trang={form}", {"grounds": WORDS})
    assert "Đã lưu nháp" in officer.text
    assert WORDS in officer.text
    officer.page.post("/ban-lam-viec/soan/bo", {"trang": form})
    assert "Đã bỏ nội dung đang soạn" in officer.text
    assert WORDS not in officer.text
    assert kept(life) == []


def test_an_emptied_form_keeps_nothing(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    form = path(dossier_id, "tu-choi")
    assert autosave(officer, form, grounds=WORDS) == 204
    assert autosave(officer, form, grounds="  ", version="1") == 204
    assert kept(life) == []


def test_words_are_their_writers_alone(app: Flask, life: Life) -> None:
    dossier_id = life.received()
    form = path(dossier_id, "chuyen")
    autosave(Officer(app, DESK, "mot-cua"), form, note=WORDS)
    other = Officer(app, "motcua.tranphu", "mot-cua")
    autosave(other, form, note="khác")
    assert WORDS not in other.open(dossier_id, "chuyen")
    assert WORDS in Officer(app, DESK, "mot-cua").open(dossier_id, "chuyen")


def test_a_post_after_the_time_out_comes_back_to_its_form(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    officer.open(dossier_id, "tu-choi")
    run_out(life, minutes=31)
    officer.send(dossier_id, "tu-choi", grounds=WORDS)
    assert officer.status == 401
    assert "Phiên làm việc đã hết hạn" in officer.text
    assert WORDS not in officer.text
    assert life.dossier(dossier_id).state == "submitted"
    form = path(dossier_id, "tu-choi")
    officer.page.post("/dang-nhap", {"username": DESK, "password": PASSWORD, "ve": form})
    assert "Từ chối tiếp nhận hồ sơ" in officer.text
    assert WORDS in officer.text
    officer.send(dossier_id, "tu-choi", grounds=WORDS)
    assert life.dossier(dossier_id).state == "refused"
    assert kept(life) == []


def test_the_whole_of_a_long_form_comes_back(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    officer.open(dossier_id, "trinh")
    run_out(life, hours=60)
    typed = {"outcome": "denied", "grounds": WORDS, "noi_sinh": "Trạm y tế xã"}
    officer.send(dossier_id, "trinh", **typed)
    form = path(dossier_id, "trinh", "xu-ly")
    officer.page.post("/dang-nhap", {"username": HANDLER, "password": PASSWORD, "ve": form})
    assert officer.status == 200
    assert 'value="denied" checked' in officer.text
    assert WORDS in officer.text


def test_somebody_else_who_signs_in_there_sees_nothing(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    officer.open(dossier_id, "tu-choi")
    run_out(life, minutes=31)
    officer.send(dossier_id, "tu-choi", grounds=WORDS)
    form = path(dossier_id, "tu-choi")
    officer.page.post(
        "/dang-nhap", {"username": "motcua.tranphu", "password": PASSWORD, "ve": form}
    )
    assert WORDS not in officer.text


def test_whoever_signed_out_left_nothing_to_be_kept(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    officer.open(dossier_id, "tu-choi")
    with life.services.transaction() as call:
        call.db.execute(update(SignIn).values(ended_at=call.now))
    officer.send(dossier_id, "tu-choi", grounds=WORDS)
    assert officer.status == 401
    assert kept(life) == []


def test_it_is_told_when_the_dossier_went_on_meanwhile(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    autosave(officer, path(dossier_id, "dung", "xu-ly"), version="1", grounds=WORDS)
    assert "Từ lúc đó hồ sơ đã có thay đổi" in officer.open(dossier_id, "dung")


def test_only_forms_of_officers_are_kept_and_none_beyond_measure(app: Flask, life: Life) -> None:
    officer = Officer(app, DESK, "mot-cua")
    for form in ("/ho-so", "//noi-khac.example/x", "/xu-ly", "/mot-cua/../x?y"):
        assert autosave(officer, form, grounds="a") == 404
    assert autosave(officer, "/mot-cua/a/tu-choi", grounds="a" * 200_001) == 413
    assert kept(life) == []


def test_old_words_are_swept(app: Flask, life: Life) -> None:
    officer = Officer(app, DESK, "mot-cua")
    autosave(officer, "/mot-cua/a/tu-choi", grounds="cũ")
    autosave(officer, "/mot-cua/b/tu-choi", grounds="mới")
    with life.services.transaction() as call:
        call.db.execute(
            update(Scratch)
            .where(Scratch.form == "/mot-cua/a/tu-choi")
            .values(saved_at=call.now - timedelta(days=31))
        )
    tidy(life.services)
    assert [row.form for row in kept(life)] == ["/mot-cua/b/tu-choi"]
