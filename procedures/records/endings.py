"""Papers of a dossier that are worth nothing any more, as registers and tracking tell them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from procedures.records.dossier import Dossier
from procedures.records.paper import Paper
from procedures.records.revocation import Revocation


@dataclass(frozen=True, slots=True)
class EndedPaper:
    """A paper by its number as printed, since when it stands no more, and whether another does.

    `by` and `dated` are number and date of the decision or of the replacement; `code` confirms it
    at the page of verification, where it was made here.
    """

    number: str
    since: datetime
    replaced: bool
    by: str = ""
    dated: date | None = None
    code: str = ""


_By = aliased(Paper)


def ended_it(paper: type[Paper]) -> ColumnElement[bool]:
    """Joins a paper to the revocation that was decided of it."""
    return (Revocation.paper_id == paper.id) & Revocation.decided_at.is_not(None)


def ended_papers() -> ScalarSelect[Any]:
    """A column beside `Dossier`: its ended papers as JSON, for `read_ended`."""
    told = func.json_build_object(
        "number",
        Paper.context["number_text"].astext,
        "since",
        Paper.revoked_at,
        "replaced",
        Paper.superseded_by.is_not(None),
        "by",
        func.coalesce(_By.context["number_text"].astext, Revocation.decision_number, ""),
        "dated",
        func.coalesce(_By.dated, Revocation.decision_date),
        "code",
        func.coalesce(_By.verify_code, ""),
    )
    return (
        select(func.json_agg(aggregate_order_by(told, Paper.revoked_at, Paper.id)))
        .select_from(Paper)
        .outerjoin(Revocation, ended_it(Paper))
        .outerjoin(_By, _By.id == Revocation.instrument_id)
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
            by=str(paper["by"]),
            dated=date.fromisoformat(paper["dated"]) if paper["dated"] else None,
            code=str(paper["code"]),
        )
        for paper in found or ()
    )
