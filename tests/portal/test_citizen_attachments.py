"""Attaching: each file stands for itself, and a refusal says why."""

from io import BytesIO

import pytest
from flask import Flask

from portal.wiring import Services
from tests.factories import CITIZEN, SMALL_PDF
from tests.pages import PageClient
from tests.portal.filing import begin, the_draft

FIELD = "tep-giay-chung-sinh"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 64 + b"\xff\xd9"


def test_a_bad_file_does_not_take_the_good_one_along(
    client: PageClient, services: Services
) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    client.get(f"{at}/tep")
    files = [(BytesIO(SMALL_PDF), "Giấy chứng sinh.pdf"), (BytesIO(b"MZ\x90"), "vi-rut.pdf")]
    client.post(f"{at}/tep", {FIELD: files, "tai": "giay-chung-sinh"})
    assert client.status == 422
    assert "vi-rut.pdf” không thuộc loại được nhận (PDF, JPEG, PNG)" in client.text
    assert f'href="#{FIELD}"' in client.text
    assert [file.filename for file in the_draft(services).files] == ["Giấy chứng sinh.pdf"]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "trong.pdf", "trống"),
        (SMALL_PDF[:-8], "cut.pdf", "bị cắt hoặc hỏng"),
        (b"MZ\x90\x00", "anh.png", "không thuộc loại"),
        (JPEG, "anh.pdf", "không đúng với đuôi tệp"),
        (b"%PDF-1.7\n/Encrypt 5 0 R startxref\n9\n%%EOF", "kin.pdf", "mật khẩu"),
    ],
)
def test_each_refusal_says_its_reason(
    client: PageClient, services: Services, data: bytes, name: str, said: str
) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    client.get(f"{at}/tep")
    client.post(f"{at}/tep", {FIELD: [(BytesIO(data), name)]})
    assert client.status == 422
    assert said in client.text
    assert the_draft(services).files == ()


def test_going_on_tells_what_is_missing(client: PageClient) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    client.get(f"{at}/tep")
    client.post(f"{at}/tep", {"tiep": "1"})
    assert client.status == 422
    assert "Chưa đính kèm: Giấy chứng sinh." in client.text
    client.post(f"{at}/tep", {FIELD: [(BytesIO(JPEG), "anh.jpg")], "tiep": "1"})
    assert client.status == 200
    assert "Xem lại trước khi nộp" in client.text


def test_a_file_that_is_too_large_is_told_where_it_was_chosen(
    client: PageClient, services: Services, app: Flask
) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    client.get(f"{at}/tep")
    app.config["MAX_CONTENT_LENGTH"] = 5_000
    huge = b"%PDF-1.7" + b"0" * 9_000
    files = [(BytesIO(huge), "to.pdf"), (BytesIO(SMALL_PDF), "nho.pdf")]
    client.post(f"{at}/tep", {FIELD: files, "tai": "giay-chung-sinh"})
    assert client.status == 422
    assert f'id="{FIELD}-error"' in client.text
    assert f'href="#{FIELD}"' in client.text
    assert "Tệp “to.pdf” làm lần gửi này vượt quá" in client.text
    assert [file.filename for file in the_draft(services).files] == ["nho.pdf"]
    answer = client.post(
        f"{at}/tep/giay-chung-sinh", {"tep": (BytesIO(huge), "to.pdf")}, headers={"X-Upload": "1"}
    )
    assert answer.status_code == 413
    assert answer.json is not None
    assert "vượt quá" in answer.json["message"]


def test_a_file_is_taken_off_after_a_question(client: PageClient, services: Services) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    client.get(f"{at}/tep")
    client.post(f"{at}/tep", {FIELD: [(BytesIO(SMALL_PDF), "a.pdf")]})
    file = the_draft(services).files[0]
    client.get(f"{at}/tep/{file.id}/bo")
    assert "Bỏ tệp này?" in client.text
    client.post(f"{at}/tep/{file.id}/bo")
    assert "Đã bỏ tệp" in client.text
    assert the_draft(services).files == ()
    client.get(f"{at}/tep/{file.id}/bo")
    assert client.status == 404


