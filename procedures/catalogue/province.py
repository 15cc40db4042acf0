"""The sample province: its tiers, the types of its places, and since when the data holds."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from procedures.catalogue import files
from procedures.catalogue.node import CatalogueError, Node
from procedures.errors import N_
from procedures.routing import Text


@dataclass(frozen=True, slots=True)
class Tier:
    """A level of government; rank 1 is the widest. The columns are those of the package."""

    code: str
    rank: int
    name: Text
    code_column: str
    name_column: str


@dataclass(frozen=True, slots=True)
class Province:
    """What the data says of the province as a whole."""

    code: str
    agency_root: str
    valid_from: date
    valid_to: date | None
    tiers: tuple[Tier, ...]
    place_types: tuple[Text, ...]
    children_from: int
    """Number of the first group that stands for a lower place; smaller ones are own offices."""

    def place_type(self, name: str) -> Text:
        """The type at the head of a Vietnamese place name, small or capital: the longest fit."""
        fits = [k for k in self.place_types if name.lower().startswith(k["vi"].lower() + " ")]
        if not fits:
            raise CatalogueError(N_("{path}: không rõ loại địa bàn."), name)
        return max(fits, key=lambda kind: len(kind["vi"]))


@cache
def province() -> Province:
    """The province that the shipped data describe."""
    root = files.read("province", "tiers")
    return Province(
        root["province"].string(),
        root["agency_root"].string(),
        root["valid_from"].day(),
        root.maybe("valid_to", Node.day),
        tuple(sorted((_tier(item) for item in root["tiers"]), key=lambda tier: tier.rank)),
        root["place_types"].texts(),
        root["children_from"].number(),
    )


def _tier(node: Node) -> Tier:
    columns = node["columns"]
    return Tier(
        node["code"].string(),
        node["rank"].number(),
        node["name"].text(),
        columns["code"].string(),
        columns["name"].string(),
    )
