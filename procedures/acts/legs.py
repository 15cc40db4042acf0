"""Custody: opening and closing the legs of a dossier, always one unit at a time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.acts.call import Call
from procedures.clock import TimeLimit, due
from procedures.errors import N_, NotLawful
from procedures.records import Dossier, Leg
from procedures.records.counting import calendar_of, pauses_of
from procedures.routing import Function

NO_FURTHER_LEG = N_("Quy trình của hồ sơ không còn bước nào tiếp theo.")
ROOM = 1024
"""Between two planned legs, for those that the plan did not foresee."""


def legs_of(db: Session, dossier: Dossier) -> list[Leg]:
    """Every leg, in the order of the route."""
    return list(db.scalars(select(Leg).where(Leg.dossier_id == dossier.id).order_by(Leg.ordinal)))


def open_leg(db: Session, dossier: Dossier) -> Leg:
    """The leg that is open now; every dossier that has a holder has one."""
    return db.scalars(
        select(Leg).where(
            Leg.dossier_id == dossier.id, Leg.opened_at.is_not(None), Leg.closed_at.is_(None)
        )
    ).one()


def planned_after(db: Session, dossier: Dossier, leg: Leg) -> list[Leg]:
    """The legs of the plan that still lie ahead."""
    return [
        later
        for later in legs_of(db, dossier)
        if later.ordinal > leg.ordinal and later.opened_at is None
    ]


def close(call: Call, leg: Leg) -> None:
    """End a leg now."""
    leg.closed_at = call.now
    call.db.flush()


def enter(
    call: Call, dossier: Dossier, leg: Leg, *, officer_id: UUID | None = None, note: str = ""
) -> None:
    """Open a leg now and give its unit custody of the dossier."""
    leg.opened_at = call.now
    leg.officer_id = officer_id
    leg.handed_by = call.actor.person_id
    leg.note = note
    leg.due_at = leg_due(call.db, dossier, leg, call.now)
    dossier.holder_unit_id = leg.unit_id
    dossier.holder_officer_id = officer_id
    call.db.flush()


def leg_due(db: Session, dossier: Dossier, leg: Leg, opened: datetime) -> datetime | None:
    """When the leg should end: its own term from its opening, never later than the whole.

    Pauses since the opening carry the leg along with the whole; none while one is open.
    """
    if leg.term is None:
        return dossier.due_at
    since = tuple(pause for pause in pauses_of(db, dossier) if pause.start >= opened)
    limit = TimeLimit.from_json(leg.term)
    own = due(opened, limit, calendar_of(db, dossier), since, dossier.clock_policy).at
    if dossier.due_at is None or own is None:
        return own
    return min(own, dossier.due_at)


def recount_open_leg(db: Session, dossier: Dossier) -> None:
    """Let the open leg follow a pause or a resumption of the whole."""
    leg = open_leg(db, dossier)
    if leg.opened_at is not None:
        leg.due_at = leg_due(db, dossier, leg, leg.opened_at)


def insert_leg(
    db: Session, dossier: Dossier, after: Leg, *, function: Function, unit_id: int, code: str = ""
) -> Leg:
    """A leg that the plan did not foresee, right behind `after`."""
    following = [leg for leg in legs_of(db, dossier) if leg.ordinal > after.ordinal]
    if following and following[0].ordinal - after.ordinal == 1:
        _make_room(db, following)
    ordinal = (after.ordinal + following[0].ordinal) // 2 if following else after.ordinal + ROOM
    leg = Leg(dossier_id=dossier.id, ordinal=ordinal, code=code, function=function, unit_id=unit_id)
    db.add(leg)
    db.flush()
    return leg


def _make_room(db: Session, ahead: list[Leg]) -> None:
    """Move the legs that lie ahead further on, the last one first: no two share an ordinal."""
    for leg in reversed(ahead):
        leg.ordinal += ROOM
        db.flush()


def next_leg(db: Session, dossier: Dossier, leg: Leg, *functions: Function) -> Leg:
    """The next planned leg; raises `NotLawful` when it is not of one of the functions."""
    ahead = planned_after(db, dossier, leg)
    if not ahead or (functions and ahead[0].function not in functions):
        raise NotLawful(NO_FURTHER_LEG)
    return ahead[0]


def return_leg(db: Session, dossier: Dossier) -> Leg:
    """The leg at which the desk gives the result back."""
    return next(
        leg
        for leg in legs_of(db, dossier)
        if leg.function is Function.RETURN and leg.opened_at is None
    )


def release(call: Call, dossier: Dossier) -> None:
    """Nobody holds the dossier any longer: its life has ended."""
    close(call, open_leg(call.db, dossier))
    dossier.holder_unit_id = None
    dossier.holder_officer_id = None
