"""What a phone keeps to check papers without the network: the newest list, and names for codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.catalogue.form_sets import form_sets
from procedures.catalogue.own_papers import own_papers
from procedures.records import Paper, ProcedureVersion, RevocationList, UnitRow
from procedures.records.versions import parsed
from procedures.routing import Text

MOST = 100


@dataclass(frozen=True, slots=True)
class ListHead:
    """The newest list of papers that were revoked or replaced; `sha256` names its file."""

    made_at: datetime
    next_at: datetime
    entries: int
    sha256: str


@dataclass(frozen=True, slots=True)
class EndedCode:
    """A paper of the list, by its verification code."""

    verify_code: str
    since: datetime
    replaced: bool


def newest_list(db: Session) -> ListHead | None:
    """The list in force; None before the first one is signed."""
    row = db.scalar(select(RevocationList).order_by(RevocationList.made_at.desc()).limit(1))
    return ListHead(row.made_at, row.next_at, row.entries, row.sha256) if row else None


def last_ended(db: Session) -> tuple[EndedCode, ...]:
    """The papers that ended last, newest first."""
    rows = db.execute(
        select(Paper.verify_code, Paper.revoked_at, Paper.superseded_by)
        .where(Paper.revoked_at.is_not(None))
        .order_by(Paper.revoked_at.desc())
        .limit(MOST)
    )
    return tuple(EndedCode(code, at, by is not None) for code, at, by in rows if at is not None)


def agencies(db: Session) -> Mapping[str, Text]:
    """Every agency by its code; of those that bore the code in turn, the last one."""
    rows = db.execute(select(UnitRow.code_2020, UnitRow.name).order_by(UnitRow.valid_from))
    return {code: name for code, name in rows}  # noqa: C416 - rows are no pairs to a type checker


def kinds(db: Session) -> Mapping[str, Text]:
    """Every kind of paper by the name of its template."""
    slips = {slip.template: slip.title for forms in form_sets() for slip in forms.slips.values()}
    results = {
        result.template: result.name
        for version in db.scalars(select(ProcedureVersion).order_by(ProcedureVersion.id))
        for result in parsed(version).procedure.results
    }
    own = {paper.template: paper.title for paper in own_papers().values()}
    return {**slips, **own, **results}
