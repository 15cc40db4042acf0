"""The declaration as the PDF it will be: read it, sign it or stand by it, hand it in."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.acting import acting, reading, services
from portal.auth import for_signed_in, requires
from portal.citizen.faults import lines_of
from portal.citizen.room import citizen, my_draft
from portal.citizen.steps import DECLARATION, path_at
from portal.citizen.ways import WAYS, remote_at
from portal.i18n import gettext as _
from portal.i18n import translate
from portal.uploading import cut, takes_files
from procedures.acts.declare import hand_in
from procedures.acts.submit import submit
from procedures.acts.supplement import supplement
from procedures.errors import N_, Incomplete, NotFound, NotLawful
from procedures.lifecycle import Act
from procedures.reads.desks import receiving
from procedures.reads.drafts import DraftView
from procedures.uploads import Upload, UploadRefused

Answer = Response | str | tuple[str, int]
NO_FILE = N_("Hãy chọn tệp tờ khai đã ký.")
TOO_LARGE = N_("Tệp lớn hơn {most} MB. Hãy chọn đúng tệp tờ khai đã ký.")


@citizen.get("/nhap/<uuid:draft_id>/to-khai")
@for_signed_in
def declaration(draft_id: UUID) -> Answer:
    """Wait for the print, then show it; without one, the way leads back to the review."""
    with reading() as db:
        draft = my_draft(db, draft_id)
    if draft.declaration is None:
        return redirect(url_for("citizen.review", draft_id=draft_id), 303)
    return _page(draft)


@citizen.get("/nhap/<uuid:draft_id>/to-khai/trang-thai")
@for_signed_in
def declaration_state(draft_id: UUID) -> Response:
    """How far the worker is, for the waiting page's script."""
    with reading() as db:
        draft = my_draft(db, draft_id)
    return jsonify(state=draft.declaration.state.value if draft.declaration else "")


@citizen.post("/nhap/<uuid:draft_id>/to-khai")
@for_signed_in
@takes_files
def sign(draft_id: UUID) -> Answer:
    """Take the file that the citizen signed with a tool of their own."""
    try:
        upload = chosen_file()
        with acting() as call:
            hand_in(call, services().blobs, draft_id, upload)
    except UploadRefused as refusal:
        return _refused(draft_id, "to_khai", translate(refusal))
    except NotLawful as refusal:
        return _unlawful(draft_id, refusal)
    return redirect(url_for("citizen.declaration", draft_id=draft_id), 303)


def chosen_file() -> Upload:
    """The signed declaration in the post; raises `UploadRefused` when there is none or too much."""
    chosen = request.files.get("to_khai")
    if chosen is None or not chosen.filename:
        raise UploadRefused(NO_FILE)
    if cut(chosen.stream):
        raise UploadRefused(TOO_LARGE, most=services().settings.upload_max_mb)
    return Upload(chosen.filename, chosen.stream.read())


@citizen.get("/nhap/<uuid:draft_id>/nop")
@for_signed_in
def handed_over(draft_id: UUID) -> Response:
    """Whoever opens the address again, or switches the language there, sees the declaration."""
    return redirect(url_for("citizen.declaration", draft_id=draft_id), 303)


@citizen.post("/nhap/<uuid:draft_id>/nop")
@requires(Act.SUBMIT)
def hand_over(draft_id: UUID) -> Answer:
    """Hand in. A second press finds what the first one made."""
    unsigned = "cam_doan" in request.form
    try:
        with acting() as call:
            draft = my_draft(call.db, draft_id)
            if draft.dossier_id is not None:
                dossier_id = supplement(call, draft_id, unsigned=unsigned)
            else:
                dossier_id = submit(call, draft_id, unsigned=unsigned).dossier_id
    except Incomplete as gaps:
        return _incomplete(draft_id, gaps)
    except NotLawful as refusal:
        return _unlawful(draft_id, refusal)
    except NotFound as gone:
        try:
            answered = UUID(request.form.get("ho_so", ""))
        except ValueError:
            raise gone from None  # the room looks for the dossier that the draft has become
        return redirect(url_for("citizen.follow", dossier_id=answered), 303)
    if draft.dossier_id is not None:
        flash(_("Đã nộp bổ sung. Cơ quan tiếp tục giải quyết hồ sơ."), "success")
        return redirect(url_for("citizen.follow", dossier_id=dossier_id), 303)
    return redirect(url_for("citizen.submitted", dossier_id=dossier_id), 303)


def _unlawful(draft_id: UUID, refusal: NotLawful) -> Answer:
    """Why it cannot be handed in, on the page it was to be handed in from; the draft stays."""
    with reading() as db:
        draft = my_draft(db, draft_id)
    if draft.declaration is None:
        raise refusal
    return _page(draft, faults=[{"field": "", "message": translate(refusal)}]), HTTPStatus.CONFLICT


def _incomplete(draft_id: UUID, gaps: Incomplete) -> Answer:
    """What stands against handing in: beside the box when it is only the missing word."""
    with reading() as db:
        draft = my_draft(db, draft_id)
    lines = lines_of(draft, gaps.faults)
    if draft.declaration is None:
        return redirect(url_for("citizen.review", draft_id=draft_id), 303)
    only_here = all(line.step == DECLARATION for line in lines)
    if only_here and not draft.must_sign and "cam_doan" not in request.form:
        message = _("Hãy đánh dấu vào ô cam đoan, hoặc ký số tờ khai, trước khi nộp.")
        return _refused(draft_id, "cam_doan", message)
    return _page(draft, faults=lines), HTTPStatus.UNPROCESSABLE_ENTITY


def _refused(draft_id: UUID, field: str, message: str) -> Answer:
    with reading() as db:
        draft = my_draft(db, draft_id)
    faults = [{"field": field, "message": message}]
    return _page(draft, faults=faults), HTTPStatus.UNPROCESSABLE_ENTITY


def _page(draft: DraftView, faults: Sequence[object] = ()) -> str:
    with reading() as db:
        at = receiving(db, draft.id, draft.today)
    assert draft.declaration is not None
    invite = url_for("citizen.invited", declaration_id=draft.declaration.id)
    return render_template(
        "citizen/declaration.html",
        at=at,
        draft=draft,
        path=path_at(draft, DECLARATION),
        declaration=draft.declaration,
        remote_at=remote_at(draft.declaration.id),
        faults=faults,
        ways=WAYS,
        most_mb=services().settings.upload_max_mb,
        invite_at=f"{services().house.base_url}{invite}",
        to_sign=draft.declaration,
        upload_to=url_for("citizen.sign", draft_id=draft.id),
    )
