"""Starting and filling in: nothing typed is ever lost, and nobody is asked twice."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.wiring import Services
from procedures.acts.withdraw_version import withdraw_version
from procedures.catalogue import shipped_procedures
from procedures.records import Draft
from tests.factories import CITIZEN, Life
from tests.pages import PageClient
from tests.portal.filing import begin, fields_of, fill_in, the_draft, typed_into


def test_starting_at_home_asks_no_place_again(client: PageClient, services: Services) -> None:
    client.sign_in(CITIZEN)
    begin(client)
    draft = the_draft(services)
    assert draft.answers["noi_dang_ky"] == {
        "place": "07687",
        "detail": "",
        "text": "Phường Tân Mỹ, Thành phố Bắc Giang, Tỉnh Bắc Giang",
    }
    assert "Bước 2/" in client.text
    assert 'value="Nguyễn Thị Thu Hà"' in client.text


def test_another_place_is_taken_over_into_the_form(client: PageClient, services: Services) -> None:
    client.sign_in(CITIZEN)
    client.get("/ho-so/moi/1.004873")
    sent = fields_of(client.tree, "1.004873")
    name = next(name for name in sent if name.endswith("-2"))
    client.post("/ho-so/moi/1.004873", {**sent, name: "07696"})
    draft = the_draft(services)
    answer = draft.answers["noi_cu_tru"]
    assert isinstance(answer, dict)
    assert answer["place"] == "07696"
    assert answer["text"].startswith(draft.place["vi"])


def test_places_are_chosen_list_by_list_without_script(client: PageClient) -> None:
    client.sign_in(CITIZEN)
    client.get("/ho-so/moi/1.001193")
    sent = fields_of(client.tree, "1.001193")
    fewer = {name: text for name, text in sent.items() if not name.endswith("-2")}
    part = next(name for name in fewer if name.endswith("-1"))
    client.post("/ho-so/moi/1.001193", {**fewer, part: "223", "_refresh:noi_giai_quyet": "1"})
    assert client.status == 200
    assert "Xã Bắc Lý" in client.text or "Thị trấn Thắng" in client.text
    client.post("/ho-so/moi/1.001193", {**fewer, part: "223"})
    assert client.status == 422


def test_a_second_press_of_the_button_begins_no_second_draft(
    client: PageClient, services: Services
) -> None:
    client.sign_in(CITIZEN)
    client.get("/ho-so/moi/1.001193")
    sent = fields_of(client.tree, "1.001193")
    client.post("/ho-so/moi/1.001193", dict(sent))
    client.post("/ho-so/moi/1.001193", dict(sent))
    assert client.status == 409
    assert "Điền tiếp bản nháp" in client.text
    with services.reading() as db:
        assert db.scalar(select(func.count()).select_from(Draft)) == 1
    client.post("/ho-so/moi/1.001193", dict(fields_of(client.tree, "1.001193")))
    with services.reading() as db:
        assert db.scalar(select(func.count()).select_from(Draft)) == 2


def test_a_procedure_that_is_not_there_cannot_be_started(client: PageClient) -> None:
    client.sign_in(CITIZEN)
    client.get("/ho-so/moi/1.999999")
    assert client.status == 404


def test_every_page_in_turn_leads_to_the_files(client: PageClient, services: Services) -> None:
    client.sign_in(CITIZEN)
    begin(client)
    draft_id = fill_in(client, services)
    assert client.tree is not None
    assert "Giấy tờ đính kèm" in client.text
    draft = the_draft(services)
    assert {page.code for page in draft.pages} == draft.pages_done
    assert draft.id == draft_id


@pytest.mark.parametrize("code", sorted(one.code for one in shipped_procedures()))
def test_every_shipped_form_can_be_filled_in_page_by_page(
    client: PageClient, services: Services, code: str
) -> None:
    client.sign_in(CITIZEN)
    begin(client, code)
    fill_in(client, services)
    draft = the_draft(services)
    assert draft.pages_done >= {page.code for page in draft.pages}
    client.get(f"/ho-so/nhap/{draft.id}/xem-lai")
    assert "?kiem=1" not in client.text


def test_faults_stand_beside_the_fields_and_all_typing_stays(
    client: PageClient, services: Services
) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    draft = the_draft(services)
    typed = typed_into(services, draft, "con")
    wrong = {**typed, "ngay_sinh-ngay": "31", "ngay_sinh-thang": "2", "ho_ten_con": "Lê Văn Ổn"}
    client.post(f"{at}/con", {**wrong, "version": str(draft.version)})
    assert client.status == 422
    assert 'href="#ngay_sinh' in client.text
    assert "không có ngày 31/02" in client.text
    for kept in ('value="31"', 'value="Lê Văn Ổn"'):
        assert kept in client.text
    client.get(f"{at}/con")
    assert 'value="31"' in client.text, "what could not be read is still there on another day"
    client.get(f"{at}/con?kiem=1")
    assert "không có ngày 31/02" in client.text
    client.get(f"{at}/xem-lai")
    assert "/con?kiem=1" in client.text


def test_an_optional_answer_that_cannot_be_read_is_not_dropped_silently(
    client: PageClient, services: Services
) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    fill_in(client, services)
    draft = the_draft(services)
    typed = {**typed_into(services, draft, "nguoi-yeu-cau"), "nyc_giay_to_ngay_cap-ngay": "99"}
    client.post(f"{at}/nguoi-yeu-cau", {**typed, "version": str(draft.version), "thoat": "1"})
    assert client.status == 200
    client.get(f"{at}/xem-lai")
    assert "Trang “Người yêu cầu” còn chỗ chưa đọc được." in client.text


def test_saving_and_leaving_asks_nothing(client: PageClient, services: Services) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    client.post(f"{at}/con", {"ho_ten_con": "Lê Thị Ánh", "version": "1", "thoat": "1"})
    assert "Đã lưu bản nháp" in client.text
    assert "Đang điền, chưa nộp" in client.text
    assert the_draft(services).answers["ho_ten_con"] == "Lê Thị Ánh"


def test_two_windows_the_second_is_told_and_keeps_its_words(
    client: PageClient, services: Services
) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    client.post(f"{at}/con", {"ho_ten_con": "Từ cửa sổ một", "version": "1"})
    client.post(f"{at}/con", {"ho_ten_con": "Từ cửa sổ hai", "version": "1"})
    assert client.status == 409
    assert 'value="Từ cửa sổ hai"' in client.text
    assert "cửa sổ khác" in client.text
    assert the_draft(services).answers["ho_ten_con"] == "Từ cửa sổ một"
    again = fields_of(client.tree, "/con")
    client.post(f"{at}/con", dict(again))
    assert the_draft(services).answers["ho_ten_con"] == "Từ cửa sổ hai"


def test_autosave_keeps_everything_and_names_the_next_version(
    client: PageClient, services: Services
) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    client.get(f"{at}/con")
    half = {"ho_ten_con": "Lê", "ngay_sinh-nam": "20"}
    saved = client.post(f"{at}/con/luu", {**half, "version": "1"})
    assert saved.json == {"version": 2}
    stale = client.post(f"{at}/con/luu", {**half, "version": "1"})
    assert stale.status_code == 409
    client.get(f"{at}/con")
    assert 'value="20"' in client.text
    draft = the_draft(services)
    assert draft.version == 2
    assert "con" not in draft.pages_done


def test_rows_are_added_and_removed_without_script(client: PageClient) -> None:
    client.sign_in(CITIZEN)
    at = begin(client, "1.001612")
    client.get(f"{at}/nganh-nghe")
    sent = fields_of(client.tree, "/nganh-nghe")
    first = next(name for name in sent if name.endswith("-0-ten_nganh"))
    table = first.partition("-")[0]
    client.post(f"{at}/nganh-nghe", {**sent, first: "Bán lẻ", f"_add:{table}": "1"})
    assert client.status == 200
    assert 'value="Bán lẻ"' in client.text
    assert f'name="{table}-1-ten_nganh"' in client.text
    sent = fields_of(client.tree, "/nganh-nghe")
    client.post(f"{at}/nganh-nghe", {**sent, f"_remove:{table}:0": "1"})
    assert 'value="Bán lẻ"' not in client.text


def test_somebody_elses_draft_is_not_there(client: PageClient, life: Life) -> None:
    draft_id = life.draft(username="congdan2")
    client.sign_in(CITIZEN)
    for path in ("", "/con", "/tep", "/xem-lai", "/to-khai", "/xoa"):
        client.get(f"/ho-so/nhap/{draft_id}{path}")
        assert client.status == 404, path
    for path in ("/con", "/con/luu", "/tep", "/xem-lai", "/to-khai", "/nop", "/xoa"):
        client.post(f"/ho-so/nhap/{draft_id}{path}", {"version": "1"})
        assert client.status == 404, path


def test_a_page_that_the_answers_do_not_ask_for_is_not_there(client: PageClient) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    client.get(f"{at}/dang-ky-muon")
    assert client.status == 404


def test_a_draft_is_deleted_after_a_question(client: PageClient, services: Services) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    client.get(f"{at}/xoa")
    assert "không lấy lại được" in client.text
    draft_id = UUID(at.rpartition("/")[2])
    client.post(f"{at}/xoa")
    with services.reading() as db:
        assert db.get(Draft, draft_id) is None


def test_the_script_gets_the_next_list_of_places(client: PageClient) -> None:
    client.sign_in(CITIZEN)
    answer = client.get("/ho-so/dia-danh?parent=213&scope=local").json
    assert answer is not None
    assert answer["label"] == "Phường, xã"
    assert {"value": "07687", "text": "Phường Tân Mỹ"} in answer["options"]
    capital = client.get("/ho-so/dia-danh?parent=01").json
    assert capital is not None
    assert "Quận Ba Đình" in {option["text"] for option in capital["options"]}


def test_a_draft_of_a_withdrawn_version_says_so_on_every_page(
    client: PageClient, life: Life, services: Services
) -> None:
    draft_id = life.draft()
    with services.transaction(life.actor("quantri")) as call:
        withdraw_version(call, call.db.get_one(Draft, draft_id).procedure_version_id, "QĐ 7/2026")
    client.sign_in(CITIZEN)
    client.get("/ho-so")
    assert "phiên bản thủ tục đã hết hiệu lực hoặc bị thu hồi" in client.text
    for step in ("nguoi-yeu-cau", "tep", "xem-lai"):
        client.get(f"/ho-so/nhap/{draft_id}/{step}")
        assert client.status == 200, step
        assert "đã bị thu hồi ngày" in client.text
        assert "Lý do: QĐ 7/2026" in client.text


def test_the_start_page_tells_two_drafts_apart_by_whom_they_are_about(
    client: PageClient, life: Life, services: Services
) -> None:
    life.draft()
    client.sign_in(CITIZEN)
    subject = the_draft(services).answers["ho_ten_con"]
    client.get("/ho-so/moi/1.001193")
    assert f"Điền tiếp hồ sơ “{subject}”, lưu lúc" in client.text
