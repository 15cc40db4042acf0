"""One question for every view and act: may this actor do this to this dossier."""

from dataclasses import dataclass
from uuid import UUID

from procedures.lifecycle import LAW, Act, Rule, State
from procedures.people import POSTS_OF, Actor, Role
from procedures.routing import Function


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts of a dossier that decide about rights.

    `desk_unit` is the one-stop desk that took it in, `support_unit` another one that helped;
    `holder_unit` has custody now (none at the end of its life), on a leg of the kind `function`;
    `involved_units` have or had a leg opened for it, or helped. `offered_unit` may take it,
    `consulted_units` are asked for an opinion, `signing_units` decide or will. Once there is a
    result, `making_units` handled it and `issuing_units` signed it, or came after those that did.
    """

    state: State
    applicant_id: UUID
    desk_unit: int
    holder_unit: int | None
    involved_units: frozenset[int]
    function: Function | None = None
    offered_unit: int | None = None
    consulted_units: frozenset[int] = frozenset()
    signing_units: frozenset[int] = frozenset()
    support_unit: int | None = None
    making_units: frozenset[int] = frozenset()
    issuing_units: frozenset[int] = frozenset()

    @property
    def authority_units(self) -> frozenset[int]:
        """The units whose leaders answer for the dossier and its dates."""
        holder = frozenset() if self.holder_unit is None else frozenset({self.holder_unit})
        return self.signing_units | holder


def fits(rule: Rule, dossier: Standing) -> bool:
    """Whether the open leg and an open offer are such as the rule wants."""
    if rule.at is not None and dossier.function is not rule.at:
        return False
    return rule.offered is None or rule.offered == (dossier.offered_unit is not None)


def roles_towards(actor: Actor, dossier: Standing) -> frozenset[Role]:
    """Every role in which the actor stands towards the dossier now; an administrator has none."""
    stands = {
        Role.APPLICANT: actor.person_id == dossier.applicant_id,
        Role.RECEIVER: dossier.desk_unit in actor.units_as(Role.RECEIVER),
        Role.SUPPORTER: dossier.support_unit in actor.units_as(*POSTS_OF[Role.SUPPORTER]),
        Role.HANDLER: dossier.holder_unit in actor.units_as(Role.HANDLER),
        Role.LEADER: dossier.holder_unit in actor.units_as(Role.LEADER),
        Role.TAKER: dossier.offered_unit in actor.units_as(*POSTS_OF[Role.TAKER]),
        Role.CONSULTED: bool(dossier.consulted_units & actor.units_as(*POSTS_OF[Role.CONSULTED])),
        Role.AUTHORITY: bool(dossier.authority_units & actor.units_as(*POSTS_OF[Role.AUTHORITY])),
        Role.KEEPER: bool(
            (dossier.making_units | dossier.issuing_units) & actor.units_as(*POSTS_OF[Role.KEEPER])
        ),
        Role.ISSUER: bool(dossier.issuing_units & actor.units_as(*POSTS_OF[Role.ISSUER])),
        Role.SYSTEM: actor.is_system,
    }
    return frozenset(role for role, holds in stands.items() if holds)


def may(actor: Actor, act: Act, dossier: Standing) -> bool:
    """Whether the law and the actor's posts allow `act` now."""
    rule = LAW.get((dossier.state, act))
    return (
        rule is not None
        and fits(rule, dossier)
        and bool(rule.roles & roles_towards(actor, dossier))
    )


def open_acts(actor: Actor, dossier: Standing) -> tuple[Act, ...]:
    """What the actor may do now, in the table's order: the buttons of a page."""
    return tuple(act for (at, act) in LAW if at is dossier.state and may(actor, act, dossier))


def may_read(actor: Actor, dossier: Standing) -> bool:
    """Applicants read their own; officers what their unit had, has, is offered or will sign."""
    if actor.is_system:
        return True
    if actor.person_id == dossier.applicant_id:
        return True
    working = frozenset(p.unit_id for p in actor.posts if p.role is not Role.ADMIN)
    if working & (dossier.involved_units | {dossier.desk_unit, dossier.offered_unit}):
        return True
    return bool(dossier.signing_units & actor.units_as(Role.LEADER))
