"""A signature under way: prepared here, made by a key in a page, on a phone or at a provider."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, text_enum, uuid_key


class SigningWay(StrEnum):
    """Where the key is. A file that was signed with a tool of one's own has no row."""

    BROWSER = "browser"
    REMOTE = "remote"


class SigningState(StrEnum):
    """How far it has come; all but the first two are the end of it."""

    PREPARED = "prepared"
    ASKED = "asked"
    """The provider has the request; the signer confirms on the phone."""
    DONE = "done"
    """The finished file was handed in; its own check follows, as for any signed file."""
    REFUSED = "refused"
    TIMED_OUT = "timed_out"
    FAILED = "failed"


OPEN_SIGNING = frozenset({SigningState.PREPARED, SigningState.ASKED})


class Signing(Base):
    """One try of one person to sign one declaration; the draft is untouched whatever comes out."""

    __tablename__ = "signing"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('prepared', 'asked')) = (ended_at IS NULL)", name="ended_or_open"
        ),
        CheckConstraint("region_start >= 0 AND region_end > region_start", name="region_in_order"),
        CheckConstraint("state <> 'asked' OR way = 'remote'", name="asked_remotely"),
        Index(
            "uq_signing_open",
            "declaration_id",
            "person_id",
            unique=True,
            postgresql_where=text("state IN ('prepared', 'asked')"),
        ),
        Index(
            "ix_signing_expires_at",
            "expires_at",
            postgresql_where=text("state IN ('prepared', 'asked')"),
        ),
        Index(
            "uq_signing_provider_ref",
            "provider",
            "provider_ref",
            unique=True,
            postgresql_where=text("provider_ref <> ''"),
        ),
    )

    id: Mapped[UUID] = uuid_key()
    declaration_id: Mapped[UUID] = mapped_column(ForeignKey("declaration.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), comment="who signs")
    way: Mapped[SigningWay] = mapped_column(text_enum(SigningWay, "way"))
    state: Mapped[SigningState] = mapped_column(text_enum(SigningState, "state"))
    provider: Mapped[str] = mapped_column(comment="code of the remote service", default="")
    provider_ref: Mapped[str] = mapped_column(comment="the provider's own id", default="")
    document_sha256: Mapped[str] = mapped_column(comment="the file that it was prepared on")
    prepared_sha256: Mapped[str] = mapped_column(comment="that file with room for the signature")
    finished_sha256: Mapped[str | None] = mapped_column(
        comment="the file with the signature in it, as yet without a time stamp"
    )
    attributes: Mapped[bytes] = mapped_column(comment="DER; what the key signs with SHA-256")
    region_start: Mapped[int]
    region_end: Mapped[int]
    chain: Mapped[list[str]] = mapped_column(comment="certificates, Base64 of DER, signer first")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(comment="msgid for the signer, why it failed", default="")
