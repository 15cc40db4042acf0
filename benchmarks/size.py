"""How much is measured: the real thing, or a glance that proves that a benchmark still runs."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Size:
    """Turns and amounts. `ledger` is the number of ledger rows of each dossier in bulk."""

    warm_up: int
    papers: int
    submissions: int
    pages: int
    inbox_pages: int
    procedures: int
    few: int
    middle: int
    many: int
    open_in_unit: int
    ledger: int
    in_flight: int
    at_once: int
    bulks: int
    signed_at_once: int
    papers_each: int
    papers_long: int
    workers: int


FULL: Final = Size(
    warm_up=5,
    papers=25,
    submissions=60,
    pages=150,
    inbox_pages=100,
    procedures=400,
    few=10_000,
    middle=200_000,
    many=1_000_000,
    open_in_unit=300,
    ledger=8,
    in_flight=50_000,
    at_once=80,
    bulks=12,
    signed_at_once=100,
    papers_each=200,
    papers_long=2_000,
    workers=2,
)
TINY: Final = Size(
    warm_up=0,
    papers=1,
    submissions=1,
    pages=1,
    inbox_pages=1,
    procedures=20,
    few=60,
    middle=90,
    many=120,
    open_in_unit=40,
    ledger=2,
    in_flight=60,
    at_once=3,
    bulks=1,
    signed_at_once=2,
    papers_each=1,
    papers_long=2,
    workers=1,
)
