"""Asks a WSGI application for pages as a signed-in reader, with as little around it as can be."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(slots=True)
class Browser:
    """Keeps the cookies of a reader and the requests already made up."""

    app: Flask
    cookie: str = ""
    token: str = ""
    _requests: dict[str, dict[str, Any]] = field(default_factory=dict)

    def sign_in(self, username: str, password: str) -> None:
        """Sign in by the page, as everybody does."""
        client = self.app.test_client()
        fields = {"username": username, "password": password, "ve": "/"}
        token = _token(client.get("/dang-nhap").get_data(as_text=True))
        answer = client.post("/dang-nhap", data={**fields, "csrf_token": token})
        assert answer.status_code == HTTPStatus.SEE_OTHER, answer.status
        name = self.app.config["SESSION_COOKIE_NAME"]
        cookie = client.get_cookie(name)
        assert cookie is not None
        self.cookie = f"{name}={cookie.value}"
        self.token = token

    def get(self, address: str) -> bytes:
        """The page's bytes; anything but 200 is a fault of the benchmark."""
        environ = self._requests.get(address) or self._make_up(address)
        body, status, _ = run_wsgi_app(self.app.wsgi_app, environ, buffered=True)
        assert status.startswith("200"), f"{address}: {status}"
        return b"".join(body)

    def post(self, address: str, fields: Mapping[str, Any]) -> str:
        """Send a form; the address that it leads to."""
        _, status, headers = self._send(address, fields, {})
        assert status.startswith(str(HTTPStatus.SEE_OTHER.value)), f"{address}: {status}"
        return headers["Location"]

    def show(self, address: str, fields: Mapping[str, Any]) -> bytes:
        """Send a form that is answered with a page."""
        body, status, _ = self._send(address, fields, {})
        assert status.startswith("200"), f"{address}: {status}"
        return body

    def ask_on(self, address: str) -> dict[str, Any]:
        """What a page's script asks of an address again and again."""
        body, status, _ = self._send(address, {}, {"X-Progress": "1"})
        assert status.startswith("200"), f"{address}: {status}"
        found: dict[str, Any] = json.loads(body)
        return found

    def _send(
        self, address: str, fields: Mapping[str, Any], headers: Mapping[str, str]
    ) -> tuple[bytes, str, Mapping[str, str]]:
        said = EnvironBuilder(
            address,
            method="POST",
            data={**fields, "csrf_token": self.token},
            headers=[("Cookie", self.cookie), *headers.items()],
        )
        body, status, found = run_wsgi_app(self.app.wsgi_app, said.get_environ(), buffered=True)
        return b"".join(body), status, dict(found)

    def _make_up(self, address: str) -> dict[str, Any]:
        headers = [("Cookie", self.cookie)] if self.cookie else []
        environ = EnvironBuilder(address, headers=headers).get_environ()
        self._requests[address] = environ
        return environ


def _token(page: str) -> str:
    found = _TOKEN.search(page)
    assert found is not None
    return found[1]
