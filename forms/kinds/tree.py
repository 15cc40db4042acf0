"""Going down the tree of places, one list after another, with or without JavaScript."""

from collections.abc import Sequence
from dataclasses import dataclass

from forms.errors import Text, pick

from .base import Context, FieldLike
from .places import Choices, Place
from .wire import Wire

DEEPEST = 6
OFFICE = {"vi": "Cơ quan", "en": "Office"}
SCOPE = {"address": "country", "agency": "local", "agency_history": "historic"}


@dataclass(frozen=True, slots=True)
class Level:
    """One list: its input's part name, what to call it, its places, the chosen code or ""."""

    part: str
    label: Text
    options: Sequence[Place]
    chosen: str


@dataclass(frozen=True, slots=True)
class Descent:
    """How far down the typed choices lead. `place` is set once they lead far enough."""

    levels: tuple[Level, ...]
    place: Place | None
    touched: bool
    """False when every choice so far was the only one there was."""

    @property
    def deepest(self) -> str | None:
        """The code of the last place chosen, even if it does not lead far enough."""
        return next((level.chosen for level in reversed(self.levels) if level.chosen), None)

    @property
    def next_level(self) -> Level | None:
        """The list in which nothing is chosen yet."""
        return self.levels[-1] if self.levels and not self.levels[-1].chosen else None


def scope_of(field: FieldLike) -> str:
    """Which places are offered: what the field says, or what its kind usually wants."""
    return field.places or SCOPE.get(field.kind, "country")


def descend(field: FieldLike, wire: Wire, context: Context) -> Descent:
    """Follow the choices; one that is not below the choice before it ends the way there."""
    levels: list[Level] = []
    place: Place | None = None
    touched = False
    for depth in range(DEEPEST):
        if context.choices is None or (place and place.tier == field.tier):
            break
        parent = place.code if place else None
        options = context.choices.children(parent, scope_of(field))
        if not options:
            break
        sent = wire.first(str(depth))
        place = next((option for option in options if option.code == sent), None)
        touched = touched or (place is not None and len(options) > 1)
        if place is None and len(options) == 1 and (depth == 0 or not sent):
            place = options[0]
        levels.append(Level(str(depth), options[0].level, options, place.code if place else ""))
        if place is None:
            break
    return Descent(tuple(levels), place, touched)


def choices_for(code: str, context: Context) -> dict[str, list[str]]:
    """The inputs that lead down to this place."""
    path = context.choices.path(code) if context.choices else []
    return {str(depth): [place.code] for depth, place in enumerate(path)}


def full_name(code: str, context: Context) -> str:
    """From the place up: "xã A, huyện B, tỉnh C"; "" when the code leads nowhere."""
    path = context.choices.path(code) if context.choices else []
    return ", ".join(place.name for place in reversed(path))


def next_list(
    choices: Choices,
    parent: str,
    *,
    scope: str = "country",
    tier: str = "",
    unit_kinds: Sequence[str] = (),
    locale: str = "vi",
) -> dict[str, object]:
    """What the page's script asks for after a choice, as JSON: the list that comes next.

    {"part": "place" | "unit", "label", "options": [{"value", "text"}]}; no options at the end.
    """
    path = choices.path(parent)
    at_end = not path or path[-1].tier == tier
    places = [] if at_end else choices.children(parent, scope)
    if places:
        options = [{"value": place.code, "text": place.name} for place in places]
        return {"part": "place", "label": pick(places[0].level, locale), "options": options}
    offices = choices.agencies(parent, unit_kinds) if path and unit_kinds else []
    options = [{"value": office.code, "text": office.name} for office in offices]
    return {"part": "unit", "label": pick(OFFICE, locale), "options": options}
