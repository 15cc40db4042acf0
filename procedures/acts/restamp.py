"""Stamping issued papers again before their newest archive time stamp ages.

The sweep orders what is due in batches; each renewal is an effect of its own, done once however
often it comes. The paper's row never changes: the new edition of its file is a row beside it, and
the old edition stays in the store for whoever holds a copy.
"""

from uuid import UUID

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.call import Call
from procedures.acts.renewing import (
    due_now,
    ensure_better,
    facts_of,
    gave_up,
    order,
    wants_renewal,
)
from procedures.effects import RestampPaper
from procedures.ports import ArchiveStamp, BlobStore, Seal
from procedures.preservation import Policy
from procedures.records import Annex, Paper, PaperStamp
from procedures.records.editions import THE_PAPER, newest_stamp_of, without_stamp
from procedures.records.paper import PaperState
from procedures.tags import Tag

STREAM = "preservation"
ISSUED = "issued"


def order_restamps(call: Call, policy: Policy) -> int:
    """Promise the next batch of renewals that are due; none while earlier ones still wait.

    Due is a paper of which a file has no archive time stamp or an ageing one; a file is the paper
    itself or one of its annexes. One whose renewal failed for good waits for an administrator.
    """
    ageing = select(PaperStamp.paper_id).where(
        PaperStamp.paper_id == Paper.id, wants_renewal(PaperStamp, policy, call)
    )
    wanted = select(Paper.id).where(
        Paper.state == PaperState.ISSUED,
        without_stamp() | ageing.exists(),
        ~gave_up(RestampPaper, Paper.id),
    )
    return order(call, RestampPaper, wanted.order_by(Paper.issued_at, Paper.id))


def restamp(call: Call, seal: Seal, blobs: BlobStore, policy: Policy, paper_id: UUID) -> None:
    """Give the newest files of the paper and its annexes one more time stamp, each that is due."""
    paper = call.db.get_one(Paper, paper_id, with_for_update=True, populate_existing=True)
    if paper.state is not PaperState.ISSUED:
        return
    annexes = select(Annex.ordinal, Annex.issued_sha256).where(Annex.paper_id == paper_id)
    for annex, issued in ((THE_PAPER, paper.issued_sha256), *call.db.execute(annexes)):
        assert issued is not None
        _restamp_file(call, seal, blobs, policy, paper, (annex, issued))


def _restamp_file(
    call: Call, seal: Seal, blobs: BlobStore, policy: Policy, paper: Paper, file: tuple[int, str]
) -> None:
    """One file of the paper: which of its annexes, 0 for itself, and its digest as issued."""
    annex, issued = file
    newest = newest_stamp_of(call.db, paper.id, annex)
    why = due_now(newest, policy, call)
    if why is None:
        return
    before = newest.sha256 if newest is not None else issued
    renewed = seal.stamp_again(blobs.get(before))
    stamp = ensure_better(seal.newest_stamp(renewed), policy, call)
    ordinal = newest.ordinal + 1 if newest is not None else 1
    row = _row(call, paper, (annex, ordinal), blobs.put(renewed), stamp)
    row.before_sha256, row.reason = before, why.reason.value
    call.db.add(row)
    detail = {"paper": str(paper.id), "sha256": row.sha256, "reason": row.reason}
    if annex != THE_PAPER:
        detail["annex"] = str(annex)
    ledger.append(call, STREAM, Tag.PAPER_RESTAMPED, detail=detail, unit_id=paper.unit_id)


def note_stamp(call: Call, seal: Seal, paper: Paper, annex: int, issued: tuple[str, bytes]) -> None:
    """The archive time stamp of a file just issued: its digest and bytes."""
    sha256, data = issued
    stamp = seal.newest_stamp(data)
    if stamp is not None:
        call.db.flush()
        call.db.add(_row(call, paper, (annex, 0), sha256, stamp))


def _row(
    call: Call, paper: Paper, edition: tuple[int, int], sha256: str, stamp: ArchiveStamp
) -> PaperStamp:
    """The row of an edition, as issued unless the caller says otherwise; not added yet.

    `edition` is which file of the paper, as `procedures.records.editions` counts them, and which
    edition of it.
    """
    return PaperStamp(
        paper_id=paper.id,
        annex=edition[0],
        ordinal=edition[1],
        sha256=sha256,
        before_sha256=None,
        reason=ISSUED,
        **facts_of(stamp, call),
    )
