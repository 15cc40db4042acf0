"""Choosing among a form's own options: one (select, radio), several, or yes."""

from collections.abc import Iterator

from forms.errors import N_, msg, pick

from .base import Context, FieldLike, Kind, Problem, Refused, wrong_shape
from .cleaning import clean
from .wire import Wire

YES = {"vi": "Có", "en": "Yes"}
NO = {"vi": "Không", "en": "No"}


def _labels(field: FieldLike, locale: str) -> dict[str, str]:
    return {option.value: pick(option.label, locale) for option in field.options}


class SelectKind(Kind[str]):
    """One of the options, from a list."""

    name = "select"

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> str | None:
        return clean(wire.first()) or None

    def read(self, field: FieldLike, stored: object) -> str:
        if not isinstance(stored, str):
            raise wrong_shape()
        return clean(stored)

    def check(self, field: FieldLike, value: str, context: Context) -> Iterator[Problem]:
        if value not in _labels(field, "vi"):
            yield Problem(msg(N_("Hãy chọn “{label}” trong danh sách.")))

    def show(self, field: FieldLike, value: str, locale: str) -> list[str]:
        return [_labels(field, locale).get(value, value)]

    def spread(self, field: FieldLike, value: str, context: Context) -> dict[str, list[str]]:
        return {"": [value]}

    def example(self, field: FieldLike, context: Context) -> str | None:
        return field.options[0].value


class RadioKind(SelectKind):
    """One of the options, all in sight."""

    name = "radio"


class MultiselectKind(Kind[list[str]]):
    """Several of the options, kept in the options' order."""

    name = "multiselect"

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> list[str] | None:
        chosen = [text for text in wire.all() if text]
        return self._ordered(field, chosen) or None

    def read(self, field: FieldLike, stored: object) -> list[str]:
        if not isinstance(stored, list | tuple):
            raise wrong_shape()
        return self._ordered(field, stored)

    def _ordered(self, field: FieldLike, chosen: object) -> list[str]:
        offered = [option.value for option in field.options]
        if not isinstance(chosen, list | tuple) or len(chosen) > 2 * len(offered):
            raise wrong_shape()
        if any(not isinstance(value, str) or value not in offered for value in chosen):
            raise Refused(msg(N_("Hãy chọn “{label}” trong danh sách.")))
        return [value for value in offered if value in chosen]

    def check(self, field: FieldLike, value: list[str], context: Context) -> Iterator[Problem]:
        if isinstance(field.max, int) and len(value) > field.max:
            yield Problem(msg(N_("Chỉ chọn tối đa {most} mục ở “{label}”."), most=field.max))
        if isinstance(field.min, int) and value and len(value) < field.min:
            yield Problem(msg(N_("Hãy chọn ít nhất {least} mục ở “{label}”."), least=field.min))

    def show(self, field: FieldLike, value: list[str], locale: str) -> list[str]:
        labels = _labels(field, locale)
        return [labels[chosen] for chosen in value]

    def spread(self, field: FieldLike, value: list[str], context: Context) -> dict[str, list[str]]:
        return {"": list(value)}

    def example(self, field: FieldLike, context: Context) -> list[str] | None:
        least = field.min if isinstance(field.min, int) else 1
        return [option.value for option in field.options[: max(least, 1)]]


class CheckboxKind(Kind[bool]):
    """One box to tick; required means that it must be ticked."""

    name = "checkbox"

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> bool | None:
        return bool(wire.first())

    def read(self, field: FieldLike, stored: object) -> bool:
        if not isinstance(stored, bool):
            raise wrong_shape()
        return stored

    def show(self, field: FieldLike, value: bool, locale: str) -> list[str]:  # noqa: FBT001
        return [pick(YES if value else NO, locale)]

    def spread(self, field: FieldLike, value: bool, context: Context) -> dict[str, list[str]]:  # noqa: FBT001
        return {"": ["1"]} if value else {}

    def example(self, field: FieldLike, context: Context) -> bool | None:
        return True
