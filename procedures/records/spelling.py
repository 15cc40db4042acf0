"""Vietnamese words without their marks, in SQL as in Python: people type names either way."""

import unicodedata
from functools import cache

from sqlalchemy import ColumnElement, String, func
from sqlalchemy.orm import InstrumentedAttribute

LAST_LETTER = 0x1EF9
"""ỹ, the last precomposed letter of Vietnamese."""


def bare(words: str) -> str:
    """`Nguyễn Thị Ẩn` as `nguyen thi an`."""
    split = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    return " ".join("".join(c for c in split if not unicodedata.combining(c)).split())


def bare_in_sql(column: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[str]:
    """What `bare` says of the column, without an extension of the database.

    Capitals with marks are named too: under the C collation `lower` knows ASCII only.
    """
    marked, plain = _letters()
    return func.translate(func.lower(column), marked, plain, type_=String)


@cache
def _letters() -> tuple[str, str]:
    letters = [chr(code) for code in range(0xC0, LAST_LETTER + 1) if chr(code).isalpha()]
    pairs = [(letter, bare(letter)) for letter in letters]
    wanted = [(letter, base) for letter, base in pairs if base.isascii() and len(base) == 1]
    return "".join(letter for letter, _ in wanted), "".join(base for _, base in wanted)


def like(words: str) -> str:
    """A LIKE pattern for text that contains the words, whatever signs they hold."""
    escaped = bare(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
