"""The declaration (tờ khai) as a PDF: printed from the answers, signed by the citizen or not."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json, text_enum, uuid_key


class DeclarationState(StrEnum):
    """How far a declaration has come."""

    WAITING = "waiting"
    """The worker has not printed it yet."""
    PRINTED = "printed"
    CHECKING = "checking"
    """A signed file is in; the worker validates it."""
    PARTLY = "partly"
    """All signatures so far are good; somebody who must sign has not yet."""
    SIGNED = "signed"
    REJECTED = "rejected"
    """The signature did not pass; the citizen may sign again."""


class Declaration(Base):
    """One printing of the answers. A changed answer makes a new one; only the newest counts."""

    __tablename__ = "declaration"
    __table_args__ = (
        CheckConstraint("num_nonnulls(draft_id, dossier_id) = 1", name="one_home"),
        CheckConstraint("state = 'waiting' OR printed_sha256 IS NOT NULL", name="printed"),
        CheckConstraint("state <> 'signed' OR signed_sha256 IS NOT NULL", name="signed"),
        CheckConstraint("state <> 'partly' OR accepted_sha256 IS NOT NULL", name="accepted"),
        CheckConstraint("evidence_sha256 IS NULL OR verdict IS NOT NULL", name="evidence"),
        Index(
            "uq_declaration_draft_id",
            "draft_id",
            unique=True,
            postgresql_where=text("draft_id IS NOT NULL"),
        ),
        Index("ix_declaration_dossier_id", "dossier_id"),
    )

    id: Mapped[UUID] = uuid_key()
    draft_id: Mapped[UUID | None] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    answers_version: Mapped[int | None] = mapped_column(comment="set at submission")
    digest: Mapped[str] = mapped_column(comment="SHA-256 over answers and attachments printed")
    context: Mapped[Json] = mapped_column(comment="frozen input of the template")
    state: Mapped[DeclarationState] = mapped_column(text_enum(DeclarationState, "state"))
    printed_sha256: Mapped[str | None]
    signed_sha256: Mapped[str | None] = mapped_column(comment="the file handed in last")
    accepted_sha256: Mapped[str | None] = mapped_column(
        comment="the last file that passed: the next signature belongs on it"
    )
    handed_in_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[Json | None] = mapped_column(
        comment="outcome, reason, signatures, time of the validation, time that is proven"
    )
    evidence_sha256: Mapped[str | None] = mapped_column(
        index=True, comment="what that verdict rested on, as a file; the ledger names it, too"
    )
    created_at: Mapped[datetime]


class SignerState(StrEnum):
    """What one of those who must sign has done."""

    AWAITED = "awaited"
    SIGNED = "signed"
    DECLINED = "declined"


class DeclarationSigner(Base):
    """One person who must sign the declaration, named by the answers; the applicant is one too."""

    __tablename__ = "declaration_signer"
    __table_args__ = (
        CheckConstraint("(state = 'awaited') = (settled_at IS NULL)", name="settled"),
        UniqueConstraint("declaration_id", "ordinal"),
        Index("ix_declaration_signer_citizen_no", "citizen_no"),
    )

    id: Mapped[UUID] = uuid_key()
    declaration_id: Mapped[UUID] = mapped_column(ForeignKey("declaration.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    role: Mapped[Json] = mapped_column(comment="as whom: a text in both languages")
    name: Mapped[str] = mapped_column(comment="as the answers give it")
    citizen_no: Mapped[str] = mapped_column(comment="the certificate must carry it; may be empty")
    state: Mapped[SignerState] = mapped_column(text_enum(SignerState, "state"))
    settled_at: Mapped[datetime | None] = mapped_column(comment="when it was signed or declined")
    word: Mapped[str] = mapped_column(comment="to the owner, with a refusal", default="")
