"""Receiving: the desk accepts the dossier, the statutory clock starts, a slip promises a date."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.legs import open_leg, take_in_hand
from procedures.acts.papers import reserve
from procedures.acts.slips import (
    form_today,
    local_minute,
    organisation_words,
    received_components,
    return_words,
    slip_sheet,
    term_words,
)
from procedures.acts.transition import Move, transition
from procedures.catalogue import Procedure, Slip
from procedures.catalogue.types import ChannelKind
from procedures.clock import Due, explain
from procedures.effects import Notify
from procedures.lifecycle import Act
from procedures.records import UnitRow
from procedures.records.counting import count
from procedures.records.versions import version_of


def receive(call: Call, dossier_id: UUID, seen_version: int) -> None:
    """Accept a complete dossier; its slip (Mẫu 01) is a paper like any other.

    The register's book is the year, and the slip's number is the entry in it: each dossier that a
    desk receives has one such slip, and their numbers have no gap.
    """
    with transition(call, Act.RECEIVE, dossier_id, seen_version) as move:
        take_in_hand(call, open_leg(call.db, move.dossier))
        move.then.append(Notify(dossier_id, "received"))
    _slip(call, move)


def _slip(call: Call, move: Move) -> None:
    dossier = move.dossier
    version = version_of(call.db, dossier.procedure_version_id)
    counted = count(call.db, dossier)
    desk = call.db.get_one(UnitRow, dossier.desk_unit_id)
    form = form_today(call, Slip.RECEPTION, version.procedure)
    body = {
        "components": received_components(call, dossier, version.procedure),
        "sets": 1,
        "term": term_words(dossier),
        "received_at": local_minute(dossier.received_at),
        "due_at": local_minute(counted.at),
        "due_trace": _trace(counted),
        "online": dossier.channel == ChannelKind.ONLINE,
        "return_method": return_words(dossier, desk),
        "fee": _fee(dossier.channel, version.procedure),
        "receiver": {"name": call.actor.name},
        "lookup_key": dossier.lookup_key,
        "book": str(call.today.year),
        "organisations": organisation_words(call, dossier),
    }
    reserve(call, dossier, version.procedure, slip_sheet(form, desk, body))


def _trace(counted: Due) -> list[str]:
    return list(explain(counted, "vi"))


def _fee(channel: str, procedure: Procedure) -> str:
    return next((c.fee_note["vi"] for c in procedure.channels if c.kind == channel), "")
