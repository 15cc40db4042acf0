"""The test authorities behind one loopback port: OCSP, revocation lists, time stamps.

`python -m procedures.papers.pki_server PKI_DIR PORT` serves until it is told to stop.
"""

import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from socketserver import TCPServer, ThreadingMixIn
from types import FrameType
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from procedures.papers.pki_answers import Answers
from procedures.papers.pki_authorities import AUTHORITIES, RESPONDER_OF, establish
from procedures.papers.pki_folder import PkiFolder

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOST = "127.0.0.1"
_LARGEST_REQUEST = 64 * 1024


class NotServedError(LookupError):
    """No authority answers at this path."""


class PkiApplication:
    """A WSGI application over `Answers`; it knows five kinds of path and nothing else."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        try:
            kind, body = self._answer(environ["PATH_INFO"], _body(environ))
            status = HTTPStatus.OK
        except NotServedError:
            kind, body, status = "text/plain", b"not served", HTTPStatus.NOT_FOUND
        except ValueError:
            kind, body, status = "text/plain", b"malformed", HTTPStatus.BAD_REQUEST
        headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
        start(f"{status.value} {status.phrase}", headers)
        return [body]

    def _answer(self, path: str, body: bytes) -> tuple[str, bytes]:
        match path.strip("/").split("/"):
            case ["ready"]:
                return "text/plain", b"ready"
            case ["tsa"]:
                return "application/timestamp-reply", self._answers.stamp(body)
            case ["ocsp", issuer] if issuer in RESPONDER_OF:
                return "application/ocsp-response", self._answers.status(issuer, body)
            case ["crl", file] if file.removesuffix(".crl") in AUTHORITIES:
                name = file.removesuffix(".crl")
                return "application/pkix-crl", self._answers.revocation_list(name)
            case ["certs", file] if file.removesuffix(".crt") in AUTHORITIES:
                name = file.removesuffix(".crt")
                return "application/pkix-cert", self._answers.certificate(name)
            case _:
                raise NotServedError(path)


class _QuietHandler(WSGIRequestHandler):
    # The address of a time stamp holds no secret, but a line for each would drown the log.
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited name
        """Say nothing."""


class PkiServer(ThreadingMixIn, WSGIServer):
    """A thread for each question; bound when constructed, so a taken port fails at once."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path, port: int, now: Callable[[], datetime]) -> None:
        super().__init__((HOST, port), _QuietHandler)
        pki = PkiFolder(folder)
        establish(pki, now(), self.base)
        self.set_app(PkiApplication(Answers(pki, now)))

    @property
    def base(self) -> str:
        """The address that the server answers at."""
        return f"http://{HOST}:{self.server_port}"

    def server_bind(self) -> None:
        """Bind without asking a resolver for this host's name, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name = HOST
        self.server_port = int(self.server_address[1])
        self.setup_environ()


@contextmanager
def serving(folder: Path, port: int, now: Callable[[], datetime]) -> Iterator[PkiServer]:
    """Serve from a thread of this process; port 0 takes a free one."""
    server = PkiServer(folder, port, now)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="pki", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def serve(folder: Path, port: int, now: Callable[[], datetime]) -> None:
    """Serve until SIGTERM or SIGINT; creates the authorities at first run."""
    server = PkiServer(folder, port, now)

    def stop(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with server:
        server.serve_forever()


def _body(environ: "WSGIEnvironment") -> bytes:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > _LARGEST_REQUEST:
        raise ValueError(length)
    data: bytes = environ["wsgi.input"].read(length)
    return data


def _utc_now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]), _utc_now)
