"""Places and units: a dated tree, so that a reorganisation is data and never a migration."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json


class TierRow(Base):
    """A tier of administration as it is in force; its name is data, the code knows none."""

    __tablename__ = "tier"

    code: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(comment="1 is the highest tier")
    name: Mapped[Json] = mapped_column(comment='{"vi": ..., "en": ...}')


class PlaceRow(Base):
    """A territory (địa bàn). Codes come back with another meaning, so the key is code and date."""

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates_in_order"),
        Index("uq_place_code_open", "code", unique=True, postgresql_where=text("valid_to IS NULL")),
        Index("ix_place_parent_id", "parent_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(comment="code of the statistics office; unique only by date")
    tier: Mapped[str] = mapped_column(ForeignKey("tier.code"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    name: Mapped[Json]
    bare_name: Mapped[str] = mapped_column(comment="name without its type, as papers are dated")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(comment="first day on which it no longer exists")


class UnitRow(Base):
    """An agency or one of its parts (cơ quan, đơn vị), serving one place."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates_in_order"),
        CheckConstraint("length(code_2020) <= 35", name="code_2020_length"),
        Index(
            "uq_unit_code_2020_open",
            "code_2020",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
        ),
        Index(
            "uq_unit_kind_place_open",
            "kind",
            "place_id",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
        ),
        Index("ix_unit_parent_id", "parent_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    code_2020: Mapped[str] = mapped_column(comment="QĐ 20/2020/QĐ-TTg, left to right")
    code_2016: Mapped[str] = mapped_column(comment="QCVN 102:2016/BTTTT, root at the right")
    kind: Mapped[str] = mapped_column(comment="what it does, as routes name it: mot-cua, ubnd, ...")
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[Json]
    short_name: Mapped[str] = mapped_column(comment="abbreviation in numbers of papers: UBND, STP")
    calendar_code: Mapped[str] = mapped_column(comment="working calendar, see calendar_version")
    contact: Mapped[Json] = mapped_column(comment="address, phone, email as papers print them")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(comment="first day on which it no longer exists")
