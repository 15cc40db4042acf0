"""A signature ordered of a remote signing service, from the press of a button to its end."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json, text_enum, uuid_key


class OrderState(StrEnum):
    """How far it has come; all but the first three are the end of it."""

    SEEKING = "seeking"
    """The service is asked which key the person has."""
    PREPARED = "prepared"
    """The file is prepared for that key; the service is to be asked for the signature."""
    ASKED = "asked"
    """The person confirms on the phone."""
    DONE = "done"
    REFUSED = "refused"
    TIMED_OUT = "timed_out"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """The person chose another way before the service answered."""


OPEN_ORDER = frozenset({OrderState.SEEKING, OrderState.PREPARED, OrderState.ASKED})


class SignatureOrder(Base):
    """Its id is the transaction number at the service, so asking twice orders nothing twice."""

    __tablename__ = "signature_order"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('seeking', 'prepared', 'asked')) = (ended_at IS NULL)",
            name="ended_or_open",
        ),
        CheckConstraint(
            "state NOT IN ('prepared', 'asked', 'done') OR signing_id IS NOT NULL", name="prepared"
        ),
        Index(
            "uq_signature_order_open",
            "declaration_id",
            "person_id",
            unique=True,
            postgresql_where=text("state IN ('seeking', 'prepared', 'asked')"),
        ),
        Index(
            "ix_signature_order_expires_at",
            "expires_at",
            postgresql_where=text("state IN ('seeking', 'prepared', 'asked')"),
        ),
        Index("ix_signature_order_declaration_id", "declaration_id", "created_at"),
    )

    id: Mapped[UUID] = uuid_key()
    declaration_id: Mapped[UUID] = mapped_column(ForeignKey("declaration.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), comment="who signs")
    provider: Mapped[str] = mapped_column(comment="code of the service, as the settings name it")
    code: Mapped[str] = mapped_column(comment="shown by the portal and on the phone")
    state: Mapped[OrderState] = mapped_column(text_enum(OrderState, "state"))
    signing_id: Mapped[UUID | None] = mapped_column(ForeignKey("signing.id", ondelete="CASCADE"))
    credential: Mapped[Json | None] = mapped_column(comment="id, signs, confirms at the service")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(comment="until when the person is told to confirm")
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(comment="msgid for the person, why it failed", default="")
    facts: Mapped[Json] = mapped_column(comment="what fills the reason's places", default=dict)
