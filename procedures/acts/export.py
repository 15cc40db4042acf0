"""Making an ordered file: the worker reads the record, writes the file, and names it once."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from procedures.acts.call import LOCAL_ZONE, Call
from procedures.acts.export_words import (
    RETURNS,
    columns,
    control_body,
    end_words,
    ended_words,
    printed,
)
from procedures.acts.papers import agency_of, applicant_of
from procedures.catalogue import Form, Slip, form_for
from procedures.ports import BlobStore, Press
from procedures.records import Dossier, Export, UnitRow
from procedures.records.control import control_rows
from procedures.records.export import ExportFormat, ExportKind
from procedures.records.register import Entry, Window, all_entries
from procedures.records.versions import version_of
from procedures.tables import Cell, Spreadsheets, Table

WITH_EARLIER = ", cùng sổ của các đơn vị trước sắp xếp"
EVERY_FIELD = ""
"""No field of law keeps a register of its own form."""


def make_export(
    call: Call, press: Press, spreadsheets: Spreadsheets, blobs: BlobStore, export_id: UUID
) -> None:
    """Make the file, unless it is made already; the same order gives one file."""
    export = call.db.get(Export, export_id, with_for_update=True, populate_existing=True)
    if export is None or export.finished_at is not None:
        return
    if export.kind == ExportKind.CONTROL_SLIP:
        data = press.render(*_control_slip(call, export))
    elif export.format == ExportFormat.PDF:
        data = press.render(*_register(call, export))
    else:
        data = spreadsheets.write(_table(call, export))
    export.sha256, export.size = blobs.put(data), len(data)
    export.finished_at = call.now


def _head(call: Call, export: Export, form: Form) -> dict[str, object]:
    """What both papers say of themselves: agency, day, form."""
    unit = call.db.get_one(UnitRow, export.unit_id)
    return {
        "test_mark": call.house.test_mark,
        "agency": agency_of(call, unit),
        "date": call.today.isoformat(),
        "printed_at": call.now.astimezone(LOCAL_ZONE).isoformat(timespec="seconds"),
        "title": dict(form.slip.title),
        "form": form.as_printed(),
    }


def _control_slip(call: Call, export: Export) -> tuple[str, Mapping[str, object]]:
    dossier = call.db.get_one(Dossier, export.dossier_id)
    procedure = version_of(call.db, dossier.procedure_version_id).procedure
    form = form_for(Slip.CONTROL, procedure.field.code, call.today)
    return form.slip.template, {
        **_head(call, export, form),
        "dossier": {
            "code": dossier.code,
            "procedure_code": procedure.code,
            "procedure_name": procedure.name["vi"],
        },
        "applicant": applicant_of(call, dossier),
        **control_body(dossier, control_rows(call.db, dossier.id)),
    }


def _register(call: Call, export: Export) -> tuple[str, Mapping[str, object]]:
    form = form_for(Slip.REGISTER, EVERY_FIELD, call.today)
    window = Window.from_json(export.unit_id, export.params)
    rows = [[printed(cell) for cell in row] for row in _rows(all_entries(call.db, window))]
    return form.slip.template, {
        **_head(call, export, form),
        "since": window.since.isoformat(),
        "until": window.until.isoformat(),
        "book": _book(window),
        "rows": rows,
    }


def _table(call: Call, export: Export) -> Table:
    form = form_for(Slip.REGISTER, EVERY_FIELD, call.today)
    window = Window.from_json(export.unit_id, export.params)
    unit = call.db.get_one(UnitRow, export.unit_id)
    days = f"{window.since:%d/%m/%Y} - {window.until:%d/%m/%Y}"
    return Table(
        title=form.slip.title["vi"],
        subtitle=f"{unit.name['vi']}, quyển số {_book(window)}, {days}",
        columns=columns(),
        rows=_rows(all_entries(call.db, window)),
    )


def _book(window: Window) -> str:
    """A book is a year; a period over New Year names both."""
    first, last = window.since.year, window.until.year
    years = str(first) if first == last else f"{first}, {last}"
    return f"{years}{WITH_EARLIER}" if window.succeeded else years


def _rows(found: Iterator[Entry]) -> Iterator[list[Cell]]:
    """The thirteen columns of the form; where a desk gave no number, the place in this file."""
    for place, entry in enumerate(found, start=1):
        reach = ", ".join(part for part in (entry.address, entry.phone) if part)
        yield [
            entry.number or place,
            entry.code,
            entry.procedure["vi"],
            1,
            entry.applicant,
            reach,
            entry.authority["vi"] if entry.authority else "",
            entry.received_at,
            entry.due_at,
            entry.returned_at,
            RETURNS[entry.return_method],
            "",
            "; ".join(filter(None, (end_words(entry.state), *_ended(entry), _kept_by(entry)))),
        ]


def _ended(entry: Entry) -> Iterator[str]:
    """Which of its results stand no more, and since when."""
    return (ended_words(paper) for paper in entry.ended)


def _kept_by(entry: Entry) -> str:
    """In whose book it stands, of a unit before a reorganisation."""
    return f"sổ của {entry.kept_by['vi']}" if entry.kept_by else ""
