"""The catalogue as the public reads it: found by words and filters, then one procedure whole."""

from procedures.reads.catalogue.cards import Card
from procedures.reads.catalogue.facets import Facets, Option, facets, fields
from procedures.reads.catalogue.matching import Wanted
from procedures.reads.catalogue.search import Cards, search, similar
from procedures.reads.catalogue.sheet import (
    Edition,
    Office,
    Sheet,
    Standing,
    published_body,
    sheet,
)

__all__ = [
    "Card",
    "Cards",
    "Edition",
    "Facets",
    "Office",
    "Option",
    "Sheet",
    "Standing",
    "Wanted",
    "facets",
    "fields",
    "published_body",
    "search",
    "sheet",
    "similar",
]
