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
from procedures.records import OutboxRow, Paper, PaperStamp
from procedures.records.editions import is_newest, newest_stamp_of
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
    """Give the paper's newest file one more time stamp, unless it is not due any more."""
    paper = call.db.get_one(Paper, paper_id, with_for_update=True, populate_existing=True)
    newest = newest_stamp_of(call.db, paper_id)
    reason = due(strength_of(newest), policy)
    if paper.state is not PaperState.ISSUED or reason.at > call.now:
        return
    before = newest.sha256 if newest is not None else paper.issued_sha256
    assert before is not None
    renewed = seal.stamp_again(blobs.get(before))
    stamp = seal.newest_stamp(renewed)
    if stamp is None or due(_strength(stamp), policy).at <= call.now:
        raise NotLawful(NO_BETTER)
    ordinal = newest.ordinal + 1 if newest is not None else 1
    row = stamp_row(call, paper, ordinal, blobs.put(renewed), stamp)
    row.before_sha256, row.reason = before, reason.reason.value
    call.db.add(row)
    detail = {"paper": str(paper.id), "sha256": row.sha256, "reason": row.reason}
    ledger.append(call, STREAM, Tag.PAPER_RESTAMPED, detail=detail, unit_id=paper.unit_id)


def stamp_row(
    call: Call, paper: Paper, ordinal: int, sha256: str, stamp: ArchiveStamp
) -> PaperStamp:
    """The row of an edition, as issued unless the caller says otherwise; not added yet."""
    return PaperStamp(
        paper_id=paper.id,
        ordinal=ordinal,
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
    """Issued papers without an archive time stamp, or whose newest one ages; none that failed."""
    failed = _open_rows().where(OutboxRow.payload["paper_id"].astext == cast(Paper.id, String))
    good = cast(list(policy.good_at(call.now)), JSONB)
    lasting = PaperStamp.algorithms.op("<@", is_comparison=True)(good)
    ages = (PaperStamp.certificate_ends <= call.now + policy.margin) | not_(lasting)
    return (
        select(Paper.id)
        .outerjoin(PaperStamp, (PaperStamp.paper_id == Paper.id) & is_newest())
        .where(
            Paper.state == PaperState.ISSUED,
            PaperStamp.paper_id.is_(None) | ages,
            ~failed.exists(),
        )
        .order_by(Paper.issued_at, Paper.id)
        .limit(BATCH)
    )
