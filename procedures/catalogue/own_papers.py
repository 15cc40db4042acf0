"""The papers that any procedure may need and no circular has a form for: denial, revocation.

They are written as NĐ 30/2020/NĐ-CP lays out a notice (thông báo) and a decision on one matter
(quyết định cá biệt, Phụ lục III).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from procedures.catalogue import files
from procedures.routing import Text


class Purpose(StrEnum):
    """What such a paper does."""

    DENIAL = "denial"
    """Không giải quyết: the authority does not grant what was asked."""
    REVOCATION = "revocation"
    """Thu hồi: the authority ends a paper that was issued."""


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """One of them. `symbol` is the middle of its number; `legal_basis` texts "title (number)"."""

    template: str
    title: Text
    symbol: str
    legal_basis: tuple[str, ...]


def own_paper(purpose: Purpose) -> OwnPaper:
    """The paper for a purpose."""
    return own_papers()[purpose]


@cache
def own_papers() -> Mapping[Purpose, OwnPaper]:
    """All of them; raises `CatalogueError` where the data are wrong."""
    root = files.read("", "own-papers")
    root.only(*Purpose)
    found = {}
    for purpose in Purpose:
        node = root[purpose]
        node.only("template", "title", "symbol", "legal_basis")
        found[purpose] = OwnPaper(
            node["template"].string(),
            node["title"].text(),
            node["symbol"].string(),
            node["legal_basis"].strings(),
        )
    return found
