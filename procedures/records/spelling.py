"""Vietnamese words without their marks, in SQL: people type names either way."""

from functools import cache

from sqlalchemy import ColumnElement, String, func
from sqlalchemy.orm import InstrumentedAttribute

from procedures.folding import fold

FIRST_LETTER, LAST_LETTER = 0xC0, 0x1EF9
"""À and ỹ, between which all precomposed letters of Vietnamese stand."""


def folded(column: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[str]:
    """What `fold` says of the column, without an extension of the database.

    Capitals with marks are named too: under the C collation `lower` knows ASCII only.
    """
    marked, plain = _letters()
    return func.translate(func.lower(column), marked, plain, type_=String)


@cache
def _letters() -> tuple[str, str]:
    letters = [chr(code) for code in range(FIRST_LETTER, LAST_LETTER + 1)]
    pairs = [(letter, fold(letter)) for letter in letters if letter.isalpha()]
    wanted = [(letter, base) for letter, base in pairs if base.isascii() and len(base) == 1]
    return "".join(letter for letter, _ in wanted), "".join(base for _, base in wanted)


def like(words: str) -> str:
    """A LIKE pattern for folded text that contains the words, whatever signs they hold."""
    escaped = fold(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