def test_the_script_sends_one_file_and_is_told(client: PageClient, services: Services) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    client.get(f"{at}/tep")
    taken = client.post(f"{at}/tep/giay-chung-sinh", {"tep": (BytesIO(SMALL_PDF), "a.pdf")})
    assert taken.status_code == 201
    refused = client.post(f"{at}/tep/giay-chung-sinh", {"tep": (BytesIO(b"x"), "a.pdf")})
    assert refused.status_code == 422
    assert refused.json is not None
    assert "không thuộc loại" in refused.json["message"]
    unknown = client.post(f"{at}/tep/khong-co", {"tep": (BytesIO(SMALL_PDF), "a.pdf")})
    assert unknown.status_code == 404
    assert len(the_draft(services).files) == 1


def test_a_download_is_harmless_and_only_its_owners(client: PageClient, services: Services) -> None:
    client.sign_in(CITIZEN)
    begin(client)
    draft = the_draft(services)
    client.get(f"/ho-so/nhap/{draft.id}/tep")
    client.post(
        f"/ho-so/nhap/{draft.id}/tep", {FIELD: [(BytesIO(SMALL_PDF), "Giấy “chứng” sinh.pdf")]}
    )
    file = the_draft(services).files[0]
    came = client.get(f"/tep/dinh-kem/{file.id}")
    assert came.data == SMALL_PDF
    assert came.mimetype == "application/pdf"
    assert came.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in came.headers["Cache-Control"]
    assert "default-src 'none'" in came.headers["Content-Security-Policy"]
    assert "script-src" not in came.headers["Content-Security-Policy"]
    said = came.headers["Content-Disposition"]
    assert said.startswith("inline; filename=\"Gi_y__ch_ng__sinh.pdf\"; filename*=UTF-8''Gi%E1")
    saved = client.get(f"/tep/dinh-kem/{file.id}?tai=1")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    client.sign_out()
    assert "Đăng nhập" in client.get(f"/tep/dinh-kem/{file.id}").get_data(as_text=True)
    client.sign_in("congdan2")
    client.get(f"/tep/dinh-kem/{file.id}")
    assert client.status == 404


def test_a_file_leaves_the_page_in_another_window_fresh(
    client: PageClient, services: Services
) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    draft = the_draft(services)
    client.get(f"{at}/tep")
    client.post(f"{at}/tep", {FIELD: [(BytesIO(SMALL_PDF), "a.pdf")]})
    client.post(f"{at}/con", {"ho_ten_con": "An", "version": str(draft.version), "thoat": "1"})
    assert "Đã lưu bản nháp" in client.text


def test_together_too_large_the_last_one_is_asked_for_again(
    client: PageClient, services: Services, app: Flask
) -> None:
    client.sign_in(CITIZEN)
    at = begin(client)
    client.get(f"{at}/tep")
    app.config["MAX_CONTENT_LENGTH"] = 5_000
    middling = [(BytesIO(b"%PDF-1.7" + b"0" * 3_000 + SMALL_PDF), f"{name}.pdf") for name in "abc"]
    client.post(f"{at}/tep", {FIELD: [*middling, (BytesIO(SMALL_PDF), "d.pdf")]})
    assert client.status == 422
    assert {file.filename for file in the_draft(services).files} == {"a.pdf", "d.pdf"}
    assert all(f"Tệp “{name}.pdf” làm" in client.text for name in "bc")


def test_whoever_never_signed_in_sends_no_more_than_the_limit(
    client: PageClient, app: Flask
) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 5_000
    huge = {FIELD: [(BytesIO(b"%PDF-1.7" + b"0" * 9_000), "to.pdf")]}
    client.post("/ho-so/nhap/00000000-0000-0000-0000-000000000007/tep", huge)
    assert "Tệp vượt quá giới hạn của một lần gửi" in client.text, "cut off, not read to its end"
