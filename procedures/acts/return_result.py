"""Returning the result at the desk or by post; online results are returned when they are issued."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.legs import release
from procedures.acts.transition import transition
from procedures.acts.words import needed
from procedures.effects import Notify
from procedures.errors import N_
from procedures.lifecycle import Act

NO_TAKER = N_("Hãy ghi người nhận kết quả hoặc số bưu gửi.")


def return_result(call: Call, dossier_id: UUID, seen_version: int, taker: str) -> None:
    """Close the dossier; `taker` says who took the result or which parcel carries it."""
    words = needed("taker", taker, NO_TAKER)
    with transition(call, Act.RETURN_RESULT, dossier_id, seen_version) as move:
        dossier = move.dossier
        move.detail.update(how=dossier.return_method, taker=words)
        release(call, dossier)
        dossier.returned_at = call.now
        move.then.append(Notify(dossier_id, "returned"))
