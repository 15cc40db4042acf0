"""Attaching files: each stands for itself, so that one bad file spoils nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from portal.acting import acting, reading, services
from portal.auth import for_signed_in
from portal.citizen.room import citizen, my_draft
from portal.citizen.steps import FILES, home_of, path_at
from portal.i18n import gettext as _
from portal.i18n import translate
from portal.uploading import cut, reads_files, takes_files
from procedures.acts.attach import MOST_FILES, attach, detach
from procedures.acts.completeness import FILE_MISSING, Missing
from procedures.catalogue.types import Component
from procedures.errors import N_, NotFound
from procedures.reads.drafts import DraftFile, DraftView
from procedures.uploads import EXTENSIONS, MEDIA_TYPES, Upload, UploadRefused, harmless_name

Answer = Response | str | tuple[str, int] | tuple[Response, int]
TOO_LARGE = N_("Tệp vượt quá giới hạn của một lần gửi ({most} MB). Hãy chọn tệp nhỏ hơn.")
THIS_TOO_LARGE = N_(
    "Tệp “{name}” làm lần gửi này vượt quá {most} MB nên chưa được nhận. Hãy chọn tệp nhỏ hơn, "
    "hoặc gửi riêng tệp này."
)
SCRIPT = "X-Upload"
"""Header by which the page's script asks for JSON instead of the page."""
DRAIN = 64 * 1024
MOST_DRAINED = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Slot:
    """One component as the page shows it: the field's name, its files, what was refused now."""

    component: Component
    field: str
    needed: bool
    files: tuple[DraftFile, ...]
    refusals: tuple[str, ...]
    accept: str


@citizen.get("/nhap/<uuid:draft_id>/tep")
@for_signed_in
def files(draft_id: UUID) -> str:
    """Every component with what it is, whether it is needed, and its files."""
    with reading() as db:
        return _page(my_draft(db, draft_id), {})


@citizen.post("/nhap/<uuid:draft_id>/tep")
@for_signed_in
@takes_files
def take_files(draft_id: UUID) -> Answer:
    """Take whatever files were chosen, whichever button was pressed; then stay or go on."""
    with reading() as db:
        draft = my_draft(db, draft_id)
    refused: dict[str, list[str]] = {}
    taken = 0
    for component, chosen in _chosen(draft):
        reason = _take(draft_id, component, chosen)
        if reason:
            refused.setdefault(component, []).append(reason)
        taken += not reason
    with reading() as db:
        draft = my_draft(db, draft_id)
    if "thoat" in request.form and not refused:
        flash(_("Đã lưu bản nháp. Bạn có thể điền tiếp bất cứ lúc nào."), "success")
        return redirect(home_of(draft), 303)
    if "tiep" in request.form:
        return _go_on(draft, refused)
    if refused:
        return _page(draft, refused), HTTPStatus.UNPROCESSABLE_ENTITY
    if not taken:
        flash(_("Bạn chưa chọn tệp nào."), "error")
    return redirect(url_for("citizen.files", draft_id=draft_id), 303)


@citizen.post("/nhap/<uuid:draft_id>/tep/<component>")
@for_signed_in
def take_one(draft_id: UUID, component: str) -> tuple[Response, int]:
    """One file, for the page's script; says what became of it."""
    chosen = request.files.get("tep")
    if chosen is None:
        return jsonify(message=_("Bạn chưa chọn tệp nào.")), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        reason = _take(draft_id, component, chosen)
    except NotFound as gone:
        return jsonify(message=translate(gone)), HTTPStatus.NOT_FOUND
    if reason:
        return jsonify(message=reason), HTTPStatus.UNPROCESSABLE_ENTITY
    return jsonify(message=""), HTTPStatus.CREATED


@citizen.get("/nhap/<uuid:draft_id>/tep/<uuid:file_id>/bo")
@for_signed_in
def ask_detach(draft_id: UUID, file_id: UUID) -> str:
    """Ask before a file is taken off."""
    with reading() as db:
        draft = my_draft(db, draft_id)
    file = next((f for f in draft.files if f.id == file_id and not f.handed_in), None)
    if file is None:
        raise NotFound(N_("Không tìm thấy tệp."))
    return render_template("citizen/detach.html", draft=draft, file=file)


