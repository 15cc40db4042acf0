"""Withdrawing: the applicant takes the request back before it is decided."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.legs import release
from procedures.acts.papers import void_open_papers
from procedures.acts.transition import transition
from procedures.acts.words import within
from procedures.effects import Notify
from procedures.lifecycle import Act

WITHDRAWN = "Người nộp rút hồ sơ"


def withdraw(call: Call, dossier_id: UUID, seen_version: int, reason: str = "") -> None:
    """End the dossier at the applicant's wish; a reason is welcome, not required."""
    words = within("reason", reason)
    with transition(call, Act.WITHDRAW, dossier_id, seen_version) as move:
        void_open_papers(call, move.dossier, reason=WITHDRAWN)
        release(call, move.dossier)
        move.detail["reason"] = words
        move.then.append(Notify(dossier_id, "withdrawn"))
