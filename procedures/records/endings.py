"""Results of a dossier that are worth nothing any more, as registers and tracking tell them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from procedures.records.dossier import Dossier
from procedures.records.paper import Paper


@dataclass(frozen=True, slots=True)
class EndedPaper:
    """A paper by its number as printed, since when it stands no more, and whether another does."""

    number: str
    since: datetime
    replaced: bool


def ended_papers() -> ScalarSelect[Any]:
    """A column beside `Dossier`: its ended papers as JSON, for `read_ended`."""
    told = func.json_build_object(
        "number",
        Paper.context["number_text"].astext,
        "since",
        Paper.revoked_at,
        "replaced",
        Paper.superseded_by.is_not(None),
    )
    return (
        select(func.json_agg(aggregate_order_by(told, Paper.revoked_at, Paper.id)))
        .where(Paper.dossier_id == Dossier.id, Paper.revoked_at.is_not(None))
        .correlate(Dossier)
        .scalar_subquery()
    )


def read_ended(found: Iterable[Mapping[str, Any]] | None) -> tuple[EndedPaper, ...]:
    """What the column holds; nothing for a dossier whose papers all stand."""
    return tuple(
        EndedPaper(
            number=str(paper["number"] or ""),
            since=datetime.fromisoformat(paper["since"]),
            replaced=bool(paper["replaced"]),
        )
        for paper in found or ()
    )
