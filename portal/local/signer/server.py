"""Serves the sample signing service on this machine alone."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from portal.local.signer.book import Book
from portal.local.signer.csc import csc
from portal.local.signer.known import Registered
from portal.local.signer.phone import phone
from portal.local.signer.smartca import smartca

HOST = "127.0.0.1"


class _Quiet(WSGIRequestHandler):
    """Orders name people; nothing of them is logged."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - inherited name
        """Say nothing."""


def create_service(
    pki_dir: Path, password: str, client: Registered, now: Callable[[], datetime]
) -> Flask:
    """The service over the sample citizens' keys."""
    app = Flask(__name__, template_folder=".", static_folder=None)
    app.config["ANSWERS_APART"] = False
    app.extensions.update(book=Book(pki_dir, password, now), client=client, tokens=set())
    for room in (smartca, csc, phone):
        app.register_blueprint(room)
    return app


def server(app: Flask, port: int) -> BaseWSGIServer:
    """Bound when made, so that a taken port fails at once; port 0 takes a free one."""
    return make_server(HOST, port, app, threaded=True, request_handler=_Quiet)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve from a thread of this process; the address."""
    made = server(app, 0)
    thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{made.server_port}"
    finally:
        made.shutdown()
        made.server_close()
        thread.join()
