"""Tracing an access that was refused: someone asked for a dossier that is not theirs."""

from uuid import UUID

from procedures.acts import ledger
from procedures.acts.call import Call
from procedures.tags import Tag

STREAM = "access"


def trace_denial(call: Call, dossier_id: UUID, route: str) -> None:
    """Write who asked for which dossier by which route; the asker learns nothing."""
    ledger.append(
        call,
        STREAM,
        Tag.ACCESS_DENIED,
        detail={"dossier": str(dossier_id), "route": route},
    )
