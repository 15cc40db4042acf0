"""Signing a declaration with a key that is elsewhere: begun, asked of a provider, finished, ended.

The draft stays as it is whatever comes out. Who was overtaken by another signature, or comes too
late, finds it said in the row: these acts return it and raise only where nothing may be kept.
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.declare import ensure_open, newest_file, take_signed
from procedures.acts.signers import SIGNED_ALREADY, acting_signer, locked_declaration
from procedures.errors import N_, NotFound, NotLawful
from procedures.people import SYSTEM
from procedures.ports import BlobStore, CannotSign, Hand, Prepared
from procedures.records import Declaration, Signing
from procedures.records.declaration import DeclarationState, SignerState
from procedures.records.signing import OPEN_SIGNING, SigningState, SigningWay

NO_SIGNING = N_("Không tìm thấy lần ký này: tờ khai đã được lập lại. Hãy ký lại từ đầu.")
OTHER_HOLDER = N_(
    "Chứng thư số này mang số định danh khác với số định danh của tài khoản bạn đang dùng. "
    "Hãy dùng chứng thư số của chính bạn."
)
OVERTAKEN = N_(
    "Tờ khai vừa có thêm một chữ ký khác, nên chữ ký của bạn chưa được đưa vào. Hãy ký lại trên "
    "bản mới nhất."
)
HANDED_IN = N_("Hồ sơ đã được nộp, nên chữ ký đến sau không được đưa vào tờ khai nữa.")
BEGUN_ANEW = N_("Lần ký này đã được thay bằng một lần ký khác.")
TOO_LATE = N_("Đã quá thời gian chờ ký. Tờ khai vẫn còn nguyên; hãy ký lại.")


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a signing begins: where the key is, how long it may take, and at which provider."""

    way: SigningWay
    lasts: timedelta
    provider: str = ""


IN_THE_PAGE = Beginning(SigningWay.BROWSER, timedelta(minutes=15))
"""With a key that the signer's own browser holds."""


def begin_signing(
    call: Call,
    hand: Hand,
    blobs: BlobStore,
    declaration_id: UUID,
    chain: Sequence[bytes],
    beginning: Beginning,
) -> Signing:
    """Prepare the newest file of the declaration for the certificate; its `attributes` are to sign.

    An open signing of the same person ends. Raises `CannotSign` for a certificate that may not,
    `NotLawful` while there is nothing to be signed.
    """
    declaration = locked_declaration(call, declaration_id)
    signer = acting_signer(call, declaration)
    if signer.state is SignerState.SIGNED:
        raise NotLawful(SIGNED_ALREADY)
    ensure_open(declaration)
    if hand.holder(chain).subject_id != signer.citizen_no:
        raise CannotSign(OTHER_HOLDER)
    assert call.actor.person_id is not None
    _end_open(call, declaration, call.actor.person_id)
    document = newest_file(declaration)
    prepared = hand.prepare(blobs.get(document), chain)
    signing = Signing(
        declaration_id=declaration.id,
        person_id=call.actor.person_id,
        way=beginning.way,
        state=SigningState.PREPARED,
        provider=beginning.provider,
        document_sha256=document,
        prepared_sha256=blobs.put(prepared.file),
        attributes=prepared.attributes,
        region_start=prepared.region[0],
        region_end=prepared.region[1],
        chain=[b64encode(der).decode() for der in chain],
        created_at=call.now,
        expires_at=call.now + beginning.lasts,
    )
    call.db.add(signing)
    call.db.flush()
    return signing


def ask_signing(call: Call, signing_id: UUID, provider_ref: str) -> Signing:
    """Note that the provider has the request, under its own id for it."""
    signing = _of_actor(call, signing_id)
    if signing.state is SigningState.PREPARED:
        signing.state = SigningState.ASKED
        signing.provider_ref = provider_ref
        call.db.flush()
    return signing


def finish_signing(
    call: Call, hand: Hand, blobs: BlobStore, signing_id: UUID, signature: bytes
) -> Signing:
    """Put the signature into the file and hand that in; a second time it finds it done.

    Nobody is asked here: its time stamp is the worker's to fetch, in `check_signature`.
    The row's `reason` says why it was not, and is empty when it was.
    `signature` is over the row's `attributes`: RSA by either scheme, ECDSA as DER or two numbers.
    """
    signing = _of_actor(call, signing_id)
    if signing.state not in OPEN_SIGNING:
        return signing
    if call.now > signing.expires_at:
        return _end(call, signing, SigningState.TIMED_OUT, TOO_LATE)
    declaration = call.db.get_one(Declaration, signing.declaration_id)
    if declaration.draft_id is None:
        return _end(call, signing, SigningState.FAILED, HANDED_IN)
    if _overtaken(declaration, signing):
        return _end(call, signing, SigningState.FAILED, OVERTAKEN)
    try:
        signed = hand.finish(_prepared(blobs, signing), _chain(signing), signature)
    except CannotSign as refusal:
        return _end(call, signing, SigningState.FAILED, refusal.msgid)
    signing.finished_sha256 = blobs.put(signed)
    take_signed(call, declaration, signing.finished_sha256, way=signing.way.value)
    declaration.handed_in_by = signing.person_id
    return _end(call, signing, SigningState.DONE)


def end_signing(call: Call, signing_id: UUID, state: SigningState, reason: str = "") -> Signing:
    """End it without a signature: refused, timed out or failed; `reason` is a msgid.

    One that has ended stays as it ended.
    """
    assert state not in OPEN_SIGNING
    assert state is not SigningState.DONE
    signing = _of_actor(call, signing_id)
    if signing.state not in OPEN_SIGNING:
        return signing
    return _end(call, signing, state, reason)


def _end_open(call: Call, declaration: Declaration, person_id: UUID) -> None:
    wanted = select(Signing).where(
        Signing.declaration_id == declaration.id,
        Signing.person_id == person_id,
        Signing.state.in_(OPEN_SIGNING),
    )
    for earlier in call.db.scalars(wanted):
        _end(call, earlier, SigningState.FAILED, BEGUN_ANEW)


def _of_actor(call: Call, signing_id: UUID) -> Signing:
    """The actor's own signing, or any for the system; its declaration is locked before it."""
    found = call.db.get(Signing, signing_id)
    if found is None or (call.actor != SYSTEM and found.person_id != call.actor.person_id):
        raise NotFound(NO_SIGNING)
    declaration_id = found.declaration_id
    call.db.get(Declaration, declaration_id, with_for_update=True, populate_existing=True)
    signing = call.db.get(Signing, signing_id, with_for_update=True, populate_existing=True)
    if signing is None:
        raise NotFound(NO_SIGNING)
    return signing


def _overtaken(declaration: Declaration, signing: Signing) -> bool:
    done = {DeclarationState.CHECKING, DeclarationState.SIGNED}
    return declaration.state in done or newest_file(declaration) != signing.document_sha256


def _prepared(blobs: BlobStore, signing: Signing) -> Prepared:
    return Prepared(
        file=blobs.get(signing.prepared_sha256),
        attributes=signing.attributes,
        region=(signing.region_start, signing.region_end),
    )


def _chain(signing: Signing) -> list[bytes]:
    return [b64decode(text) for text in signing.chain]


def _end(call: Call, signing: Signing, state: SigningState, reason: str = "") -> Signing:
    signing.state = state
    signing.ended_at = call.now
    signing.reason = reason
    call.db.flush()
    return signing
