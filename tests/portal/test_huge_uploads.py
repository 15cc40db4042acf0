"""A file of 300 MB at the verification page: refused in plain words, without reading it all."""

import io

import pytest
from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

MEGABYTE = 1024 * 1024
HUGE = 300 * MEGABYTE
_HEAD = (
    b"--x\r\nContent-Disposition: form-data; name=tep; filename=a.pdf\r\n"
    b"Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
)


class Flood(io.RawIOBase):
    """A form with a file of 300 MB, made while it is read; counts what was read."""

    def __init__(self) -> None:
        self.read_so_far = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        head = _HEAD[self.read_so_far : self.read_so_far + len(view)]
        size = len(head) or min(len(view), HUGE - self.read_so_far)
        view[:size] = head or bytes(size)
        self.read_so_far += size
        return size


@pytest.mark.parametrize(
    ("announced", "language", "words"),
    [(True, "vi", "Tệp lớn hơn"), (False, "en", "The file is larger than")],
    ids=["announced", "streamed"],
)
def test_a_huge_file_is_refused_before_it_is_read(
    app: Flask, language: str, words: str, *, announced: bool
) -> None:
    flood = Flood()
    limit = app.config["MAX_CONTENT_LENGTH"]
    environ = create_environ(
        "/xac-minh", method="POST", content_type="multipart/form-data; boundary=x"
    )
    environ["HTTP_COOKIE"] = f"lang={language}"
    environ["wsgi.input"] = io.BufferedReader(flood)
    if announced:
        environ["CONTENT_LENGTH"] = str(HUGE)
    else:
        environ.pop("CONTENT_LENGTH", None)
        environ["wsgi.input_terminated"] = True
    body, status, _ = run_wsgi_app(app, environ)
    assert status.startswith("413")
    assert words in b"".join(body).decode()
    assert flood.read_so_far <= (0 if announced else limit) + MEGABYTE
