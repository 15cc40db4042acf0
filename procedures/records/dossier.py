"""The dossier (hồ sơ) and the counter that numbers it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.clock import ClockPolicy, Outcome, TermUnit
from procedures.lifecycle import State
from procedures.records.base import Base, Json, text_enum, uuid_key

BEFORE_RECEPTION = "('submitted', 'incomplete', 'refused', 'withdrawn')"
WITHOUT_HOLDER = "('refused', 'returned', 'withdrawn', 'stopped')"


class DossierNumber(Base):
    """The last number given by a unit on a day; its row lock makes numbers gap-free."""

    __tablename__ = "dossier_number"
    __table_args__ = (CheckConstraint("last >= 1", name="last_positive"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


class Dossier(Base):
    """One request of one applicant; moved by `procedures.acts.transition` alone."""

    __tablename__ = "dossier"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint(f"state IN {BEFORE_RECEPTION} OR received_at IS NOT NULL", name="received"),
        CheckConstraint(
            f"(holder_unit_id IS NULL) = (state IN {WITHOUT_HOLDER})", name="one_holder"
        ),
        CheckConstraint("received_at IS NULL OR received_at >= submitted_at", name="times_order"),
        CheckConstraint("due_at IS NULL OR due_at > received_at", name="due_after_reception"),
        CheckConstraint(
            "state NOT IN ('decided', 'issued', 'returned') OR finished_at IS NOT NULL",
            name="finished",
        ),
        CheckConstraint(
            "index_outcome IS NULL OR finished_at IS NOT NULL", name="index_when_finished"
        ),
        CheckConstraint("channel IN ('truc-tuyen', 'truc-tiep', 'buu-chinh')", name="channel"),
        CheckConstraint("return_method IN ('online', 'desk', 'post')", name="return_method"),
        Index(
            "ix_dossier_inbox",
            "holder_unit_id",
            "due_at",
            "id",
            postgresql_where=text("holder_unit_id IS NOT NULL"),
        ),
        Index(
            "ix_dossier_officer",
            "holder_officer_id",
            "due_at",
            "id",
            postgresql_where=text("holder_unit_id IS NOT NULL"),
        ),
        Index(
            "ix_dossier_desk",
            "desk_unit_id",
            "state",
            "submitted_at",
            "id",
            postgresql_where=text(
                "state IN ('submitted', 'incomplete', 'received', 'awaiting_payment', 'issued')"
            ),
        ),
        Index("ix_dossier_applicant", "applicant_id", "submitted_at"),
    )

    id: Mapped[UUID] = uuid_key()
    code: Mapped[str] = mapped_column(comment="mã số hồ sơ, TT 01/2018/TT-VPCP Điều 19")
    procedure_version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"))
    applicant_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[str] = mapped_column(comment="whom or what it concerns, for officers' lists")
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), comment="decides competence")
    desk_unit_id: Mapped[int] = mapped_column(
        ForeignKey("unit.id"), comment="one-stop desk that takes it in and returns the result"
    )
    support_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), comment="where the applicant was helped, when not the desk itself"
    )
    entered_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"), comment="the officer who typed a dossier handed in on paper"
    )
    channel: Mapped[str] = mapped_column(comment="how it was filed")
    return_method: Mapped[str] = mapped_column(comment="how the result goes back")
    state: Mapped[State] = mapped_column(text_enum(State, "state"))
    holder_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), comment="custody: exactly one unit until the end"
    )
    holder_officer_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"), comment="named officer, when the unit has named one"
    )
    submitted_at: Mapped[datetime]
    received_at: Mapped[datetime | None] = mapped_column(comment="the statutory clock starts")
    term_value: Mapped[int]
    term_unit: Mapped[TermUnit] = mapped_column(text_enum(TermUnit, "term_unit"))
    term_cutoff: Mapped[str] = mapped_column(comment="HH:MM, used by same-day terms")
    clock_policy: Mapped[ClockPolicy] = mapped_column(text_enum(ClockPolicy, "clock_policy"))
    calendar_version_id: Mapped[int] = mapped_column(ForeignKey("calendar_version.id"))
    due_at: Mapped[datetime | None] = mapped_column(comment="none while the clock is paused")
    due_trace: Mapped[list[Json] | None] = mapped_column(comment="how the due date was counted")
    finished_at: Mapped[datetime | None] = mapped_column(comment="NgayKetThucXuLy of QĐ 766")
    index_outcome: Mapped[Outcome | None] = mapped_column(
        text_enum(Outcome, "index_outcome"), comment="index 2.1 of QĐ 766, told at the end"
    )
    returned_at: Mapped[datetime | None]
    lookup_key: Mapped[str] = mapped_column(comment="second factor of public tracking")
    version: Mapped[int] = mapped_column(default=1, comment="counts acts; guards lost updates")
