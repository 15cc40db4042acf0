"""The ways to sign at the pages, and the second person who is invited to read and sign."""

from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, RawIOBase
from resource import RUSAGE_SELF, getrusage
from time import monotonic
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.citizen import browser
from procedures.acts.declare import prepare
from procedures.acts.signing import IN_THE_PAGE
from procedures.acts.watch_signings import end_abandoned
from procedures.records import Declaration, Person
from tests.factories import CITIZEN, SMALL_PDF, Life
from tests.fakes import FakeHand
from tests.pages import PageClient
from tests.portal.filing import fields_of

MEGABYTE = 1024 * 1024
HE, STRANGER = "congdan3", "congdan2"


@pytest.fixture
def couple(life: Life) -> UUID:
    """Her draft of a marriage, printed; both must sign."""
    draft_id = life.draft("1.000894")
    with life.services.transaction(life.actor(CITIZEN)) as call:
        prepare(call, draft_id)
    life.work()
    return draft_id


@pytest.fixture
def pen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fake hand in place of the real one, whose certificates need a test PKI."""
    monkeypatch.setattr(browser, "hand", lambda _folder: FakeHand())


def _declaration(life: Life, draft_id: UUID) -> Declaration:
    with life.services.reading() as db:
        return db.scalars(select(Declaration).where(Declaration.draft_id == draft_id)).one()


def _number(life: Life, username: str) -> bytes:
    with life.services.reading() as db:
        return (db.get_one(Person, life.actor(username).person_id).citizen_no or "").encode()


def _signed(life: Life, draft_id: UUID, username: str) -> tuple[BytesIO, str]:
    row = _declaration(life, draft_id)
    newest = life.services.blobs.get(row.accepted_sha256 or row.printed_sha256 or "")
    end = b"\nstartxref\n9\n%%EOF"
    return BytesIO(newest + b"\n%by " + _number(life, username) + end), "da-ky.pdf"


def test_he_finds_reads_and_signs_what_she_drew_up_and_she_hands_it_in(
    client: PageClient, life: Life, couple: UUID
) -> None:
    declaration_id = _declaration(life, couple).id
    at = f"/ho-so/ky/{declaration_id}"
    client.sign_in(HE)
    client.get("/ho-so")
    assert "Chờ bạn ký" in client.text
    assert f'href="{at}"' in client.text
    client.get(at)
    assert client.text.count("Chưa ký") == 2
    assert "Nguyễn Thị Thu Hà lập tờ khai này" in client.text
    assert f"/ho-so/nhap/{couple}" not in client.text
    assert client.get(f"/tep/to-khai/{declaration_id}").status_code == 200
    assert client.get(f"/ho-so/nhap/{couple}/ben-nu").status_code == 404
    client.get(at)
    client.post(at, {"to_khai": _signed(life, couple, HE)})
    assert "Đang kiểm tra chữ ký số" in client.text
    life.work()
    client.get(at)
    assert "Bạn đã ký tờ khai này" in client.text
    client.get("/ho-so")
    assert "Chờ bạn ký" not in client.text
    client.sign_out()

    client.sign_in(CITIZEN)
    came = client.get(at)
    assert came.request.path == f"/ho-so/nhap/{couple}/to-khai", "the owner signs on her own page"
    assert "✓ Đã ký" in client.text
    assert "○ Chưa ký" in client.text
    assert f"http://127.0.0.1:8080{at}" in client.text
    client.post(f"/ho-so/nhap/{couple}/nop", {})
    assert client.status == 422
    assert "Còn chờ chữ ký của: Nguyễn Thị Thu Hà." in client.text
    client.get(f"/ho-so/nhap/{couple}/ben-nu")
    assert "mọi người phải ký lại từ đầu" in client.text
    client.get(f"/ho-so/nhap/{couple}/to-khai")
    client.post(f"/ho-so/nhap/{couple}/to-khai", {"to_khai": _signed(life, couple, CITIZEN)})
    life.work()
    client.get(f"/ho-so/nhap/{couple}/to-khai")
    assert "Tờ khai đã ký hợp lệ" in client.text
    client.post(f"/ho-so/nhap/{couple}/nop", {})
    assert "Đã nộp hồ sơ" in client.text


def test_he_may_decline_with_a_word(client: PageClient, life: Life, couple: UUID) -> None:
    at = f"/ho-so/ky/{_declaration(life, couple).id}"
    client.sign_in(HE)
    client.get(f"{at}/tu-choi")
    client.post(f"{at}/tu-choi", {"loi_nhan": " "})
    assert client.status == 422
    client.post(f"{at}/tu-choi", {"loi_nhan": "Sai ngày sinh của tôi"})
    assert "bạn không ký" in client.text
    client.get("/ho-so")
    assert "Bạn đã từ chối ký" in client.text
    client.sign_out()
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/nhap/{couple}/to-khai")
    assert "“Sai ngày sinh của tôi”" in client.text


def test_a_bad_signature_is_told_to_whoever_brought_it(
    client: PageClient, life: Life, couple: UUID
) -> None:
    at = f"/ho-so/ky/{_declaration(life, couple).id}"
    client.sign_in(HE)
    client.get(at)
    client.post(at, {"to_khai": _signed(life, couple, STRANGER)})
    life.work()
    client.get(at)
    assert "người ký không phải là người phải ký" in client.text
    client.post(at, {"to_khai": (BytesIO(b"MZ"), "x.exe")})
    assert client.status == 422
    assert 'id="to_khai-error"' in client.text
    client.sign_out()
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/nhap/{couple}/to-khai")
    assert "chưa được chấp nhận" not in client.text


def test_a_stranger_finds_nothing(client: PageClient, life: Life, couple: UUID) -> None:
    declaration_id = _declaration(life, couple).id
    client.sign_in(STRANGER)
    for at in (f"/ho-so/ky/{declaration_id}", f"/ho-so/ky/{declaration_id}/tu-choi"):
        assert client.get(at).status_code == 404
    assert client.get(f"/tep/to-khai/{declaration_id}").status_code == 404


@pytest.mark.usefixtures("pen")
def test_a_key_in_the_page_signs_and_never_comes_here(client: PageClient, life: Life) -> None:
    draft_id = life.declared()
    declaration_id = _declaration(life, draft_id).id
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/nhap/{draft_id}/to-khai")
    for word in ("data-sign", "Cần có: tệp chứng thư số", "đang tắt JavaScript"):
        assert word in client.text
    at = f"/ho-so/ky/{declaration_id}/trinh-duyet"
    begun = client.post(at, {"chung_thu": [_text(_number(life, CITIZEN))]})
    assert ["Số định danh", _number(life, CITIZEN).decode()] in _json(begun)["facts"]
    assert b64decode(_json(begun)["attributes"])
    done = client.post(_json(begun)["finish"], {"chu_ky": _text(b"signed")})
    assert done.json == {"next": f"/ho-so/ky/{declaration_id}"}
    life.work()
    client.get(f"/ho-so/nhap/{draft_id}/to-khai")
    assert "Tờ khai đã ký hợp lệ" in client.text


@pytest.mark.usefixtures("pen")
def test_what_a_page_may_not_sign_is_said_in_json(client: PageClient, life: Life) -> None:
    draft_id = life.declared()
    at = f"/ho-so/ky/{_declaration(life, draft_id).id}/trinh-duyet"
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/nhap/{draft_id}/to-khai")
    told = client.post(at, {"chung_thu": [_text(_number(life, STRANGER))]})
    assert told.status_code == 409
    assert "số định danh khác" in _json(told)["message"]
    assert client.post(at, {"chung_thu": ["%%"]}).status_code == 400
    begun = client.post(at, {"chung_thu": [_text(_number(life, CITIZEN))]})
    told = client.post(_json(begun)["finish"], {"chu_ky": _text(b"forged")})
    assert (told.status_code, told.json) == (409, {"message": "another key"})
    gone = client.post(f"/ho-so/ky/lan/{UUID(int=5)}", {"chu_ky": ""})
    assert gone.status_code == 404


def _json(answer: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = answer.json or {}
    return found


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def test_a_signed_file_waits_while_another_is_checked(client: PageClient, life: Life) -> None:
    draft_id = life.declared()
    at = f"/ho-so/nhap/{draft_id}/to-khai"
    client.sign_in(CITIZEN)
    client.get(at)
    for expected in (200, 409):
        client.post(at, {"to_khai": (BytesIO(SMALL_PDF), "da-ky.pdf")})
        assert client.status == expected
    assert "đang được kiểm tra" in client.text


class Streamed(RawIOBase):
    """A post that says how long it is and is made while it is read; nobody holds it whole."""

    def __init__(self, head: bytes, octets: int, tail: bytes) -> None:
        self._parts = [head, *([b"0" * MEGABYTE] * (octets // MEGABYTE)), tail]
        self.length = sum(map(len, self._parts))
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:  # noqa: ANN401 - any buffer
        while not self._rest and self._parts:
            self._rest = self._parts.pop(0)
        taken, self._rest = self._rest[: len(room)], self._rest[len(room) :]
        room[: len(taken)] = taken
        return len(taken)


def _post_huge(client: PageClient, at: str, octets: int) -> TestResponse:
    """What comes of a signed file of that size, sent with the token of the page at hand."""
    token = fields_of(client.tree, at)["csrf_token"][0]
    head = (
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        '--x\r\nContent-Disposition: form-data; name="to_khai"; filename="da-ky.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
    )
    post = Streamed(head.encode(), octets, b"\r\n--x--\r\n")
    return client.http.post(
        at,
        environ_overrides={
            "wsgi.input": post,
            "CONTENT_LENGTH": str(post.length),
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
        },
    )


def test_three_hundred_megabytes_are_read_to_their_end_and_told_beside_the_field(
    client: PageClient, life: Life, couple: UUID
) -> None:
    """A browser that is cut off while it sends shows a broken connection, not the answer."""
    hers = f"/ho-so/nhap/{couple}/to-khai"
    his = f"/ho-so/ky/{_declaration(life, couple).id}"
    for who, at in ((CITIZEN, hers), (HE, his)):
        client.sign_in(who)
        client.get(at)
        assert f'data-most="{20 * MEGABYTE}"' in client.text
        began, had = monotonic(), getrusage(RUSAGE_SELF).ru_maxrss
        answer = _post_huge(client, at, 300 * MEGABYTE)
        assert answer.status_code == 422
        page = answer.get_data(as_text=True)
        beside = page.partition('id="to_khai-error"')[2]
        assert "Tệp lớn hơn 20 MB" in beside[:200]
        assert 'href="#to_khai"' in page
        assert monotonic() - began < 60
        assert (getrusage(RUSAGE_SELF).ru_maxrss - had) // 1024 < 60
        if who == HE:
            beyond = _post_huge(client, at, 600 * MEGABYTE)
            assert (beyond.status_code, beyond.location) == (303, at)
            client.get(at)
            assert "Tệp vượt quá giới hạn của một lần gửi (20 MB)" in client.text
        client.sign_out()


def test_a_try_in_the_page_that_nobody_finished_is_told(
    client: PageClient, life: Life, couple: UUID, pen: None
) -> None:
    del pen
    at = f"/ho-so/ky/{_declaration(life, couple).id}"
    client.sign_in(HE)
    client.get(at)
    client.post(f"{at}/trinh-duyet", {"chung_thu": [_text(_number(life, HE))]})
    with life.services.transaction() as call:
        later = call.now + IN_THE_PAGE.lasts + timedelta(seconds=1)
        assert end_abandoned(replace(call, now=later)) >= 1
    client.get(at)
    assert "Lần ký ngay trên trang" in client.text
    assert "Đã quá thời gian chờ ký" in client.text
    client.sign_out()
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/nhap/{couple}/to-khai")
    assert "Lần ký ngay trên trang" not in client.text, "the other's try is not hers to be told of"
