"""Following an order at its signing service, step by step, until it ends one way or another.

Each step is a transaction of its own that a worker may die in: the digest is fixed before the
service is asked, and the order's id is the transaction number there, so a repeated step finds
what the first one did. The service is asked before anything is locked.
"""

import hashlib
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import assert_never
from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.order_signature import end_order, locked_order
from procedures.acts.own_key import own_key
from procedures.acts.signing import (
    Beginning,
    ask_signing,
    begin_signing,
    finish_signing,
)
from procedures.effects import Again
from procedures.errors import N_, NotFound, NotLawful, Unavailable
from procedures.people import SYSTEM, Actor
from procedures.ports import BlobStore, Hand
from procedures.providers import Credential, Order, Progress, RemoteSigner, Stage
from procedures.records import Person, SignatureOrder, Signing
from procedures.records.signature_order import OPEN_ORDER, OrderState
from procedures.records.signing import SigningState, SigningWay

TITLE = "Ký tờ khai dịch vụ công"
"""What the phone says beside the code: nothing about the matter, for it is a stranger's server."""
GRACE = timedelta(seconds=30)
"""An order waits this much longer than the person is told: a late confirmation still arrives."""
PAUSE_SECONDS = 3.0
AT_ONCE = Again(0.0)

REFUSED = N_("Bạn đã từ chối ký trên điện thoại.")
TIMED_OUT = N_("Đã hết thời gian xác nhận trên điện thoại.")
TURNED_DOWN = N_("Nhà cung cấp chữ ký số không nhận yêu cầu ký (mã {code}).")
FORGOTTEN = N_("Nhà cung cấp chữ ký số không còn giữ yêu cầu ký này.")
NOT_OFFERED = N_("Nhà cung cấp chữ ký số này không còn được dùng tại Cổng.")


@dataclass(frozen=True, slots=True)
class Means:
    """What following an order takes: the hand that prepares and finishes, and the services."""

    hand: Hand
    blobs: BlobStore
    signers: Mapping[str, RemoteSigner]


def follow_order(call: Call, means: Means, order_id: UUID) -> Again | None:
    """Take the next step of the order; None when it has come to its end."""
    order = call.db.get(SignatureOrder, order_id)
    if order is None or order.state not in OPEN_ORDER:
        return None
    if call.now > order.expires_at + GRACE:
        _ended(call, order_id, OrderState.TIMED_OUT, NotLawful(TIMED_OUT))
        return None
    signer = means.signers.get(order.provider)
    if signer is None:
        _ended(call, order_id, OrderState.FAILED, NotLawful(NOT_OFFERED))
        return None
    try:
        return _step(call, means, signer, order)
    except Unavailable as fault:
        return Again(PAUSE_SECONDS, fault.msgid)


def _step(call: Call, means: Means, signer: RemoteSigner, order: SignatureOrder) -> Again | None:
    if order.state is OrderState.SEEKING:
        return _prepare(call, means, signer, order)
    wanted = _wanted(call, order)
    if order.state is OrderState.PREPARED:
        return _settle(call, means, order.id, signer.ask(wanted))
    signing = call.db.get_one(Signing, order.signing_id)
    return _settle(call, means, order.id, signer.outcome(wanted, signing.provider_ref))


def _prepare(call: Call, means: Means, signer: RemoteSigner, order: SignatureOrder) -> Again | None:
    """Find the person's own key, and fix what it is to sign."""
    person = call.db.get_one(Person, order.person_id)
    found = signer.credentials(person.citizen_no or "", order.id.hex)
    try:
        chosen = own_key(means.hand, found, person)
        standing = _standing(call, order.id, OrderState.SEEKING)
        if standing is None:
            return AT_ONCE
        as_person = replace(call, actor=Actor(person.id, person.full_name))
        lasts = standing.expires_at + GRACE - call.now
        signing = begin_signing(
            as_person,
            means.hand,
            means.blobs,
            standing.declaration_id,
            chosen.chain,
            Beginning(SigningWay.REMOTE, lasts, standing.provider),
        )
    except (NotLawful, NotFound) as refusal:
        _ended(call, order.id, OrderState.FAILED, refusal)
        return None
    standing.signing_id = signing.id
    standing.credential = {
        "id": chosen.id,
        "signs": list(chosen.signs),
        "confirms": list(chosen.confirms),
    }
    standing.state = OrderState.PREPARED
    call.db.flush()
    return AT_ONCE


def _wanted(call: Call, order: SignatureOrder) -> Order:
    signing = call.db.get_one(Signing, order.signing_id)
    person = call.db.get_one(Person, order.person_id)
    known = order.credential or {}
    return Order(
        transaction=order.id.hex,
        account=person.citizen_no or "",
        credential=Credential(
            id=known["id"],
            chain=tuple(b64decode(text) for text in signing.chain),
            signs=tuple(known["signs"]),
            confirms=tuple(known["confirms"]),
        ),
        digest=hashlib.sha256(signing.attributes).digest(),
        code=order.code,
        title=TITLE,
        at=order.created_at,
    )


def _settle(call: Call, means: Means, order_id: UUID, progress: Progress) -> Again | None:
    """Write down what the service said of the order."""
    order = locked_order(call, order_id)
    if order is None or order.state not in OPEN_ORDER:
        return None
    match progress.stage:
        case Stage.WAITING:
            return _wait(call, order, progress)
        case Stage.SIGNED:
            _finish(call, means, order, progress)
        case Stage.REFUSED:
            end_order(call, order, OrderState.REFUSED, NotLawful(REFUSED))
        case Stage.EXPIRED:
            end_order(call, order, OrderState.TIMED_OUT, NotLawful(TIMED_OUT))
        case Stage.FAILED:
            told = NotLawful(TURNED_DOWN, code=progress.reason or "?")
            end_order(call, order, OrderState.FAILED, told)
        case Stage.UNKNOWN:
            end_order(call, order, OrderState.FAILED, NotLawful(FORGOTTEN))
        case _:
            assert_never(progress.stage)
    return None


def _wait(call: Call, order: SignatureOrder, progress: Progress) -> Again:
    assert order.signing_id is not None
    signing = ask_signing(replace(call, actor=SYSTEM), order.signing_id, progress.reference)
    signing.provider_ref = progress.reference or signing.provider_ref
    order.state = OrderState.ASKED
    call.db.flush()
    return Again(PAUSE_SECONDS)


def _finish(call: Call, means: Means, order: SignatureOrder, progress: Progress) -> None:
    assert order.signing_id is not None
    system = replace(call, actor=SYSTEM)
    signing = finish_signing(system, means.hand, means.blobs, order.signing_id, progress.signature)
    if signing.state is SigningState.DONE:
        end_order(call, order, OrderState.DONE)
        return
    late = signing.state is SigningState.TIMED_OUT
    state = OrderState.TIMED_OUT if late else OrderState.FAILED
    end_order(call, order, state, NotLawful(signing.reason))


def _standing(call: Call, order_id: UUID, state: OrderState) -> SignatureOrder | None:
    """The order, locked, if nothing has happened to it meanwhile."""
    order = locked_order(call, order_id)
    return order if order is not None and order.state is state else None


def _ended(call: Call, order_id: UUID, state: OrderState, reason: NotLawful | NotFound) -> None:
    order = locked_order(call, order_id)
    if order is not None and order.state in OPEN_ORDER:
        end_order(call, order, state, reason)
