"""The room's first page: my dossiers and drafts, and what each wants of me now."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.acting import acting, reading
from portal.auth import current_actor, for_signed_in
from portal.citizen.room import citizen, my_draft, today
from portal.citizen.steps import home_of
from portal.i18n import gettext as _
from portal.wiring import utc_now
from procedures.acts.drafts import discard
from procedures.acts.renew import renew
from procedures.errors import N_, NotAllowed
from procedures.lifecycle import State
from procedures.reads.declarations import waiting_for
from procedures.reads.mine import mine as my_list

TO_DO: Mapping[State, str] = MappingProxyType(
    {
        State.INCOMPLETE: N_("Hoàn thiện hồ sơ theo yêu cầu"),
        State.AWAITING_SUPPLEMENT: N_("Bổ sung hồ sơ theo yêu cầu"),
        State.AWAITING_PAYMENT: N_("Nộp khoản tiền được yêu cầu"),
        State.ISSUED: N_("Nhận kết quả"),
    }
)
"""What the applicant must do now, by state; in the other states, nothing."""


@citizen.get("")
@for_signed_in
def mine() -> str:
    """Drafts first, then dossiers, newest first."""
    person_id = current_actor().person_id
    if person_id is None:
        raise NotAllowed(N_("Hãy đăng nhập để xem hồ sơ của bạn."))
    before = _moment(request.args.get("truoc", ""))
    with reading() as db:
        found = my_list(db, person_id, today(), before)
        waiting = waiting_for(db, person_id) if before is None else ()
    return render_template(
        "citizen/mine.html",
        mine=found,
        waiting=waiting,
        later=before is not None,
        now=utc_now(),
        to_do=TO_DO,
    )


@citizen.get("/nhap/<uuid:draft_id>/xoa")
@for_signed_in
def ask_discard(draft_id: UUID) -> str:
    """Say what would be lost."""
    with reading() as db:
        draft = my_draft(db, draft_id)
    return render_template("citizen/discard.html", draft=draft, home=home_of(draft))


@citizen.post("/nhap/<uuid:draft_id>/xoa")
@for_signed_in
def do_discard(draft_id: UUID) -> Response:
    """Delete the draft with its files."""
    with acting() as call:
        home = home_of(my_draft(call.db, draft_id))
        discard(call, draft_id)
    flash(_("Đã xóa bản nháp."), "success")
    return redirect(home, 303)


@citizen.post("/nhap/<uuid:draft_id>/phien-ban")
@for_signed_in
def go_on(draft_id: UUID) -> Response:
    """Go on under the version in force, where something is left to do."""
    with acting() as call:
        renew(call, draft_id)
    flash(_("Bản nháp đã chuyển sang phiên bản hiện hành của thủ tục."), "success")
    return redirect(url_for("citizen.resume", draft_id=draft_id), 303)


def _moment(text: str) -> datetime | None:
    """An instant from an address; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None
