"""Proposals to revoke or replace an issued paper, how they ended, and the lists of what ended."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json, text_enum, uuid_key


class Ending(StrEnum):
    """What is to become of a paper that was issued."""

    REVOKED = "revoked"
    """Thu hồi: by a decision that is drawn up, signed and sealed here, and ends it when sealed."""
    REVOKED_ON_PAPER = "revoked_on_paper"
    """Thu hồi by a decision that was made on paper elsewhere: a superior agency's, a court's."""
    REPLACED = "replaced"
    """Thay thế: another paper is issued for it, and it stands until that one is sealed."""


class Revocation(Base):
    """Put forward by a handler, then decided by a leader of the authority, or dismissed.

    `instrument_id` is the paper that ends it: the decision that revokes, or the replacement. One
    that was made elsewhere has only its `decision_number` and `decision_date`, as typed from it.
    """

    __tablename__ = "revocation"
    __table_args__ = (
        CheckConstraint("grounds <> ''", name="has_grounds"),
        CheckConstraint("num_nonnulls(decided_at, dismissed_at) <= 1", name="one_end"),
        CheckConstraint(
            "num_nonnulls(decided_at, dismissed_at) = num_nonnulls(ended_by)", name="by_someone"
        ),
        CheckConstraint("dismissed_at IS NULL OR note <> ''", name="says_why"),
        CheckConstraint(
            "ending = 'replaced' OR decided_at IS NULL"
            " OR (decision_number <> '' AND decision_date IS NOT NULL)",
            name="by_decision",
        ),
        CheckConstraint(
            "(ending <> 'revoked_on_paper') = (instrument_id IS NOT NULL)", name="instrument"
        ),
        Index(
            "uq_revocation_open",
            "dossier_id",
            unique=True,
            postgresql_where=text("decided_at IS NULL AND dismissed_at IS NULL"),
        ),
        Index(
            "uq_revocation_decided",
            "paper_id",
            unique=True,
            postgresql_where=text("decided_at IS NOT NULL"),
        ),
        Index("ix_revocation_instrument_id", "instrument_id"),
    )

    id: Mapped[UUID] = uuid_key()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"))
    ending: Mapped[Ending] = mapped_column(text_enum(Ending, "ending"))
    grounds: Mapped[str]
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), comment="whose leaders decide it, or the unit that came after"
    )
    instrument_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("paper.id"), comment="the decision that revokes it, or its replacement"
    )
    reopens: Mapped[bool] = mapped_column(
        comment="whether the dossier is handled on once the paper has ended"
    )
    fields: Mapped[Json] = mapped_column(comment="what the replacement says")
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decision_number: Mapped[str] = mapped_column(default="")
    decision_date: Mapped[date | None]
    decided_at: Mapped[datetime | None]
    dismissed_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="", comment="why it was dismissed")


class RevocationList(Base):
    """A signed list of all papers that were revoked or replaced; the newest one is in force."""

    __tablename__ = "revocation_list"
    __table_args__ = (
        CheckConstraint("entries >= 0", name="entries_counted"),
        CheckConstraint("next_at > made_at", name="next_later"),
        Index("ix_revocation_list_made_at", "made_at"),
    )

    id: Mapped[UUID] = uuid_key()
    made_at: Mapped[datetime]
    next_at: Mapped[datetime] = mapped_column(comment="when the next one is promised at the latest")
    entries: Mapped[int]
    sha256: Mapped[str] = mapped_column(comment="the list as a signed file in the store")
