"""A list of short texts, typed one a line."""

from collections.abc import Iterator

from forms.errors import N_, msg

from .base import Context, FieldLike, Kind, Problem, wrong_shape
from .cleaning import clean
from .wire import Wire

LONGEST_LINE = 250


class ListKind(Kind[list[str]]):
    """The lines that are not blank."""

    name = "list"

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> list[str] | None:
        lines = clean(wire.first(), several_lines=True).split("\n")
        return [line for line in lines if line] or None

    def read(self, field: FieldLike, stored: object) -> list[str]:
        if not isinstance(stored, list | tuple) or len(stored) > 10 * max(field.max_rows, 10):
            raise wrong_shape()
        if any(not isinstance(line, str) for line in stored):
            raise wrong_shape()
        return [line for line in map(clean, stored) if line]

    def check(self, field: FieldLike, value: list[str], context: Context) -> Iterator[Problem]:
        longest = field.max_length or LONGEST_LINE
        if len(value) > field.max_rows:
            yield Problem(msg(N_("“{label}” chỉ nhận tối đa {most} dòng."), most=field.max_rows))
        if value and len(value) < field.min_rows:
            yield Problem(msg(N_("“{label}” cần ít nhất {least} dòng."), least=field.min_rows))
        if any(len(line) > longest for line in value):
            yield Problem(
                msg(N_("Mỗi dòng ở “{label}” chỉ được dài tối đa {longest} ký tự."),
                    longest=longest)
            )  # fmt: skip

    def show(self, field: FieldLike, value: list[str], locale: str) -> list[str]:
        return value

    def spread(self, field: FieldLike, value: list[str], context: Context) -> dict[str, list[str]]:
        return {"": ["\n".join(value)]}

    def example(self, field: FieldLike, context: Context) -> list[str] | None:
        return [f"Ví dụ {number + 1}" for number in range(max(field.min_rows, 1))]
