"""Proposals and decisions: rows of facts; the document is a paper."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json, text_enum, uuid_key


class DecisionOutcome(StrEnum):
    """What is decided of the request."""

    GRANTED = "granted"
    DENIED = "denied"


class Decision(Base):
    """Proposed by a handler, then decided or sent back by a leader."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("outcome <> 'denied' OR grounds <> ''", name="denial_has_grounds"),
        CheckConstraint("num_nonnulls(decided_at, sent_back_at) <= 1", name="one_end"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_by_someone"),
        Index(
            "uq_decision_open",
            "dossier_id",
            unique=True,
            postgresql_where=text("decided_at IS NULL AND sent_back_at IS NULL"),
        ),
        Index("ix_decision_dossier_id", "dossier_id"),
        Index(
            "ix_decision_proposed",
            "proposed_by",
            "dossier_id",
            postgresql_where=text("decided_at IS NULL AND sent_back_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = uuid_key()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    leg_id: Mapped[int] = mapped_column(
        ForeignKey("leg.id"), comment="where the proposal went: the approval or the signature"
    )
    outcome: Mapped[DecisionOutcome] = mapped_column(text_enum(DecisionOutcome, "outcome"))
    grounds: Mapped[str]
    fields: Mapped[Json] = mapped_column(comment="per result code, what the paper will say")
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    signer_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), comment="who is to sign")
    sent_back_at: Mapped[datetime | None]
    sent_back_note: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
