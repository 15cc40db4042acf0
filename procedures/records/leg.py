"""The legs of a dossier's route: who has it, who had it, who will get it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json, text_enum
from procedures.routing import Function


class Leg(Base):
    """One stretch of the route at one unit.

    At most one that is not `beside` is open: custody is never shared.
    """

    __tablename__ = "leg"
    __table_args__ = (
        UniqueConstraint("dossier_id", "ordinal"),
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="opened_first"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="times_order"),
        Index(
            "uq_leg_open",
            "dossier_id",
            unique=True,
            postgresql_where=text("opened_at IS NOT NULL AND closed_at IS NULL AND NOT beside"),
        ),
        CheckConstraint("(taken_at IS NULL) = (taken_by IS NULL)", name="taken_by_someone"),
        Index("ix_leg_register", "unit_id", "opened_at", "id"),
        Index(
            "ix_leg_open_due",
            "due_at",
            postgresql_where=text("opened_at IS NOT NULL AND closed_at IS NULL"),
        ),
        Index(
            "ix_leg_custody_due",
            "unit_id",
            "due_at",
            "dossier_id",
            postgresql_where=text("opened_at IS NOT NULL AND closed_at IS NULL AND NOT beside"),
        ),
        Index(
            "ix_leg_beside_open",
            "unit_id",
            "due_at",
            "dossier_id",
            postgresql_where=text("beside AND opened_at IS NOT NULL AND closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    ordinal: Mapped[int] = mapped_column(comment="tens for planned legs; what is inserted fits in")
    code: Mapped[str] = mapped_column(comment="the leg's code in the procedure version, or ''")
    function: Mapped[Function] = mapped_column(text_enum(Function, "function"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    beside: Mapped[bool] = mapped_column(
        default=False, comment="runs beside the leg that has custody: an opinion"
    )
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    term: Mapped[Json | None] = mapped_column(comment="partial time limit: value, unit")
    opened_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    handed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime | None] = mapped_column(comment="when somebody took it in hand")
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="", comment="what the giver told the taker")

    @property
    def has_begun(self) -> bool:
        return self.opened_at is not None

    @property
    def is_open(self) -> bool:
        return self.has_begun and self.closed_at is None
