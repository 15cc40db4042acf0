"""A condition in words, for readers whose browser cannot hide what does not concern them."""

from collections.abc import Sequence

from forms.errors import N_, Translate, keep, pick
from forms.kinds import kind_of
from forms.schema import Cond, Field, FormSchema

from .conditions import parts


def describe(
    cond: Cond, schema: FormSchema, locale: str, translate: Translate = keep,
    columns: Sequence[Field] = (),
) -> str:  # fmt: skip
    """For example: “Loại giấy tờ” là “Hộ chiếu”. Columns are a table's, when within one."""

    def field(name: object) -> Field | None:
        found = next((column for column in columns if column.name == name), None)
        return found or schema.field(str(name))

    def label(name: object) -> str:
        known = field(name)
        return pick(known.label, locale) if known else str(name)

    def value(name: object, wanted: object) -> str:
        known = field(name)
        shown = kind_of(known.kind).lines(known, wanted, locale) if known else []
        return ", ".join(shown) or str(wanted)

    def say(msgid: str, **params: str) -> str:
        return translate(msgid).format(**params)

    def words(cond: Cond) -> str:
        operator, operand = next(iter(cond.items()))
        pair = operand if isinstance(operand, list | tuple) else ()
        match operator:
            case "eq":
                return say(N_("“{label}” là “{value}”"), label=label(pair[0]), value=value(*pair))
            case "ne":
                return say(
                    N_("“{label}” không phải là “{value}”"), label=label(pair[0]), value=value(*pair)
                )
            case "in":
                several = say(N_(" hoặc ")).join(f"“{value(pair[0], one)}”" for one in pair[1])
                return say(N_("“{label}” là {values}"), label=label(pair[0]), values=several)
            case "filled":
                return say(N_("có khai “{label}”"), label=label(operand))
            case "le" | "lt":
                sides = [label(side) for side in pair if isinstance(side, str) and side != "today"]
                return say(N_("phù hợp với {fields}"), fields=", ".join(f"“{s}”" for s in sides))
            case "not":
                return say(N_("không phải: {condition}"), condition=words(parts(cond)[0]))
            case _:
                joint = say(N_(" và ")) if operator == "all" else say(N_(" hoặc "))
                return joint.join(words(part) for part in parts(cond))

    return words(cond)
