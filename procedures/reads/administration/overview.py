"""What waits for an administrator today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from procedures.people import Role
from procedures.preservation import Policy
from procedures.reads.administration.calendars import calendars, is_decided
from procedures.reads.administration.holdings import bounded
from procedures.reads.administration.jobs import JobFigures, job_figures
from procedures.reads.renewals import counted_ended
from procedures.records import (
    Account,
    Dossier,
    LedgerEntry,
    Person,
    PostRow,
    ProcedureVersion,
    UnitRow,
)
from procedures.records.directory import in_force
from procedures.records.versions import takes_filings
from procedures.routing import Text
from procedures.tags import Tag

MOST_UNITS = 10
SOON = timedelta(days=30)
DENIALS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class BareUnit:
    """A unit that holds dossiers while nobody is in office there."""

    id: int
    name: Text
    code: str


@dataclass(frozen=True, slots=True)
class EndingPost:
    """A post that ends soon."""

    id: int
    name: str
    title: Text
    unit: Text
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class UndecidedYear:
    """A year for which no document has decided the calendar."""

    code: str
    name: Text
    year: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything is bounded: lists by their limits, figures at `holdings.MOST`."""

    jobs: JobFigures
    undecided: tuple[UndecidedYear, ...]
    bare_units: tuple[BareUnit, ...]
    ending: tuple[EndingPost, ...]
    units: int
    officers: int
    procedures: int
    denials: int
    ended_files: int


def overview(db: Session, on: date, denial_stream: str, policy: Policy, now: datetime) -> Overview:
    """The state of the house on the day, and which files the policy calls ended now."""
    refused = select(LedgerEntry.id).where(
        LedgerEntry.stream == denial_stream,
        LedgerEntry.tag == Tag.ACCESS_DENIED,
        LedgerEntry.at >= func.now() - DENIALS,
    )
    published = select(ProcedureVersion.id).where(takes_filings(on))
    papers, evidence = counted_ended(policy, now)
    figures = db.execute(
        select(
            bounded(select(UnitRow.id).where(in_force(UnitRow, on))),
            bounded(select(Account.person_id).where(_in_office_now(on))),
            bounded(published),
            bounded(refused),
            papers + evidence,
        )
    ).one()
    return Overview(
        job_figures(db), _undecided(db, on), _bare_units(db, on), _ending(db, on), *figures
    )


def _in_office_now(on: date) -> ColumnElement[bool]:
    return exists().where(
        PostRow.person_id == Account.person_id,
        in_force(PostRow, on),
    )


def _undecided(db: Session, on: date) -> tuple[UndecidedYear, ...]:
    return tuple(
        UndecidedYear(sheet.code, sheet.name, year)
        for sheet in calendars(db)
        for year in (on.year, on.year + 1)
        if not is_decided(sheet.calendar, year)
    )


def _bare_units(db: Session, on: date) -> tuple[BareUnit, ...]:
    holds = exists().where(Dossier.holder_unit_id == UnitRow.id)
    staffed = exists().where(
        PostRow.unit_id == UnitRow.id,
        PostRow.role != Role.ADMIN,
        in_force(PostRow, on),
    )
    rows = db.execute(
        select(UnitRow.id, UnitRow.name, UnitRow.code_2020)
        .where(holds, ~staffed)
        .order_by(UnitRow.code_2020)
        .limit(MOST_UNITS)
    )
    return tuple(BareUnit(*row) for row in rows)


def _ending(db: Session, on: date) -> tuple[EndingPost, ...]:
    rows = db.execute(
        select(PostRow.id, Person.full_name, PostRow.title, UnitRow.name, PostRow.valid_to)
        .join(Person, Person.id == PostRow.person_id)
        .join(UnitRow, UnitRow.id == PostRow.unit_id)
        .where(PostRow.valid_to > on, PostRow.valid_to <= on + SOON)
        .order_by(PostRow.valid_to, PostRow.id)
        .limit(MOST_UNITS)
    )
    return tuple(EndingPost(*row) for row in rows)
