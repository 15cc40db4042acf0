"""Judging a signed declaration again from what is stored beside it: nobody is asked, nothing moves.

Since when the evidence is kept is the ledger's word, so an archive put in its place later is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.check_signature import reason_of, told
from procedures.errors import N_, NotFound
from procedures.ports import BlobStore, SignatureCheck
from procedures.records import Declaration, Dossier, LedgerEntry
from procedures.records.base import Json
from procedures.records.editions import newest_of_evidence
from procedures.tags import Tag

NO_CHECK = N_("Tờ khai này chưa được kiểm tra chữ ký, hoặc không lưu chứng cứ của lần kiểm tra đó.")
_OF_THE_CHECK = frozenset({"checked_at", "proven_at"})


@dataclass(frozen=True, slots=True)
class Rejudged:
    """Both verdicts on one file, each as `check_signature.told` puts it; SHA-256 of the parts.

    `evidence` is its newest edition; `alone` when that gives the verdict today without the ledger.
    """

    declaration_id: UUID
    file: str
    evidence: str
    kept_since: datetime
    then: Json
    now: Json
    alone: bool

    @property
    def same(self) -> bool:
        return self.then == self.now


def rejudge(
    call: Call, checker: SignatureCheck, blobs: BlobStore, declaration_id: UUID
) -> Rejudged:
    """The verdict on the file checked last, by its evidence alone; raises `NotFound` without."""
    declaration = call.db.get(Declaration, declaration_id)
    if declaration is None or declaration.verdict is None or declaration.evidence_sha256 is None:
        raise NotFound(NO_CHECK)
    assert declaration.signed_sha256 is not None
    assert declaration.printed_sha256 is not None
    renewed = newest_of_evidence(call.db, declaration.evidence_sha256)
    evidence = renewed.sha256 if renewed else declaration.evidence_sha256
    since = _kept_since(call, declaration, evidence)
    judge = partial(
        checker.judge,
        blobs.get(declaration.signed_sha256),
        original=blobs.get(declaration.printed_sha256),
        evidence=blobs.get(evidence),
    )
    verdict = judge(kept_since=since)
    return Rejudged(
        declaration_id=declaration.id,
        file=declaration.signed_sha256,
        evidence=evidence,
        kept_since=since,
        then={k: v for k, v in declaration.verdict.items() if k not in _OF_THE_CHECK},
        now=told(verdict, reason_of(call, declaration, verdict)),
        alone=judge(kept_since=None) == verdict,
    )


def declarations_checked(call: Call, code: str | None = None) -> Sequence[UUID]:
    """The declarations with stored evidence, the oldest first; with a code, of that dossier."""
    wanted = select(Declaration.id).where(Declaration.evidence_sha256.is_not(None))
    if code is not None:
        wanted = wanted.join(Dossier, Dossier.id == Declaration.dossier_id).where(
            Dossier.code == code
        )
    return call.db.scalars(wanted.order_by(Declaration.created_at, Declaration.id)).all()


def _kept_since(call: Call, declaration: Declaration, evidence: str) -> datetime:
    noted = call.db.scalar(
        select(LedgerEntry.at)
        .where(
            LedgerEntry.stream == f"declaration:{declaration.id}",
            LedgerEntry.tag.in_([Tag.DECLARATION_CHECKED, Tag.EVIDENCE_RESTAMPED]),
            LedgerEntry.detail["evidence"].astext == evidence,
            LedgerEntry.detail["sha256"].astext == declaration.signed_sha256,
        )
        .order_by(LedgerEntry.seq)
        .limit(1)
    )
    if noted is None:
        raise NotFound(NO_CHECK)
    return noted
