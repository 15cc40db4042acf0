"""Orders of files: one's own register or a dossier that went through one's unit; made once."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
from lxml import etree
from sqlalchemy import func, select

from procedures.acts.export import make_export
from procedures.acts.order_export import (
    MOST_ON_PAPER,
    TOO_LONG,
    TURNED_ROUND,
    order_control_slip,
    order_register,
)
from procedures.errors import Hidden, Incomplete, NotAllowed, NotFound
from procedures.lifecycle import State
from procedures.papers.spreadsheet import XlsxSpreadsheets
from procedures.people import Actor, Role
from procedures.reads.exports import export_file, ordered_by
from procedures.records import Export, LedgerEntry, Paper, Person
from procedures.records.export import ExportFormat
from procedures.records.register import Book, Window, entries, reception_symbol
from procedures.tags import Tag
from tests.acts.doing import acting
from tests.acts.found import papers_of
from tests.acts.stages import Stages
from tests.factories import CITIZEN, Life
from tests.fakes import FakePress

CELLS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _window(life: Life, dossier_id: UUID, book: Book = Book.RECEIVED) -> Window:
    dossier = life.dossier(dossier_id)
    unit = dossier.desk_unit_id if book is Book.RECEIVED else dossier.holder_unit_id
    today = dossier.submitted_at.date()
    assert unit is not None
    return Window(unit, book, today - timedelta(days=1), today + timedelta(days=1))


def _clerk(stages: Stages, dossier_id: UUID) -> Actor:
    return stages.person(Role.RECEIVER, dossier_id)


def _export(life: Life, export_id: UUID) -> Export:
    with life.services.reading() as db:
        return db.get_one(Export, export_id)


def _bytes(life: Life, export_id: UUID) -> bytes:
    digest = _export(life, export_id).sha256
    assert digest is not None
    return life.services.blobs.get(digest)


def _cells(workbook: bytes) -> list[list[str]]:
    """Every row of the sheet as texts; dates as the numbers that they are."""
    with ZipFile(BytesIO(workbook)) as parts:
        sheet = etree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    rows = sheet.iter(f"{CELLS}row")
    return [["".join(map(str, cell.itertext())) for cell in row.iter(f"{CELLS}c")] for row in rows]


def test_the_register_holds_each_received_dossier_under_the_number_of_its_slip(
    stages: Stages,
) -> None:
    life, dossier_id = stages.life, stages.at(State.RECEIVED)
    (slip,) = papers_of(life, dossier_id)
    window = _window(life, dossier_id)
    with life.services.reading() as db:
        found = entries(db, window)
        slips = select(func.count()).where(
            Paper.unit_id == window.unit_id, Paper.symbol == reception_symbol()
        )
        assert len(found) == db.scalar(slips)
    mine = next(entry for entry in found if entry.code == life.dossier(dossier_id).code)
    assert mine.number == slip.number
    assert [entry.number for entry in found] == sorted(entry.number or 0 for entry in found)
    assert mine.authority


def test_an_offices_register_holds_what_came_to_it(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.IN_PROGRESS)
    with life.services.reading() as db:
        found = entries(db, _window(life, dossier_id, Book.HANDLED))
    codes = [entry.code for entry in found]
    assert life.dossier(dossier_id).code in codes
    assert len(codes) == len(set(codes))
    assert all(entry.number is None for entry in found)


def test_pages_of_the_register_meet_without_gap_or_overlap(stages: Stages) -> None:
    life = stages.life
    for book, state in ((Book.RECEIVED, State.RECEIVED), (Book.HANDLED, State.IN_PROGRESS)):
        stages.fresh(state)
        window = _window(life, stages.at(state), book)
        with life.services.reading() as db:
            whole, read = entries(db, window), entries(db, window, limit=1)
            while more := entries(db, window, read[-1].place, 1):
                read += more
            back = replace(whole[-1].place, backward=True)
            assert entries(db, window, back, len(whole)) == whole[:-1]
        assert read == whole
        assert len(whole) > 1


def test_an_ordered_workbook_has_texts_as_texts_and_dates_as_dates(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RECEIVED)
    dossier = life.dossier(dossier_id)
    with life.services.transaction() as call:
        person = call.db.get_one(Person, dossier.applicant_id)
        name, person.full_name = person.full_name, "=HYPERLINK(1)"
    with acting(life, _clerk(stages, dossier_id)) as call:
        export_id = order_register(call, _window(life, dossier_id), ExportFormat.XLSX)
    life.work()
    with life.services.transaction() as call:
        call.db.get_one(Person, dossier.applicant_id).full_name = name
    row = next(row for row in _cells(_bytes(life, export_id)) if dossier.code in row)
    assert "=HYPERLINK(1)" in row
    assert sum(cell.replace(".", "").isdigit() and float(cell) > 40_000 for cell in row) == 2


def test_one_order_makes_one_file(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.RECEIVED)
    with acting(life, _clerk(stages, dossier_id)) as call:
        export_id = order_register(call, _window(life, dossier_id), ExportFormat.PDF)
    life.work()
    first = _export(life, export_id)
    with life.services.transaction() as call:
        make_export(call, FakePress(), XlsxSpreadsheets(), life.services.blobs, export_id)
    again = _export(life, export_id)
    assert first.finished_at is not None
    assert (again.sha256, again.finished_at) == (first.sha256, first.finished_at)


def test_an_order_is_traced(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.RECEIVED)
    clerk = _clerk(stages, dossier_id)
    with acting(life, clerk) as call:
        export_id = order_control_slip(call, dossier_id)
    with life.services.reading() as db:
        rows = select(LedgerEntry).where(LedgerEntry.tag == Tag.EXPORT_ORDERED)
        entry = db.scalars(rows.order_by(LedgerEntry.seq.desc()).limit(1)).one()
    assert entry.detail["export"] == str(export_id)
    assert entry.actor_id == clerk.person_id


def test_whoever_ordered_it_takes_it_away_and_nobody_else(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.RECEIVED)
    clerk = _clerk(stages, dossier_id)
    with acting(life, clerk) as call:
        export_id = order_control_slip(call, dossier_id)
    with life.services.reading() as db, pytest.raises(NotFound):
        export_file(db, clerk, export_id)
    life.work()
    with life.services.reading() as db, life.services.transaction() as call:
        assert export_file(db, clerk, export_id).filename.endswith(".pdf")
        assert export_id in [order.id for order in ordered_by(db, clerk, call.now)]
        moved = replace(clerk, posts=())
        for stranger in (moved, stages.person(Role.HANDLER, stages.at(State.IN_PROGRESS))):
            with pytest.raises(NotFound):
                export_file(db, stranger, export_id)


def test_another_units_register_is_refused(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.IN_PROGRESS)
    desk, office = (_window(life, dossier_id, book) for book in Book)
    clerk, handler = _clerk(stages, dossier_id), stages.person(Role.HANDLER, dossier_id)
    for actor, window in ((clerk, office), (handler, desk), (life.actor(CITIZEN), desk)):
        with acting(life, actor) as call, pytest.raises(NotAllowed):
            order_register(call, window, ExportFormat.XLSX)


def test_a_slip_of_a_dossier_elsewhere_is_refused(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.RECEIVED)
    for stranger in (life.actor("motcua.tranphu"), life.actor("quantri")):
        with acting(life, stranger) as call, pytest.raises(Hidden):
            order_control_slip(call, dossier_id)


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), TURNED_ROUND),
        (date(2025, 1, 1), date(2026, 6, 1), TOO_LONG),
    ],
)
def test_an_odd_period_is_refused_at_its_input(
    stages: Stages, since: date, until: date, why: str
) -> None:
    life, dossier_id = stages.life, stages.at(State.RECEIVED)
    window = replace(_window(life, dossier_id), since=since, until=until)
    with acting(life, _clerk(stages, dossier_id)) as call, pytest.raises(Incomplete) as told:
        order_register(call, window, ExportFormat.XLSX)
    (fault,) = told.value.faults
    assert (getattr(fault, "field", ""), getattr(fault, "msgid", "")) == ("den", why)


def test_too_long_for_paper_is_said_when_it_is_ordered(
    stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("procedures.acts.order_export.MOST_ON_PAPER", 0)
    life, dossier_id = stages.life, stages.at(State.RECEIVED)
    clerk, window = _clerk(stages, dossier_id), _window(life, dossier_id)
    with acting(life, clerk) as call, pytest.raises(Incomplete):
        order_register(call, window, ExportFormat.PDF)
    with acting(life, clerk) as call:
        export_id = order_register(call, window, ExportFormat.XLSX)
    assert _export(life, export_id).format == ExportFormat.XLSX
    assert MOST_ON_PAPER == 2000
