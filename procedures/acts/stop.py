"""Stopping: the office ends the handling, for instance when no supplement came in time.

While a supplement is awaited it must wait for the day that it named itself.
"""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.legs import release
from procedures.acts.papers import reserve, void_open_papers
from procedures.acts.patience import ensure_time_is_up
from procedures.acts.slips_underway import stop_sheet
from procedures.acts.transition import transition
from procedures.acts.words import needed
from procedures.effects import Notify
from procedures.errors import N_
from procedures.lifecycle import Act
from procedures.records import UnitRow
from procedures.records.versions import version_of

NO_GROUNDS = N_("Hãy nêu căn cứ dừng giải quyết hồ sơ.")
STOPPED = "Dừng giải quyết hồ sơ"


def stop(call: Call, dossier_id: UUID, seen_version: int, grounds: str) -> None:
    """End the dossier without a decision, on stated grounds that a notice tells the applicant."""
    words = needed("grounds", grounds, NO_GROUNDS)
    with transition(call, Act.STOP, dossier_id, seen_version) as move:
        dossier = move.dossier
        ensure_time_is_up(call, dossier)
        unit = call.db.get_one(UnitRow, dossier.holder_unit_id)
        void_open_papers(call, dossier, reason=STOPPED)
        release(call, dossier)
        move.detail["grounds"] = words
        move.then.append(Notify(dossier_id, "stopped"))
    procedure = version_of(call.db, dossier.procedure_version_id).procedure
    reserve(call, dossier, procedure, stop_sheet(call, dossier, procedure, unit, grounds=words))
