"""One question, bound: what was typed, what is wrong with it, and all that its macro draws."""

from collections.abc import Sequence
from typing import Any

import wtforms

from forms.kinds import kind_of
from forms.kinds.agency import offered
from forms.kinds.base import Parsed
from forms.kinds.number import MoneyKind
from forms.kinds.places import Agency
from forms.kinds.table import numbered, wire_rows
from forms.kinds.tree import Level, descend, scope_of
from forms.kinds.wire import Command, Wire
from forms.kinds.words import money_in_words
from forms.rules import ALWAYS, rename
from forms.schema import Cond, Field

from .frame import Frame, as_json

_FIRST_PART = {
    "date": "ngay", "partial_date": "ngay", "datetime": "ngay", "address": "0", "agency": "0",
    "agency_history": "name",
}  # fmt: skip


class Question(wtforms.Field):
    """A field of the schema as a field of WTForms; a table's cells are questions too."""

    def __init__(self, *, definition: Field, frame: Frame, **kwargs: Any) -> None:
        super().__init__(frame.text(definition.label), **kwargs)
        self.definition = definition
        self._owner = kwargs["_form"]
        self.frame = frame
        self.kind = definition.kind
        self.hint = frame.text(definition.hint)
        self.suffix = frame.text(definition.suffix)
        self.wire = Wire()
        self.parsed = Parsed()
        self.shown_when: Cond = ALWAYS
        self.condition_text = ""
        self.rows: list[list[Question]] = []
        self.wrong_parts: set[str] = set()
        self.errors: list[str] = []

    # what goes in

    def load(
        self, wire: Wire | None, stored: object = None, command: Command | None = None
    ) -> None:
        """Take what was typed; without it, what is stored."""
        kind, context = kind_of(self.kind), self.frame.context
        if wire is None:
            self.wire = Wire(kind.inputs(self.definition, stored, context))
            self.parsed = Parsed(stored)
        else:
            self.wire, self.parsed = wire, kind.take(self.definition, wire, context)
        self.data = self.parsed.value
        if self.kind == "table":
            self._lay_rows(command)

    def _lay_rows(self, command: Command | None) -> None:
        rows = wire_rows(self.definition, self.wire, blanks=command is not None)
        if command and command.field == self.name:
            if command.verb == "add":
                rows.append(Wire())
            elif command.row is not None and command.row < len(rows):
                del rows[command.row]
        rows = rows[: self.definition.max_rows]
        rows += [Wire()] * (max(self.definition.min_rows, 1) - len(rows))
        self.wire = numbered(rows)
        self.rows = [self._row(index, inputs) for index, inputs in enumerate(rows)]

    def _row(self, index: int, inputs: Wire) -> "list[Question]":
        cells = []
        for column in self.definition.columns:
            if not kind_of(column.kind).typed:
                continue
            cell = Question(
                definition=column, frame=self.frame, _form=self._owner,
                name=f"{self.name}-{index}-{column.name}",
            )  # fmt: skip
            cell.load(inputs.under(column.name))
            cell.show_in_row(f"{self.name}-{index}-", self.definition)
            cells.append(cell)
        return cells

    def show_when(self, cond: Cond, columns: Sequence[Field] = ()) -> None:
        """Show only when this holds, in so far as the page itself decides it."""
        self.shown_when = cond
        self.condition_text = self.frame.in_words(cond, columns)

    def show_in_row(self, prefix: str, table: Field) -> None:
        """The column's own condition, about the inputs of this row."""
        if self.definition.show_when:
            self.show_when(self.definition.show_when, table.columns)
            names = {column.name for column in table.columns}
            self.shown_when = rename(
                self.definition.show_when, lambda name: prefix + name if name in names else name
            )

    def fault(self, part: str, sentence: str) -> None:
        """Put an error beside the input that it is about."""
        for cell in (cell for row in self.rows for cell in row):
            inner = cell.name.removeprefix(f"{self.name}-")
            if part == inner or part.startswith(f"{inner}-"):
                cell.fault(part.removeprefix(inner).removeprefix("-"), sentence)
                return
        self.errors = [*self.errors, sentence]
        self.wrong_parts.add(part)

    # what the macros draw

    @property
    def show_when_json(self) -> str:
        """The condition for the page's script; "" when the question always shows."""
        return as_json(self.shown_when)

    @property
    def optional(self) -> bool:
        """Whether to say so beside the label; a condition leaves it open."""
        return self.definition.required is False and self.kind != "checkbox"

    @property
    def autocomplete(self) -> str:
        return self.definition.autocomplete or ""

    @property
    def width(self) -> int | None:
        return self.definition.width

    def typed(self, part: str = "") -> str:
        return self.wire.first(part)

    def part(self, part: str) -> str:
        """The HTML name, and id, of one input of several."""
        return f"{self.name}-{part}" if part else self.name

    def is_wrong(self, part: str) -> bool:
        """Whether to mark this input: its own fault, or one of the whole question."""
        return part in self.wrong_parts or "" in self.wrong_parts

    @property
    def focus_id(self) -> str:
        """The id of the input that an error summary leads to."""
        wrong = min(self.wrong_parts, default="")
        if wrong:
            return self.part(wrong)
        if self.rows:
            return self.rows[0][0].focus_id
        return self.part(_FIRST_PART.get(self.kind, ""))

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """The options as (value, label, chosen)."""
        chosen = set(self.wire.all())
        return [
            (option.value, self.frame.text(option.label), option.value in chosen)
            for option in self.definition.options
        ]

    @property
    def levels(self) -> Sequence[Level]:
        """The lists of places, down to the first in which nothing is chosen."""
        return descend(self.definition, self.wire, self.frame.context).levels

    def level_label(self, level: Level) -> str:
        return self.frame.text(level.label)

    @property
    def scope(self) -> str:
        return scope_of(self.definition)

    @property
    def tier(self) -> str:
        return self.definition.tier or ""

    @property
    def unit_kinds(self) -> Sequence[str]:
        """The kinds of office offered; none for a question that asks for a place."""
        return self.definition.unit_kinds if self.kind == "agency" else ()

    @property
    def offices(self) -> Sequence[Agency]:
        way = descend(self.definition, self.wire, self.frame.context)
        return offered(self.definition, way, self.frame.context)

    @property
    def in_words(self) -> str:
        """An amount of money in words, once it can be read."""
        if self.kind != MoneyKind.name or not isinstance(self.data, int):
            return ""
        return money_in_words(self.data, self.frame.context.locale)

    @property
    def may_add(self) -> bool:
        return len(self.rows) < self.definition.max_rows

    @property
    def may_remove(self) -> bool:
        return len(self.rows) > max(self.definition.min_rows, 1)
