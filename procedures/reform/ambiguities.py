"""What a plan leaves open, to be decided by a person before anybody approves it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from procedures.reform.choices import Choices
from procedures.reform.plan import Plan, Ref, StepKind, UnitStep
from procedures.reform.tree import ENDING, After, Before

ENDS = "end"
"""In place of a unit: the posts end with theirs. In place of a route: no filings for now."""


class Matter(StrEnum):
    """What an ambiguity is about."""

    PLACE = "place"
    """A divided place: where what was filed there belongs now."""
    UNIT = "unit"
    """Several successors at one place: which of them takes what no field of law decides."""
    POSTS = "posts"
    """Where the officers go of a unit that ends with several successors or none."""
    ROUTE = "route"
    """A procedure whose route leads to an office that is no more."""


@dataclass(frozen=True, slots=True)
class Office:
    """One leg of a route, as a procedure in force on the day names its office."""

    procedure: str
    leg: str
    tier: str
    kind: str


@dataclass(frozen=True, slots=True)
class Staff:
    """A post that is held on the day, at a unit that stands before."""

    post: int
    unit: Ref


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """One thing to decide.

    `subject` is a code, of a place, a unit or a procedure; `count` says how much hangs on it;
    `proposed` is what the plan holds for usual; `chosen` is empty until somebody decides.
    """

    matter: Matter
    subject: str
    options: tuple[Ref, ...]
    proposed: Ref
    count: int
    chosen: Ref = ""


def ambiguities(
    plan: Plan, before: Before, choices: Choices, staff: Sequence[Staff], routes: Sequence[Office]
) -> tuple[Ambiguity, ...]:
    """Everything that is open, decided or not, in the order of the plan."""
    return (
        *_places(plan, before, choices),
        *_units(plan, before, choices),
        *_posts(plan, choices, staff),
        *_routes(plan, before, choices, routes),
    )


def posts_open_to(step: UnitStep) -> tuple[Ref, ...]:
    """Where an officer of the unit can go: to who takes over, or nowhere; none when it goes on."""
    if step.kind not in ENDING:
        return ()
    return (*(heir.to for heir in step.heirs), ENDS)


def posts_usually(step: UnitStep) -> Ref:
    """Where the officers go when nobody decides: to the one successor, or the usual one."""
    if step.kind is StepKind.CHANGE:
        return step.unit
    if len(step.heirs) == 1:
        return step.heirs[0].to
    return next((heir.to for heir in step.heirs if heir.usual), ENDS)


def undecided(open_things: Sequence[Ambiguity]) -> tuple[Ambiguity, ...]:
    """Those that wait for a decision."""
    return tuple(each for each in open_things if not each.chosen)


def _places(plan: Plan, before: Before, choices: Choices) -> Iterator[Ambiguity]:
    for step in plan.places:
        count = before.living.get(step.place, 0)
        if step.kind is StepKind.SPLIT and count:
            options = tuple(heir.to for heir in step.heirs)
            usual = next((heir.to for heir in step.heirs if heir.usual), options[0])
            chosen = choices.places.get(step.place, "")
            yield Ambiguity(Matter.PLACE, step.place, options, usual, count, chosen)


def _units(plan: Plan, before: Before, choices: Choices) -> Iterator[Ambiguity]:
    """Several successors for all fields at one place: neither field nor place decides."""
    after = After.of(plan, before)
    for step in plan.units:
        count = before.in_hand.get(step.unit, 0)
        general = [heir for heir in step.heirs if not heir.fields]
        places = Counter(after.units[h.to].place for h in general if h.to in after.units)
        if step.kind is StepKind.SPLIT and count and any(n > 1 for n in places.values()):
            options = tuple(heir.to for heir in general)
            usual = next((heir.to for heir in general if heir.usual), options[0])
            chosen = choices.units.get(step.unit, "")
            yield Ambiguity(Matter.UNIT, step.unit, options, usual, count, chosen)


def _posts(plan: Plan, choices: Choices, staff: Sequence[Staff]) -> Iterator[Ambiguity]:
    held: dict[Ref, list[str]] = {}
    for post in staff:
        held.setdefault(post.unit, []).append(str(post.post))
    for step in plan.units:
        if step.kind in {StepKind.SPLIT, StepKind.END} and step.unit in held:
            posts = held[step.unit]
            usual = posts_usually(step)
            each = all(post in choices.posts for post in posts)
            chosen = choices.unit_posts.get(step.unit) or (usual if each else "")
            yield Ambiguity(Matter.POSTS, step.unit, posts_open_to(step), usual, len(posts), chosen)


def _routes(
    plan: Plan, before: Before, choices: Choices, routes: Sequence[Office]
) -> Iterator[Ambiguity]:
    offices = After.of(plan, before).offices()
    given = {route.code for route in plan.routes}
    bare: dict[str, int] = Counter(
        office.procedure
        for office in routes
        if office.procedure not in given and (office.tier, office.kind) not in offices
    )
    for procedure, count in bare.items():
        chosen = ENDS if procedure in choices.closed else ""
        yield Ambiguity(Matter.ROUTE, procedure, (ENDS,), ENDS, count, chosen)


def decided_by(choices: Mapping[Matter, Mapping[str, Ref]], single: Choices) -> Choices:
    """The choices that the answers to ambiguities make, with those for single dossiers and posts.

    `choices` has the answer for each subject, by matter.
    """
    routes = choices.get(Matter.ROUTE, {})
    return Choices(
        places=choices.get(Matter.PLACE, {}),
        dossiers=single.dossiers,
        units=choices.get(Matter.UNIT, {}),
        unit_posts=choices.get(Matter.POSTS, {}),
        posts=single.posts,
        closed=tuple(code for code, answer in routes.items() if answer == ENDS),
    )
