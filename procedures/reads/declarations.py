"""A declaration as one of those who sign it sees it: how far it is, who has signed, who has not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.errors import N_, NotFound
from procedures.people import Actor
from procedures.reasons import REASONS
from procedures.records import (
    Declaration,
    DeclarationSigner,
    Draft,
    Person,
    ProcedureVersion,
    Signing,
)
from procedures.records.declaration import DeclarationState, SignerState
from procedures.records.drafting import may_work_on
from procedures.records.signing import SigningState, SigningWay
from procedures.routing import Text

NO_DECLARATION = N_("Không tìm thấy tờ khai.")
UNSAID = N_("Không đủ căn cứ để kết luận về chữ ký trong tệp.")
SAID: Mapping[str, str] = MappingProxyType(
    {
        **REASONS,
        "signer-not-applicant": N_(
            "Chữ ký hợp lệ, nhưng người ký không phải là người phải ký tờ khai này: số định danh "
            "trong chứng thư số khác với số định danh đã khai."
        ),
        "locked-by-signature": N_(
            "Chữ ký hợp lệ, nhưng được tạo ở chế độ khóa tệp nên người còn lại không ký tiếp được. "
            "Hãy ký lại, chọn loại chữ ký phê duyệt (không khóa, không chứng nhận tài liệu)."
        ),
    }
)
"""Why a signed declaration was taken or not, by the reason that its check left."""


_TO_SIGN = frozenset({DeclarationState.PRINTED, DeclarationState.PARTLY})
_LOST = frozenset({SigningState.TIMED_OUT, SigningState.FAILED})


@dataclass(frozen=True, slots=True)
class SignerView:
    """One who must sign. `me` is the reader; `word` comes with a refusal."""

    name: str
    role: Text
    state: SignerState
    settled_at: datetime | None
    word: str
    me: bool


@dataclass(frozen=True, slots=True)
class LostTry:
    """A try to sign in the page that came to nothing; `reason` is a msgid."""

    began_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class DeclarationView:
    """How far the declaration has come, for its reader.

    `reason` is a msgid, empty until a signature is judged; `signers` are the certificates' names;
    `lost` is the reader's own newest try in the page, where nothing has come of it.
    """

    id: UUID
    state: DeclarationState
    reason: str
    signers: tuple[str, ...]
    wanted: tuple[SignerView, ...]
    lost: LostTry | None

    @property
    def together(self) -> bool:
        """Whether more than one person must sign."""
        return len(self.wanted) > 1

    @property
    def begun(self) -> bool:
        """Whether a good signature is there already, which a changed answer would throw away."""
        return any(signer.state is SignerState.SIGNED for signer in self.wanted)

    @property
    def i_signed(self) -> bool:
        return any(signer.me and signer.state is SignerState.SIGNED for signer in self.wanted)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A declaration for one who must sign it: what it is, and who asks. No answers, no files."""

    declaration: DeclarationView
    procedure_name: Text
    owner: str
    draft_id: UUID
    mine: bool
    """The reader owns the draft, and signs on its own page."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the list of what waits for one's signature."""

    declaration_id: UUID
    procedure_name: Text
    owner: str
    since: datetime
    declined: bool


def declaration_view(db: Session, row: Declaration, reader: Person | None) -> DeclarationView:
    """The declaration for a reader; a clerk of the desk is none of its signers."""
    number = reader.citizen_no if reader is not None else None
    rows = db.scalars(
        select(DeclarationSigner)
        .where(DeclarationSigner.declaration_id == row.id)
        .order_by(DeclarationSigner.ordinal)
    )
    wanted = tuple(
        SignerView(
            name=signer.name,
            role=signer.role,
            state=signer.state,
            settled_at=signer.settled_at,
            word=signer.word,
            me=bool(number) and signer.citizen_no == number,
        )
        for signer in rows
    )
    verdict = row.verdict or {}
    return DeclarationView(
        id=row.id,
        state=_state(row, reader, together=len(wanted) > 1),
        reason=SAID.get(verdict["reason"], UNSAID) if "reason" in verdict else "",
        signers=tuple(signature["signer"] for signature in verdict.get("signatures", ())),
        wanted=wanted,
        lost=_lost(db, row, reader) if row.state in _TO_SIGN else None,
    )


def _lost(db: Session, row: Declaration, reader: Person | None) -> LostTry | None:
    if reader is None:
        return None
    newest = db.scalar(
        select(Signing)
        .where(Signing.declaration_id == row.id, Signing.person_id == reader.id)
        .order_by(Signing.created_at.desc())
        .limit(1)
    )
    # What became of an order at a remote service is said on the order's own page.
    if newest is None or newest.way is not SigningWay.BROWSER or newest.state not in _LOST:
        return None
    return LostTry(newest.created_at, newest.reason)


def _state(row: Declaration, reader: Person | None, *, together: bool) -> DeclarationState:
    """A signature that did not pass is told to whoever brought it, and is nobody else's affair."""
    if row.state is not DeclarationState.REJECTED or not together or reader is None:
        return row.state
    if row.handed_in_by in {None, reader.id}:
        return row.state
    return DeclarationState.PARTLY if row.accepted_sha256 else DeclarationState.PRINTED


def invitation(db: Session, declaration_id: UUID, actor: Actor) -> Invitation:
    """The declaration that waits for the actor; `NotFound` for everybody who need not sign it."""
    found = db.execute(
        select(Declaration, Draft, Person.full_name, ProcedureVersion.name)
        .join(Draft, Draft.id == Declaration.draft_id)
        .join(Person, Person.id == Draft.owner_id)
        .join(ProcedureVersion, ProcedureVersion.id == Draft.procedure_version_id)
        .where(Declaration.id == declaration_id)
    ).first()
    if found is None or actor.person_id is None:
        raise NotFound(NO_DECLARATION)
    row, draft, owner, procedure_name = found
    seen = declaration_view(db, row, db.get_one(Person, actor.person_id))
    mine = may_work_on(actor, draft)
    if not mine and (draft.entered_by is not None or not any(s.me for s in seen.wanted)):
        raise NotFound(NO_DECLARATION)
    return Invitation(seen, procedure_name, owner, draft.id, mine)


def waiting_for(db: Session, person_id: UUID) -> tuple[Waiting, ...]:
    """The declarations of others that the person must sign and has not, oldest first."""
    rows = db.execute(
        select(
            Declaration.id,
            ProcedureVersion.name,
            Person.full_name,
            Declaration.created_at,
            DeclarationSigner.state == SignerState.DECLINED,
        )
        .join(DeclarationSigner, DeclarationSigner.declaration_id == Declaration.id)
        .join(Draft, Draft.id == Declaration.draft_id)
        .join(Person, Person.id == Draft.owner_id)
        .join(ProcedureVersion, ProcedureVersion.id == Draft.procedure_version_id)
        .where(
            DeclarationSigner.citizen_no
            == select(Person.citizen_no).where(Person.id == person_id).scalar_subquery(),
            DeclarationSigner.state != SignerState.SIGNED,
            Draft.owner_id != person_id,
            Draft.entered_by.is_(None),
            Declaration.state != DeclarationState.WAITING,
        )
        .order_by(Declaration.created_at)
    )
    return tuple(Waiting(*row) for row in rows)


def may_sign(db: Session, declaration_id: UUID, actor: Actor) -> bool:
    """Whether the actor is one of those who must sign it."""
    try:
        invitation(db, declaration_id, actor)
    except NotFound:
        return False
    return True
