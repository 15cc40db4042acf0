"""Review, declaration, signature, submission; and once handed in, twice does no harm."""

from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.wiring import Services
from procedures.ports import Checked, Outcome, Verdict
from procedures.records import Dossier, Draft
from tests.factories import CITIZEN, SMALL_PDF, Life
from tests.fakes import FakeCheck
from tests.pages import PageClient
from tests.portal.filing import fields_of


def test_the_review_lists_every_gap_with_a_way_to_it(client: PageClient, life: Life) -> None:
    draft_id = life.draft()
    client.sign_in(CITIZEN)
    client.post(f"/ho-so/nhap/{draft_id}/con", {"version": str(_version(life, draft_id))})
    client.get(f"/ho-so/nhap/{draft_id}/xem-lai")
    assert "điểm cần hoàn thiện" in client.text
    assert f'href="/ho-so/nhap/{draft_id}/con?kiem=1"' in client.text
    client.post(f"/ho-so/nhap/{draft_id}/xem-lai", {"nhan": "online"})
    assert client.status == 422
    assert "Có chỗ cần sửa" in client.text


def _version(life: Life, draft_id: UUID) -> int:
    with life.services.reading() as db:
        return db.get_one(Draft, draft_id).version


def test_a_declaration_is_printed_read_and_handed_in(client: PageClient, life: Life) -> None:
    draft_id = life.draft()
    at = f"/ho-so/nhap/{draft_id}"
    client.sign_in(CITIZEN)
    client.post(f"{at}/xem-lai", {"nhan": "desk"})
    assert "Đang lập tờ khai" in client.text
    assert '<noscript><meta http-equiv="refresh"' in client.text
    assert client.get(f"{at}/to-khai/trang-thai").json == {"state": "waiting"}
    life.work()
    client.get(f"{at}/to-khai")
    assert "/tep/to-khai/" in client.text
    client.post(f"{at}/nop", {})
    assert client.status == 422
    assert 'href="#cam_doan"' in client.text
    client.post(f"{at}/nop", {"cam_doan": "1"})
    assert "Đã nộp hồ sơ" in client.text
    dossier = life.dossier(draft_id)
    assert dossier.code in client.text
    assert dossier.lookup_key in client.text
    assert dossier.return_method == "desk"


def test_pressing_twice_hands_in_once(client: PageClient, life: Life, services: Services) -> None:
    draft_id = life.declared()
    client.sign_in(CITIZEN)
    client.post(f"/ho-so/nhap/{draft_id}/nop", {"cam_doan": "1"})
    client.post(f"/ho-so/nhap/{draft_id}/nop", {"cam_doan": "1"})
    assert client.status == 200
    assert life.dossier(draft_id).code in client.text
    client.get(f"/ho-so/nhap/{draft_id}/con")
    assert life.dossier(draft_id).code in client.text, "the way back leads to the dossier"
    with services.reading() as db:
        assert db.scalar(select(func.count()).select_from(Dossier)) == 1


def test_changed_answers_need_a_new_declaration(client: PageClient, life: Life) -> None:
    draft_id = life.declared()
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/nhap/{draft_id}/con")
    sent = {**fields_of(client.tree, "/con"), "ho_ten_con": "Lê Văn Khác"}
    client.post(f"/ho-so/nhap/{draft_id}/con", dict(sent))
    assert client.status == 200
    client.post(f"/ho-so/nhap/{draft_id}/nop", {"cam_doan": "1"})
    assert client.status == 422
    assert "Hãy xem lại tờ khai trước khi nộp." in client.text


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("no-signature", "Tệp không có chữ ký số."),
        ("content-changed", "đã bị thêm hoặc sửa nội dung sau khi ký"),
        ("signer-revoked", "đã bị thu hồi"),
    ],
)
def test_a_signature_that_does_not_pass_is_told_in_plain_words(
    client: PageClient, life: Life, monkeypatch: pytest.MonkeyPatch, reason: str, said: str
) -> None:
    checked = Checked(Verdict(Outcome.UNKNOWN, reason), b"", None)
    monkeypatch.setattr(FakeCheck, "check", lambda *_given, **_more: checked)
    draft_id = life.declared()
    client.sign_in(CITIZEN)
    at = f"/ho-so/nhap/{draft_id}/to-khai"
    client.get(at)
    _upload(client, at, SMALL_PDF)
    assert "Đang kiểm tra chữ ký số" in client.text
    life.work()
    client.get(at)
    assert said in client.text
    assert "ký lại và tải lên lần nữa" in client.text


def test_what_is_no_pdf_is_refused_beside_the_chooser(client: PageClient, life: Life) -> None:
    draft_id = life.declared()
    client.sign_in(CITIZEN)
    at = f"/ho-so/nhap/{draft_id}/to-khai"
    client.get(at)
    _upload(client, at, b"MZ")
    assert client.status == 422
    assert 'href="#to_khai"' in client.text
    client.post(at, {})
    assert "Hãy chọn tệp tờ khai đã ký." in client.text


def test_where_a_signature_is_required_there_is_no_way_without(
    client: PageClient, life: Life
) -> None:
    draft_id = life.draft("3.000333")
    client.sign_in(CITIZEN)
    at = f"/ho-so/nhap/{draft_id}"
    client.post(f"{at}/xem-lai", {"nhan": "online"})
    life.work()
    client.get(f"{at}/to-khai")
    assert "Thủ tục này yêu cầu tờ khai có chữ ký số của bạn." in client.text
    assert "cam_doan" not in client.text
    client.post(f"{at}/nop", {"cam_doan": "1"})
    assert client.status == 422
    assert "yêu cầu tờ khai có chữ ký số" in client.text


def _upload(client: PageClient, at: str, data: bytes) -> None:
    client.post(at, {"to_khai": (BytesIO(data), "to-khai-da-ky.pdf")})


def test_a_signed_file_that_is_too_large_is_told_beside_its_field(
    client: PageClient, life: Life, app: Flask
) -> None:
    draft_id = life.declared()
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/nhap/{draft_id}/to-khai")
    app.config["MAX_CONTENT_LENGTH"] = 5_000
    huge = (BytesIO(SMALL_PDF + b"0" * 9_000), "da-ky.pdf")
    client.post(f"/ho-so/nhap/{draft_id}/to-khai", {"to_khai": huge})
    assert client.status == 422
    assert 'id="to_khai-error"' in client.text
    assert "Tệp lớn hơn" in client.text