@citizen.post("/nhap/<uuid:draft_id>/tep/<uuid:file_id>/bo")
@for_signed_in
def do_detach(draft_id: UUID, file_id: UUID) -> Response:
    """Take the file off."""
    with acting() as call:
        detach(call, draft_id, file_id)
    flash(_("Đã bỏ tệp."), "success")
    return redirect(url_for("citizen.files", draft_id=draft_id), 303)


@citizen.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Answer | RequestEntityTooLarge:
    """Told where the file was chosen, even when it was beyond what is read to its end.

    The rest is read and dropped: a browser that is still sending would show a broken connection
    instead of the answer.
    """
    _drain()
    if "draft_id" not in (request.view_args or {}) and not reads_files():
        return error
    message = _(TOO_LARGE).format(most=services().settings.upload_max_mb)
    if SCRIPT in request.headers:
        return jsonify(message=message), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    flash(message, "error")
    return redirect(request.path, 303)


def _drain() -> None:
    stream = request.environ["wsgi.input"]
    left = min(request.content_length or 0, MOST_DRAINED)
    while left > 0 and (chunk := stream.read(min(DRAIN, left))):
        left -= len(chunk)


def _chosen(draft: DraftView) -> Iterator[tuple[str, FileStorage]]:
    for component in draft.procedure.components:
        for chosen in request.files.getlist(_field(component)):
            if chosen.filename:
                yield component.code, chosen


def _take(draft_id: UUID, component: str, chosen: FileStorage) -> str:
    """Attach one file in a transaction of its own; "" or the reason why it was refused."""
    if cut(chosen.stream):
        most = services().settings.upload_max_mb
        return _(THIS_TOO_LARGE).format(name=harmless_name(chosen.filename or ""), most=most)
    upload = Upload(chosen.filename or "", chosen.stream.read())
    try:
        with acting() as call:
            attach(call, services().blobs, draft_id, component, upload)
    except UploadRefused as refusal:
        return translate(refusal)
    return ""


def _go_on(draft: DraftView, refused: Mapping[str, Sequence[str]]) -> Answer:
    path = path_at(draft, FILES)
    missing = [slot for slot in _slots(draft, refused) if slot.needed and not slot.files]
    if path is None or missing or refused:
        return _page(draft, refused, missing), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(path.onward, 303)


def _page(
    draft: DraftView, refused: Mapping[str, Sequence[str]], missing: Sequence[Slot] = ()
) -> str:
    lacking = {
        slot.field: translate(Missing(FILES, FILE_MISSING, {"component": slot.component.name}))
        for slot in missing
    }
    slots = _slots(draft, refused)
    faults = [{"field": field, "message": message} for field, message in lacking.items()]
    faults += [{"field": s.field, "message": reason} for s in slots for reason in s.refusals]
    return render_template(
        "citizen/files.html",
        draft=draft,
        path=path_at(draft, FILES),
        slots=slots,
        lacking=lacking,
        faults=faults,
        most_mb=services().settings.upload_max_mb,
        most_files=MOST_FILES,
        most_bytes=current_app.config["MAX_CONTENT_LENGTH"],
    )


def _slots(draft: DraftView, refused: Mapping[str, Sequence[str]]) -> list[Slot]:
    """Needed ones first, otherwise in the procedure's order."""
    slots = [
        Slot(
            component=component,
            field=_field(component),
            needed=draft.needs(component),
            files=draft.files_of(component.code),
            refusals=tuple(refused.get(component.code, ())),
            accept=_accept(component),
        )
        for component in draft.procedure.components
    ]
    return sorted(slots, key=lambda slot: not slot.needed)


def _field(component: Component) -> str:
    return f"tep-{component.code}"


def _accept(component: Component) -> str:
    """For the browser's chooser: with pictures among them, a phone offers its camera."""
    endings = [f".{ending}" for kind in component.accept for ending in EXTENSIONS[kind]]
    return ",".join([*endings, *(MEDIA_TYPES[kind] for kind in component.accept)])
