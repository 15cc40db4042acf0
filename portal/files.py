"""Downloads: who may have a file is asked at each one, and nothing is ever served as a page.

A file that a stranger uploaded comes from the portal's own origin, so it is shown in the browser
only as what its bytes are (a PDF or a picture), under a policy that lets it load and run nothing.
"""

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, current_app, request

from portal.acting import reading, services
from portal.auth import current_actor, for_signed_in
from procedures.reads.exports import export_file
from procedures.reads.files import (
    StoredFile,
    annex_file,
    attachment_file,
    declaration_file,
    evidence_file,
    paper_file,
)

files = Blueprint("files", __name__, url_prefix="/tep")

INLINE = frozenset({"application/pdf", "image/jpeg", "image/png"})
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'"
PDF_POLICY = f"{NOTHING}; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""Not sandboxed: a sandbox keeps browsers from opening their own PDF reader at all."""
PICTURE_POLICY = f"{NOTHING}; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@files.get("/dinh-kem/<uuid:attachment_id>")
@for_signed_in
def attachment(attachment_id: UUID) -> Response:
    """A file that was attached to a draft or a dossier; with `?ban=so-hoa` its sealed copy."""
    sealed = request.args.get("ban") == "so-hoa"
    with reading() as db:
        return deliver(attachment_file(db, attachment_id, current_actor(), sealed=sealed))


@files.get("/to-khai/<uuid:declaration_id>")
@for_signed_in
def declaration(declaration_id: UUID) -> Response:
    """The declaration as it was printed, or with `?ban=da-ky` as the citizen signed it."""
    signed = request.args.get("ban") == "da-ky"
    with reading() as db:
        return deliver(declaration_file(db, declaration_id, current_actor(), signed=signed))


@files.get("/to-khai/<uuid:declaration_id>/chung-cu")
@for_signed_in
def evidence(declaration_id: UUID) -> Response:
    """What the verdict on a signed declaration rested on (procedures/papers/EVIDENCE.md)."""
    with reading() as db:
        return deliver(evidence_file(db, declaration_id, current_actor()))


@files.get("/giay/<uuid:paper_id>")
@for_signed_in
def paper(paper_id: UUID) -> Response:
    """An issued paper, or with `?ban=in` the unsigned print for those who make and sign it."""
    printed = request.args.get("ban") == "in"
    with reading() as db:
        return deliver(paper_file(db, paper_id, current_actor(), printed=printed))


@files.get("/kem-theo/<uuid:annex_id>")
@for_signed_in
def annex(annex_id: UUID) -> Response:
    """A file that goes with an issued paper, or with `?ban=goc` as it was before it was sealed."""
    unsealed = request.args.get("ban") == "goc"
    with reading() as db:
        return deliver(annex_file(db, annex_id, current_actor(), unsealed=unsealed))


@files.get("/yeu-cau/<uuid:export_id>")
@for_signed_in
def export(export_id: UUID) -> Response:
    """A file that the reader ordered and a worker made."""
    with reading() as db:
        return deliver(export_file(db, current_actor(), export_id))


def deliver(found: StoredFile) -> Response:
    """The bytes with the headers that keep them harmless; `?tai` asks to save instead of show."""
    response = current_app.response_class(
        services().blobs.get(found.sha256), mimetype=_media_type(found)
    )
    inline = found.media_type in INLINE and "tai" not in request.args
    response.headers["Content-Disposition"] = _disposition(found.filename, inline=inline)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    pdf = found.media_type == "application/pdf"
    response.headers["Content-Security-Policy"] = PDF_POLICY if pdf else PICTURE_POLICY
    return response


def _media_type(found: StoredFile) -> str:
    return found.media_type if found.media_type in INLINE else "application/octet-stream"


def _disposition(filename: str, *, inline: bool) -> str:
    """RFC 6266: a plain ASCII name for old readers, the true one beside it (RFC 5987)."""
    plain = "".join(c if (c.isascii() and c.isalnum()) or c in "._-" else "_" for c in filename)
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
