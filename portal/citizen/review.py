"""Reading everything through before it is printed, with every gap and a way to it."""

from http import HTTPStatus
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.display import show
from portal.acting import acting, reading
from portal.auth import for_signed_in
from portal.citizen.faults import lines_of
from portal.citizen.room import citizen, my_draft
from portal.citizen.steps import REVIEW, home_of, path_at
from portal.i18n import current_locale, translate
from procedures.acts.completeness import outstanding
from procedures.acts.declare import prepare
from procedures.acts.drafts import choose_return
from procedures.errors import Incomplete
from procedures.reads.desks import receiving
from procedures.reads.drafts import DraftView


@citizen.get("/nhap/<uuid:draft_id>/xem-lai")
@for_signed_in
def review(draft_id: UUID) -> str:
    """All answers and files; what is missing is told, not yet held against anybody."""
    with acting() as call:
        draft = my_draft(call.db, draft_id)
        return _page(draft, outstanding(call, draft_id), sent=False)


@citizen.post("/nhap/<uuid:draft_id>/xem-lai")
@for_signed_in
def approve(draft_id: UUID) -> Response | tuple[str, int]:
    """Freeze the declaration and have it printed."""
    method = request.form.get("nhan", "")
    try:
        with acting() as call:
            draft = my_draft(call.db, draft_id)
            if method != draft.return_method:
                choose_return(call, draft_id, method)
        with acting() as call:
            prepare(call, draft_id)
    except Incomplete as gaps:
        with acting() as call:
            draft = my_draft(call.db, draft_id)
            page = _page(draft, gaps.faults, sent=True, notice=translate(gaps))
            return page, HTTPStatus.UNPROCESSABLE_ENTITY
    last = "desk.finish_intake" if draft.at_desk else "citizen.declaration"
    return redirect(url_for(last, draft_id=draft_id), 303)


def _page(draft: DraftView, gaps: tuple[object, ...], *, sent: bool, notice: str = "") -> str:
    lines = lines_of(draft, gaps)
    with reading() as db:
        at = receiving(db, draft.id, draft.today)
    return render_template(
        "citizen/review.html",
        draft=draft,
        path=path_at(draft, REVIEW),
        home=home_of(draft),
        pages=show(draft.schema, draft.answers, current_locale(), today=draft.today),
        gaps=lines,
        faults=lines if sent else (),
        notice=notice,
        at=at,
    )
