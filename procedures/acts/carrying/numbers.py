"""Numbers: an agency that keeps its code counts on, or a number would be given twice."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_DOSSIERS = text(
    """
    INSERT INTO dossier_number (unit_id, day, last)
    SELECT now.id, told.day, told.last
    FROM unit_succession AS step
    JOIN unit AS was ON was.id = step.old_id
    JOIN unit AS now ON now.id = step.new_id AND now.code_2020 = was.code_2020
    JOIN dossier_number AS told ON told.unit_id = was.id AND told.day >= :day
    WHERE step.reorganisation_id = :id
    """
)
_PAPERS = text(
    """
    INSERT INTO paper_number (unit_id, symbol, year, last)
    SELECT now.id, told.symbol, told.year, told.last
    FROM unit_succession AS step
    JOIN unit AS was ON was.id = step.old_id
    JOIN unit AS now ON now.id = step.new_id AND now.code_2020 = was.code_2020
    JOIN paper_number AS told ON told.unit_id = was.id
                             AND told.year >= extract(year FROM CAST(:day AS date))
    WHERE step.reorganisation_id = :id
    """
)


def carry_numbers(db: Session, reorganisation_id: UUID, day: date) -> None:
    """Let each unit with its predecessor's code go on with the numbers of the day and the year."""
    for statement in (_DOSSIERS, _PAPERS):
        db.execute(statement, {"id": reorganisation_id, "day": day})
