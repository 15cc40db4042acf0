"""The page that changes one's own password, and the way there for whoever was given one."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from portal.limits import GUESSES_AT_ACCOUNT
from procedures.records import Account
from tests.acts.administering import added
from tests.factories import CITIZEN, PASSWORD, Life
from tests.pages import PageClient

NEW = "một câu dài dễ nhớ"
AT = "/doi-mat-khau"


def change(client: PageClient, old: str = PASSWORD, new: str = NEW, again: str = "") -> None:
    client.get(AT)
    client.post(AT, {"old": old, "new": new, "again": again or new, "ve": "/"})


def test_a_citizen_finds_the_page_and_stays_signed_in(app: Flask) -> None:
    here, elsewhere = PageClient(app), PageClient(app)
    for client in (here, elsewhere):
        client.sign_in(CITIZEN)
    assert f'href="{AT}"' in here.text
    before = here.http.get_cookie("phien")
    change(here)
    assert here.status == 200
    assert "Đã đổi mật khẩu" in here.text
    assert "Đăng xuất" in here.text
    assert before != here.http.get_cookie("phien")
    elsewhere.get("/ho-so")
    assert "Đăng xuất" not in elsewhere.text
    elsewhere.sign_in(CITIZEN, NEW)
    assert "Đăng xuất" in elsewhere.text


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("sai", NEW, NEW, "old"),
        (PASSWORD, "ngắn", "ngắn", "new"),
        (PASSWORD, NEW, "khác đi rồi", "again"),
    ],
)
def test_a_fault_stands_beside_its_field_and_no_password_in_the_page(
    client: PageClient, old: str, new: str, again: str, field: str
) -> None:
    client.sign_in(CITIZEN)
    change(client, old, new, again)
    assert client.status == 422
    assert f'id="{field}-error"' in client.text
    assert f'href="#{field}"' in client.text
    assert all(f'value="{word}"' not in client.text for word in (old, new, again))


def test_guessing_the_old_password_is_slow(client: PageClient) -> None:
    client.sign_in(CITIZEN)
    allowed = int(GUESSES_AT_ACCOUNT.split()[0])
    for number in range(allowed):
        change(client, old=f"đoán {number}")
        assert client.status == 422
    change(client, old="đoán nữa")
    assert client.status == 429


def test_an_officer_with_a_given_password_reaches_nothing_else(
    client: PageClient, life: Life
) -> None:
    made = added(life)
    client.sign_in(made.username, made.password)
    assert "do quản trị viên cấp" in client.text
    assert 'href="/thu-tuc"' not in client.text
    for path in ("/", "/xu-ly", "/ho-so", "/thu-tuc", "/khong-co", "/vao"):
        answer = client.http.get(path)
        assert (answer.status_code, answer.location) == (303, AT), path
    assert client.http.post("/tra-cuu", data={}).status_code in {303, 400}
    assert client.http.get("/healthz").status_code in {200, 503}
    change(client, made.password)
    assert "Đã đổi mật khẩu" in client.text
    client.get("/thu-tuc")
    assert 'href="/thu-tuc"' in client.text
    with life.services.reading() as db:
        changed = select(Account.must_change).where(Account.username == made.username)
        assert db.scalar(changed) is False


def test_language_and_leaving_stay_open(client: PageClient, life: Life) -> None:
    made = added(life)
    client.sign_in(made.username, made.password)
    client.get("/ngon-ngu?chon=en&ve=/doi-mat-khau")
    assert 'lang="en"' in client.text
    client.sign_out()
    client.get("/thu-tuc")
    assert client.status == 200


def test_what_was_typed_before_the_reset_is_sent_on_after_the_change(
    client: PageClient, life: Life
) -> None:
    made = added(life)
    client.get("/dang-nhap")
    lost = {"ve": "/ho-so", "giu.ghi-chu": "Đã điền dở"}
    client.post("/dang-nhap", {"username": made.username, "password": made.password, **lost})
    assert re.search(r'name="giu.ghi-chu" value="Đã điền dở"', client.text)
    kept = {"old": made.password, "new": NEW, "again": NEW, **lost}
    client.post(AT, kept)
    assert 'name="ghi-chu" value="Đã điền dở"' in client.text
