"""What every question of one page is built from: the schema, the answers so far, the reader."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from forms.answers import thaw
from forms.errors import Text, Translate, keep, pick
from forms.kinds import kind_of
from forms.kinds.base import Context
from forms.rules import ALWAYS, NEVER, View, describe, narrow
from forms.schema import Cond, Field, FormSchema, Page


@dataclass(frozen=True)
class Frame:
    """One page of one form, for one reader."""

    schema: FormSchema
    page: Page
    answers: Mapping[str, object]
    context: Context
    translate: Translate = keep
    prefill: Mapping[str, object] = field(default_factory=dict)

    def text(self, text: Text | None) -> str:
        return pick(text, self.context.locale) if text else ""

    def known(self, field: Field) -> object:
        """The answer so far, or for a question never answered what is known of the person."""
        if field.name in self.answers or not field.prefill:
            return self.answers.get(field.name)
        found: object = self.prefill
        for step in field.prefill.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
        return found

    @cached_property
    def _here(self) -> frozenset[str]:
        return frozenset(leaf.name for leaf in self.page.leaves())

    @cached_property
    def _view(self) -> View:
        return View(self.schema, self.answers, self.context.today)

    def open(self, cond: Cond | None) -> Cond:
        """What of the condition is left to this page: ALWAYS or NEVER once others settled it."""
        return ALWAYS if cond is None else narrow(cond, self._here, self._view)

    @cached_property
    def asked(self) -> Mapping[str, Cond]:
        """The questions that this page may show, each with what is open of its own condition."""
        if self.open(self.page.show_when) == NEVER:
            return {}
        return dict(self._asked(self.page.fields))

    def _asked(self, fields: Sequence[Field]) -> Iterator[tuple[str, Cond]]:
        for each in fields:
            cond = self.open(each.show_when)
            if cond == NEVER:
                continue
            if each.kind == "group":
                yield from self._asked(each.fields)
            elif kind_of(each.kind).typed:
                yield each.name, cond

    def in_words(self, cond: Cond, columns: Sequence[Field] = ()) -> str:
        """The condition as the page says it; "" for none."""
        if cond == ALWAYS:
            return ""
        return describe(cond, self.schema, self.context.locale, self.translate, columns)


def as_json(cond: Cond) -> str:
    """The condition for the page's script; "" for none."""
    return "" if cond == ALWAYS else json.dumps(thaw(cond))
