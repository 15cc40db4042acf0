"""What has to be stamped again in the years to come, papers and evidence apart; what is first.

A file whose newest stamp has ended is renewed no more: such are counted and listed by themselves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, not_, select, true
from sqlalchemy.orm import Session

from procedures.preservation import Due, Expected, Group, Policy, Strength, due, forecast
from procedures.records import Declaration, Dossier, EvidenceStamp, Paper, PaperStamp, UnitRow
from procedures.records.editions import (
    THE_PAPER,
    StampTable,
    has_ended,
    is_newest,
    without_stamp,
)
from procedures.records.paper import PaperState

MOST = 1000
"""Ended files are counted up to so many."""


@dataclass(frozen=True, slots=True)
class PaperDue:
    """A paper and when it is due; `notation` is its number.

    `annex` is which of the files that go with it, 0 for itself.
    """

    notation: str
    annex: int
    agency: str
    issued_at: datetime
    due: Due


@dataclass(frozen=True, slots=True)
class EvidenceDue:
    """The evidence of a declaration and when it is due; `code` is empty while it is a draft's."""

    declaration_id: UUID
    code: str
    evidence: str
    due: Due


File = TypeVar("File", PaperDue, EvidenceDue)


@dataclass(frozen=True, slots=True)
class Ahead(Generic[File]):
    """One kind's forecast: how many of its files live on, how many a year and why.

    `first` are the first of them. `ended` is how many prove nothing by themselves any more, counted
    up to `MOST`, and `lost` the first of those.
    """

    files: int
    years: tuple[Expected, ...]
    first: tuple[File, ...]
    ended: int
    lost: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Renewals:
    """The forecasts of both kinds; annexes count as papers."""

    papers: Ahead[PaperDue]
    evidence: Ahead[EvidenceDue]


@dataclass(frozen=True, slots=True)
class Span:
    """By which policy, from when to when, and how many files are listed."""

    policy: Policy
    now: datetime
    until: datetime
    listed: int


def renewals(db: Session, span: Span) -> Renewals:
    """Every renewal of the span, if neither policy nor time authority changes."""
    unstamped = select(Paper.id).where(Paper.state == PaperState.ISSUED, without_stamp())
    noted = select(EvidenceStamp.evidence).where(
        EvidenceStamp.evidence == Declaration.evidence_sha256
    )
    unnoted = select(Declaration.id).where(
        Declaration.evidence_sha256.is_not(None), ~noted.exists()
    )
    return Renewals(
        papers=_ahead(db, span, PaperStamp, unstamped, _papers),
        evidence=_ahead(db, span, EvidenceStamp, unnoted, _evidence),
    )


def ended_files(db: Session, policy: Policy, now: datetime) -> tuple[int, int]:
    """How many papers' files, and how much evidence, prove nothing by themselves; up to `MOST`."""
    return _ended(db, PaperStamp, policy, now), _ended(db, EvidenceStamp, policy, now)


def _ahead(
    db: Session,
    span: Span,
    table: StampTable,
    without: Select[Any],
    listed: Callable[[Session, Span, ColumnElement[bool]], Iterable[File]],
) -> Ahead[File]:
    over = has_ended(table, span.now, span.policy.ended_at(span.now))
    groups = list(_groups(db, table, over, without))
    lives = not_(func.coalesce(over, False))
    return Ahead(
        files=sum(group.files for group in groups),
        years=forecast(groups, span.policy, span.now, span.until),
        first=tuple(listed(db, span, lives)),
        ended=_ended(db, table, span.policy, span.now),
        lost=tuple(listed(db, span, over)),
    )


def _groups(
    db: Session, table: StampTable, over: ColumnElement[bool], without: Select[Any]
) -> Iterable[Group]:
    """The files by what their newest archive time stamps rest on."""
    stamped = (
        select(table.certificate_ends, table.algorithms, func.count())
        .where(is_newest(table), _is_named(table), ~over)
        .group_by(table.certificate_ends, table.algorithms)
    )
    for ends, algorithms, files in db.execute(stamped):
        yield Group(Strength(ends, tuple(algorithms)), files)
    bare = db.scalar(select(func.count()).select_from(without.subquery()))
    if bare:
        yield Group(None, bare)


def _is_named(table: StampTable) -> ColumnElement[bool]:
    """Papers always are; of evidence, some declaration still has to name it."""
    if table is PaperStamp:
        return true()
    named = select(literal(1)).where(Declaration.evidence_sha256 == EvidenceStamp.evidence)
    return named.exists()


def _ended(db: Session, table: StampTable, policy: Policy, now: datetime) -> int:
    over = has_ended(table, now, policy.ended_at(now))
    found = select(literal(1)).select_from(table).where(over, is_newest(table), _is_named(table))
    return db.scalar(select(func.count()).select_from(found.limit(MOST).subquery())) or 0


def _papers(db: Session, span: Span, which: ColumnElement[bool]) -> Iterable[PaperDue]:
    """Those without a stamp, then by the end of its certificate."""
    rows = db.execute(
        select(Paper, PaperStamp, UnitRow.name)
        .join(UnitRow, UnitRow.id == Paper.unit_id)
        .outerjoin(PaperStamp, (PaperStamp.paper_id == Paper.id) & is_newest(PaperStamp))
        .where(Paper.state == PaperState.ISSUED, which)
        .order_by(PaperStamp.certificate_ends.nulls_first(), Paper.issued_at)
        .limit(span.listed)
    )
    for paper, stamp, agency in rows:
        newest: PaperStamp | None = stamp
        when = due(_strength(newest), span.policy)
        if when.at <= span.until:
            assert paper.issued_at is not None
            notation = str(paper.context.get("number_text", paper.number))
            annex = newest.annex if newest is not None else THE_PAPER
            yield PaperDue(notation, annex, agency["vi"], paper.issued_at, when)


def _evidence(db: Session, span: Span, which: ColumnElement[bool]) -> Iterable[EvidenceDue]:
    """Those of which nobody noted what they rest on, then by the end of the certificate."""
    same = EvidenceStamp.evidence == Declaration.evidence_sha256
    rows = db.execute(
        select(Declaration.id, Declaration.evidence_sha256, Dossier.code, EvidenceStamp)
        .outerjoin(Dossier, Dossier.id == Declaration.dossier_id)
        .outerjoin(EvidenceStamp, same & is_newest(EvidenceStamp))
        .where(Declaration.evidence_sha256.is_not(None), which)
        .order_by(EvidenceStamp.certificate_ends.nulls_first(), Declaration.created_at)
        .limit(span.listed)
    )
    for declaration_id, first, code, stamp in rows:
        assert first is not None
        newest: EvidenceStamp | None = stamp
        when = due(_strength(newest), span.policy)
        if when.at <= span.until:
            address: str = newest.sha256 if newest is not None else first
            yield EvidenceDue(declaration_id, code or "", address, when)


def _strength(stamp: PaperStamp | EvidenceStamp | None) -> Strength | None:
    if stamp is None:
        return None
    return Strength(stamp.certificate_ends, tuple(stamp.algorithms))
