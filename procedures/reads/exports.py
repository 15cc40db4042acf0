"""The files that an officer ordered: how far each has come, and who may take it away."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.errors import N_, NotFound
from procedures.people import Actor
from procedures.reads.files import StoredFile
from procedures.records import Dossier, Export, UnitRow
from procedures.records.export import ExportFormat, ExportKind
from procedures.records.standing import heirs
from procedures.routing import Text

__all__ = ["ExportFormat", "ExportKind", "Ordered", "export_file", "ordered_by"]

NO_FILE = N_("Không tìm thấy tệp.")
MOST = 50
SLOW = timedelta(minutes=10)
MEDIA = {
    ExportFormat.PDF: "application/pdf",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Ordered:
    """One order. `slow`: not made in ten minutes; the job list of the administrator says why."""

    id: UUID
    kind: ExportKind
    format: ExportFormat
    unit: Text
    code: str
    since: date | None
    until: date | None
    asked_at: datetime
    finished_at: datetime | None
    size: int
    slow: bool


def ordered_by(db: Session, actor: Actor, now: datetime) -> tuple[Ordered, ...]:
    """The reader's newest orders, the last one first."""
    rows = db.execute(
        select(Export, UnitRow.name, Dossier.code)
        .join(UnitRow, UnitRow.id == Export.unit_id)
        .outerjoin(Dossier, Dossier.id == Export.dossier_id)
        .where(Export.asked_by == actor.person_id)
        .order_by(Export.asked_at.desc(), Export.id)
        .limit(MOST)
    )
    return tuple(
        Ordered(
            id=row.id,
            kind=ExportKind(row.kind),
            format=ExportFormat(row.format),
            unit=unit,
            code=code or "",
            since=_day(row.params.get("since")),
            until=_day(row.params.get("until")),
            asked_at=row.asked_at,
            finished_at=row.finished_at,
            size=row.size or 0,
            slow=row.finished_at is None and now - row.asked_at > SLOW,
        )
        for row, unit, code in rows
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def export_file(db: Session, actor: Actor, export_id: UUID) -> StoredFile:
    """The file, for whoever ordered it and still works at the unit it is of or what followed."""
    export = db.get(Export, export_id)
    if export is None or export.sha256 is None or export.asked_by != actor.person_id:
        raise NotFound(NO_FILE)
    if not heirs(db, [export.unit_id])[export.unit_id] & actor.unit_ids:
        raise NotFound(NO_FILE)
    stem = "so-theo-doi" if export.kind == ExportKind.REGISTER else "phieu-kiem-soat"
    kind = ExportFormat(export.format)
    name = f"{stem}-{export.asked_at:%Y%m%d}-{export.id.hex[:8]}.{kind.value}"
    return StoredFile(export.sha256, MEDIA[kind], name)
