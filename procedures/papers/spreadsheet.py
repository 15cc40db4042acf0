"""Writes tables as workbooks: row by row, dates as dates, and no cell that could be a formula.

A citizen chooses their own name and address; a spreadsheet would run what begins with "=", "+",
"-" or "@" (CWE-1236). Every text is written as a text and marked as one, so that it stays a text
when the cell is edited or saved in another format.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from procedures.papers.wording import ZONE
from procedures.tables import Cell, Table

_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_HEAD_ROW: Final = 3
_NAME: Final = 31
"""The longest name of a sheet that spreadsheets take."""


class XlsxSpreadsheets:
    """Implements `procedures.ports.Spreadsheets`; what is written goes to disk, not to memory."""

    def write(self, table: Table) -> bytes:
        """The workbook's bytes, with one sheet."""
        out = BytesIO()
        with Workbook(out, _OPTIONS) as book:
            page = book.add_worksheet(table.title[:_NAME])
            _lay_out(book, page, table)
            text = book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top"})
            number = book.add_format({"valign": "top"})
            moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top"})
            for at, row in enumerate(table.rows, start=_HEAD_ROW + 1):
                _write_row(page, at, row, (text, number, moment))
        return out.getvalue()


def _lay_out(book: Workbook, page: Worksheet, table: Table) -> None:
    """Title, head row that stays in sight and on every printed page, A4 across."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEAD_ROW)
    page.freeze_panes(_HEAD_ROW + 1, 0)
    page.set_footer("&C&P/&N")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
    for at, column in enumerate(table.columns):
        page.set_column(at, at, column.width)
    page.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 14}))
    page.write_string(1, 0, table.subtitle)
    for at, column in enumerate(table.columns):
        page.write_string(_HEAD_ROW, at, column.head, head)


def _write_row(
    page: Worksheet,
    at: int,
    row: Sequence[Cell],
    formats: tuple[Format, Format, Format],
) -> None:
    text, number, moment = formats
    for column, cell in enumerate(row):
        match cell:
            case None | "":
                continue
            case str():
                page.write_string(at, column, cell, text)
            case datetime():
                local = cell.astimezone(ZONE).replace(tzinfo=None)
                page.write_datetime(at, column, local, moment)
            case int():
                page.write_number(at, column, cell, number)
