"""Stamping issued papers again before their newest archive time stamp ages.

The sweep orders what is due in batches; each renewal is an effect of its own, done once however
often it comes. The paper's row never changes: the new edition of its file is a row beside it, and
the old edition stays in the store for whoever holds a copy.
"""

from uuid import UUID

from sqlalchemy import Select, String, cast, not_, select
from sqlalchemy.dialects.postgresql import JSONB

from procedures.acts import ledger
from procedures.acts.call import Call
from procedures.acts.outbox import promise
from procedures.effects import RestampPaper
from procedures.errors import N_, NotLawful
from procedures.ports import ArchiveStamp, BlobStore, Seal
from procedures.preservation import Policy, Strength, due
from procedures.records import Annex, OutboxRow, Paper, PaperStamp
from procedures.records.editions import THE_PAPER, is_newest, newest_stamp_of, without_stamp
from procedures.records.paper import PaperState
from procedures.tags import Tag

BATCH = 200
STREAM = "preservation"
ISSUED = "issued"
NO_BETTER = N_(
    "Dịch vụ dấu thời gian hiện tại cũng sắp hết hạn hoặc dùng thuật toán sắp hết hạn; "
    "cần chuyển sang dịch vụ khác trước khi gia hạn giấy tờ."
)


def order_restamps(call: Call, policy: Policy) -> int:
    """Promise the next batch of renewals that are due; none while earlier ones still wait.

    A paper whose renewal failed for good waits for an administrator and is not ordered again.
    """
    if call.db.scalar(select(_waiting().exists())):
        return 0
    found = call.db.scalars(_due_papers(call, policy)).all()
    for paper_id in found:
        promise(call, RestampPaper(paper_id))
    return len(found)


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
    reason = due(strength_of(newest), policy)
    if reason.at > call.now:
        return
    before = newest.sha256 if newest is not None else issued
    renewed = seal.stamp_again(blobs.get(before))
    stamp = seal.newest_stamp(renewed)
    if stamp is None or due(_strength(stamp), policy).at <= call.now:
        raise NotLawful(NO_BETTER)
    ordinal = newest.ordinal + 1 if newest is not None else 1
    row = _row(call, paper, (annex, ordinal), blobs.put(renewed), stamp)
    row.before_sha256, row.reason = before, reason.reason.value
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
        stamped_at=stamp.at,
        stamper=stamp.stamper,
        certificate_sha256=stamp.certificate_sha256,
        certificate_ends=stamp.certificate_ends,
        algorithms=list(stamp.algorithms),
        reason=ISSUED,
        created_at=call.now,
    )


def strength_of(stamp: PaperStamp | None) -> Strength | None:
    """What the stamp of a row rests on."""
    return Strength(stamp.certificate_ends, tuple(stamp.algorithms)) if stamp else None


def _strength(stamp: ArchiveStamp) -> Strength:
    return Strength(stamp.certificate_ends, stamp.algorithms)


def _open_rows() -> Select[OutboxRow]:
    return select(OutboxRow).where(
        OutboxRow.effect == RestampPaper.__name__, OutboxRow.done_at.is_(None)
    )


def _waiting() -> Select[OutboxRow]:
    return _open_rows().where(OutboxRow.failed_at.is_(None))


def _due_papers(call: Call, policy: Policy) -> Select[UUID]:
    """Issued papers of which a file has no archive time stamp, or an ageing one; none that failed.

    A file is the paper itself or one of its annexes.
    """
    failed = _open_rows().where(OutboxRow.payload["paper_id"].astext == cast(Paper.id, String))
    good = cast(list(policy.good_at(call.now)), JSONB)
    lasting = PaperStamp.algorithms.op("<@", is_comparison=True)(good)
    ages = (PaperStamp.certificate_ends <= call.now + policy.margin) | not_(lasting)
    ageing = select(PaperStamp.paper_id).where(PaperStamp.paper_id == Paper.id, is_newest(), ages)
    return (
        select(Paper.id)
        .where(
            Paper.state == PaperState.ISSUED,
            without_stamp() | ageing.exists(),
            ~failed.exists(),
        )
        .order_by(Paper.issued_at, Paper.id)
        .limit(BATCH)
    )
