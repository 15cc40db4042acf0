"""Verification for everybody: does a paper stand, and is the file at hand the one that was issued.

A file is judged in memory and forgotten. Judging changes nothing, so programs may ask without a
form's token.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from flask import Response, jsonify, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from portal.acting import reading, services
from portal.auth import open_to_all
from portal.i18n import gettext as _
from portal.limits import VERIFYING, limiter
from portal.public import report
from portal.public.views import public
from portal.public.words import clean
from portal.verification import verify_bytes
from procedures.ports import Verdict
from procedures.reads.retired_keys import lost_key_of
from procedures.reads.verification import RegisteredPaper, paper_by_code, successor_of

LONGEST_CODE = 40
Page = tuple[str | Response, HTTPStatus]


@public.get("/xac-minh")
@open_to_all
def verify() -> str | AnyResponse:
    """The two ways in: a code printed on the paper, or the file itself."""
    code = _plain(request.args.get("ma", ""))
    if code:
        return redirect(url_for("public.verify_paper", code=code), HTTPStatus.SEE_OTHER)
    return _form()


@public.get("/xac-minh/<code>")
@limiter.limit(VERIFYING)
@open_to_all
def verify_paper(code: str) -> Page:
    """What the register says of the paper; the QR code on it leads here."""
    plain = _plain(code)
    paper = _paper_of(plain)
    status = HTTPStatus.OK if paper else HTTPStatus.NOT_FOUND
    if _wants_json():
        return jsonify(report.of_code(plain, paper, _newer(paper), _lost(paper))), status
    if paper is None:
        message = _("Không có giấy tờ nào đã phát hành mang mã này. Hãy so lại từng chữ, số.")
        return _form(plain, {"field": "ma", "message": message}), status
    return _paper_page(paper), status


@public.get("/xac-minh/bao-cao.schema.json")
@open_to_all
def report_schema() -> Response:
    """What a program may expect of the reports."""
    return jsonify(report.schema())


@public.get("/xac-minh/du-lieu.schema.json")
@open_to_all
def paper_schema() -> Response:
    """What a program may expect of the data inside a paper, so that nobody types it again."""
    return jsonify(report.schema("paper"))


@public.post("/xac-minh")
@limiter.limit(VERIFYING)
@open_to_all
def verify_file() -> Page:
    """The verdict on any file."""
    return _judged("")


@public.post("/xac-minh/<code>")
@limiter.limit(VERIFYING)
@open_to_all
def verify_copy(code: str) -> Page:
    """The verdict on a file that claims to be the paper with this code."""
    return _judged(_plain(code))


@public.record_once
def _take_files_from_programs(state: BlueprintSetupState) -> None:
    for view in (verify_file, verify_copy):
        state.app.extensions["csrf"].exempt(f"{__name__}.{view.__name__}")


def _judged(code: str) -> Page:
    try:
        file = request.files.get("tep")
    except RequestEntityTooLarge:
        most = services().settings.upload_max_mb
        return _refused(_("Tệp lớn hơn {most} MB.").format(most=most), 413, code)
    if file is None or not file.filename:
        return _refused(_("Hãy chọn tệp cần kiểm tra."), 422, code)
    data = file.read()
    verdict, paper = verify_bytes(services(), data, code)
    if _wants_json():
        told = report.of_file(verdict, data, paper, _newer(paper), _lost(paper))
        return jsonify(told), HTTPStatus.OK
    return _verdict_page(verdict, data, paper, file), HTTPStatus.OK


def _paper_of(code: str) -> RegisteredPaper | None:
    with reading() as db:
        return paper_by_code(db, code)


def _newer(paper: RegisteredPaper | None) -> RegisteredPaper | None:
    """The paper in its place, asked only where there is one."""
    if paper is None or paper.superseded_by is None:
        return None
    with reading() as db:
        return successor_of(db, paper)


def _lost(paper: RegisteredPaper | None) -> datetime | None:
    """Since when a key was lost that signed the paper afterwards."""
    if paper is None:
        return None
    with reading() as db:
        return lost_key_of(db, paper.id)


def _verdict_page(
    verdict: Verdict, data: bytes, paper: RegisteredPaper | None, file: FileStorage
) -> str:
    return render_template(
        "public/verify_result.html",
        verdict=verdict,
        sentence=report.sentence(verdict),
        newer=_newer(paper),
        etsi=report.etsi,
        paper=paper,
        filename=clean(file.filename or "")[:200],
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _paper_page(paper: RegisteredPaper, fault: Mapping[str, str] | None = None) -> str:
    return render_template(
        "public/verify_paper.html",
        paper=paper,
        newer=_newer(paper),
        lost=_lost(paper),
        faults=[fault] if fault else [],
        most=services().settings.upload_max_mb,
    )


def _form(code: str = "", fault: Mapping[str, str] | None = None) -> str:
    return render_template(
        "public/verify.html",
        code=code,
        faults=[fault] if fault else [],
        most=services().settings.upload_max_mb,
    )


def _refused(message: str, status: int, code: str) -> Page:
    if _wants_json():
        return jsonify({"error": message}), HTTPStatus(status)
    fault = {"field": "tep", "message": message}
    paper = _paper_of(code) if code else None
    return _paper_page(paper, fault) if paper else _form(code, fault), HTTPStatus(status)


def _plain(code: str) -> str:
    """A verification code however it was typed or spaced."""
    return "".join(c for c in code.upper() if c.isascii() and c.isalnum())[:LONGEST_CODE]


def _wants_json() -> bool:
    if request.args.get("dinh-dang") == "json":
        return True
    accept = request.accept_mimetypes
    return accept["application/json"] > accept["text/html"]
