"""Asks a WSGI application for pages as a signed-in reader, with as little around it as can be."""

import re
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
    _requests: dict[str, dict[str, Any]] = field(default_factory=dict)

    def sign_in(self, username: str, password: str) -> None:
        """Sign in by the page, as everybody does."""
        client = self.app.test_client()
        token = _TOKEN.search(client.get("/dang-nhap").get_data(as_text=True))
        assert token is not None
        fields = {"csrf_token": token[1], "username": username, "password": password, "ve": "/"}
        answer = client.post("/dang-nhap", data=fields)
        assert answer.status_code == HTTPStatus.SEE_OTHER, answer.status
        name = self.app.config["SESSION_COOKIE_NAME"]
        cookie = client.get_cookie(name)
        assert cookie is not None
        self.cookie = f"{name}={cookie.value}"

    def get(self, address: str) -> bytes:
        """The page's bytes; anything but 200 is a fault of the benchmark."""
        environ = self._requests.get(address) or self._make_up(address)
        body, status, _ = run_wsgi_app(self.app.wsgi_app, environ, buffered=True)
        assert status.startswith("200"), f"{address}: {status}"
        return b"".join(body)

    def _make_up(self, address: str) -> dict[str, Any]:
        headers = [("Cookie", self.cookie)] if self.cookie else []
        environ = EnvironBuilder(address, headers=headers).get_environ()
        self._requests[address] = environ
        return environ
