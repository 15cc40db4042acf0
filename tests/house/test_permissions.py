"""A permission on every route: who may open it is said beside it, and kept."""

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from types import MappingProxyType
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from procedures.lifecycle import LAW, Act
from procedures.people import OFFICER_ROLES, POSTS_OF, Role
from tests.factories import CITIZEN, PASSWORD

WITHOUT = frozenset({"static"})
"""Style, script, fonts and icons: files of the repository, nobody's."""

ROOMS: Mapping[str, Callable[[set[str]], bool]] = MappingProxyType(
    {
        "public": lambda may: may == {"all"},
        "healthz": lambda may: may == {"all"},
        "metrics": lambda may: may == {"all"},
        "style_guide": lambda may: may == {"all"},
        "citizen": lambda may: may == {"signed-in"},
        "files": lambda may: may == {"signed-in"},
        "desk": lambda may: Role.RECEIVER in may,
        "office": lambda may: bool({Role.HANDLER, Role.LEADER} & may),
        "workbench": lambda may: may == {Role.RECEIVER, Role.HANDLER, Role.LEADER},
        "register": lambda may: may == {Role.RECEIVER, Role.HANDLER, Role.LEADER},
        "admin": lambda may: may == {Role.ADMIN},
    }
)
"""Who may open the pages of a room. `/metrics` looks at the asker's address instead."""

EXCEPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "public.after_sign_in": "signed-in",
        "public.change_password": "signed-in",
        "public.change_password_post": "signed-in",
    }
)
"""Single routes that differ from their room."""

EXAMPLES: Mapping[str, object] = MappingProxyType({"uuid": UUID(int=7), "int": 7, "any": "desk"})


def _permission(app: Flask, endpoint: str) -> str | None:
    found: str | None = getattr(app.view_functions[endpoint], "permission", None)
    return found


def test_every_route_says_who_may_open_it(house: Flask) -> None:
    silent = {
        rule.endpoint
        for rule in house.url_map.iter_rules()
        if _permission(house, rule.endpoint) is None
    }
    assert silent == WITHOUT


def test_every_room_is_for_its_own_people(house: Flask) -> None:
    for rule in house.url_map.iter_rules():
        if rule.endpoint in WITHOUT:
            continue
        said = _permission(house, rule.endpoint) or ""
        if rule.endpoint in EXCEPTIONS:
            assert said == EXCEPTIONS[rule.endpoint]
            continue
        room = rule.endpoint.partition(".")[0]
        assert ROOMS[room](set(said.split(","))), (rule.endpoint, said)


def test_the_page_of_an_act_is_for_those_whom_the_law_names(house: Flask) -> None:
    for rule in house.url_map.iter_rules():
        room, _, name = rule.endpoint.partition(".")
        if room not in {"desk", "office"} or name not in set(Act):
            continue
        roles = {role for (_, act), step in LAW.items() if act == name for role in step.roles}
        posts = {post for role in roles for post in POSTS_OF.get(role, {role})}
        assert _permission(house, rule.endpoint) == ",".join(sorted(posts)), rule.endpoint


def test_what_changes_something_is_posted(house: Flask) -> None:
    """A link that a browser follows by itself writes nothing: no route takes other methods."""
    for rule in house.url_map.iter_rules():
        assert (rule.methods or set()) <= {"GET", "POST", "HEAD", "OPTIONS"}, rule


def _addresses(app: Flask, method: str, *, officers: bool) -> Iterator[tuple[str, str]]:
    """Endpoint and an address for each guarded route that takes the method."""
    for rule in app.url_map.iter_rules():
        said = set((_permission(app, rule.endpoint) or "all").split(","))
        if method not in (rule.methods or ()) or said == {"all"}:
            continue
        if not officers or said & OFFICER_ROLES:
            yield rule.endpoint, _address(app, rule)


def _address(app: Flask, rule: Rule) -> str:
    converters = rule._converters  # noqa: SLF001 - the only place that tells what fits
    values = {name: EXAMPLES.get(_kind(kind), "x") for name, kind in converters.items()}
    with app.test_request_context():
        return app.url_map.bind("").build(rule.endpoint, values)


def _kind(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("integer", "int")


@pytest.fixture
def signed_in(house: Flask) -> FlaskClient:
    """A citizen's browser."""
    client = house.test_client()
    told = client.post("/dang-nhap", data={"username": CITIZEN, "password": PASSWORD})
    assert told.status_code in {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER}
    return client


def test_a_guest_is_asked_to_sign_in(house: Flask) -> None:
    guest = house.test_client()
    for endpoint, address in _addresses(house, "GET", officers=False):
        answer = guest.get(address)
        assert answer.status_code == HTTPStatus.FOUND, endpoint
        assert answer.location.startswith("/dang-nhap?"), endpoint
    for endpoint, address in _addresses(house, "POST", officers=False):
        assert guest.post(address).status_code == HTTPStatus.UNAUTHORIZED, endpoint


def test_a_citizen_opens_no_page_of_officers(house: Flask, signed_in: FlaskClient) -> None:
    for endpoint, address in _addresses(house, "GET", officers=True):
        assert signed_in.get(address).status_code == HTTPStatus.FORBIDDEN, endpoint
    for endpoint, address in _addresses(house, "POST", officers=True):
        assert signed_in.post(address).status_code == HTTPStatus.FORBIDDEN, endpoint


@pytest.mark.parametrize(
    ("username", "rooms"),
    [
        ("motcua.tanmy", {"/mot-cua"}),
        ("tuphap.tanmy", {"/xu-ly"}),
        ("chutich.tanmy", {"/xu-ly"}),
        ("quantri", {"/quan-tri"}),
    ],
)
def test_each_officer_finds_one_room(house: Flask, username: str, rooms: set[str]) -> None:
    client = house.test_client()
    client.post("/dang-nhap", data={"username": username, "password": PASSWORD})
    opened = {at for at in ("/mot-cua", "/xu-ly", "/quan-tri") if client.get(at).status_code == 200}
    assert opened == rooms
