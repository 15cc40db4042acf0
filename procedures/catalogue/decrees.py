"""Which decree binds the one-stop desks on a day, so that a refusal cites the law then in force."""

from datetime import date
from enum import StrEnum
from functools import cache

from procedures.catalogue import files
from procedures.catalogue.node import CatalogueError
from procedures.errors import N_
from procedures.routing import Text


class Duty(StrEnum):
    """What is cited: one request to complete, one new promise, reception anywhere."""

    SUPPLEMENT = "supplement"
    EXTENSION = "extension"
    RECEPTION = "reception"


def cited(duty: Duty, on: date) -> Text:
    """Decree and, where it is known for sure, article; raises `CatalogueError` before the first."""
    found = [texts[duty] for since, texts in _decrees() if since <= on]
    if not found:
        raise CatalogueError(N_("{path}: chưa có nghị định nào vào ngày {day}."), "decrees", day=on)
    return found[-1]


@cache
def _decrees() -> tuple[tuple[date, dict[Duty, Text]], ...]:
    rows = []
    for node in files.read("", "decrees").some():
        node.only("from", *Duty)
        rows.append((node["from"].day(), {duty: node[duty].text() for duty in Duty}))
    return tuple(sorted(rows, key=lambda row: row[0]))
