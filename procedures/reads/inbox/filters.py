"""What an officer looks for in a queue, as conditions, and by which moment its rows stand."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from procedures.clock import VIETNAM, on
from procedures.lifecycle import State
from procedures.people import as_citizen_no
from procedures.records import Dossier, Person, ProcedureVersion
from procedures.records.spelling import folded, like

Condition = ColumnElement[bool]


class Lateness(StrEnum):
    """A filter by the due moment of the whole dossier."""

    LATE = "qua-han"
    TODAY = "hom-nay"


class Sort(StrEnum):
    """Which moment comes first in the list."""

    DUE = "han"
    SUBMITTED = "nop"


PAGE = 25
SIZES = (PAGE, 50, 100)
"""How many rows a page may have; as many as the last can be dealt with at once."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What an officer looks for; empty fields ask for nothing. `size` is one of `SIZES`.

    `words` is part of a code, of the applicant's name or of the subject, with or without marks;
    or the applicant's whole citizen number.
    `since` and `until` are days of submission, both within.
    """

    procedure: str = ""
    words: str = ""
    lateness: Lateness | None = None
    state: State | None = None
    officer: UUID | None = None
    since: date | None = None
    until: date | None = None
    sort: Sort | None = None
    size: int = PAGE

    @property
    def citizen_no(self) -> str:
        """The citizen number that the words are, "" when they are something else."""
        return as_citizen_no(self.words)

    @property
    def any(self) -> bool:
        return self.rare or bool(self.procedure or self.words or self.lateness)

    @property
    def rare(self) -> bool:
        """Whether one of those is set that a page keeps folded away."""
        asked = (self.state, self.officer, self.since, self.until, self.sort)
        return any(asked) or self.size != PAGE


def narrowed(filters: Filters, now: datetime) -> list[Condition]:
    """The conditions of the filters; the applicant must be joined as `Person`."""
    found: list[Condition] = []
    if filters.procedure:
        versions = select(ProcedureVersion.id).where(ProcedureVersion.code == filters.procedure)
        found.append(Dossier.procedure_version_id.in_(versions))
    if filters.words:
        found.append(_speaks_of(filters))
    if filters.lateness is Lateness.LATE:
        found.append(Dossier.due_at < now)
    if filters.lateness is Lateness.TODAY:
        found.append((Dossier.due_at >= now) & (Dossier.due_at <= evening(now)))
    if filters.state:
        found.append(Dossier.state == filters.state)
    if filters.officer:
        found.append(Dossier.holder_officer_id == filters.officer)
    return found + _submitted(filters)


def _submitted(filters: Filters) -> list[Condition]:
    found: list[Condition] = []
    if filters.since:
        found.append(Dossier.submitted_at >= on(filters.since, time.min))
    if filters.until and filters.until < date.max:
        found.append(Dossier.submitted_at < on(filters.until + timedelta(days=1), time.min))
    return found


def evening(now: datetime) -> datetime:
    """The last moment of the office's today."""
    return on(now.astimezone(VIETNAM).date(), time.max)


def _speaks_of(filters: Filters) -> Condition:
    if filters.citizen_no:
        return Person.citizen_no == filters.citizen_no
    pattern = like(filters.words)
    return or_(
        Dossier.code.ilike(pattern),
        folded(Person.full_name).like(pattern),
        folded(Dossier.subject).like(pattern),
    )
