"""Which fields a form shows for given answers, and what those answers then amount to."""

from collections.abc import Mapping
from datetime import date

from forms.kinds import kind_of
from forms.kinds.base import Refused
from forms.kinds.derived import compute
from forms.schema import Cond, Field, FormSchema, Page

from .conditions import holds

Answers = Mapping[str, object]


class View:
    """The answers as the form sees them: a hidden field's answer counts as none.

    Visibility is looked up from field to field, so a condition may name a field that stands
    later; the loader refuses conditions that run in a circle.
    """

    def __init__(self, schema: FormSchema, answers: Answers, today: date | None = None) -> None:
        self.schema = schema
        self.today = today
        self._answers = answers
        self._fields: dict[str, Field] = {}
        self._conditions: dict[str, tuple[Cond, ...]] = {}
        self._seen: dict[str, bool] = {}
        for page in schema.pages:
            for field in page.fields:
                self._enter(field, (page.show_when,) if page.show_when else ())

    def _enter(self, field: Field, above: tuple[Cond, ...]) -> None:
        conditions = (*above, field.show_when) if field.show_when else above
        if field.kind == "group":
            for child in field.fields:
                self._enter(child, conditions)
            return
        self._fields[field.name] = field
        self._conditions[field.name] = conditions

    def shows(self, name: str) -> bool:
        """Whether the field with this name is asked."""
        if name not in self._seen:
            self._seen[name] = True  # ends a circle that the loader would have refused
            self._seen[name] = name in self._fields and all(
                self.holds(cond) for cond in self._conditions[name]
            )
        return self._seen[name]

    def shows_page(self, page: Page) -> bool:
        """Whether the page asks anything."""
        return any(self.shows(field.name) for field in page.leaves())

    def find(self, name: str) -> tuple[Field | None, object]:
        return self._fields.get(name), self.value(name)

    def value(self, name: str) -> object:
        """The answer that counts: None when hidden; computed where nobody types it."""
        if not self.shows(name):
            return None
        field = self._fields[name]
        if kind_of(field.kind).typed:
            return self._answers.get(name)
        return self._derived(field)

    def _derived(self, field: Field) -> object:
        sources = [value for source in field.of for value in self._sources(source)]
        if field.kind == "computed":
            return compute(field.compute or "", sources)
        return sources[0] if sources and isinstance(sources[0], str) else None

    def _sources(self, source: str) -> list[object]:
        name, _, column = source.partition(".")
        value = self.value(name)
        if not column:
            return [_readable(self._fields[name], value)]
        table = self._fields[name]
        below = table.column(column)
        if below is None or not isinstance(value, list | tuple):
            return []
        rows = [row for row in value[: table.max_rows] if isinstance(row, Mapping)]
        return [_readable(below, row.get(column)) for row in rows]

    def holds(self, cond: Cond) -> bool:
        return holds(cond, self.find, self.today)

    def row(self, table: Field, row: Mapping[str, object]) -> "RowView":
        return RowView(self, table, row)


class RowView:
    """One row of a table: its columns first, then the form around it."""

    def __init__(self, form: View, table: Field, row: Mapping[str, object]) -> None:
        self._form = form
        self._table = table
        self._row = row
        self._seen: dict[str, bool] = {}

    def find(self, name: str) -> tuple[Field | None, object]:
        column = self._table.column(name)
        if column is None:
            return self._form.find(name)
        return column, self.value(column)

    def value(self, column: Field) -> object:
        if not self.shows(column):
            return None
        if kind_of(column.kind).typed:
            return self._row.get(column.name)
        found = [self.find(source) for source in column.of]
        sources = [_readable(field, value) for field, value in found if field]
        return compute(column.compute or "", sources)

    def shows(self, column: Field) -> bool:
        if column.name not in self._seen:
            self._seen[column.name] = True
            self._seen[column.name] = column.show_when is None or self.holds(column.show_when)
        return self._seen[column.name]

    def holds(self, cond: Cond) -> bool:
        return holds(cond, self.find, self._form.today)


def _readable(field: Field, value: object) -> object:
    """The answer in normal form, None when it cannot be read."""
    if value is None:
        return None
    try:
        return kind_of(field.kind).read(field, value)
    except Refused:
        return None
