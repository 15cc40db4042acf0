"""Uploads larger than allowed: read to their end and told beside their field, never kept.

A form of files is read however large it is, so that the page can say which file was too large and
keep the others; of each request no more is kept than the limit. Every other request is cut off.
"""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar, cast

from flask import Flask, Request, current_app, request, session

MOST_READ = 512 * 1024 * 1024
"""Bytes; a larger post is answered with 413 as everywhere."""
IN_MEMORY = 512 * 1024

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """The view tells which file was too large; see `cut`."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class _Bounded(SpooledTemporaryFile[bytes]):
    """A file that is emptied as soon as the request has no room left for it."""

    def __init__(self, asked: "BoundedRequest") -> None:
        super().__init__(max_size=IN_MEMORY, mode="w+b")
        self._asked = asked
        self.cut = False

    def write(self, data: Any) -> int:  # noqa: ANN401 - any bytes, as the base class says
        if self.cut:
            return len(data)
        if len(data) > self._asked.room:
            self._asked.room += self.tell()
            self.cut = True
            self.seek(0)
            self.truncate()
            return len(data)
        self._asked.room -= len(data)
        return super().write(data)


class BoundedRequest(Request):
    """A request that keeps no more of its files than the application's limit."""

    room: int = 0

    def _get_file_stream(self, *_about: object, **_sizes: object) -> IO[bytes]:
        return cast("IO[bytes]", _Bounded(self))


def cut(stream: object) -> bool:
    """Whether the file behind the stream was too large to be kept."""
    return isinstance(stream, _Bounded) and stream.cut


def reads_files() -> bool:
    """Whether the view that was asked for tells which file was too large."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "takes_files", False)


def init_app(app: Flask) -> None:
    """Read forms of files to their end, for whoever once signed in; before anybody reads them."""
    app.request_class = BoundedRequest

    @app.before_request
    def make_room() -> None:
        asked = cast("BoundedRequest", request)
        asked.room = current_app.config["MAX_CONTENT_LENGTH"]
        if reads_files() and "_user_id" in session:
            request.max_content_length = MOST_READ
