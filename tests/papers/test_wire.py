"""Addresses out of certificates: bounded in time and size, and no way into our own network."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_network

import pytest

from procedures.errors import Unavailable
from procedures.papers.authorities import Authorities, TimeAuthority
from procedures.papers.stamps import HttpStamper
from procedures.papers.wire import BARRED, LARGEST_ANSWER, SILENT, Route, Wire
from tests.papers.conftest import TestPki, utc_now

OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


class Speaker:
    """Speaks what it is given, a piece at a time, and keeps what it was asked."""

    def __init__(self, pieces: list[bytes], pause: float = 0.0) -> None:
        self.asked: list[bytes] = []
        self._pieces, self._pause = pieces, pause
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                one, _ = self._socket.accept()
            except OSError:
                return
            with one:
                self.asked.append(_question(one))
                try:
                    for piece in self._pieces:
                        one.sendall(piece)
                        time.sleep(self._pause)
                except OSError:
                    continue

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def _question(one: socket.socket) -> bytes:
    """All of it: what is left unread would break the connection."""
    said = b""
    while b"\r\n\r\n" not in said:
        said += one.recv(65536)
    size = re.search(rb"Content-Length: (\d+)", said)
    while size and len(said.partition(b"\r\n\r\n")[2]) < int(size.group(1)):
        said += one.recv(65536)
    return said


@contextmanager
def speaking(pieces: list[bytes], pause: float = 0.0) -> Iterator[Speaker]:
    speaker = Speaker(pieces, pause)
    thread = threading.Thread(target=speaker.serve, daemon=True)
    thread.start()
    yield speaker
    speaker.close()
    thread.join(5)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://ca.example/a.crl",
        "http://0.0.0.0/",
        "http://10.1.2.3/ocsp",
        "http://100.64.0.1/",
        "http://127.0.0.1:5432/",
        "http://169.254.169.254/latest/meta-data",
        "http://192.168.1.1/",
        "http://224.0.0.1/",
        "http://[2002:7f00:1::]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1]/",
        "http://ca.example:99999/",
        "http://ca.example@127.0.0.1/",
        "http://localhost/",
        "ldap://ca.example/cn=ca",
    ],
)
def test_no_certificate_leads_into_our_own_network(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def visited(*_args: object) -> object:
        raise AssertionError(url)

    monkeypatch.setattr(socket, "create_connection", visited)
    for wire in (Wire(), Wire(proxy="http://proxy.example:3128")):
        with pytest.raises(Unavailable) as told:
            wire.post(url, b"question", "application/ocsp-request")
        assert told.value.msgid == BARRED


def test_what_an_administrator_names_may_be_inside() -> None:
    with speaking([OK, b"answer"]) as inside:
        for wire in (
            Wire(networks=(ip_network("127.0.0.0/8"),)),
            Wire(hosts=frozenset({"127.0.0.1"})),
            Wire(routes=(Route(inside.base),)),
        ):
            assert wire.get(f"{inside.base}/a.crl") == b"answer"
        moved = Wire(routes=(Route("http://crl.ca.example/x", f"{inside.base}/y"),), tries=1)
        assert moved.get("http://crl.ca.example/x/a.crl?b=c") == b"answer"
        assert inside.asked[-1].startswith(b"GET /y/a.crl?b=c HTTP/1.1\r\n")
        with pytest.raises(Unavailable):
            moved.get("http://crl.ca.example.invalid/xy/a.crl")


def test_a_proxy_is_asked_for_what_only_it_can_reach() -> None:
    with speaking([OK, b"answer"]) as general, speaking([OK, b"other"]) as special:
        wire = Wire(
            proxy=general.base, routes=(Route("http://tsa.invalid", proxy=special.base),), tries=1
        )
        assert wire.post("http://ocsp.invalid:8080/a", b"?", "x/y") == b"answer"
        assert general.asked[-1].startswith(b"POST http://ocsp.invalid:8080/a HTTP/1.1\r\n")
        assert b"Host: ocsp.invalid:8080\r\n" in general.asked[-1]
        assert wire.get("http://tsa.invalid/b") == b"other"
        with pytest.raises(Unavailable):
            wire.get("https://ocsp.invalid/a")
        assert general.asked[-1].startswith(b"CONNECT ocsp.invalid:443 HTTP/1.")


@pytest.mark.parametrize(
    ("pieces", "pause"),
    [
        ([OK, *[b"x"] * 200], 0.05),
        ([*(bytes([one]) for one in OK * 4)], 0.05),
        ([OK, b"x" * (LARGEST_ANSWER + 1)], 0.0),
        ([b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n"], 0.0),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"], 0.0),
    ],
    ids=["slow body", "slow head", "too large", "sent elsewhere", "cut off"],
)
def test_an_answer_is_bounded_whatever_the_other_side_does(
    pieces: list[bytes], pause: float
) -> None:
    with speaking(pieces, pause) as there:
        wire = Wire(timeout_seconds=0.5, tries=1, routes=(Route(there.base),))
        began = time.monotonic()
        with pytest.raises(Unavailable) as told:
            wire.post(f"{there.base}/ocsp", b"?", "application/ocsp-request")
        assert told.value.msgid == SILENT
        assert time.monotonic() - began < 2


def test_the_next_time_authority_stamps_while_the_first_is_silent_or_of_another_policy(
    pki: TestPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: moment[0])
    good = TimeAuthority(f"{pki.url}/tsa")
    with speaking([b"HTTP/1.1 503 Down\r\n\r\n"]) as down:
        first = TimeAuthority(f"{down.base}/tsa")
        strict = TimeAuthority(good.url, policy="1.2.3.4")
        ways = Authorities((first, strict, good))
        wire = Wire(tries=1, routes=ways.wire().routes)
        stamper = HttpStamper(wire, ways.time, utc_now)
        stamper.begin()
        assert stamper.token(b"one")
        assert stamper.certificates()[0].subject.native["common_name"].startswith("TEST TSA")
        asked = len(down.asked)
        stamper.begin()
        assert stamper.token(b"two")
        assert len(down.asked) == asked == 1
        moment[0] += 400
        assert stamper.token(b"three")
        assert len(down.asked) == 1
        stamper.begin()
        assert stamper.token(b"four")
        assert len(down.asked) == 2
    with pytest.raises(Unavailable):
        HttpStamper(wire, ways.time[:2], utc_now).token(b"x")
    with pytest.raises(Unavailable):
        HttpStamper(wire, (), utc_now).token(b"x")
