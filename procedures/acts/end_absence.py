"""Ending an absence early: back on a day, and what was passed on ends with it."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.administer import Stream, in_turn, wrong
from procedures.acts.call import Call
from procedures.acts.plan_absence import ensure_planner
from procedures.errors import N_, NotFound, NotLawful
from procedures.records import Absence, Account, PostRow
from procedures.tags import Tag

NO_ABSENCE = N_("Không tìm thấy lần vắng mặt này.")
OVER = N_("Lần vắng mặt này đã kết thúc.")
TOO_EARLY = N_("Ngày trở lại sớm nhất là hôm nay và phải sau ngày bắt đầu vắng mặt.")
TOO_LATE = N_("Ngày trở lại phải sớm hơn ngày đã định.")


def end_absence(call: Call, absence_id: UUID, on: date) -> None:
    """Make `on` the first day back; one that has not begun is called off altogether."""
    in_turn(call, Stream.OFFICERS)
    absence = call.db.get(Absence, absence_id, with_for_update=True, populate_existing=True)
    if absence is None:
        raise NotFound(NO_ABSENCE)
    own = select(PostRow.unit_id).where(PostRow.person_id == absence.person_id)
    ensure_planner(call, absence.person_id, set(call.db.scalars(own)))
    if absence.valid_to <= call.today:
        raise NotLawful(OVER)
    called_off = absence.valid_from > call.today
    if not called_off:
        _ensure_day(call, absence, on)
    account = call.db.get(Account, absence.person_id)
    detail = {
        "account": account.username if account else "",
        "from": absence.valid_from.isoformat(),
        "to": None if called_off else on.isoformat(),
    }
    for post in call.db.scalars(select(PostRow).where(PostRow.absence_id == absence.id)):
        if called_off or post.valid_from >= on:
            call.db.delete(post)
        elif post.valid_to is None or post.valid_to > on:
            post.valid_to = on
    call.db.flush()
    if called_off:
        call.db.delete(absence)
    else:
        absence.valid_to = on
    call.db.flush()
    ledger.append(call, Stream.OFFICERS, Tag.ABSENCE_ENDED, detail=detail)


def _ensure_day(call: Call, absence: Absence, on: date) -> None:
    if on < call.today or on <= absence.valid_from:
        raise wrong("on", TOO_EARLY)
    if on >= absence.valid_to:
        raise wrong("on", TOO_LATE)
