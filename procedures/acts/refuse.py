"""Refusing: the desk does not receive the dossier, and says on what grounds.

One that was to be completed first may be refused when the time for that is over.
"""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.legs import release
from procedures.acts.papers import reserve
from procedures.acts.patience import ensure_time_is_up
from procedures.acts.slips import form_today, slip_sheet
from procedures.acts.transition import transition
from procedures.acts.words import needed
from procedures.catalogue import Slip
from procedures.catalogue.types import ChannelKind
from procedures.effects import Notify
from procedures.errors import N_
from procedures.lifecycle import Act
from procedures.records import UnitRow
from procedures.records.versions import version_of

NO_GROUNDS = N_("Hãy nêu lý do từ chối để người nộp hồ sơ hiểu và biết phải làm gì.")


def refuse(call: Call, dossier_id: UUID, seen_version: int, grounds: str) -> None:
    """End the dossier before reception; the slip is Mẫu 03 of either circular."""
    reason = needed("grounds", grounds, NO_GROUNDS)
    with transition(call, Act.REFUSE, dossier_id, seen_version) as move:
        dossier = move.dossier
        ensure_time_is_up(call, dossier)
        release(call, dossier)
        move.then.append(Notify(dossier_id, "refused"))
    procedure = version_of(call.db, dossier.procedure_version_id).procedure
    form = form_today(call, Slip.REFUSAL, procedure)
    desk = call.db.get_one(UnitRow, dossier.desk_unit_id)
    body = {
        "grounds": reason,
        "online": dossier.channel == ChannelKind.ONLINE,
        "receiver": {"name": call.actor.name},
    }
    reserve(call, dossier, procedure, slip_sheet(form, desk, body))
