"""Choosing the desk that receives, anywhere in the province; who decides stays the same."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.acting import acting, reading
from portal.auth import for_signed_in
from portal.citizen.room import citizen, my_draft, today
from portal.i18n import gettext as _
from portal.i18n import translate
from procedures.acts.choose_desk import choose_desk
from procedures.errors import N_, NotFound, NotLawful
from procedures.reads.desks import MOST_DESKS, desks, receiving

NO_CHOICE = N_("Thủ tục này không cho chọn nơi tiếp nhận khác.")
LONGEST_WORDS = 100


@citizen.get("/nhap/<uuid:draft_id>/noi-tiep-nhan")
@for_signed_in
def desk(draft_id: UUID) -> str:
    """The desk as it is, and a search for another one by name."""
    return _page(draft_id)


@citizen.post("/nhap/<uuid:draft_id>/noi-tiep-nhan")
@for_signed_in
def take_desk(draft_id: UUID) -> Response | tuple[str, int]:
    """Take the chosen desk, or the competent one again."""
    chosen = request.form.get("don_vi", "")
    if not chosen:
        return _page(draft_id, _("Hãy chọn một nơi tiếp nhận.")), HTTPStatus.UNPROCESSABLE_ENTITY
    unit_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0  # noqa: PLR2004
    try:
        with acting() as call:
            choose_desk(call, draft_id, unit_id)
    except NotLawful as refusal:
        return _page(draft_id, translate(refusal)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Đã chọn nơi tiếp nhận hồ sơ."), "success")
    return redirect(url_for("citizen.resume", draft_id=draft_id), 303)


def _page(draft_id: UUID, fault: str = "") -> str:
    words = request.values.get("q", "")[:LONGEST_WORDS].strip()
    with reading() as db:
        draft = my_draft(db, draft_id)
        at = receiving(db, draft_id, today())
        if at is None or not at.may_choose:
            raise NotFound(NO_CHOICE)
        found = desks(db, at.kind, today(), words) if words else ()
    return render_template(
        "citizen/desk.html",
        draft=draft,
        at=at,
        words=words,
        desks=found[:MOST_DESKS],
        too_many=len(found) > MOST_DESKS,
        chosen=request.form.get("don_vi", ""),
        faults=[{"field": "don_vi", "message": fault}] if fault else (),
    )
