"""Papers: slips and results, from the reserved number to the sealed file."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json, text_enum, uuid_key


class PaperState(StrEnum):
    """How far a paper has come."""

    RESERVED = "reserved"
    """It has its number; the worker prints it."""
    PRINTED = "printed"
    """The exact bytes exist; nobody has signed them."""
    ORDERED = "ordered"
    """The leader signed for these bytes (or a slip needs no leader); the worker seals them."""
    ISSUED = "issued"
    VOID = "void"
    """The number stays in the register with the reason why no paper bears it."""


class PaperNumber(Base):
    """The last number of a series of papers; its row lock makes numbers gap-free."""

    __tablename__ = "paper_number"
    __table_args__ = (CheckConstraint("last >= 1", name="last_positive"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    symbol: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Paper(Base):
    """A paper of a dossier; after `issued` its bytes never change."""

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("unit_id", "symbol", "year", "number"),
        UniqueConstraint("dossier_id", "kind", "occasion"),
        UniqueConstraint("verify_code"),
        CheckConstraint(
            "state IN ('reserved', 'void') OR printed_sha256 IS NOT NULL", name="printed"
        ),
        CheckConstraint(
            "(state = 'issued') = (issued_sha256 IS NOT NULL AND issued_at IS NOT NULL)",
            name="issued",
        ),
        CheckConstraint("state <> 'void' OR void_reason <> ''", name="void_reason"),
        Index("ix_paper_dossier_id", "dossier_id"),
        Index("ix_paper_decision_id", "decision_id"),
        Index("ix_paper_revoked_at", "revoked_at", postgresql_where=text("revoked_at IS NOT NULL")),
        Index(
            "uq_paper_issued_sha256",
            "issued_sha256",
            unique=True,
            postgresql_where=text("issued_sha256 IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = uuid_key()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    kind: Mapped[str] = mapped_column(comment="template of the paper")
    occasion: Mapped[int] = mapped_column(comment="1 for the first of its kind, 2 for the next")
    is_result: Mapped[bool]
    result_code: Mapped[str | None] = mapped_column(comment="mã kết quả, KQ....")
    title: Mapped[Json] = mapped_column(comment='{"vi": ..., "en": ...}')
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="whose paper it is")
    signer_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    number: Mapped[int]
    symbol: Mapped[str]
    year: Mapped[int]
    dated: Mapped[date] = mapped_column(comment="the date printed on it")
    context: Mapped[Json] = mapped_column(comment="frozen input of the template")
    state: Mapped[PaperState] = mapped_column(text_enum(PaperState, "state"))
    void_reason: Mapped[str] = mapped_column(default="")
    printed_sha256: Mapped[str | None] = mapped_column(comment="what the leader reads and signs")
    presigned_sha256: Mapped[str | None] = mapped_column(
        comment="signed by the leader outside; the worker only seals it"
    )
    issued_sha256: Mapped[str | None] = mapped_column(comment="the signed and sealed file")
    issued_at: Mapped[datetime | None]
    verify_code: Mapped[str] = mapped_column(comment="printed in the QR; cannot be guessed")
    revoked_at: Mapped[datetime | None]
    revoked_grounds: Mapped[str | None]
    superseded_by: Mapped[UUID | None] = mapped_column(ForeignKey("paper.id"))
    created_at: Mapped[datetime]

    @property
    def notation(self) -> str:
        """Its number as it is printed."""
        return str(self.context.get("number_text", self.number))
