"""What every question of one page is built from: the schema, the answers so far, the reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from forms.errors import Text, Translate, keep, pick
from forms.kinds import kind_of
from forms.kinds.base import Context
from forms.rules import ALWAYS, NEVER, View, narrow
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
    def asked(self) -> Mapping[str, Cond]:
        """The questions that this page may show, each with what of its condition is open here."""
        here = {leaf.name for leaf in self.page.leaves()}
        view = View(self.schema, self.answers, self.context.today)
        above = [self.page.show_when] if self.page.show_when else []
        found: dict[str, Cond] = {}
        for leaf, conditions in _with_conditions(self.page.fields, above):
            cond = narrow({"all": conditions}, here, view) if conditions else ALWAYS
            if cond != NEVER and kind_of(leaf.kind).typed:
                found[leaf.name] = cond
        return found


def _with_conditions(fields: Sequence[Field], above: list[Cond]) -> list[tuple[Field, list[Cond]]]:
    """Every field that has a value, with its own show_when and those of the groups around it."""
    found: list[tuple[Field, list[Cond]]] = []
    for each in fields:
        own = [*above, each.show_when] if each.show_when else above
        if each.kind == "group":
            found += _with_conditions(each.fields, own)
        else:
            found.append((each, own))
    return found
