"""The plan of the tree without a tier, drawn up over the tree that stands here."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.records import PlaceRow, ProcedureVersion
from procedures.records.directory import in_force
from procedures.records.tree import tree_before
from procedures.records.versions import takes_filings
from procedures.reform.two_tiers import left_out, two_tiers


def derived_plan(db: Session, today: date, on: date | None) -> dict[str, Any]:
    """The JSON for the day, with the routes of the procedures that take filings then."""
    day = on or today
    bodies = db.scalars(select(ProcedureVersion.body).where(takes_filings(day)))
    return two_tiers(tree_before(db, today, day), bodies, on)


def localities_elsewhere(db: Session, on: date) -> int:
    """How many old localities of the new province the tree that stands here does not have."""
    return left_out(set(db.scalars(select(PlaceRow.code).where(in_force(PlaceRow, on)))))
