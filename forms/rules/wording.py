"""A condition in words, for readers whose browser cannot hide what does not concern them."""

from collections.abc import Sequence
from dataclasses import dataclass

from forms.errors import N_, Translate, keep, pick, quotable
from forms.kinds import kind_of
from forms.schema import Cond, Field, FormSchema

from .conditions import parts


def describe(
    cond: Cond,
    schema: FormSchema,
    locale: str = "vi",
    translate: Translate = keep,
    columns: Sequence[Field] = (),
) -> str:
    """For example: “Loại giấy tờ” là “Hộ chiếu”. Columns are a table's, when within one."""
    return _Words(schema, locale, translate, columns).of(cond)


@dataclass(frozen=True, slots=True)
class _Words:
    schema: FormSchema
    locale: str
    translate: Translate
    columns: Sequence[Field]

    def of(self, cond: Cond) -> str:
        operator, operand = next(iter(cond.items()))
        if operator in {"all", "any"}:
            joint = self._say(N_(" và ")) if operator == "all" else self._say(N_(" hoặc "))
            return joint.join(self.of(part) for part in parts(cond))
        if operator == "not":
            return self._say(N_("không phải: {condition}"), condition=self.of(parts(cond)[0]))
        if operator == "filled":
            return self._say(N_("có khai “{label}”"), label=self._label(operand))
        pair = operand if isinstance(operand, list | tuple) else ()
        if operator in {"le", "lt"}:
            sides = [side for side in pair if isinstance(side, str) and side != "today"]
            fields = ", ".join(f"“{self._label(side)}”" for side in sides)
            return self._say(N_("phù hợp với {fields}"), fields=fields)
        return self._equality(operator, pair)

    def _equality(self, operator: str, pair: Sequence[object]) -> str:
        name, wanted = pair
        several = wanted if isinstance(wanted, list | tuple) else (wanted,)
        values = self._say(N_(" hoặc ")).join(f"“{self._value(name, one)}”" for one in several)
        if operator == "ne":
            msgid = N_("“{label}” không phải là {values}")
        else:
            msgid = N_("“{label}” là {values}")
        return self._say(msgid, label=self._label(name), values=values)

    def _say(self, msgid: str, **params: str) -> str:
        return self.translate(msgid).format(**params)

    def _field(self, name: object) -> Field | None:
        column = next((column for column in self.columns if column.name == name), None)
        return column or self.schema.field(str(name))

    def _label(self, name: object) -> str:
        known = self._field(name)
        return pick(quotable(known.label), self.locale) if known else str(name)

    def _value(self, name: object, wanted: object) -> str:
        known = self._field(name)
        if known is None:
            return str(wanted)
        kind = kind_of(known.kind)
        lines = kind.lines(known, wanted, self.locale) or kind.lines(known, [wanted], self.locale)
        return ", ".join(lines) or str(wanted)
