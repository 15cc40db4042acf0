"""What the register says of a paper: by its verification code, or by the digest of a file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from procedures.papers.seal_fields import AGENCY_FIELD, ANNEX_FIELD, LEADER_FIELD
from procedures.ports import Expectation, Outcome, Verdict, Verifier
from procedures.reads.promise import promise_moved
from procedures.reasons import Reason
from procedures.records import Annex, Dossier, ExtensionRow, Paper, PaperStamp, Revocation, UnitRow
from procedures.records.annexes import AnnexRow, annexes_of, read_annexes
from procedures.records.editions import editions_of
from procedures.records.endings import ended_it
from procedures.records.paper import PaperState
from procedures.records.revocation import Ending

LEADER_AND_AGENCY = (LEADER_FIELD, AGENCY_FIELD)
AGENCY_ONLY = (AGENCY_FIELD,)
GOES_WITH_ONE = (ANNEX_FIELD,)


class PaperStanding(StrEnum):
    """What an issued paper is worth today."""

    STANDS = "stands"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class RegisteredAnnex:
    """A file that was issued with a paper (văn bản kèm theo), and stands as long as the paper.

    `before` is how many signatures others had made in it; `renewed` as of a paper.
    """

    row: AnnexRow
    before: int
    renewed: tuple[str, ...]

    @property
    def expectation(self) -> Expectation:
        return Expectation(self.row.sealed, GOES_WITH_ONE, self.renewed, self.before)


@dataclass(frozen=True, slots=True)
class RegisteredPaper:
    """An issued paper as anybody may see it: no name, no content. `notation` is its number.

    `decision_number` and `decision_date` are of the decision that revoked it, if one did;
    `decision_code` confirms that decision, where it was made here. `annex` is the one of its
    annexes that the file at hand is; None when it is the paper itself. `promise_moved`: the day of
    return that it names is not the dossier's any more; `moved_by` confirms the letter that named
    another, where one did.
    """

    id: UUID
    title: Mapping[str, str]
    number: int
    symbol: str
    notation: str
    agency: Mapping[str, str]
    agency_short: str
    dated: date
    issued_at: datetime
    dossier_code: str
    sha256: str
    verify_code: str
    is_result: bool
    has_leader: bool
    revoked_at: datetime | None
    revoked_grounds: str | None
    superseded_by: UUID | None
    decision_number: str
    decision_date: date | None
    decision_code: str = ""
    promise_moved: bool = False
    moved_by: str = ""
    renewed: tuple[str, ...] = ()
    annexes: tuple[AnnexRow, ...] = ()
    annex: RegisteredAnnex | None = None

    @property
    def standing(self) -> PaperStanding:
        """A paper with another in its place is worth no more than a revoked one."""
        if self.superseded_by is not None:
            return PaperStanding.SUPERSEDED
        return PaperStanding.REVOKED if self.revoked_at is not None else PaperStanding.STANDS

    @property
    def expectation(self) -> Expectation:
        """Of the file at hand: of the annex that it is, or of the paper."""
        if self.annex is not None:
            return self.annex.expectation
        fields = LEADER_AND_AGENCY if self.has_leader else AGENCY_ONLY
        return Expectation(self.sha256, fields, self.renewed)

    @property
    def editions(self) -> tuple[str, ...]:
        """The file at hand as it was issued, and as it was renewed; the last is given out today."""
        return (self.expectation.sha256, *self.expectation.renewed)


def paper_by_code(db: Session, verify_code: str) -> RegisteredPaper | None:
    """The issued paper whose QR carries the code."""
    typed = "".join(c for c in verify_code.upper() if c.isascii() and c.isalnum())
    return _paper(db, Paper.verify_code == typed)


def successor_of(db: Session, paper: RegisteredPaper) -> RegisteredPaper | None:
    """The paper that stands in its place, if another was issued for it."""
    return _paper(db, Paper.id == paper.superseded_by) if paper.superseded_by else None


def paper_by_digest(db: Session, sha256: str) -> RegisteredPaper | None:
    """The issued paper of which, or of one of whose annexes, some edition has these bytes."""
    issued = _paper(db, Paper.issued_sha256 == sha256)
    if issued is not None:
        return issued
    edition = db.execute(
        select(PaperStamp.paper_id, PaperStamp.annex).where(PaperStamp.sha256 == sha256)
    ).first()
    if edition is not None:
        paper = _paper(db, Paper.id == edition.paper_id)
        return _with_annex(db, paper, Annex.ordinal == edition.annex) if edition.annex else paper
    annexed = select(Annex.paper_id).where(Annex.issued_sha256 == sha256)
    return _with_annex(db, _paper(db, Paper.id.in_(annexed)), Annex.issued_sha256 == sha256)


def _with_annex(
    db: Session, paper: RegisteredPaper | None, which: ColumnElement[bool]
) -> RegisteredPaper | None:
    """The paper with the annex that the file at hand is."""
    if paper is None:
        return None
    annex = db.scalars(select(Annex).where(Annex.paper_id == paper.id, which)).one()
    row = next(one for one in paper.annexes if one.id == annex.id)
    renewed = editions_of(db, paper.id, annex.issued_sha256, annex.ordinal)[1:]
    return replace(paper, annex=RegisteredAnnex(row, annex.signatures, renewed))


_Decision = aliased(Paper)
_Letter = aliased(Paper)


def _paper(db: Session, condition: ColumnElement[bool]) -> RegisteredPaper | None:
    row = db.execute(
        select(
            Paper,
            UnitRow,
            Dossier,
            Revocation,
            _Decision.verify_code,
            annexes_of(Paper.id),
            _Letter.verify_code,
        )
        .join(UnitRow, UnitRow.id == Paper.unit_id)
        .join(Dossier, Dossier.id == Paper.dossier_id)
        .outerjoin(ExtensionRow, ExtensionRow.dossier_id == Dossier.id)
        .outerjoin(
            _Letter,
            (_Letter.id == ExtensionRow.paper_id)
            & (_Letter.state == PaperState.ISSUED)
            & (_Letter.id != Paper.id),
        )
        .outerjoin(Revocation, ended_it(Paper))
        .outerjoin(
            _Decision,
            (_Decision.id == Revocation.instrument_id)
            & (_Decision.state == PaperState.ISSUED)
            & (Revocation.ending == Ending.REVOKED),
        )
        .where(condition, Paper.state == PaperState.ISSUED)
    ).first()
    if row is None:
        return None
    paper, unit, dossier, _, decision_code, annexes, letter_code = row
    moved = promise_moved(paper, dossier.due_at)
    revocation: Revocation | None = row[3]
    assert paper.issued_at is not None
    assert paper.issued_sha256 is not None
    return RegisteredPaper(
        id=paper.id,
        title=paper.title,
        number=paper.number,
        symbol=paper.symbol,
        notation=paper.notation,
        agency=unit.name,
        agency_short=unit.short_name,
        dated=paper.dated,
        issued_at=paper.issued_at,
        dossier_code=dossier.code,
        sha256=paper.issued_sha256,
        verify_code=paper.verify_code,
        is_result=paper.is_result,
        has_leader=paper.signer_post_id is not None,
        revoked_at=paper.revoked_at,
        revoked_grounds=paper.revoked_grounds,
        superseded_by=paper.superseded_by,
        promise_moved=moved,
        moved_by=(letter_code or "") if moved else "",
        renewed=editions_of(db, paper.id, paper.issued_sha256)[1:],
        annexes=read_annexes(annexes),
        decision_number=revocation.decision_number if revocation is not None else "",
        decision_date=revocation.decision_date if revocation is not None else None,
        decision_code=decision_code or "",
    )


def judge(verifier: Verifier, data: bytes, paper: RegisteredPaper | None) -> Verdict:
    """The verdict on a file: the register first, then its signatures; revoked is said last."""
    verdict = verifier.verify(data, paper.expectation if paper else None)
    if paper is None or verdict.outcome is not Outcome.GENUINE:
        return verdict
    match paper.standing:
        case PaperStanding.STANDS:
            return verdict
        case PaperStanding.REVOKED:
            return replace(verdict, outcome=Outcome.REVOKED, reason=Reason.REGISTER_REVOKED)
        case PaperStanding.SUPERSEDED:
            return replace(verdict, outcome=Outcome.REVOKED, reason=Reason.REGISTER_SUPERSEDED)
