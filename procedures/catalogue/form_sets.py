"""The sets of statutory slips, so that a paper follows the circular in force on its own day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from procedures.catalogue import files
from procedures.catalogue.node import CatalogueError, Node
from procedures.errors import N_
from procedures.routing import Text


class Slip(StrEnum):
    """What a slip is for; its number and title differ between the sets."""

    RECEPTION = "reception"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"
    CONTROL = "control"
    REGISTER = "register"


class SlipSigner(StrEnum):
    """Whose name stands under a slip; the agency seals each of them."""

    OFFICER = "officer"
    LEADER = "leader"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class SlipForm:
    """One form of one set. `symbol` is the middle of the paper's number ("TNHS")."""

    slip: Slip
    number: str
    template: str
    title: Text
    symbol: str
    signer: SlipSigner


@dataclass(frozen=True, slots=True)
class FormSet:
    """The forms that one circular annexes; with a `field` it binds that field of law alone."""

    code: str
    name: str
    circular: str
    valid_from: date
    field: str | None
    slips: Mapping[Slip, SlipForm]


@dataclass(frozen=True, slots=True)
class Form:
    """The form to use, and the set that it is of."""

    slip: SlipForm
    of: FormSet

    def as_printed(self) -> dict[str, str]:
        """What the paper says of it: number, short name of the circular, full name."""
        return {"number": self.slip.number, "set": self.of.name, "circular": self.of.circular}


@cache
def templates_of(slip: Slip) -> frozenset[str]:
    """The templates on which the slip was ever printed, whatever the set."""
    return frozenset(of.slips[slip].template for of in form_sets() if slip in of.slips)


@cache
def form_sets() -> tuple[FormSet, ...]:
    """Every shipped set, the oldest first; raises `CatalogueError` where the data are wrong."""
    return read_form_sets(files.read("", "form-sets"))


def read_form_sets(root: Node) -> tuple[FormSet, ...]:
    """The sets that the document describes.

    A set for all fields of law holds every slip; one for a single field only what differs there.
    """
    sets = (_set(node) for node in root.some())
    return tuple(sorted(sets, key=lambda one: one.valid_from))


def form_for(slip: Slip, field: str, on: date) -> Form:
    """The form in force on a day for a field of law; its own set comes before the general one.

    Raises `CatalogueError` before the first set.
    """
    known = [one for one in form_sets() if one.valid_from <= on and slip in one.slips]
    own = [one for one in known if one.field == field]
    general = [one for one in known if one.field is None]
    chosen = (own or general)[-1:]
    if not chosen:
        raise CatalogueError(N_("{path}: chưa có bộ mẫu nào vào ngày {day}."), "form-sets", day=on)
    return Form(chosen[0].slips[slip], chosen[0])


def _set(node: Node) -> FormSet:
    node.only("code", "name", "circular", "from", "field", "slips")
    field = node.maybe("field", Node.string)
    slips = dict(_slip(name, member) for name, member in node["slips"].members())
    if field is None and set(slips) != set(Slip):
        raise node["slips"].fail(N_("{path}: thiếu mẫu của bộ."))
    return FormSet(
        node["code"].string(),
        node["name"].string(),
        node["circular"].string(),
        node["from"].day(),
        field,
        slips,
    )


def _slip(name: str, node: Node) -> tuple[Slip, SlipForm]:
    node.only("number", "template", "title", "symbol", "signer")
    slip = Node(name, node.path).one_of(Slip)
    return slip, SlipForm(
        slip,
        node["number"].string(),
        node["template"].string(),
        node["title"].text(),
        node["symbol"].string(),
        node["signer"].one_of(SlipSigner),
    )
