"""The door itself: nobody learns who has an account, no session is fixed, no typing is lost."""

import re
import runpy
from collections.abc import Callable
from datetime import timedelta
from typing import Literal
from uuid import uuid4

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from argon2.profiles import CHEAPEST
from flask import request
from sqlalchemy import func, select, update

from portal.auth import for_signed_in
from portal.wiring import Services
from procedures.acts import sign_in
from procedures.records import Account, SignIn
from tests.factories import CITIZEN, PASSWORD
from tests.pages import PageClient
from tests.portal.officers import Queries


def cookie(client: PageClient) -> str:
    found = client.http.get_cookie("phien")
    return found.value if found else ""


def session_id(client: PageClient) -> str:
    with client.http.session_transaction() as session:
        return str(session.get("_user_id", ""))


def age(services: Services, **columns: timedelta) -> None:
    with services.transaction() as call:
        values = {name: call.now - by for name, by in columns.items()}
        call.db.execute(update(SignIn).values(**values))


def signed_in(client: PageClient) -> bool:
    client.get("/")
    return "Đăng xuất" in client.text


def test_a_failure_tells_nothing_of_the_account(client: PageClient, services: Services) -> None:
    said = set()
    with services.transaction() as call:
        call.db.execute(
            update(Account).where(Account.username == "congdan2").values(locked_at=call.now)
        )
    tries = (
        (CITIZEN, "sai"),
        ("khong-co-ai", "sai"),
        ("congdan2", PASSWORD),  # locked
        ("", ""),
        ("' OR 1=1 --", PASSWORD),
    )
    for username, password in tries:
        client.sign_in(username, password)
        assert client.status == 422
        text = re.sub(r'name="csrf_token" value="[^"]+"', "", client.text)
        said.add(re.sub(r'(id="username"[^>]*) value="[^"]*"', r"\1", text))
        assert not signed_in(client)
    assert len(said) == 1


