"""Ordering a signature of a remote signing service, and letting go of it.

Nothing here talks to the service: the worker follows the order (`follow_order`), and the draft
stays as it is whatever comes out.
"""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.declare import ensure_open
from procedures.acts.outbox import promise
from procedures.acts.signers import SIGNED_ALREADY, acting_signer, locked_declaration
from procedures.acts.signing import BEGUN_ANEW, end_signing
from procedures.effects import FollowOrder
from procedures.errors import N_, DomainError, NotFound, NotLawful
from procedures.people import SYSTEM
from procedures.records import Declaration, SignatureOrder
from procedures.records.declaration import SignerState
from procedures.records.signature_order import OPEN_ORDER, OrderState
from procedures.records.signing import SigningState

NO_ORDER = N_("Không tìm thấy yêu cầu ký số từ xa này.")
CODE_LETTERS = 6

_SIGNING_ENDS: dict[OrderState, SigningState] = {
    OrderState.REFUSED: SigningState.REFUSED,
    OrderState.TIMED_OUT: SigningState.TIMED_OUT,
    OrderState.FAILED: SigningState.FAILED,
    OrderState.CANCELLED: SigningState.FAILED,
}


def order_signature(
    call: Call, declaration_id: UUID, provider: str, waits: timedelta
) -> SignatureOrder:
    """Order the actor's signature on the printed declaration; a second press finds the first one.

    `waits` is how long the person may take to confirm. Raises `NotFound` for whoever need not sign
    it, `NotLawful` while nothing is to be signed.
    """
    declaration = locked_declaration(call, declaration_id)
    if acting_signer(call, declaration).state is SignerState.SIGNED:
        raise NotLawful(SIGNED_ALREADY)
    ensure_open(declaration)
    assert call.actor.person_id is not None
    earlier = _open_order(call, declaration.id, call.actor.person_id)
    if earlier is not None and earlier.provider == provider:
        return earlier
    if earlier is not None:
        end_order(call, earlier, OrderState.CANCELLED, NotLawful(BEGUN_ANEW))
    order = SignatureOrder(
        declaration_id=declaration.id,
        person_id=call.actor.person_id,
        provider=provider,
        code=call.token(CODE_LETTERS),
        state=OrderState.SEEKING,
        created_at=call.now,
        expires_at=call.now + waits,
    )
    call.db.add(order)
    call.db.flush()
    promise(call, FollowOrder(order.id))
    return order


def cancel_order(call: Call, order_id: UUID) -> SignatureOrder:
    """Wait no longer; a signature that comes all the same is not put into the file."""
    order = locked_order(call, order_id)
    if order is None or order.person_id != call.actor.person_id:
        raise NotFound(NO_ORDER)
    if order.state in OPEN_ORDER:
        end_order(call, order, OrderState.CANCELLED)
    return order


def locked_order(call: Call, order_id: UUID) -> SignatureOrder | None:
    """The order as it stands now, its declaration locked before it; None when it is gone."""
    known = call.db.get(SignatureOrder, order_id)
    if known is None:
        return None
    declaration_id = known.declaration_id
    call.db.get(Declaration, declaration_id, with_for_update=True, populate_existing=True)
    return call.db.get(SignatureOrder, order_id, with_for_update=True, populate_existing=True)


def end_order(
    call: Call, order: SignatureOrder, state: OrderState, reason: DomainError | None = None
) -> None:
    """Let the order end so, and its signing with it unless that has its own end already."""
    assert state not in OPEN_ORDER
    order.state = state
    order.ended_at = call.now
    order.reason = reason.msgid if reason else ""
    order.facts = {key: _plain(value) for key, value in reason.params.items()} if reason else {}
    call.db.flush()
    if order.signing_id is not None and state is not OrderState.DONE:
        end_signing(
            replace(call, actor=SYSTEM), order.signing_id, _SIGNING_ENDS[state], order.reason
        )


def _open_order(call: Call, declaration_id: UUID, person_id: UUID) -> SignatureOrder | None:
    return call.db.scalar(
        select(SignatureOrder)
        .where(
            SignatureOrder.declaration_id == declaration_id,
            SignatureOrder.person_id == person_id,
            SignatureOrder.state.in_(OPEN_ORDER),
        )
        .with_for_update()
    )


def _plain(value: object) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
