"""Keeps what officers are typing: on the server alone, because office computers are shared."""

import re
from http import HTTPStatus
from uuid import UUID

from flask import abort, flash, redirect, request
from werkzeug.wrappers import Response

from portal.acting import acting
from portal.auth import current_actor
from portal.errors import typed_words
from portal.i18n import gettext as _
from portal.workbench.blueprint import for_officers, workbench
from procedures.acts.keep_words import forget_words, keep_words
from procedures.errors import Incomplete

FORM = re.compile(r"/(?:mot-cua|xu-ly)(?:/[\w.-]+)+")
"""A path of one of the officers' rooms."""


@workbench.post("/soan")
@for_officers
def keep() -> Response:
    """Keep the fields of the form at `?trang=`, by its script or by its button."""
    form, by_script = _form(request.args.get("trang", "")), "X-Autosave" in request.headers
    try:
        with acting() as call:
            kept = keep_words(call, _writer(), form, typed_words())
    except Incomplete:
        if by_script:
            abort(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        raise
    if by_script:
        return Response(status=HTTPStatus.NO_CONTENT)
    if kept:
        flash(_("Đã lưu nháp. Bạn có thể mở lại biểu mẫu này bất cứ lúc nào."), "success")
    return redirect(form, HTTPStatus.SEE_OTHER)


@workbench.post("/soan/bo")
@for_officers
def discard() -> Response:
    """Forget them; the form opens as nobody had typed in it."""
    form = _form(request.form.get("trang", ""))
    with acting() as call:
        forget_words(call, _writer(), form)
    flash(_("Đã bỏ nội dung đang soạn."), "success")
    return redirect(form, HTTPStatus.SEE_OTHER)


def _form(path: str) -> str:
    if not FORM.fullmatch(path):
        abort(HTTPStatus.NOT_FOUND)
    return path


def _writer() -> UUID:
    writer = current_actor().person_id
    assert writer is not None
    return writer
