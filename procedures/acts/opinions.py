"""What a proposal needs of the opinions that were asked: each answered, or its time gone by."""

from procedures.acts.call import Call
from procedures.acts.legs import open_beside
from procedures.errors import N_, NotLawful
from procedures.records import Dossier, UnitRow

STILL_ASKED = N_("Còn chờ ý kiến của {unit}. Hãy đợi trả lời, hoặc trình khi đã hết hạn trả lời.")


def close_opinions(call: Call, dossier: Dossier) -> None:
    """End the opinions whose term has run out unanswered; raise when one may still come."""
    for side in open_beside(call.db, dossier):
        if side.due_at is None or call.now <= side.due_at:
            unit = call.db.get_one(UnitRow, side.unit_id)
            raise NotLawful(STILL_ASKED, unit=unit.name["vi"])
        side.closed_at = call.now
    call.db.flush()
