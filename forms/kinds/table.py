"""Repeating rows: family members, periods of residence, lines of business.

What is required in a row, and which columns a row shows, is for `rules` to say; this reads and
writes the rows.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from forms.errors import N_, msg, pick

from .base import Context, FieldLike, Kind, Parsed, Problem, Refused, wrong_shape
from .wire import Wire

_IN_ROW = re.compile(r"([0-9]{1,6})-(.+)")
Row = dict[str, object]
KindOf = Callable[[str], Kind[Any]]
MARK = "row"
"""The part of the hidden input that says "here is a row" even when its boxes are unticked."""


def wire_rows(field: FieldLike, wire: Wire, *, blanks: bool) -> list[Wire]:
    """The rows in order, at most one more than the table may have; blank ones only if asked."""
    found: dict[int, dict[str, Sequence[str]]] = defaultdict(dict)
    for part, contents in wire.parts.items():
        if match := _IN_ROW.fullmatch(part):
            found[int(match[1])][match[2]] = contents
    rows: list[Wire] = []
    for index in sorted(found):
        row = Wire({part: texts for part, texts in found[index].items() if part != MARK})
        if blanks or not row.blank:
            rows.append(row)
        if len(rows) > field.max_rows:
            break
    return rows


def numbered(rows: Sequence[Wire]) -> Wire:
    """Rows put back into one wire, counted from 0."""
    parts: dict[str, Sequence[str]] = {}
    for index, row in enumerate(rows):
        parts[f"{index}-{MARK}"] = ("1",)
        parts.update({f"{index}-{part}": contents for part, contents in row.parts.items()})
    return Wire(parts)


class TableKind(Kind[list[Row]]):
    """A list of rows, each a mapping of the columns that were answered."""

    name = "table"

    def __init__(self, kind_of: KindOf) -> None:
        self._kind_of = kind_of

    def take(self, field: FieldLike, wire: Wire, context: Context) -> Parsed:
        rows: list[Row] = []
        problems: list[Problem] = []
        for index, inputs in enumerate(wire_rows(field, wire, blanks=False)):
            row: Row = {}
            for column in field.columns:
                parsed = self._kind_of(column.kind).take(column, inputs.under(column.name), context)
                row[column.name] = parsed.value
                problems += _inside(index, column, parsed.problems)
            rows.append({name: value for name, value in row.items() if value is not None})
        return Parsed(rows or None, tuple(problems))

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> list[Row] | None:
        parsed = self.take(field, wire, context)
        if parsed.problems:
            raise Refused(parsed.problems[0].message, parsed.problems[0].part)
        return self.read(field, parsed.value) if parsed.value else None

    def read(self, field: FieldLike, stored: object) -> list[Row]:
        """Rows in normal form; columns that the table does not have are dropped."""
        if not isinstance(stored, list | tuple):
            raise wrong_shape()
        if len(stored) > field.max_rows:
            raise Refused(_too_many(field).message)
        rows = [self._read_row(field, row) for row in stored]
        return [row for row in rows if row]

    def _read_row(self, field: FieldLike, stored: object) -> Row:
        if not isinstance(stored, Mapping):
            raise wrong_shape()
        row: Row = {}
        for column in field.columns:
            value = stored.get(column.name)
            if value is not None:
                row[column.name] = self._kind_of(column.kind).read(column, value)
        return row

    def problems(self, field: FieldLike, stored: object, context: Context) -> list[Problem]:
        if not isinstance(stored, list | tuple):
            return [wrong_shape().problem]
        if len(stored) > field.max_rows:
            return [_too_many(field)]
        if not all(isinstance(row, Mapping) for row in stored):
            return [wrong_shape().problem]
        if len(stored) < field.min_rows:
            return [Problem(msg(N_("“{label}” cần ít nhất {least} dòng."), least=field.min_rows))]
        return []

    def show(self, field: FieldLike, value: list[Row], locale: str) -> list[str]:
        return [
            "; ".join(
                f"{pick(column.label, locale)}: {', '.join(cell)}"
                for column, cell in zip(field.columns, cells, strict=True)
                if cell
            )
            for cells in self.cells(field, value, locale)
        ]

    def cells(self, field: FieldLike, rows: object, locale: str) -> list[list[list[str]]]:
        """Row by row, column by column, the lines of each cell."""
        if not isinstance(rows, list | tuple):
            return []
        return [
            [self._cell(column, row.get(column.name), locale) for column in field.columns]
            for row in rows[: field.max_rows]
            if isinstance(row, Mapping)
        ]

    def _cell(self, column: FieldLike, value: object, locale: str) -> list[str]:
        return [] if value is None else self._kind_of(column.kind).lines(column, value, locale)

    def spread(self, field: FieldLike, value: list[Row], context: Context) -> dict[str, list[str]]:
        inputs: dict[str, list[str]] = {}
        for index, row in enumerate(value):
            inputs[f"{index}-{MARK}"] = ["1"]
            for column in field.columns:
                spread = self._kind_of(column.kind).inputs(column, row.get(column.name), context)
                for part, contents in spread.items():
                    name = f"{index}-{column.name}" + (f"-{part}" if part else "")
                    inputs[name] = contents
        return inputs

    def example(self, field: FieldLike, context: Context) -> list[Row] | None:
        row: Row = {}
        for column in field.columns:
            value = self._kind_of(column.kind).example(column, context)
            if value is not None:
                row[column.name] = value
        return [row] * max(field.min_rows, 1) if row else None


def _inside(index: int, column: FieldLike, problems: Sequence[Problem]) -> Iterator[Problem]:
    for problem in problems:
        part = f"{index}-{column.name}" + (f"-{problem.part}" if problem.part else "")
        yield Problem(problem.message.about(column.label), part)


def _too_many(field: FieldLike) -> Problem:
    return Problem(msg(N_("“{label}” chỉ nhận tối đa {most} dòng."), most=field.max_rows))
