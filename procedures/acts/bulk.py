"""Acting on many dossiers at once: each in a transaction of its own, none of them twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from procedures.acts.call import Call
from procedures.errors import N_, Incomplete, NotAllowed, NotFound
from procedures.records import BulkItem, BulkRun
from procedures.records.bulk import BulkOutcome

__all__ = [
    "BulkOutcome",
    "Order",
    "Pick",
    "begin",
    "claim",
    "ensure_handful",
    "own_run",
    "settle",
    "waiting",
]

MOST_ITEMS = 100
NOTHING_CHOSEN = N_("Hãy chọn ít nhất một hồ sơ.")
TOO_MANY = N_("Mỗi lần xử lý được nhiều nhất {most} hồ sơ.")
NO_RUN = N_("Không tìm thấy lần xử lý hàng loạt này.")
NOT_AN_OFFICER = N_("Chỉ cán bộ mới xử lý được hàng loạt.")


@dataclass(frozen=True, slots=True)
class Pick:
    """A dossier that was chosen, and the version that was seen when it was."""

    dossier_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Order:
    """What shall be done: the room, the deed by its word, and what the deed asks for."""

    room: str
    deed: str
    options: Mapping[str, str]


def ensure_handful(picks: Sequence[Pick]) -> None:
    """Refuse none and too many."""
    if not picks:
        raise Incomplete(NOTHING_CHOSEN)
    if len(picks) > MOST_ITEMS:
        raise Incomplete(TOO_MANY, most=MOST_ITEMS)


def begin(call: Call, run_id: UUID, order: Order, picks: Sequence[Pick]) -> None:
    """Write down what shall be done to dossiers that the actor may read; once for each id.

    Raises `NotFound` when the id is another person's.
    """
    ensure_handful(picks)
    if call.actor.person_id is None or not call.actor.is_officer:
        raise NotAllowed(NOT_AN_OFFICER)
    row = {
        "id": run_id,
        "person_id": call.actor.person_id,
        "room": order.room,
        "deed": order.deed,
        "options": dict(order.options),
        "created_at": call.now,
    }
    fresh = insert(BulkRun).values(row).on_conflict_do_nothing().returning(BulkRun.id)
    if call.db.scalar(fresh) is None:
        own_run(call, run_id)
        return
    call.db.add_all(
        BulkItem(
            run_id=run_id, ordinal=number, dossier_id=pick.dossier_id, seen_version=pick.version
        )
        for number, pick in enumerate(dict.fromkeys(picks))
    )
    call.db.flush()


def own_run(call: Call, run_id: UUID) -> BulkRun:
    """The actor's run; somebody else's is as good as none."""
    run = call.db.get(BulkRun, run_id)
    if run is None or run.person_id != call.actor.person_id:
        raise NotFound(NO_RUN)
    return run


def waiting(call: Call, run_id: UUID, most: int) -> Sequence[int]:
    """The next items that nothing was done about yet, by their numbers."""
    own_run(call, run_id)
    return call.db.scalars(
        select(BulkItem.ordinal)
        .where(BulkItem.run_id == run_id, BulkItem.outcome.is_(None))
        .order_by(BulkItem.ordinal)
        .limit(most)
    ).all()


def claim(call: Call, run_id: UUID, ordinal: int) -> BulkItem | None:
    """The item, locked until the transaction ends; None when somebody has done it meanwhile."""
    own_run(call, run_id)
    return call.db.scalar(
        select(BulkItem)
        .where(
            BulkItem.run_id == run_id,
            BulkItem.ordinal == ordinal,
            BulkItem.outcome.is_(None),
        )
        .with_for_update()
    )


def settle(call: Call, item: BulkItem, outcome: BulkOutcome, words: str = "") -> None:
    """Write down how it ended, in the same transaction as the act when it was done."""
    item.outcome, item.words, item.at = outcome, words, call.now
    call.db.flush()
