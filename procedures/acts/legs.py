"""Custody: opening and closing the legs of a dossier, always one unit at a time."""

from datetime import datetime
from itertools import takewhile
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from procedures.acts.call import Call
from procedures.clock import TimeLimit, due
from procedures.errors import N_, NotLawful
from procedures.records import Dossier, Handover, Leg, Opinion
from procedures.records.counting import calendar_of, extension_of, pauses_of
from procedures.records.handover import HandoverOutcome
from procedures.routing import Function

NO_FURTHER_LEG = N_("Quy trình của hồ sơ không còn bước nào tiếp theo.")
ROOM = 1024
"""Between two planned legs, for those that the plan did not foresee."""


def legs_of(db: Session, dossier: Dossier) -> list[Leg]:
    """Every leg, in the order of the route."""
    return list(db.scalars(select(Leg).where(Leg.dossier_id == dossier.id).order_by(Leg.ordinal)))


def open_leg(db: Session, dossier: Dossier) -> Leg:
    """The leg that has custody now; every dossier that has a holder has one."""
    return db.scalars(_open(dossier).where(~Leg.beside)).one()


def open_beside(db: Session, dossier: Dossier) -> list[Leg]:
    """The legs that run beside it: opinions that are not given yet."""
    return list(db.scalars(_open(dossier).where(Leg.beside).order_by(Leg.ordinal)))


def _open(dossier: Dossier) -> Select[Leg]:
    return select(Leg).where(
        Leg.dossier_id == dossier.id, Leg.opened_at.is_not(None), Leg.closed_at.is_(None)
    )


def planned_after(db: Session, dossier: Dossier, leg: Leg) -> list[Leg]:
    """The legs of the plan that still lie ahead, without those beside them."""
    return [
        later
        for later in legs_of(db, dossier)
        if later.ordinal > leg.ordinal and not later.has_begun and not later.beside
    ]


def close(call: Call, leg: Leg) -> None:
    """End a leg now; who ends what nobody took in hand has had it in hand."""
    if leg.taken_at is None:
        take_in_hand(call, leg)
    leg.closed_at = call.now
    call.db.flush()


def take_in_hand(call: Call, leg: Leg) -> None:
    """Write down which officer of the unit has the leg in hand from now on."""
    if leg.unit_id in call.actor.unit_ids:
        leg.taken_at = call.now
        leg.taken_by = call.actor.person_id


def enter(
    call: Call,
    dossier: Dossier,
    leg: Leg,
    *,
    officer_id: UUID | None = None,
    note: str = "",
    given_by: UUID | None = None,
) -> None:
    """Open a leg now and give its unit custody of the dossier; what runs beside it opens too."""
    leg.opened_at = call.now
    leg.officer_id = officer_id
    leg.handed_by = given_by or call.actor.person_id
    leg.note = note
    leg.due_at = leg_due(call.db, dossier, leg, call.now)
    dossier.holder_unit_id = leg.unit_id
    dossier.holder_officer_id = officer_id
    call.db.flush()
    for side in _planned_beside(call.db, dossier, leg):
        open_side(call, dossier, side)


def open_side(call: Call, dossier: Dossier, side: Leg) -> None:
    """Open a leg that takes no custody; its question waits in its note."""
    side.opened_at = call.now
    side.handed_by = call.actor.person_id
    side.due_at = leg_due(call.db, dossier, side, call.now)
    call.db.flush()
    call.db.add(
        Opinion(
            dossier_id=dossier.id,
            leg_id=side.id,
            question=side.note,
            asked_at=call.now,
            asked_by=call.actor.person_id,
        )
    )
    call.db.flush()


def _planned_beside(db: Session, dossier: Dossier, leg: Leg) -> list[Leg]:
    """The legs right behind it, up to the next that takes custody."""
    behind = (later for later in legs_of(db, dossier) if later.ordinal > leg.ordinal)
    return [side for side in takewhile(lambda later: later.beside, behind) if not side.has_begun]


def leg_due(db: Session, dossier: Dossier, leg: Leg, opened: datetime) -> datetime | None:
    """When the leg should end: its own term from its opening, never later than the whole.

    Pauses and an extension since the opening carry the leg along with the whole; none while a
    pause is open.
    """
    if leg.term is None:
        return dossier.due_at
    calendar = calendar_of(db, dossier)
    since = tuple(pause for pause in pauses_of(db, dossier) if pause.start >= opened)
    limit = TimeLimit.from_json(leg.term)
    own = due(opened, limit, calendar, since, dossier.clock_policy).at
    if own is None:
        return None
    granted = extension_of(db, dossier)
    if granted is not None and granted.decided_at >= opened:
        won = calendar.minutes_between(granted.promised_before, calendar.closing(granted.until))
        own = calendar.add(own, won)
    return own if dossier.due_at is None else min(own, dossier.due_at)


def recount_open_legs(db: Session, dossier: Dossier) -> None:
    """Let the open legs follow a pause, a resumption or a new promise of the whole."""
    for leg in (open_leg(db, dossier), *open_beside(db, dossier)):
        if leg.opened_at is not None:
            leg.due_at = leg_due(db, dossier, leg, leg.opened_at)


def insert_leg(
    db: Session,
    dossier: Dossier,
    after: Leg,
    *,
    function: Function,
    unit_id: int,
    code: str = "",
    beside: bool = False,
) -> Leg:
    """A leg that the plan did not foresee: right behind `after`, or behind what runs beside it."""
    behind = [leg for leg in legs_of(db, dossier) if leg.ordinal > after.ordinal]
    sides = list(takewhile(lambda leg: leg.beside, behind))
    at, following = (sides[-1] if sides else after), behind[len(sides) :]
    if following and following[0].ordinal - at.ordinal == 1:
        _make_room(db, following)
    ordinal = (at.ordinal + following[0].ordinal) // 2 if following else at.ordinal + ROOM
    leg = Leg(
        dossier_id=dossier.id,
        ordinal=ordinal,
        code=code,
        function=function,
        unit_id=unit_id,
        beside=beside,
    )
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


def seal_leg(db: Session, dossier: Dossier) -> Leg | None:
    """The leg at which the agency seals, where the route shows one."""
    ahead = (leg for leg in legs_of(db, dossier) if not leg.has_begun)
    return next((leg for leg in ahead if leg.function is Function.SEAL), None)


def return_leg(db: Session, dossier: Dossier) -> Leg:
    """The leg at which the desk gives the result back."""
    return next(
        leg
        for leg in legs_of(db, dossier)
        if leg.function is Function.RETURN and leg.opened_at is None
    )


def open_offer(db: Session, dossier: Dossier) -> Handover | None:
    """The offer to another unit that nobody has answered yet."""
    return db.scalar(
        select(Handover).where(Handover.dossier_id == dossier.id, Handover.outcome.is_(None))
    )


def release(call: Call, dossier: Dossier) -> None:
    """Nobody holds the dossier any longer: its life has ended, with all that was still open."""
    offer = open_offer(call.db, dossier)
    if offer is not None:
        offer.outcome, offer.answered_at = HandoverOutcome.LAPSED, call.now
    for side in open_beside(call.db, dossier):
        side.closed_at = call.now
    close(call, open_leg(call.db, dossier))
    dossier.holder_unit_id = None
    dossier.holder_officer_id = None
