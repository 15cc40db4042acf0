"""What a register or a control slip is made of as a spreadsheet, and who writes one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

Cell: TypeAlias = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a spreadsheet: its head, and its width in characters."""

    head: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written as a spreadsheet; rows are taken one by one and never kept.

    A None is an empty cell.
    """

    title: str
    subtitle: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


class Spreadsheets(Protocol):
    """Writes a table as the bytes of an Office Open XML workbook (ECMA-376)."""

    def write(self, table: Table) -> bytes: ...
