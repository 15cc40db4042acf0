"""What wakes an order from outside: a notice of the service, or the sweep that ends late ones."""

from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.follow_order import GRACE
from procedures.acts.order_signature import end_order, locked_order
from procedures.effects import FollowOrder
from procedures.errors import N_, NotLawful
from procedures.records import OutboxRow, SignatureOrder
from procedures.records.signature_order import OPEN_ORDER, OrderState

SILENT = N_("Nhà cung cấp chữ ký số không trả lời trong thời gian chờ.")


def end_late(call: Call) -> int:
    """End the orders that nobody followed to their end; how many there were."""
    late = call.db.scalars(
        select(SignatureOrder.id).where(
            SignatureOrder.state.in_(OPEN_ORDER), SignatureOrder.expires_at + GRACE < call.now
        )
    ).all()
    for order_id in late:
        order = locked_order(call, order_id)
        if order is not None and order.state in OPEN_ORDER:
            end_order(call, order, OrderState.TIMED_OUT, NotLawful(SILENT))
    return len(late)


def look_now(call: Call, provider: str, transaction: str) -> bool:
    """A notice came: let the order be looked at without delay; whether it is still open.

    An order that a worker is looking at in this moment is left to it.
    """
    try:
        order = call.db.get(SignatureOrder, UUID(transaction))
    except ValueError:
        return False
    if order is None or order.provider != provider or order.state not in OPEN_ORDER:
        return False
    promised = call.db.scalar(
        select(OutboxRow)
        .where(
            OutboxRow.effect == FollowOrder.__name__,
            OutboxRow.payload["order_id"].astext == str(order.id),
            OutboxRow.done_at.is_(None),
            OutboxRow.failed_at.is_(None),
        )
        .with_for_update(skip_locked=True)
    )
    if promised is not None:
        promised.enqueued_at = None
    return True
