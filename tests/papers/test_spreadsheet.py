"""A workbook is read by an independent reader as what was written: texts, numbers and moments."""

import re
from datetime import UTC, datetime
from io import BytesIO
from itertools import repeat
from zipfile import ZipFile

import pytest

from procedures.papers.spreadsheet import XlsxSpreadsheets
from procedures.tables import Cell, Column, Table

COLUMNS = (Column("Tên", 20), Column("Lúc", 17))


def _parts(*rows: tuple[Cell, ...]) -> tuple[str, str]:
    """The sheet and the styles of a workbook with these rows."""
    made = XlsxSpreadsheets().write(Table("Sổ theo dõi hồ sơ", "Năm 2026", COLUMNS, rows))
    with ZipFile(BytesIO(made)) as book:
        assert book.testzip() is None
        return book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/styles.xml").decode()


@pytest.mark.parametrize(
    "wicked", ["=1+1", "+84912", "-1", "@SUM(A1)", "\t=1", "{=1}", "http://x.vn", "=cmd|' /C'!A0"]
)
def test_what_a_citizen_typed_is_never_a_formula(wicked: str) -> None:
    sheet, styles = _parts((wicked, None))
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    cell = re.search(r'<c r="A5"[^>]*t="inlineStr"', sheet)
    assert cell
    assert 'quotePrefix="1"' in styles


def test_a_moment_is_a_date_on_the_clock_of_viet_nam() -> None:
    sheet, styles = _parts(("Bình", datetime(2026, 2, 5, 2, 30, tzinfo=UTC)))
    found = re.search(r'<c r="B5" s="\d+"><v>([\d.]+)</v>', sheet)
    assert found
    assert float(found.group(1)) == pytest.approx(46058 + 9.5 / 24)
    assert "dd/mm/yyyy hh:mm" in styles


def test_the_head_is_on_every_printed_page_and_stays_in_sight() -> None:
    sheet, _ = _parts(("Bình", None))
    assert 'orientation="landscape"' in sheet
    assert 'state="frozen"' in sheet


def test_many_rows_are_written_one_by_one() -> None:
    row: tuple[Cell, ...] = ("Nguyễn Thị Ngọc Hưởng", datetime(2026, 2, 5, tzinfo=UTC))
    rows = repeat(row, 3000)
    made = XlsxSpreadsheets().write(Table("Sổ", "", COLUMNS, rows))
    with ZipFile(BytesIO(made)) as book:
        assert book.read("xl/worksheets/sheet1.xml").count(b"<row ") >= 3000