def test_an_unknown_account_takes_as_long_as_a_wrong_password(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes time is argon2 and the database: both are asked alike, whoever it is."""
    asked: list[Parameters] = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - argon2's name
            asked.append(extract_parameters(str(hash)))
            return super().verify(hash, password)

    monkeypatch.setattr(sign_in, "_hasher", Watched.from_parameters(CHEAPEST))
    statements = set()
    for username in (CITIZEN, "khong-co-ai"):
        with services.transaction() as call, Queries(services.engine) as queries:
            assert sign_in.check_password(call, username, "sai-mat-khau") is None
        statements.add(tuple(queries.seen))
    assert len(asked) == 2
    assert asked[0] == asked[1]
    assert len(statements) == 1


def test_passwords_are_kept_as_strongly_as_the_library_advises() -> None:
    """The tests keep theirs weakly; a process of its own does not."""
    fresh = runpy.run_path(sign_in.__file__)
    kept = fresh["hash_password"](PASSWORD)
    assert extract_parameters(kept) == extract_parameters(PasswordHasher().hash("x"))
    assert extract_parameters(kept) == extract_parameters(fresh["_nobody"]())


def test_what_a_database_cannot_hold_is_only_wrong(client: PageClient) -> None:
    for username in ("\x00", "a\x00b", "x" * 10_000, "😀"):
        client.sign_in(username, "x")
        assert client.status == 422


def test_signing_in_gives_a_new_session(client: PageClient, services: Services) -> None:
    client.get("/dang-nhap")
    before = cookie(client)
    client.sign_in(CITIZEN)
    first = session_id(client)
    assert first
    assert cookie(client) != before
    client.sign_in(CITIZEN)
    assert session_id(client) not in {"", first}
    with services.reading() as db:
        assert db.scalar(select(func.count()).select_from(SignIn)) == 2


def test_a_cookie_that_somebody_planted_opens_nothing(client: PageClient) -> None:
    with client.http.session_transaction() as session:
        session["_user_id"] = str(uuid4())
        session["chosen"] = "by somebody else"
    assert not signed_in(client)
    client.sign_in(CITIZEN)
    with client.http.session_transaction() as session:
        assert "chosen" not in session


@pytest.mark.parametrize("forged", ["x", "", "0", "../..", "null"])
def test_a_session_id_of_another_shape_is_nobody(client: PageClient, forged: str) -> None:
    with client.http.session_transaction() as session:
        session["_user_id"] = forged
    assert not signed_in(client)
    assert client.status == 200


def test_signing_out_ends_the_session_on_the_server(client: PageClient) -> None:
    client.sign_in(CITIZEN)
    kept = cookie(client)
    client.sign_out()
    client.http.set_cookie("phien", kept)
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("aged", "lives"),
    [
        ({"last_seen_at": timedelta(minutes=29)}, True),
        ({"last_seen_at": timedelta(minutes=31)}, False),
        ({"created_at": timedelta(hours=9, minutes=59)}, True),
        ({"created_at": timedelta(hours=10, minutes=1)}, False),
    ],
)
def test_a_session_ends_when_idle_and_at_last_in_any_case(
    client: PageClient, services: Services, aged: dict[str, timedelta], *, lives: bool
) -> None:
    client.sign_in(CITIZEN)
    age(services, **aged)
    assert signed_in(client) is lives


def test_a_click_keeps_an_idle_session_alive_but_not_for_ever(
    client: PageClient, services: Services
) -> None:
    client.sign_in(CITIZEN)
    age(services, last_seen_at=timedelta(minutes=20))
    assert signed_in(client)
    with services.reading() as db:
        seen = db.scalars(select(SignIn.last_seen_at)).one()
        created = db.scalars(select(SignIn.created_at)).one()
    assert seen > created - timedelta(minutes=1)


@pytest.fixture
def echo(client: PageClient) -> Callable[[], list[tuple[str, str]]]:
    """A form behind the door that remembers what reached it."""
    app = client.http.application
    took: list[tuple[str, str]] = []

    @app.post("/thu-nhan")
    @for_signed_in
    def take() -> str:
        took.extend(
            (name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"
        )
        return "nhận rồi"

    return lambda: took


def test_a_post_after_the_time_out_loses_no_typing(
    client: PageClient, services: Services, echo: Callable[[], list[tuple[str, str]]]
) -> None:
    client.sign_in(CITIZEN)
    age(services, last_seen_at=timedelta(hours=1))
    client.get("/tra-cuu")  # the page had a token; only the session behind it has ended
    typed = {"ho_ten": 'Nguyễn <Thị> "Ẩn"', "dong": ["một", "hai"], "password": "bi-mat"}
    client.post("/thu-nhan", typed)
    assert client.status == 401
    assert "được giữ trong trang này" in client.text
    assert "bi-mat" not in client.text
    hidden = dict_of_hidden(client)
    assert hidden["giu.ho_ten"] == ['Nguyễn <Thị> "Ẩn"']
    assert hidden["giu.dong"] == ["một", "hai"]
    kept = {name: values for name, values in hidden.items() if name != "csrf_token"}
    client.post("/dang-nhap", {**kept, "username": CITIZEN, "password": "sai"})
    assert client.status == 422
    assert dict_of_hidden(client)["giu.dong"] == ["một", "hai"]  # a wrong password costs nothing
    client.post("/dang-nhap", {**kept, "username": CITIZEN, "password": PASSWORD})
    assert client.status == 200
    again = dict_of_hidden(client)
    assert echo() == []
    assert client.http.post("/thu-nhan", data=again).get_data(as_text=True) == "nhận rồi"
    assert sorted(echo()) == sorted(
        [("ho_ten", 'Nguyễn <Thị> "Ẩn"'), ("dong", "một"), ("dong", "hai")]
    )


def dict_of_hidden(client: PageClient) -> dict[str, list[str]]:
    assert client.tree is not None
    found: dict[str, list[str]] = {}
    main = next(e for e in client.tree.iter("main"))
    for field in main.iter("input"):
        if field.get("type") == "hidden":
            found.setdefault(field.get("name") or "", []).append(field.get("value") or "")
    return found


def test_a_page_asked_for_after_the_time_out_comes_back_after_signing_in(
    client: PageClient,
) -> None:
    client.get("/ho-so?trang=2")
    assert "Đăng nhập" in client.text
    assert dict_of_hidden(client)["ve"] == ["/ho-so?trang=2"]


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil"])
def test_signing_in_leads_nowhere_else(client: PageClient, elsewhere: str) -> None:
    client.get("/dang-nhap")
    token = dict_of_hidden(client)["csrf_token"][0]
    answer = client.http.post(
        "/dang-nhap",
        data={"csrf_token": token, "username": CITIZEN, "password": PASSWORD, "ve": elsewhere},
    )
    assert answer.status_code == 303
    assert answer.location.startswith("/")
    assert "evil" not in answer.location


def test_trying_passwords_is_slowed_down(client: PageClient) -> None:
    for _ in range(10):
        client.sign_in(CITIZEN, "sai")
        assert client.status == 422
    client.sign_in(CITIZEN, PASSWORD)
    assert client.status == 429
    assert "<h1" in client.text


def test_one_account_is_guarded_from_many_addresses(client: PageClient) -> None:
    client.get("/dang-nhap")
    for number in range(10):
        place = {"REMOTE_ADDR": f"10.1.0.{number}"}
        client.post("/dang-nhap", {"username": CITIZEN, "password": "x"}, environ_base=place)
    place = {"REMOTE_ADDR": "10.2.0.1"}
    client.post("/dang-nhap", {"username": CITIZEN, "password": PASSWORD}, environ_base=place)
    assert client.status == 429
    client.post("/dang-nhap", {"username": "congdan2", "password": PASSWORD}, environ_base=place)
    assert client.status == 200


def test_the_cookie_is_closed_to_scripts_and_other_sites(client: PageClient) -> None:
    client.get("/dang-nhap")
    token = dict_of_hidden(client)["csrf_token"][0]
    fields = {"csrf_token": token, "username": CITIZEN, "password": PASSWORD, "ve": "/"}
    answer = client.http.post("/dang-nhap", data=fields)
    header = answer.headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
