"""What else an officer may read of the person or the code searched for, whatever queue it is in.

Somebody at the counter asks about a dossier that another office holds, or that ended last year.
Names are looked for in queues only: who knows no number has no business in all the records.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.lifecycle import State
from procedures.people import Actor
from procedures.reads.inbox.filters import Condition, Filters
from procedures.records import Dossier, Person, ProcedureVersion, UnitRow
from procedures.records.standing import readable
from procedures.routing import Text

MOST = 25
_WHOLE_CODE = re.compile(r"\S+-[0-9]{6}-[0-9]{4,}")


@dataclass(frozen=True, slots=True)
class Other:
    """A dossier outside the list; `unit` has it now, none after its end."""

    id: UUID
    code: str
    procedure: Text
    subject: str
    applicant: str
    state: State
    submitted_at: datetime
    unit: Text | None


def elsewhere(
    db: Session, actor: Actor, filters: Filters, shown: Collection[UUID]
) -> tuple[Other, ...]:
    """The newest dossiers, `MOST` of them, of a whole citizen number or code, but those `shown`."""
    meant = _meant(filters)
    if meant is None:
        return ()
    rows = db.execute(
        select(
            Dossier.id,
            Dossier.code,
            Dossier.subject,
            Dossier.state,
            Dossier.submitted_at,
            ProcedureVersion.name.label("procedure"),
            Person.full_name.label("applicant"),
            UnitRow.name.label("unit"),
        )
        .join(ProcedureVersion, ProcedureVersion.id == Dossier.procedure_version_id)
        .join(Person, Person.id == Dossier.applicant_id)
        .outerjoin(UnitRow, UnitRow.id == Dossier.holder_unit_id)
        .where(meant, Dossier.id.not_in(shown), readable(actor))
        .order_by(Dossier.submitted_at.desc(), Dossier.id)
        .limit(MOST)
    )
    return tuple(Other(**row._asdict()) for row in rows)


def _meant(filters: Filters) -> Condition | None:
    """The one person or the one dossier that the words name in full; None for other words."""
    if filters.citizen_no:
        person = select(Person.id).where(Person.citizen_no == filters.citizen_no)
        return Dossier.applicant_id == person.scalar_subquery()
    if _WHOLE_CODE.fullmatch(filters.words):
        return Dossier.code == filters.words.upper()
    return None
