"""Internal notes on their pages: written, found as news, read once, never the applicant's."""

from flask import Flask

from portal.wiring import Services
from tests.factories import CITIZEN, Life
from tests.pages import PageClient
from tests.portal.officers import Officer, Queries

DESK, HANDLER, AWAY = "motcua.tanmy", "tuphap.tanmy", "tuphap.tranphu"
WORDS = "Người dân hẹn chiều thứ Năm,\nxin giữ bản gốc"


def test_a_note_is_news_until_its_dossier_is_opened(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    code, reader = life.dossier(dossier_id).code, life.actor(HANDLER)
    writer = Officer(app, DESK, "mot-cua")
    assert "Viết ghi chú" in writer.open(dossier_id)
    writer.do(dossier_id, "ghi-chu", text=WORDS, nguoi=str(reader.person_id))
    assert "Đã ghi chú" in writer.text
    assert WORDS in writer.text
    assert f"Nhắc: {reader.name}" in writer.text
    officer = Officer(app, HANDLER, "xu-ly")
    assert code in officer.inbox("?hang=tin-moi")
    assert "Mới" in officer.open(dossier_id).partition('class="app-notes"')[2][:300]
    assert code not in officer.inbox("?hang=tin-moi")
    assert "<strong>Mới</strong>" not in officer.open(dossier_id)
    assert WORDS in officer.text


def test_the_newest_note_stands_first(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    officer.do(dossier_id, "ghi-chu", text="Thứ nhất")
    officer.do(dossier_id, "ghi-chu", text="Thứ hai")
    assert officer.text.index("Thứ hai") < officer.text.index("Thứ nhất")


def test_the_applicant_reads_none_of_it(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    Officer(app, HANDLER, "xu-ly").do(dossier_id, "ghi-chu", text=WORDS)
    citizen = PageClient(app)
    citizen.sign_in(CITIZEN)
    citizen.get(f"/ho-so/{dossier_id}")
    assert citizen.status == 200
    assert "xin giữ bản gốc" not in citizen.text
    assert "Ghi chú nội bộ" not in citizen.text


def test_people_are_found_without_script_and_without_marks(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    reader = life.actor(HANDLER)
    officer = Officer(app, DESK, "mot-cua")
    officer.open(dossier_id, "ghi-chu")
    assert reader.name in officer.text
    officer.send(dossier_id, "ghi-chu", text=WORDS, tim="không có ai tên này", **{"tim-nguoi": "1"})
    assert officer.status == 200
    assert "Không có ai phù hợp" in officer.text
    assert WORDS in officer.text
    ticked = {"nguoi": str(reader.person_id), "tim": "xyz", "tim-nguoi": "1"}
    officer.send(dossier_id, "ghi-chu", text=WORDS, **ticked)
    assert f'value="{reader.person_id}" checked' in officer.text
    listed = officer.page.get(f"/mot-cua/{dossier_id}/ghi-chu/nguoi?q={reader.name.lower()}")
    assert [one["name"] for one in listed.get_json()["people"]] == [reader.name]
    names = officer.page.get(f"/mot-cua/{dossier_id}/ghi-chu/nguoi").get_json()["people"]
    assert life.actor(DESK).name not in {one["name"] for one in names}
    assert life.actor(AWAY).name not in {one["name"] for one in names}


def test_a_refused_note_keeps_what_was_typed(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, DESK, "mot-cua")
    officer.open(dossier_id, "ghi-chu")
    officer.send(dossier_id, "ghi-chu", text=WORDS, nguoi=str(life.actor(AWAY).person_id))
    assert officer.status == 422
    assert WORDS in officer.text
    assert "phải là cán bộ của đơn vị tham gia" in officer.text
    assert "Hãy ghi nội dung." in officer.send(dossier_id, "ghi-chu", text=" ")


def test_somebody_elses_dossier_has_no_notes_page(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, AWAY, "xu-ly")
    for address in ("ghi-chu", "ghi-chu/nguoi"):
        officer.open(dossier_id, address)
        assert officer.status == 404


def test_the_dossiers_page_still_asks_no_more_than_eight_times(
    app: Flask, life: Life, services: Services
) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    officer.do(dossier_id, "ghi-chu", text="Một")
    with Queries(services.engine) as asked:
        officer.open(dossier_id)
    assert len(asked.seen) <= 8, asked.seen
