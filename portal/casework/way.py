"""The way of a dossier as the kit's time line draws it, with the officers' names and notes."""

from dataclasses import dataclass
from datetime import datetime

from portal.i18n import gettext as _
from portal.i18n import text
from procedures.lifecycle import FINAL_STATES, PAUSED_STATES, State
from procedures.reads.file import Brief, LegRow

WAITING = PAUSED_STATES | {State.INCOMPLETE}
CUT_SHORT = FINAL_STATES - {State.RETURNED}


@dataclass(frozen=True, slots=True)
class Step:
    """One leg; `state` is the kit's word for it."""

    state: str
    title: str
    holder: str
    at: datetime | None
    due: datetime | None
    note: str


def steps(head: Brief) -> list[Step]:
    """Who had it, has it and will have it; nothing lies ahead once its life has ended."""
    opened = [leg for leg in head.legs if leg.opened_at]
    ahead = [leg for leg in head.legs if not leg.opened_at and head.state not in FINAL_STATES]
    last = opened[-1] if opened else None
    return [_step(head, leg, last=leg is last) for leg in (*opened, *ahead)]


def _step(head: Brief, leg: LegRow, *, last: bool) -> Step:
    return Step(
        state=_state(head, leg, last=last),
        title=_(leg.title),
        holder=" · ".join(part for part in (text(leg.unit), leg.officer) if part),
        at=leg.closed_at or leg.opened_at,
        due=None if leg.closed_at else leg.due_at,
        note=_("{giver} ghi: {words}").format(giver=leg.given_by, words=leg.note)
        if leg.note
        else "",
    )


def _state(head: Brief, leg: LegRow, *, last: bool) -> str:
    if not leg.opened_at:
        return "next"
    if last and head.state in CUT_SHORT:
        return "stopped"
    if leg.closed_at:
        return "done"
    return "paused" if head.state in WAITING else "current"
