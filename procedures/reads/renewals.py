"""What has to be stamped again in the years to come, papers and evidence apart; what is first.

A file whose newest stamp has ended is renewed no more: such are counted and listed by themselves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, literal, not_, select
from sqlalchemy.orm import Session

from procedures.preservation import Due, Expected, Group, Policy, Strength, due, forecast
from procedures.preservation import has_ended as is_over
from procedures.records import Declaration, Dossier, EvidenceStamp, Paper, PaperStamp, UnitRow
from procedures.records.editions import THE_PAPER, StampTable, has_ended, is_newest
from procedures.records.paper import PaperState

MOST = 1000
"""Ended files are counted to this where somebody looks all the time."""


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
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class Ahead(Generic[File]):
    """One kind's forecast: how many of its files live on, how many a year and why.

    `first` are the first of them. `ended` is how many prove nothing by themselves any more, and
    `lost` the first of those.
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
class Ended:
    """How many files of each kind have ended."""

    papers: int
    evidence: int


@dataclass(frozen=True, slots=True)
class Span:
    """By which policy, from when to when, and how many files are listed."""

    policy: Policy
    now: datetime
    until: datetime
    listed: int


def renewals(db: Session, span: Span) -> Renewals:
    """Every renewal of the span, if neither policy nor time authority changes."""
    return Renewals(
        papers=_ahead(db, span, PaperStamp, _papers),
        evidence=_ahead(db, span, EvidenceStamp, _evidence),
    )


def ended_files(db: Session, policy: Policy, now: datetime) -> Ended:
    """How many files of each kind prove nothing by themselves any more, counted up to `MOST`."""
    return Ended(*db.execute(select(*counted_ended(policy, now))).one())


def counted_ended(policy: Policy, now: datetime) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """The figures of `Ended`, for a statement that asks for others, too."""
    over = policy.ended_at(now)
    papers = select(literal(1)).where(has_ended(PaperStamp, now, over), is_newest(PaperStamp))
    named = select(literal(1)).where(Declaration.evidence_sha256 == EvidenceStamp.evidence)
    evidence = select(literal(1)).where(
        has_ended(EvidenceStamp, now, over), is_newest(EvidenceStamp), named.exists()
    )
    return _counted(papers), _counted(evidence)


def _counted(found: Select[int]) -> ScalarSelect[int]:
    return select(func.count()).select_from(found.limit(MOST).subquery()).scalar_subquery()


def _ahead(
    db: Session,
    span: Span,
    table: StampTable,
    listed: Callable[[Session, Span, ColumnElement[bool]], Iterable[File]],
) -> Ahead[File]:
    groups = list(_groups(db, table))
    over = [group for group in groups if is_over(group.strength, span.policy, span.now)]
    alive = [group for group in groups if group not in over]
    ended = has_ended(table, span.now, span.policy.ended_at(span.now))
    return Ahead(
        files=sum(group.files for group in alive),
        years=forecast(alive, span.policy, span.now, span.until),
        first=tuple(listed(db, span, not_(func.coalesce(ended, False)))),
        ended=sum(group.files for group in over),
        lost=tuple(listed(db, span, ended)) if over else (),
    )


def _groups(db: Session, table: StampTable) -> Iterable[Group]:
    """The files by what their newest archive time stamps rest on."""
    counted = select(table.certificate_ends, table.algorithms, func.count())
    rows = db.execute(_kept(counted, table).group_by(table.certificate_ends, table.algorithms))
    for ends, algorithms, files in rows:
        known: datetime | None = ends
        yield Group(Strength(known, tuple(algorithms)) if known is not None else None, files)


def _kept(asked: Select[*Columns], table: StampTable) -> Select[*Columns]:
    """Over the files that are kept, each with its newest stamp where it has one."""
    if table is PaperStamp:
        newest = (PaperStamp.paper_id == Paper.id) & is_newest(PaperStamp)
        papers = asked.select_from(Paper).where(Paper.state == PaperState.ISSUED)
        return papers.outerjoin(PaperStamp, newest)
    newest = (EvidenceStamp.evidence == Declaration.evidence_sha256) & is_newest(EvidenceStamp)
    checked = asked.select_from(Declaration).where(Declaration.evidence_sha256.is_not(None))
    return checked.outerjoin(EvidenceStamp, newest)


def _papers(db: Session, span: Span, which: ColumnElement[bool]) -> Iterable[PaperDue]:
    """Those without a stamp, then by the end of its certificate."""
    rows = db.execute(
        _kept(select(Paper, PaperStamp, UnitRow.name), PaperStamp)
        .join(UnitRow, UnitRow.id == Paper.unit_id)
        .where(which)
        .order_by(PaperStamp.certificate_ends.nulls_first(), Paper.issued_at)
        .limit(span.listed)
    )
    for paper, stamp, agency in rows:
        newest: PaperStamp | None = stamp
        when = due(_strength(newest), span.policy)
        if when.at <= span.until:
            assert paper.issued_at is not None
            annex = newest.annex if newest is not None else THE_PAPER
            yield PaperDue(paper.notation, annex, agency["vi"], paper.issued_at, when)


def _evidence(db: Session, span: Span, which: ColumnElement[bool]) -> Iterable[EvidenceDue]:
    """Those of which nobody noted what they rest on, then by the end of the certificate."""
    columns = Declaration.id, Declaration.evidence_sha256, Dossier.code, EvidenceStamp
    rows = db.execute(
        _kept(select(*columns), EvidenceStamp)
        .outerjoin(Dossier, Dossier.id == Declaration.dossier_id)
        .where(which)
        .order_by(EvidenceStamp.certificate_ends.nulls_first(), Declaration.created_at)
        .limit(span.listed)
    )
    for declaration_id, first, code, stamp in rows:
        newest: EvidenceStamp | None = stamp
        when = due(_strength(newest), span.policy)
        if when.at <= span.until:
            address = newest.sha256 if newest is not None else str(first)
            yield EvidenceDue(declaration_id, code or "", address, when)


def _strength(stamp: PaperStamp | EvidenceStamp | None) -> Strength | None:
    if stamp is None:
        return None
    return Strength(stamp.certificate_ends, tuple(stamp.algorithms))
