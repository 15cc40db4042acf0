"""Reorganisations: a document with an effective date, prepared as data, applied once."""

import hashlib
import json
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json, text_enum, uuid_key


class ReorganisationState(StrEnum):
    """How far a reorganisation has come."""

    DRAFT = "draft"
    APPROVED = "approved"
    """Nothing is left to decide; it is applied on its day, and can be taken back before."""
    APPLIED = "applied"
    CANCELLED = "cancelled"


class Reorganisation(Base):
    """A change of the tree: rename, merge, split, abolish, move, transfer of competence."""

    __tablename__ = "reorganisation"
    __table_args__ = (
        Index(
            "uq_reorganisation_document",
            "document",
            unique=True,
            postgresql_where=text("state <> 'cancelled'"),
        ),
        CheckConstraint("document <> ''", name="has_document"),
        CheckConstraint("(state = 'applied') = (applied_at IS NOT NULL)", name="applied"),
    )

    id: Mapped[UUID] = uuid_key()
    document: Mapped[str] = mapped_column(comment="number of the resolution or decision")
    title: Mapped[Json] = mapped_column(comment='{"vi": ..., "en": ...}')
    effective_on: Mapped[date] = mapped_column(comment="first day of the new order")
    plan: Mapped[Json] = mapped_column(comment="steps, see procedures.reform")
    choices: Mapped[Json] = mapped_column(comment="how each ambiguity was decided")
    state: Mapped[ReorganisationState] = mapped_column(text_enum(ReorganisationState, "state"))
    done: Mapped[int] = mapped_column(default=0, comment="dossiers that were carried over")
    total: Mapped[int] = mapped_column(default=0, comment="dossiers to carry over")
    created_at: Mapped[datetime]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    applied_at: Mapped[datetime | None]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of plan and choices: whoever approves names what was read, and nothing else."""
        content = json.dumps([self.plan, self.choices], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


class PlaceSuccession(Base):
    """Which place became which: statistics can be told in both geographies."""

    __tablename__ = "place_succession"
    __table_args__ = (
        UniqueConstraint("old_id", "new_id"),
        Index("ix_place_succession_new_id", "new_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    reorganisation_id: Mapped[UUID] = mapped_column(ForeignKey("reorganisation.id"))
    old_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    new_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    whole: Mapped[bool] = mapped_column(comment="false: only a part of the old place")
    usual: Mapped[bool] = mapped_column(comment="the successor when nothing else is known")


class UnitSuccession(Base):
    """Which unit took over from which, and for what."""

    __tablename__ = "unit_succession"
    __table_args__ = (
        UniqueConstraint("old_id", "new_id"),
        Index("ix_unit_succession_new_id", "new_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    reorganisation_id: Mapped[UUID] = mapped_column(ForeignKey("reorganisation.id"))
    old_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    new_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    fields: Mapped[list[str]] = mapped_column(comment="fields of law it takes over; empty: all")
    usual: Mapped[bool] = mapped_column(comment="the successor when nothing else is known")
