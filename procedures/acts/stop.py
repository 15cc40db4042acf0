"""Stopping: the office ends the handling, for instance when no supplement came in time."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.legs import release
from procedures.acts.papers import void_open_papers
from procedures.acts.transition import transition
from procedures.acts.words import needed
from procedures.effects import Notify
from procedures.errors import N_
from procedures.lifecycle import Act

NO_GROUNDS = N_("Hãy nêu căn cứ dừng giải quyết hồ sơ.")
STOPPED = "Dừng giải quyết hồ sơ"


def stop(call: Call, dossier_id: UUID, seen_version: int, grounds: str) -> None:
    """End the dossier without a decision, on stated grounds that the applicant is told."""
    words = needed("grounds", grounds, NO_GROUNDS)
    with transition(call, Act.STOP, dossier_id, seen_version) as move:
        void_open_papers(call, move.dossier, reason=STOPPED)
        release(call, move.dossier)
        move.detail["grounds"] = words
        move.then.append(Notify(dossier_id, "stopped"))
