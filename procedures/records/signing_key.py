"""Keys that have signed or sealed anything: one row a certificate, and what each was used for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, uuid_key


class SigningKey(Base):
    """A certificate and its key, written down at its first use; of the key itself nothing is here.

    Retiring takes two administrators: one asks, another carries it out.
    """

    __tablename__ = "signing_key"
    __table_args__ = (
        UniqueConstraint("sha256"),
        CheckConstraint("valid_to > valid_from", name="dates_in_order"),
        CheckConstraint(
            "(asked_at IS NULL) = (asked_by IS NULL) "
            "AND (asked_at IS NULL) = (compromised_at IS NULL) "
            "AND (asked_at IS NULL) = (grounds = '')",
            name="asked_whole",
        ),
        CheckConstraint(
            "(retired_at IS NULL) = (retired_by IS NULL) "
            "AND (retired_at IS NULL OR asked_at IS NOT NULL)",
            name="retired_as_asked",
        ),
        CheckConstraint("retired_by <> asked_by", name="four_eyes"),
        Index("ix_signing_key_base", "base"),
        Index("ix_signing_key_valid_to", "valid_to", postgresql_where=text("retired_at IS NULL")),
    )

    id: Mapped[UUID] = uuid_key()
    base: Mapped[str] = mapped_column(comment="whose key: agency-<code>-<day>, leader-<post>")
    key_id: Mapped[str] = mapped_column(comment="its name in the key store")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    post_id: Mapped[int | None] = mapped_column(
        ForeignKey("post.id"), comment="empty for a unit's seal"
    )
    holder: Mapped[str] = mapped_column(comment="as the certificate names them")
    store: Mapped[str] = mapped_column(comment="where the key is kept")
    serial: Mapped[str] = mapped_column(comment="of the certificate, hexadecimal")
    sha256: Mapped[str] = mapped_column(comment="of the certificate's bytes")
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime]
    crl_urls: Mapped[list[str]] = mapped_column(
        default=list, comment="where its authority's list of revoked certificates is"
    )
    first_used_at: Mapped[datetime]
    warned_at: Mapped[datetime | None] = mapped_column(comment="administrators heard of its end")
    compromised_at: Mapped[datetime | None] = mapped_column(
        comment="what it signed since is not believed"
    )
    grounds: Mapped[str] = mapped_column(default="", comment="why it is to be retired")
    asked_at: Mapped[datetime | None]
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[datetime | None]
    retired_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class KeyUse(Base):
    """One paper, one annex or one sealed copy of a scan that a key signed or sealed."""

    __tablename__ = "key_use"
    __table_args__ = (
        CheckConstraint("num_nonnulls(paper_id, attachment_id, annex_id) = 1", name="one_file"),
        Index("ix_key_use_signing_key_id", "signing_key_id", "id"),
        Index(
            "uq_key_use_paper",
            "paper_id",
            "signing_key_id",
            unique=True,
            postgresql_where=text("paper_id IS NOT NULL"),
        ),
        Index(
            "ix_key_use_attachment_id",
            "attachment_id",
            postgresql_where=text("attachment_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    signing_key_id: Mapped[UUID] = mapped_column(ForeignKey("signing_key.id"))
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("paper.id"))
    attachment_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("attachment.id", ondelete="CASCADE")
    )
    annex_id: Mapped[UUID | None] = mapped_column(ForeignKey("annex.id"))
    at: Mapped[datetime] = mapped_column(comment="when it was sealed")
