"""How the ambiguities of a plan were decided; kept with the reorganisation, applied on its day."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from procedures.catalogue.node import Node
from procedures.reform.plan import Ref


@dataclass(frozen=True, slots=True)
class Choices:
    """Each decision by what it decides about.

    `places`: for all that was filed at a divided place. `dossiers`: for single ones, by their
    code. `units`: for what neither field nor place decides of a unit with several successors.
    `unit_posts`: where the officers of a unit with several successors go; `posts`: single ones, by
    the post's id. `closed`: procedures that take no filings until somebody publishes a version.
    """

    places: Mapping[Ref, Ref] = field(default_factory=dict)
    dossiers: Mapping[str, Ref] = field(default_factory=dict)
    units: Mapping[Ref, Ref] = field(default_factory=dict)
    unit_posts: Mapping[Ref, Ref] = field(default_factory=dict)
    posts: Mapping[str, Ref] = field(default_factory=dict)
    closed: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """As the reorganisation's row keeps them."""
        return {
            "places": dict(self.places),
            "dossiers": dict(self.dossiers),
            "units": dict(self.units),
            "unit_posts": dict(self.unit_posts),
            "posts": dict(self.posts),
            "closed": list(self.closed),
        }


def load_choices(body: Mapping[str, object]) -> Choices:
    """The choices that a row holds; an empty row has none."""
    root = Node(body, "$")
    root.only("places", "dossiers", "units", "unit_posts", "posts", "closed")
    return Choices(
        places=_pairs(root, "places"),
        dossiers=_pairs(root, "dossiers"),
        units=_pairs(root, "units"),
        unit_posts=_pairs(root, "unit_posts"),
        posts=_pairs(root, "posts"),
        closed=root.maybe("closed", Node.strings) or (),
    )


def _pairs(root: Node, name: str) -> dict[str, str]:
    found = root.get(name)
    return {key: item.string() for key, item in found.members()} if found else {}
