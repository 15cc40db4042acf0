"""Reopening: what ended the dossier was revoked, so it goes back to whoever ended it.

The system does it when the revocation takes effect, where the procedure says so (`after_denial`).
The way is walked again from the step that ended it: a reception, a handling that stopped, or the
handling that led to a denial, with the approvals and the signature that follow.
"""

from dataclasses import replace
from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.legs import ROOM, close, legs_of
from procedures.acts.transition import locked, transition
from procedures.lifecycle import RESULTED_STATES, Act
from procedures.people import SYSTEM
from procedures.records import Dossier, Leg
from procedures.records.lineage import answers_for
from procedures.routing import Function


def reopen(call: Call, dossier_id: UUID) -> None:
    """Give custody back and let the clock run on; raises `NotLawful` where nothing was ended."""
    call = replace(call, actor=SYSTEM)
    dossier = locked(call, dossier_id, None)
    was = legs_of(call.db, dossier)
    with transition(call, Act.REOPEN, dossier_id, None) as move:
        for leg in was:
            if leg.is_open:
                close(call, leg)
        again = _planned_again(call, dossier, was)
        desk = answers_for(call.db, dossier.id, dossier.desk_unit_id)
        again[0].opened_at = call.now
        call.db.flush()
        # Custody and state change in one statement: neither may be seen without the other.
        dossier.desk_unit_id = desk or dossier.desk_unit_id
        dossier.holder_unit_id, dossier.holder_officer_id = again[0].unit_id, None
        move.detail["unit"] = again[0].unit_id


def _planned_again(call: Call, dossier: Dossier, was: list[Leg]) -> list[Leg]:
    """The legs from the step that ended it, behind all others, each at the unit that answers now.

    Those that were walked are planned anew; those that were not are moved.
    """
    custody = [leg for leg in was if not leg.beside]
    begun = [leg for leg in custody if leg.has_begun]
    if dossier.state in RESULTED_STATES:
        begun = [leg for leg in begun if leg.function is Function.HANDLING]
    start = begun[-1].ordinal
    ordinal = was[-1].ordinal
    again = []
    for leg in was:
        if leg.ordinal < start or (leg.beside and leg.has_begun):
            continue
        ordinal += ROOM
        planned = _copy(dossier, leg) if leg.has_begun else leg
        planned.ordinal = ordinal
        planned.unit_id = answers_for(call.db, dossier.id, leg.unit_id) or leg.unit_id
        call.db.add(planned)
        call.db.flush()
        again.append(planned)
    return again


def _copy(dossier: Dossier, leg: Leg) -> Leg:
    return Leg(
        dossier_id=dossier.id,
        ordinal=leg.ordinal,
        code=leg.code,
        function=leg.function,
        unit_id=leg.unit_id,
        term=leg.term,
    )
