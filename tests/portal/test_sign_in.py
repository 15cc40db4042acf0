"""Doors: signing in, time-outs that lose nothing, the same answer to every failure."""

from datetime import timedelta

from sqlalchemy import update

from portal.wiring import Services
from procedures.records import SignIn
from tests.pages import PageClient


def test_an_officer_signs_in_and_out(client: PageClient) -> None:
    client.get("/dang-nhap")
    client.sign_in("quantri")
    client.get("/")
    assert "Đăng xuất" in client.text
    client.sign_out()
    assert "Đăng xuất" not in client.text


def test_unknown_account_and_wrong_password_are_told_alike(client: PageClient) -> None:
    client.sign_in("quantri", "sai-mat-khau")
    wrong = client.text.replace('value="quantri"', "")
    assert client.status == 422
    client.sign_in("khong-co-ai", "sai-mat-khau")
    assert client.status == 422
    assert wrong.count("không đúng") == client.text.count("không đúng")


def test_an_idle_session_ends_on_the_server(client: PageClient, services: Services) -> None:
    client.sign_in("quantri")
    with services.transaction() as call:
        call.db.execute(update(SignIn).values(last_seen_at=call.now - timedelta(minutes=31)))
    client.get("/")
    assert "Đăng xuất" not in client.text


def test_the_header_names_the_post_in_the_reader_s_language(client: PageClient) -> None:
    client.sign_in("chutich.tanmy")
    assert "Chủ tịch" in client.text
    client.get("/ngon-ngu?chon=en&ve=/xu-ly")
    assert 'class="app-person__post">Chair' in client.text
    assert 'class="app-person__post">Chủ tịch' not in client.text
