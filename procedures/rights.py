"""One question for every view and act: may this actor do this to this dossier."""

from dataclasses import dataclass
from uuid import UUID

from procedures.lifecycle import LAW, Act, State
from procedures.people import Actor, Role


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts of a dossier that decide about rights.

    `desk_unit` is the one-stop desk that took it in; `holder_unit` has custody now (none at the
    end of its life); `involved_units` have or had a leg opened for it.
    """

    state: State
    applicant_id: UUID
    desk_unit: int
    holder_unit: int | None
    involved_units: frozenset[int]


def roles_towards(actor: Actor, dossier: Standing) -> frozenset[Role]:
    """Every role in which the actor stands towards the dossier now; an administrator has none."""
    stands = {
        Role.APPLICANT: actor.person_id == dossier.applicant_id,
        Role.RECEIVER: dossier.desk_unit in actor.units_as(Role.RECEIVER),
        Role.HANDLER: dossier.holder_unit in actor.units_as(Role.HANDLER),
        Role.LEADER: dossier.holder_unit in actor.units_as(Role.LEADER),
        Role.SYSTEM: actor.is_system,
    }
    return frozenset(role for role, holds in stands.items() if holds)


def may(actor: Actor, act: Act, dossier: Standing) -> bool:
    """Whether the law and the actor's posts allow `act` now."""
    rule = LAW.get((dossier.state, act))
    return rule is not None and bool(rule.roles & roles_towards(actor, dossier))


def open_acts(actor: Actor, dossier: Standing) -> tuple[Act, ...]:
    """What the actor may do now, in the table's order: the buttons of a page."""
    return tuple(act for (at, act) in LAW if at is dossier.state and may(actor, act, dossier))


def may_read(actor: Actor, dossier: Standing) -> bool:
    """Applicants read their own; officers read what a unit of theirs has or had in hand."""
    if actor.is_system:
        return True
    if actor.person_id == dossier.applicant_id:
        return True
    working = frozenset(p.unit_id for p in actor.posts if p.role is not Role.ADMIN)
    return bool(working & (dossier.involved_units | {dossier.desk_unit}))
