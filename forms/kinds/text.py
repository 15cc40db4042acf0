"""Free text: one line or several."""

import re
from collections.abc import Iterator
from functools import lru_cache

from forms.errors import N_, msg, own_words

from .base import Context, FieldLike, Kind, Problem, wrong_shape
from .cleaning import clean
from .wire import Wire

LONGEST_MATCHED = 250
"""Characters of a text that is held against a pattern; a longer one is refused unmatched."""


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class TextKind(Kind[str]):
    """One line; also the base of every kind whose value is a single string."""

    name = "text"
    several_lines = False
    longest = 250

    def normal(self, field: FieldLike, text: str) -> str:
        """The one form in which this text is kept; raises Refused."""
        return clean(text, several_lines=self.several_lines)

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> str | None:
        return self.normal(field, wire.first()) or None

    def read(self, field: FieldLike, stored: object) -> str:
        if not isinstance(stored, str):
            raise wrong_shape()
        return self.normal(field, stored)

    def check(self, field: FieldLike, value: str, context: Context) -> Iterator[Problem]:
        longest = field.max_length or self.longest
        if field.pattern:
            longest = min(longest, LONGEST_MATCHED)
        if len(value) > longest:
            yield Problem(
                msg(N_("Mục “{label}” chỉ được dài tối đa {longest} ký tự."), longest=longest)
            )
        elif field.pattern and not _compiled(field.pattern).fullmatch(value):
            yield Problem(
                own_words(field.pattern_message)
                if field.pattern_message
                else msg(N_("Mục “{label}” chưa đúng dạng."))
            )

    def show(self, field: FieldLike, value: str, locale: str) -> list[str]:
        return value.split("\n") if value else []

    def spread(self, field: FieldLike, value: str, context: Context) -> dict[str, list[str]]:
        return {"": [value]}

    def example(self, field: FieldLike, context: Context) -> str | None:
        return None if field.pattern else "Ví dụ"[: field.max_length or self.longest]


class TextareaKind(TextKind):
    """Several lines."""

    name = "textarea"
    several_lines = True
    longest = 4000
