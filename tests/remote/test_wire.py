"""A service that is down, slow, or talks nonsense: nothing is known, and nobody waits for long."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from procedures.errors import Unavailable
from procedures.providers import Credential, Protocols, Stage
from procedures.remote.wire import LARGEST_ANSWER, JsonWire
from tests.remote.ordering import SIGNER, opened, order, provider

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

Body = Callable[[], Iterable[bytes]]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited name
        """Say nothing."""


@contextmanager
def saying(status: str, body: Body) -> Iterator[str]:
    """A server that answers everything alike; its address."""

    def app(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start(status, [("Content-Type", "application/json"), ("Location", "http://127.0.0.1:9/")])
        return body()

    with make_server("127.0.0.1", 0, app, handler_class=_Quiet) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _drip() -> Iterator[bytes]:
    """One byte at a time, for ever."""
    for _ in range(40):
        yield b" "
        time.sleep(0.05)


NONSENSE: dict[str, tuple[str, Body]] = {
    "busy": ("429 Too Many Requests", lambda: [b"{}"]),
    "cut": ("200 OK", lambda: [b'{"data": {']),
    "deep": ("200 OK", lambda: [b"[" * 200_000]),
    "down": ("500 Internal Server Error", lambda: [b"{}"]),
    "elsewhere": ("302 Found", lambda: [b"{}"]),
    "endless": ("200 OK", lambda: [b" " * (LARGEST_ANSWER + 1)]),
    "list": ("200 OK", lambda: [b"[]"]),
    "page": ("200 OK", lambda: [b"<html>"]),
    "slow": ("200 OK", _drip),
}


@pytest.mark.parametrize("name", sorted(NONSENSE))
def test_nothing_is_known_of_what_cannot_be_read(name: str) -> None:
    began = time.monotonic()
    with saying(*NONSENSE[name]) as url, pytest.raises(Unavailable):
        JsonWire(url, seconds=0.5).post("x", {})
    assert time.monotonic() - began < 5


def test_a_service_that_is_away_is_told_at_once() -> None:
    for protocol in Protocols:
        with pytest.raises(Unavailable):
            opened(provider("http://127.0.0.1:9", protocol)).credentials(SIGNER.citizen_id, "gd-1")


WRONG = [
    b'{"status_code": 200, "data": {"user_certificates": [{"serial_number": "1"}]}}',
    b'{"status_code": 200, "data": {"user_certificates": [{"serial_number":"1","cert_data":"?"}]}}',
]


@pytest.mark.parametrize("body", WRONG)
def test_a_certificate_of_the_wrong_kind_is_unreadable(body: bytes) -> None:
    with saying("200 OK", lambda: [body]) as url, pytest.raises(Unavailable):
        opened(provider(url, Protocols.SMARTCA)).credentials(SIGNER.citizen_id, "gd-1")


PENDING = b'{"status_code": 200, "message": "hm", "data": {"signatures": null}}'
STRANGE_OUTCOMES: dict[str, tuple[bytes, Stage | None]] = {
    "no-word": (
        b'{"status_code": 200, "message": "hm", "data": {"signatures": null}}',
        Stage.WAITING,
    ),
    "not-ours": (b'{"data": {"signatures": [{"doc_id": "x", "signature_value": "AA=="}]}}', None),
    "nothing": (b"{}", Stage.UNKNOWN),
}


@pytest.mark.parametrize("name", sorted(STRANGE_OUTCOMES))
def test_an_outcome_is_believed_only_as_far_as_it_says_something(name: str) -> None:
    body, stage = STRANGE_OUTCOMES[name]
    wanted = order(Credential("1", (b"",)), "gd-1")
    with saying("200 OK", lambda: [body]) as url:
        signer = opened(provider(url, Protocols.SMARTCA))
        if stage is None:
            with pytest.raises(Unavailable):
                signer.outcome(wanted, "gd-1")
        else:
            assert signer.outcome(wanted, "gd-1").stage is stage


def test_an_unfit_key_and_an_answer_without_a_signature_are_unreadable() -> None:
    body = b'{"SAD": "x", "asynchronousOperationMode": false}'
    with saying("200 OK", lambda: [body]) as url:
        signer = opened(provider(url, Protocols.CSC_1))
        for signs in ((), ("1.2.840.10045.4.3.2",)):
            with pytest.raises(Unavailable):
                signer.ask(order(Credential("1", (b"",), signs), "gd-1"))
