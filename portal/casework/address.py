"""The address of an inbox: a queue with its filters, read from the query and written back.

The words of a search may be somebody's name or number: they are posted, never written into an
address; it carries them closed (`portal.casework.searching`), and no saved view does.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from procedures.lifecycle import State
from procedures.reads.inbox import PAGE, SIZES, Cursor, Filters, Lateness, Queue, Sort

LONGEST_WORDS = 100
TYPED = "q"
"""The field in which the words of a search are posted."""
CLOSED = "tim"
"""Where the address carries them, readable for their searcher only."""
KEPT = ("hang", "thu-tuc", "han", "trang-thai", "can-bo", "tu", "den", "xep", "moi-trang")
"""What a saved view consists of."""

Query = Mapping[str, str]
Word = TypeVar("Word", bound=StrEnum)


def read_queue(query: Query) -> Queue | None:
    """The queue of a query or a form, if it names one."""
    return _word(Queue, query.get("hang", ""))


def read_filters(query: Query, words: str = "") -> Filters:
    """The filters of a query, and the searched words; what nobody here wrote asks for nothing."""
    return Filters(
        procedure=_words(query.get("thu-tuc", "")),
        words=_words(words),
        lateness=_word(Lateness, query.get("han", "")),
        state=_word(State, query.get("trang-thai", "")),
        officer=_uuid(query.get("can-bo", "")),
        since=_day(query.get("tu", "")),
        until=_day(query.get("den", "")),
        sort=_word(Sort, query.get("xep", "")),
        size=_size(query.get("moi-trang", "")),
    )


def write_query(queue: Queue | None, filters: Filters, closed: str = "") -> dict[str, str]:
    """The query that shows the same rows again; what is empty is left out.

    `closed` are the searched words as an address may carry them.
    """
    said = {
        "hang": queue,
        "thu-tuc": filters.procedure,
        CLOSED: closed,
        "han": filters.lateness,
        "trang-thai": filters.state,
        "can-bo": filters.officer,
        "tu": filters.since,
        "den": filters.until,
        "xep": filters.sort,
        "moi-trang": filters.size if filters.size != PAGE else "",
    }
    return {name: str(value) for name, value in said.items() if value}


def read_cursor(query: Query) -> Cursor | None:
    """From which row on, in which direction."""
    if "truoc" in query:
        return Cursor.parse(query["truoc"], backward=True)
    return Cursor.parse(query.get("sau", ""))


def keepable(query: str) -> str:
    """What may be kept of a query: known names with known values, never the searched words."""
    asked = dict(parse_qsl(query))
    queue = read_queue(asked)
    if queue is None:
        return ""
    known = write_query(queue, read_filters(asked))
    return urlencode({name: known[name] for name in KEPT if name in known})


def _words(said: str) -> str:
    return said.replace("\0", "").strip()[:LONGEST_WORDS]


def _word(kind: type[Word], said: str) -> Word | None:
    return kind(said) if said in set(kind) else None


def _size(said: str) -> int:
    return next((size for size in SIZES if str(size) == said), PAGE)


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
