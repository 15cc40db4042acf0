"""Dossiers in flight: place, desk, holder, legs and offers go to the successors, in bulk."""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_SECTIONS = tuple(
    section
    for section in (files(__package__) / "dossiers.sql").read_text("utf-8").split(";\n")
    if section.strip()
)


def carry_dossiers(
    db: Session, reorganisation_id: UUID, day: date, singles: Mapping[str, int]
) -> int:
    """Move what is in flight; leaves the table `carried` until the commit, and says how many.

    `singles` has the new place of dossiers that were decided one by one, by their code.
    """
    db.execute(
        text("CREATE TEMP TABLE carry_single (code text PRIMARY KEY, new_id int) ON COMMIT DROP")
    )
    if singles:
        db.execute(
            text("INSERT INTO carry_single VALUES (:code, :new_id)"),
            [{"code": code, "new_id": place} for code, place in singles.items()],
        )
    for section in _SECTIONS:
        db.execute(text(section), {"id": reorganisation_id, "day": day})
    return int(db.scalar(text("SELECT count(*) FROM carried")) or 0)
