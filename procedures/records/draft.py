"""What a citizen has typed and not yet handed in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json, uuid_key


class Draft(Base):
    """A form in the making, saved page by page; gone once it is submitted.

    With `dossier_id` it is the answer to a supplement request: one of the applicant's own at most,
    and one at most that the desk types from paper; whichever is handed in ends the other.
    """

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint("channel IN ('truc-tuyen', 'truc-tiep', 'buu-chinh')", name="channel"),
        CheckConstraint(
            "(channel = 'truc-tuyen') = (entered_by IS NULL)", name="typed_by_an_officer"
        ),
        Index(
            "ix_draft_entered_by",
            "entered_by",
            "updated_at",
            postgresql_where=text("entered_by IS NOT NULL"),
        ),
        Index("ix_draft_owner_id", "owner_id", "updated_at"),
        Index(
            "uq_draft_dossier_id",
            "dossier_id",
            unique=True,
            postgresql_where=text("dossier_id IS NOT NULL AND entered_by IS NULL"),
        ),
        Index(
            "uq_draft_dossier_id_at_desk",
            "dossier_id",
            unique=True,
            postgresql_where=text("dossier_id IS NOT NULL AND entered_by IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = uuid_key()
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    procedure_version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), comment="where it is handled")
    desk_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), comment="desk that receives it; none: the one at the place"
    )
    support_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), comment="desk that helps to fill it in"
    )
    entered_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"), comment="the officer who types it for the owner"
    )
    channel: Mapped[str] = mapped_column(default="truc-tuyen", comment="how it will be filed")
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    answers: Mapped[Json] = mapped_column(comment="normalised answers so far, by field name")
    typed: Mapped[Json] = mapped_column(
        default=dict, comment="inputs as typed, by page, of pages that are not valid yet"
    )
    pages_done: Mapped[list[str]] = mapped_column(comment="codes of the pages that were valid")
    return_method: Mapped[str] = mapped_column(default="online", comment="online, desk or post")
    version: Mapped[int] = mapped_column(default=1, comment="counts saves; guards two open tabs")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
