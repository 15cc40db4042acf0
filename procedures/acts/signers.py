"""Who must sign a declaration, by the procedure and the answers, and what each of them has done."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.call import Call
from procedures.acts.outbox import promise
from procedures.catalogue.types import SignerSpec
from procedures.effects import NotifyOwner, NotifySigner
from procedures.errors import N_, NotFound, NotLawful
from procedures.records import Declaration, DeclarationSigner, Draft, Person
from procedures.records.declaration import SignerState
from procedures.records.versions import version_of
from procedures.tags import Tag

NO_DECLARATION = N_("Không tìm thấy tờ khai.")
SIGNED_ALREADY = N_("Bạn đã ký tờ khai này; chữ ký của bạn hợp lệ.")
NOT_THE_OWNER = N_("Người lập tờ khai thì sửa hoặc xóa bản nháp, không từ chối ký.")
APPLICANT = {"vi": "Người nộp hồ sơ", "en": "Applicant"}


def name_signers(call: Call, declaration: Declaration, draft: Draft) -> None:
    """Write down who must sign, in the order of the procedure."""
    for ordinal, (role, name, number) in enumerate(who_signs(call, draft), start=1):
        call.db.add(
            DeclarationSigner(
                declaration_id=declaration.id,
                ordinal=ordinal,
                role=role,
                name=name,
                citizen_no=number,
                state=SignerState.AWAITED,
            )
        )
    call.db.flush()


def who_signs(call: Call, draft: Draft) -> list[tuple[dict[str, str], str, str]]:
    """In what capacity, by what name and number: those whom the answers name, and the applicant."""
    owner = call.db.get_one(Person, draft.owner_id)
    named = list(_named(call, draft))
    if owner.citizen_no not in {number for _, _, number in named}:
        named.insert(0, (APPLICANT, owner.full_name, owner.citizen_no or ""))
    return named


def _named(call: Call, draft: Draft) -> Iterator[tuple[dict[str, str], str, str]]:
    for spec in signer_specs(call, draft):
        number = str(draft.answers.get(spec.number) or "")
        if number:
            yield dict(spec.role), str(draft.answers.get(spec.name) or ""), number


def signer_specs(call: Call, draft: Draft) -> tuple[SignerSpec, ...]:
    """What the draft's procedure says of further signers."""
    return version_of(call.db, draft.procedure_version_id).procedure.declaration.signers


def signers_of(call: Call, declaration_id: UUID) -> Sequence[DeclarationSigner]:
    """All who must sign, in the order of the procedure."""
    return call.db.scalars(
        select(DeclarationSigner)
        .where(DeclarationSigner.declaration_id == declaration_id)
        .order_by(DeclarationSigner.ordinal)
    ).all()


def invite(call: Call, declaration: Declaration) -> None:
    """Write to those who must sign and did not begin the draft themselves."""
    owner = _owner(call, declaration)
    for signer in signers_of(call, declaration.id):
        if signer.citizen_no != owner.citizen_no:
            promise(call, NotifySigner(signer.id, "signature_asked"))


def locked_declaration(call: Call, declaration_id: UUID) -> Declaration:
    """The declaration of a draft with its row locked until the transaction ends."""
    found = call.db.get(Declaration, declaration_id, with_for_update=True, populate_existing=True)
    if found is None or found.draft_id is None:
        raise NotFound(NO_DECLARATION)
    return found


def acting_signer(call: Call, declaration: Declaration) -> DeclarationSigner:
    """The actor as one who signs it; for anybody else there is no such declaration."""
    person = call.db.get(Person, call.actor.person_id) if call.actor.person_id else None
    draft = call.db.get_one(Draft, declaration.draft_id)
    # What a desk types from paper is signed in ink, and not the owner's to see before it is filed.
    if person is not None and person.citizen_no and draft.entered_by is None:
        for signer in signers_of(call, declaration.id):
            if signer.citizen_no == person.citizen_no:
                return signer
    raise NotFound(NO_DECLARATION)


def settle(call: Call, declaration: Declaration, subjects: set[str]) -> bool:
    """Note whose signatures the accepted file has; whether everybody's are there.

    The owner is told when somebody else has signed.
    """
    owner = _owner(call, declaration)
    signers = signers_of(call, declaration.id)
    for signer in signers:
        if signer.state is SignerState.SIGNED or signer.citizen_no not in subjects:
            continue
        signer.state, signer.settled_at, signer.word = SignerState.SIGNED, call.now, ""
        if signer.citizen_no != owner.citizen_no and declaration.draft_id is not None:
            promise(call, NotifyOwner(declaration.draft_id, "cosigned"))
    call.db.flush()
    return all(signer.state is SignerState.SIGNED for signer in signers)


def decline_to_sign(call: Call, declaration_id: UUID, word: str) -> None:
    """Somebody other than the owner will not sign; the owner is told. It may still be signed."""
    declaration = locked_declaration(call, declaration_id)
    signer = acting_signer(call, declaration)
    if signer.state is SignerState.SIGNED:
        raise NotLawful(SIGNED_ALREADY)
    if signer.citizen_no == _owner(call, declaration).citizen_no:
        raise NotLawful(NOT_THE_OWNER)
    signer.state, signer.settled_at, signer.word = SignerState.DECLINED, call.now, word
    note(call, declaration, Tag.DECLARATION_DECLINED)
    assert declaration.draft_id is not None
    promise(call, NotifyOwner(declaration.draft_id, "signature_declined"))


def note(call: Call, declaration: Declaration, tag: Tag, **detail: str) -> None:
    """Leave the trace of a signature in the declaration's own stream of the ledger."""
    ledger.append(call, f"declaration:{declaration.id}", tag, detail=detail)


def _owner(call: Call, declaration: Declaration) -> Person:
    draft = call.db.get_one(Draft, declaration.draft_id)
    return call.db.get_one(Person, draft.owner_id)
