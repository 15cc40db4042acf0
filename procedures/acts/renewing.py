"""What the renewals of all preserved files have in common, papers and evidence: when, and whether.

A file whose newest stamp has ended already is not stamped again: that would prove nothing of the
time before. It is told instead (`procedures.reads.renewals`).
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from procedures.acts.call import Call
from procedures.acts.outbox import promise
from procedures.effects import RestampEvidence, RestampPaper
from procedures.errors import N_, NotLawful
from procedures.ports import ArchiveStamp
from procedures.preservation import Due, Policy, Strength, due, has_ended
from procedures.records import EvidenceStamp, OutboxRow, PaperStamp, editions

BATCH = 200
NO_BETTER = N_(
    "Dịch vụ dấu thời gian hiện tại cũng sắp hết hạn hoặc dùng thuật toán sắp hết hạn; "
    "cần chuyển sang dịch vụ khác trước khi gia hạn."
)
Restamping = type[RestampPaper] | type[RestampEvidence]


def order(call: Call, effect: Restamping, wanted: Select[UUID]) -> int:
    """Promise the next batch of renewals that are wanted; none while earlier ones still wait."""
    if is_under_way(call, effect):
        return 0
    found = call.db.scalars(wanted.limit(BATCH)).all()
    for file_id in found:
        promise(call, effect(file_id))
    return len(found)


def is_under_way(call: Call, *effects: Restamping) -> bool:
    """Whether a renewal of these kinds is promised and neither done nor given up."""
    waiting = [_open_rows(one).where(OutboxRow.failed_at.is_(None)).exists() for one in effects]
    return bool(call.db.scalar(select(or_(*waiting))))


def gave_up(effect: Restamping, file_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """For a query over the files: a renewal failed for good, and waits for an administrator."""
    (key,) = effect.__annotations__
    return _open_rows(effect).where(OutboxRow.payload[key].astext == cast(file_id, String)).exists()


def wants_renewal(table: editions.StampTable, policy: Policy, call: Call) -> ColumnElement[bool]:
    """For a query over the table: the newest stamp of its file, which ages and has not ended."""
    now = call.now
    return (
        editions.is_newest(table)
        & editions.ages(table, now + policy.margin, policy.good_at(now))
        & ~editions.has_ended(table, now, policy.ended_at(now))
    )


def due_now(newest: PaperStamp | EvidenceStamp | None, policy: Policy, call: Call) -> Due | None:
    """Why the file with that newest stamp is to be stamped today; None when it is not."""
    strength = strength_of(newest)
    why = due(strength, policy)
    if why.at > call.now or has_ended(strength, policy, call.now):
        return None
    return why


def ensure_better(stamp: ArchiveStamp | None, policy: Policy, call: Call) -> ArchiveStamp:
    """The new stamp; raises `NotLawful` when it would be due again at once."""
    if stamp is None:
        raise NotLawful(NO_BETTER)
    if due(Strength(stamp.certificate_ends, stamp.algorithms), policy).at <= call.now:
        raise NotLawful(NO_BETTER)
    return stamp


def strength_of(row: PaperStamp | EvidenceStamp | None) -> Strength | None:
    """What the stamp of a row rests on."""
    return Strength(row.certificate_ends, tuple(row.algorithms)) if row else None


def facts_of(stamp: ArchiveStamp, call: Call) -> dict[str, Any]:
    """What a row keeps of a stamp, by column."""
    return {
        "stamped_at": stamp.at,
        "stamper": stamp.stamper,
        "certificate_sha256": stamp.certificate_sha256,
        "certificate_ends": stamp.certificate_ends,
        "algorithms": list(stamp.algorithms),
        "created_at": call.now,
    }


def _open_rows(effect: Restamping) -> Select[OutboxRow]:
    return select(OutboxRow).where(OutboxRow.effect == effect.__name__, OutboxRow.done_at.is_(None))
