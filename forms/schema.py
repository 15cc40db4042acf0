"""The shape of a form: frozen pages of fields, as the loader read them from JSON.

The format (`forms/schema.json` is the same as a JSON Schema; the loader checks both it and the
references between fields):

    {"code", "version", "title": TEXT, "pages": [PAGE...], "checks": [CHECK...]?}
    PAGE  = {"code", "title": TEXT, "help": TEXT?, "show_when": COND?, "fields": [FIELD...]}
    CHECK = {"unless": COND, "field": name | null, "message": TEXT}
    FIELD = {"name", "kind", "label": TEXT, ...}

What the format leaves to be said once:

- **Names.** Snake case, unique in the whole form, the fields inside groups included. A `group`
  is a heading over its `fields` and has no value of its own: the answers are flat, and
  conditions name its children directly. A `table` has a list of rows; its columns' names are
  unique within the table, and their conditions see the row first, then the form.
- **Conditions.** `eq` and `in` on a field with several values ask whether it contains the value;
  on an address or agency they look at the code of the place. A hidden field counts as
  unanswered. `filled` is false for "", false, an empty list and a missing answer.
- **Bounds.** `not_after` / `not_before` take an ISO date, "today", {"today_minus_days": n},
  {"years_before_today": n}. A condition that relates two fields belongs into `checks`.
- **Lengths.** `max_length` defaults to 250 (text) and 4000 (textarea); `max_rows` to 50.

Optional keys beyond the common ones, by kind:

- decimal: `scale`, digits after the comma, default 4.
- money: whole đồng, shown in figures and in words.
- partial_date: `precision`, the least that must be known: "year" (default), "month", "day".
- datetime: `precision`: "minute" (default), or "day" where the hour may be unknown.
- citizen_id: `legacy` true takes the 9 digits of the old identity card too.
- address: `tier`, stop at this tier's code instead of the deepest; `places`: "country" (default),
  "local", "historic" (with units that no longer exist); `abroad` true offers an address outside
  Viet Nam; `detail`: "optional" (default), "required", "none".
- agency: `unit_kinds`, kinds of unit offered, default ["ubnd"]; `tier`; `places`, default "local".
- agency_history: its name is typed, its place optional; `places`, default "historic".
- computed: `as` date_in_words, money_in_words, upper (with `of`: a field), sum (with `of`: a
  field, a list of fields, or "table.column").
- signature: `of`, the field with the signer's name; nothing is typed, the declaration is signed
  there.
- any: `suffix`, a TEXT after the input (m², bản); `width`: 2, 3, 4, 5, 10, 20 or 30 characters.

Values in the answers: text kinds, select, radio: str; multiselect, list: [str]; checkbox: bool;
int, money: int; decimal: str like "1234567.5"; date: "1990-02-01"; datetime: "2024-05-01T13:45"
(local time) or "2024-05-01"; partial_date: {"year", "month", "day"}; address: {"place", "detail",
"text"}; agency: {"unit", "place", "text"}; agency_history: {"name", "place", "text"}; table:
[{column: value}].
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .errors import Text

Cond = Mapping[str, object]
"""A condition, pure JSON; `rules.conditions` says what it means."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One question; keys that its kind does not use keep their defaults."""

    name: str
    kind: str
    label: Text
    hint: Text | None = None
    required: bool | Cond = False
    show_when: Cond | None = None
    prefill: str | None = None
    autocomplete: str | None = None
    suffix: Text | None = None
    width: int | None = None
    max_length: int | None = None
    min: int | str | None = None
    max: int | str | None = None
    scale: int = 4
    pattern: str | None = None
    pattern_message: Text | None = None
    options: tuple[Option, ...] = ()
    columns: tuple["Field", ...] = ()
    fields: tuple["Field", ...] = ()
    min_rows: int = 0
    max_rows: int = 50
    of: tuple[str, ...] = ()
    compute: str | None = None
    precision: str | None = None
    not_after: str | Mapping[str, int] | None = None
    not_before: str | Mapping[str, int] | None = None
    legacy: bool = False
    tier: str | None = None
    places: str | None = None
    abroad: bool = False
    detail: str = "optional"
    unit_kinds: tuple[str, ...] = ("ubnd",)

    def leaves(self) -> Iterator["Field"]:
        """The field, or for a group the fields that have the values."""
        if self.kind == "group":
            for child in self.fields:
                yield from child.leaves()
        else:
            yield self

    def column(self, name: str) -> "Field | None":
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class Page:
    """Questions that are asked together."""

    code: str
    title: Text
    fields: tuple[Field, ...]
    help: Text | None = None
    show_when: Cond | None = None

    def leaves(self) -> Iterator[Field]:
        for field in self.fields:
            yield from field.leaves()


@dataclass(frozen=True, slots=True)
class Check:
    """A rule between fields: `message` unless the condition holds."""

    unless: Cond
    field: str | None
    message: Text


@dataclass(frozen=True, slots=True)
class FormSchema:
    """A whole form."""

    code: str
    version: int
    title: Text
    pages: tuple[Page, ...]
    checks: tuple[Check, ...] = ()

    def page(self, code: str) -> Page:
        """The page with this code; KeyError when there is none."""
        for page in self.pages:
            if page.code == code:
                return page
        raise KeyError(code)

    def leaves(self) -> Iterator[Field]:
        """Every field that has a value, in page order."""
        for page in self.pages:
            yield from page.leaves()

    def field(self, name: str) -> Field | None:
        return next((field for field in self.leaves() if field.name == name), None)

    def page_of(self, name: str) -> Page | None:
        """The page on which the field with this name stands."""
        for page in self.pages:
            if any(field.name == name for field in page.leaves()):
                return page
        return None
