"""Behind proxies of our own the asker's address is theirs; without, nobody's word is taken."""

from dataclasses import replace

import pytest
from flask import Flask, Response, jsonify, request

from portal.app import create_app
from portal.limits import TRACKING
from portal.settings import Settings
from tests.pages import PageClient

HOP = "10.0.0.2"


def seen(settings: Settings, proxies: int, forwarded: str, proto: str) -> tuple[str, str]:
    """The address and the scheme, as a view of the application sees them."""
    app = create_app(replace(settings, trusted_proxies=proxies))
    _echo(app)
    answer = app.test_client().get(
        "/ai",
        headers={"X-Forwarded-For": forwarded, "X-Forwarded-Proto": proto, "X-Forwarded-Host": "x"},
        environ_base={"REMOTE_ADDR": HOP},
    )
    assert answer.json is not None
    assert answer.json["host"] == "localhost"
    return answer.json["address"], answer.json["scheme"]


def _echo(app: Flask) -> None:
    @app.get("/ai")
    def who() -> Response:
        return jsonify(address=request.remote_addr, scheme=request.scheme, host=request.host)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "proto", "address", "scheme"),
    [
        (0, "203.0.113.9", "https", HOP, "http"),
        (1, "203.0.113.9", "https", "203.0.113.9", "https"),
        (1, "198.51.100.1, 203.0.113.9", "http, https", "203.0.113.9", "https"),
        (2, "198.51.100.1, 203.0.113.9", "https, http", "198.51.100.1", "https"),
    ],
)
def test_so_many_proxies_are_believed_and_no_more(
    settings: Settings, proxies: int, forwarded: str, proto: str, address: str, scheme: str
) -> None:
    assert seen(settings, proxies, forwarded, proto) == (address, scheme)


def test_cookies_are_secure_behind_https(settings: Settings) -> None:
    client = create_app(replace(settings, trusted_proxies=1)).test_client()
    plain = client.get("/giao-dien?mau=toi").headers["Set-Cookie"]
    behind = client.get("/giao-dien?mau=toi", headers={"X-Forwarded-Proto": "https"})
    assert "Secure" not in plain
    assert "; Secure" in behind.headers["Set-Cookie"]


def test_limits_count_for_whoever_asks_behind_the_proxy(settings: Settings, app: Flask) -> None:
    del app  # its services empty the queue's store, where the limits are counted
    behind = create_app(replace(settings, trusted_proxies=1))
    client = PageClient(behind)
    allowed = int(TRACKING.split()[0])

    def guess(number: int, address: str) -> int:
        said = {"ma": f"H0.{number}", "khoa": "sai"}
        client.post("/tra-cuu", said, headers={"X-Forwarded-For": address})
        return client.status

    assert {guess(number, "203.0.113.9") for number in range(allowed)} == {422}
    assert guess(allowed, "203.0.113.9") == 429
    assert guess(allowed + 1, "203.0.113.8") == 422
    behind.extensions["services"].engine.dispose()
