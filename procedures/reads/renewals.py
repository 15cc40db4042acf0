"""What has to be stamped again in the years to come, and which papers are first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procedures.preservation import (
    Due,
    Expected,
    Group,
    Policy,
    Strength,
    due,
    forecast,
)
from procedures.records import Paper, PaperStamp, UnitRow
from procedures.records.editions import THE_PAPER, is_newest, without_stamp
from procedures.records.paper import PaperState


@dataclass(frozen=True, slots=True)
class FirstPaper:
    """A paper that is among the first to be renewed; `notation` is its number.

    `annex` is which of the files that go with it, 0 for itself.
    """

    notation: str
    annex: int
    agency: str
    issued_at: datetime
    due: Due


@dataclass(frozen=True, slots=True)
class Renewals:
    """The forecast: how many files a year and why, annexes counted too, and the first of them."""

    papers: int
    years: tuple[Expected, ...]
    first: tuple[FirstPaper, ...]


def renewals(db: Session, policy: Policy, now: datetime, until: datetime, first: int) -> Renewals:
    """Every renewal from now until then, if neither policy nor time authority changes."""
    groups = list(_groups(db))
    return Renewals(
        papers=sum(group.papers for group in groups),
        years=forecast(groups, policy, now, until),
        first=tuple(_first(db, policy, until, first)),
    )


def _groups(db: Session) -> Iterable[Group]:
    """The issued files by what their newest archive time stamps rest on."""
    stamped = (
        select(PaperStamp.certificate_ends, PaperStamp.algorithms, func.count())
        .where(is_newest())
        .group_by(PaperStamp.certificate_ends, PaperStamp.algorithms)
    )
    for ends, algorithms, papers in db.execute(stamped):
        yield Group(Strength(ends, tuple(algorithms)), papers)
    without = db.scalar(
        select(func.count())
        .select_from(Paper)
        .where(Paper.state == PaperState.ISSUED, without_stamp())
    )
    if without:
        yield Group(None, without)


def _first(db: Session, policy: Policy, until: datetime, most: int) -> Iterable[FirstPaper]:
    """The papers that are due first: those without a stamp, then by the end of its certificate."""
    rows = db.execute(
        select(Paper, PaperStamp, UnitRow.name)
        .join(UnitRow, UnitRow.id == Paper.unit_id)
        .outerjoin(PaperStamp, (PaperStamp.paper_id == Paper.id) & is_newest())
        .where(Paper.state == PaperState.ISSUED)
        .order_by(PaperStamp.certificate_ends.nulls_first(), Paper.issued_at)
        .limit(most)
    )
    for paper, stamp, agency in rows:
        newest: PaperStamp | None = stamp
        when = due(_strength(newest), policy)
        if when.at <= until:
            assert paper.issued_at is not None
            annex = newest.annex if newest is not None else THE_PAPER
            yield FirstPaper(paper.notation, annex, agency["vi"], paper.issued_at, when)


def _strength(stamp: PaperStamp | None) -> Strength | None:
    if stamp is None:
        return None
    return Strength(stamp.certificate_ends, tuple(stamp.algorithms))
