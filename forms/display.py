"""Answers as rows of text: for the review page, an officer's page, the printed declaration."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .errors import pick
from .kinds import kind_of
from .kinds.derived import compute
from .kinds.table import TableKind
from .rules import View, is_filled
from .schema import Field, FormSchema, Page


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A repeating group: column labels, and each row's cells as text."""

    head: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One question and its answer. No lines: it was asked and left open.

    `group` is the heading it stands under, if any; `table` is set for repeating rows, whose
    `lines` then say the same one row a line.
    """

    name: str
    label: str
    lines: tuple[str, ...]
    group: str | None = None
    table: ShownTable | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class ShownPage:
    """The rows of one page."""

    code: str
    title: str
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that differs between two versions; no lines: it was not there."""

    name: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def show(
    schema: FormSchema,
    answers: Mapping[str, object],
    locale: str = "vi",
    *,
    today: date | None = None,
) -> list[ShownPage]:
    """The pages that ask anything, with every visible question in the form's order."""
    view = View(schema, answers, today)
    pages = [
        ShownPage(page.code, pick(page.title, locale), tuple(_rows(page, view, locale)))
        for page in schema.pages
    ]
    return [page for page in pages if page.rows]


def diff(
    old: Mapping[str, object],
    new: Mapping[str, object],
    schema: FormSchema,
    locale: str = "vi",
    *,
    today: date | None = None,
) -> list[Change]:
    """What a reader sees changed, in the form's order. Takes the bodies of sealed answers."""
    before, after = ({row.name: row for row in _all(schema, version, locale, today)}
                     for version in (old, new))  # fmt: skip
    changes = []
    for field in schema.leaves():
        was, now = before.get(field.name), after.get(field.name)
        old_lines, new_lines = (row.lines if row else () for row in (was, now))
        if old_lines != new_lines:
            changes.append(Change(field.name, pick(field.label, locale), old_lines, new_lines))
    return changes


def _all(
    schema: FormSchema, answers: Mapping[str, object], locale: str, today: date | None
) -> Iterator[ShownRow]:
    for page in show(schema, answers, locale, today=today):
        yield from page.rows


def _rows(page: Page, view: View, locale: str) -> Iterator[ShownRow]:
    for field in page.fields:
        group = pick(field.label, locale) if field.kind == "group" else None
        for leaf in field.leaves():
            if view.shows(leaf.name):
                yield _row(leaf, view, locale, group)


def _row(field: Field, view: View, locale: str, group: str | None) -> ShownRow:
    label = pick(field.label, locale)
    value = view.value(field.name)
    if field.kind == "table":
        return _table_row(field, view, locale, group)
    if field.kind == "computed" and locale != "vi":
        value = _said_anew(field, view, locale)
    if not is_filled(value) and value is not False:
        return ShownRow(field.name, label, (), group)
    lines = kind_of(field.kind).lines(field, value, locale)
    return ShownRow(field.name, label, tuple(lines), group)


def _said_anew(field: Field, view: View, locale: str) -> object:
    if field.compute == "sum" or any("." in source for source in field.of):
        return view.value(field.name)
    return compute(field.compute or "", [view.value(source) for source in field.of], locale)


def _table_row(field: Field, view: View, locale: str, group: str | None) -> ShownRow:
    label = pick(field.label, locale)
    stored = view.value(field.name)
    kind = kind_of("table")
    if not isinstance(stored, list | tuple) or not isinstance(kind, TableKind):
        return ShownRow(field.name, label, (), group)
    rows = [
        {column.name: inside.value(column) for column in field.columns}
        for inside in (
            view.row(field, row) for row in stored[: field.max_rows] if isinstance(row, Mapping)
        )
    ]
    cells = kind.cells(field, rows, locale)
    head = tuple(pick(column.label, locale) for column in field.columns)
    body = tuple(tuple("\n".join(cell) for cell in row) for row in cells)
    return ShownRow(field.name, label, _table_lines(head, body), group, ShownTable(head, body))


def _table_lines(head: tuple[str, ...], body: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(
        "; ".join(
            f"{label}: {cell.replace(chr(10), ' ')}"
            for label, cell in zip(head, row, strict=True)
            if cell
        )
        for row in body
    )
