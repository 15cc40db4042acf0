"""Reads the JSON body of a procedure that somebody typed or uploaded, whatever it really is."""

import json
from collections.abc import Mapping
from typing import NoReturn

from werkzeug.datastructures import FileStorage

from portal.i18n import gettext as _
from procedures.catalogue.loader import canonical

MOST_BYTES = 400_000
"""The body travels through the page that asks once more, so it must fit into a form."""


NUL = rb"\u0000"
"""As JSON writes it; no database keeps it."""


class BadBody(ValueError):
    """Text that is no body; the message is for the reader."""


def read_text(typed: str, file: FileStorage | None) -> str:
    """The text of the chosen file, or else what was typed."""
    if file is None or not file.filename:
        return typed
    data = file.stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise BadBody(_("Tệp quá lớn: tối đa {most} byte.").format(most=MOST_BYTES))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadBody(_("Tệp không phải là văn bản UTF-8.")) from None


def read_body(text: str) -> Mapping[str, object]:
    """The object that the text says; raises `BadBody` with the line at fault."""
    if not text.strip():
        raise BadBody(_("Hãy dán nội dung thủ tục hoặc chọn tệp JSON."))
    try:
        body = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as fault:
        said = _("Không phải JSON hợp lệ: dòng {line}, cột {column}.")
        raise BadBody(said.format(line=fault.lineno, column=fault.colno)) from None
    except (RecursionError, ValueError):
        raise BadBody(_("JSON có số hoặc cấu trúc không dùng được.")) from None
    if not isinstance(body, dict):
        raise BadBody(_("Nội dung thủ tục phải là một đối tượng JSON."))
    return _storable(body)


def _storable(body: Mapping[str, object]) -> Mapping[str, object]:
    """The body, when a database can keep it and a form can carry it."""
    try:
        data = canonical(body)
    except UnicodeEncodeError:
        raise BadBody(_("JSON chứa ký tự Unicode bị cắt dở.")) from None
    if NUL in data:
        raise BadBody(_("JSON chứa ký tự rỗng (NUL)."))
    if len(data) > MOST_BYTES:
        raise BadBody(_("Nội dung quá lớn: tối đa {most} byte.").format(most=MOST_BYTES))
    return body


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
