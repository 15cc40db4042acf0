"""The end of typing from paper: signed in ink, each scan compared, and then taken in."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.acting import Db, acting, reading, services
from portal.auth import current_actor, for_roles
from portal.casework.dossier import come_again
from portal.casework.room import DESK
from portal.desk.blueprint import desk
from portal.i18n import gettext as _
from portal.i18n import text, translate
from portal.wiring import utc_now
from procedures.acts.attach import attach
from procedures.acts.check_scans import check_scans
from procedures.acts.completeness import DECLARATION_SCAN, Missing
from procedures.acts.declare import hand_in
from procedures.acts.take_in import TakenIn, take_in
from procedures.acts.take_supplement import take_supplement
from procedures.clock import VIETNAM
from procedures.errors import Incomplete, NotFound, NotLawful
from procedures.people import Role
from procedures.reads.desks import receiving
from procedures.reads.drafts import NO_DRAFT, DraftView, draft_view
from procedures.reads.file import brief, papers
from procedures.uploads import Upload, UploadRefused

Answer = Response | str | tuple[str, int]
TAKE, TAKE_AND_NEXT, KEEP = "nhan", "nhan_tiep", "luu"


@desk.get("/tai-quay/nhap/<uuid:draft_id>/ket-thuc")
@for_roles(Role.RECEIVER)
def finish_intake(draft_id: UUID) -> Answer:
    """Print, scan, compare; without a declaration the way leads back to the review."""
    with reading() as db:
        draft = _draft(db, draft_id)
        if draft.declaration is None:
            return redirect(url_for("citizen.review", draft_id=draft_id), HTTPStatus.SEE_OTHER)
        return _page(db, draft)


@desk.post("/tai-quay/nhap/<uuid:draft_id>/ket-thuc")
@for_roles(Role.RECEIVER)
def do_finish(draft_id: UUID) -> Answer:
    """Keep the new scans and the marks, whichever button was pressed; then take it in."""
    try:
        with reading() as db:
            found = _draft(db, draft_id)
    except NotFound as gone:
        return _done_before(draft_id, gone)
    return _finish(draft_id, found.procedure.code, supplements=found.dossier_id is not None)


def _finish(draft_id: UUID, code: str, *, supplements: bool) -> Answer:
    refusals = [*_take_scans(draft_id), *_take_signed(draft_id)]
    with acting() as call:
        check_scans(call, draft_id, _compared())
    step = request.form.get("lam", KEEP)
    if refusals:
        return _shown(draft_id, refusals)
    if step not in {TAKE, TAKE_AND_NEXT}:
        flash(_("Đã lưu bản quét và kết quả đối chiếu."), "success")
        return redirect(url_for("desk.finish_intake", draft_id=draft_id), HTTPStatus.SEE_OTHER)
    try:
        if supplements:
            return _supplemented(draft_id)
        with acting() as call:
            done = take_in(call, draft_id)
    except Incomplete as gaps:
        return _shown(draft_id, [_line(gap) for gap in gaps.faults])
    except NotLawful as refusal:
        return _shown(draft_id, [{"field": "", "message": translate(refusal)}])
    return _onward(done, code, another=step == TAKE_AND_NEXT)


@desk.get("/tai-quay/<uuid:dossier_id>/da-nhan")
@for_roles(Role.RECEIVER)
def taken_in(dossier_id: UUID) -> str:
    """The slip for both, and straight on to the next one."""
    with reading() as db:
        head = brief(db, current_actor(), dossier_id)
        slip = next((p for p in papers(db, dossier_id) if not p.is_result), None)
    if slip is not None and slip.is_on_its_way:
        come_again()
    return render_template("desk/taken_in.html", head=head, slip=slip, room=DESK)


def _done_before(draft_id: UUID, gone: NotFound) -> Response:
    """A second press finds what the first one made: the dossier, or the one that was answered."""
    try:
        answered = UUID(request.form["ho_so"]) if request.form.get("ho_so") else None
        with reading() as db:
            dossier_id = brief(db, current_actor(), answered or draft_id).id
    except (ValueError, NotFound):
        raise gone from None
    view = "desk.supplement_taken" if answered else "desk.taken_in"
    return redirect(url_for(view, dossier_id=dossier_id), HTTPStatus.SEE_OTHER)


def _supplemented(draft_id: UUID) -> Response:
    with acting() as call:
        dossier_id = take_supplement(call, draft_id)
    flash(_("Đã nhận bổ sung hồ sơ."), "success")
    return redirect(url_for("desk.supplement_taken", dossier_id=dossier_id), HTTPStatus.SEE_OTHER)


def _onward(done: TakenIn, code: str, *, another: bool) -> Response:
    if done.received:
        flash(_("Đã tiếp nhận hồ sơ {code}.").format(code=done.code), "success")
    else:
        said = _("Đã nộp hồ sơ {code}; nơi tiếp nhận chính thức kiểm tra và hẹn trả kết quả.")
        flash(said.format(code=done.code), "success")
    if another:
        return redirect(url_for("desk.begin", code=code), HTTPStatus.SEE_OTHER)
    if not done.received:
        return redirect(url_for("desk.intake"), HTTPStatus.SEE_OTHER)
    return redirect(url_for("desk.taken_in", dossier_id=done.dossier_id), HTTPStatus.SEE_OTHER)


def _draft(db: Db, draft_id: UUID) -> DraftView:
    draft = draft_view(db, draft_id, current_actor(), utc_now().astimezone(VIETNAM).date())
    if not draft.at_desk:
        raise NotFound(NO_DRAFT)
    return draft


def _compared() -> frozenset[UUID]:
    found = set()
    for value in request.form.getlist("doi_chieu"):
        try:
            found.add(UUID(value))
        except ValueError:
            continue
    return frozenset(found)


def _take_scans(draft_id: UUID) -> list[dict[str, str]]:
    refused = []
    for chosen in request.files.getlist("to_khai_quet"):
        if not chosen.filename:
            continue
        upload = Upload(chosen.filename, chosen.stream.read())
        try:
            with acting() as call:
                attach(call, services().blobs, draft_id, DECLARATION_SCAN, upload)
        except UploadRefused as refusal:
            refused.append({"field": "to_khai_quet", "message": translate(refusal)})
    return refused


def _take_signed(draft_id: UUID) -> list[dict[str, str]]:
    chosen = request.files.get("to_khai")
    if chosen is None or not chosen.filename:
        return []
    try:
        with acting() as call:
            upload = Upload(chosen.filename, chosen.stream.read())
            hand_in(call, services().blobs, draft_id, upload)
    except (UploadRefused, NotLawful) as refusal:
        return [{"field": "to_khai", "message": translate(refusal)}]
    return []


def _line(gap: object) -> dict[str, str]:
    if isinstance(gap, Missing):
        field = {"to-khai": "to_khai_quet", "tep": "doi-chieu"}.get(gap.step, "")
        return {"field": field, "message": translate(gap)}
    return {"field": "", "message": _("Tờ khai còn chỗ chưa hợp lệ; hãy xem lại các trang.")}


def _shown(draft_id: UUID, faults: Sequence[dict[str, str]]) -> Answer:
    with reading() as db:
        draft = _draft(db, draft_id)
        return _page(db, draft, faults), HTTPStatus.UNPROCESSABLE_ENTITY


def _page(db: Db, draft: DraftView, faults: Sequence[dict[str, str]] = ()) -> str:
    names = {component.code: text(component.name) for component in draft.procedure.components}
    names[DECLARATION_SCAN] = text(draft.procedure.declaration.title)
    return render_template(
        "desk/finish.html",
        draft=draft,
        declaration=draft.declaration,
        at=receiving(db, draft.id, draft.today),
        names=names,
        here=current_actor().units_as(Role.RECEIVER),
        faults=faults,
    )
