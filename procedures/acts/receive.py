"""Receiving: the desk accepts the dossier, the statutory clock starts, a slip promises a date."""

from datetime import datetime
from uuid import UUID

from procedures.acts.call import LOCAL_ZONE, Call
from procedures.acts.papers import Sheet, reserve
from procedures.acts.slips import SLIPS, received_components, return_words, term_words
from procedures.acts.transition import Move, transition
from procedures.catalogue.types import Procedure
from procedures.clock import Due, explain
from procedures.effects import Notify
from procedures.lifecycle import Act
from procedures.records import UnitRow
from procedures.records.counting import count
from procedures.records.versions import version_of


def receive(call: Call, dossier_id: UUID, seen_version: int) -> None:
    """Accept a complete dossier; the slip (TT 01/2018/TT-VPCP Mẫu 01) is a paper like any other."""
    with transition(call, Act.RECEIVE, dossier_id, seen_version) as move:
        move.then.append(Notify(dossier_id, "received"))
    _slip(call, move)


def _slip(call: Call, move: Move) -> None:
    dossier = move.dossier
    version = version_of(call.db, dossier.procedure_version_id)
    counted = count(call.db, dossier)
    desk = call.db.get_one(UnitRow, dossier.desk_unit_id)
    slip = SLIPS["giay-tiep-nhan"]
    body = {
        "components": received_components(call, dossier, version.procedure),
        "sets": 1,
        "term": term_words(dossier),
        "received_at": _local(dossier.received_at),
        "due_at": _local(counted.at),
        "due_trace": _trace(counted),
        "return_method": return_words(dossier, desk),
        "fee": _fee(dossier.channel, version.procedure),
        "receiver": {"name": call.actor.name},
        "lookup_key": dossier.lookup_key,
        "form_set": "TT 03/2025",
    }
    sheet = Sheet(kind=slip.kind, title=slip.title, symbol=slip.symbol, unit=desk, body=body)
    reserve(call, dossier, version.procedure, sheet)


def _local(at: datetime | None) -> str:
    assert at is not None
    return at.astimezone(LOCAL_ZONE).isoformat(timespec="minutes")


def _trace(counted: Due) -> list[str]:
    return list(explain(counted, "vi"))


def _fee(channel: str, procedure: Procedure) -> str:
    return next((c.fee_note["vi"] for c in procedure.channels if c.kind == channel), "")
