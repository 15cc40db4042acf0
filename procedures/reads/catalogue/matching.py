"""What matches a search, how well, and in which order; told in SQL over the folded text.

`search` of a version begins with its code and its names, and folding keeps the number of letters:
a hit in the name is known by where it stands, and no second column is needed to rank by it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Integer, and_, case, func, literal, select, tuple_

from procedures.folding import fold
from procedures.reads.catalogue.cards import in_force
from procedures.records import ProcedureVersion

MOST_WORDS = 12
WHOLE = 3
"""Words of so few letters must stand whole: most syllables of Vietnamese begin some other one."""

_WORD = re.compile(r"[0-9a-z]+(?:\.[0-9]+)*")
_CURSOR = re.compile(r"([0-2])-([1-6]\.[0-9]{6})")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; an empty string asks for nothing. Codes that do not exist find nothing."""

    words: str = ""
    field: str = ""
    tier: str = ""
    level: str = ""


def query_words(text: str) -> tuple[str, ...]:
    """The words of a query as `search` holds them: folded, without punctuation."""
    return tuple(dict.fromkeys(_WORD.findall(fold(text))))[:MOST_WORDS]


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Every word occurs, and every filter holds."""
    row = ProcedureVersion
    found: list[ColumnElement[bool]] = [
        row.search.op("~")(_pattern(word)) for word in query_words(wanted.words)
    ]
    asked = (
        (row.field_code, wanted.field),
        (row.decided_at, wanted.tier),
        (row.level, wanted.level),
    )
    return [*found, *(column == value for column, value in asked if value)]


def rank(words: Sequence[str]) -> ColumnElement[int]:
    """0: the name has the words one after another; 1: the name has each; 2: only the text has."""
    if not words:
        return literal(0, Integer)
    named = func.left(ProcedureVersion.search, _names_length())
    return case(
        (named.op("~")(_pattern(" ".join(words))), 0),
        (and_(*(named.op("~")(_pattern(word)) for word in words)), 1),
        else_=2,
    )


def alphabet() -> ColumnElement[str]:
    """The folded text from the name on: a reader's alphabet, near enough."""
    return func.substr(ProcedureVersion.search, func.length(ProcedureVersion.code) + 2)


def beyond(order: ColumnElement[int], cursor: str, on: date) -> ColumnElement[bool] | None:
    """Everything after the row that the cursor names; None when it names none."""
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        return None
    row = ProcedureVersion
    last = select(alphabet()).where(row.code == match[2], in_force(on)).limit(1).scalar_subquery()
    place = tuple_(literal(int(match[1])), func.coalesce(last, ""), literal(match[2]))
    return tuple_(order, alphabet(), row.code) > place


def cursor_of(place: int, code: str) -> str:
    """The cursor of a row: its rank and its code."""
    return f"{place}-{code}"


def _names_length() -> ColumnElement[int]:
    row = ProcedureVersion
    names = (row.name["vi"].astext, row.name["en"].astext)
    return func.length(row.code) + func.length(names[0]) + func.length(names[1]) + 2


def _pattern(words: str) -> str:
    """A word of the text, or the beginning of one when what is asked for is long enough."""
    end = r"\M" if len(words) <= WHOLE else ""
    return rf"\m{words.replace('.', '[.]')}{end}"
