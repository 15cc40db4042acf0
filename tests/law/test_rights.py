"""Who stands how towards a dossier, and what follows from it: never more than law and post give."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from procedures.lifecycle import LAW, Act, State
from procedures.people import SYSTEM, Actor, Post, Role
from procedures.rights import Standing, may, may_read, open_acts, roles_towards
from procedures.routing import Function

UNITS = st.integers(min_value=1, max_value=4)
PEOPLE = st.sampled_from([UUID(int=n) for n in range(1, 4)])
OFFICES = st.sampled_from([Role.RECEIVER, Role.HANDLER, Role.LEADER, Role.ADMIN])
POSTS = st.lists(st.builds(Post, id=UNITS, unit_id=UNITS, role=OFFICES), max_size=3).map(tuple)
ACTORS = st.builds(Actor, person_id=PEOPLE, name=st.just("Ai đó"), posts=POSTS)
GUEST = Actor(person_id=None, name="")


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """A dossier somewhere on its way; its holder is always among those involved."""
    desk = draw(UNITS)
    holder = draw(st.none() | UNITS)
    support = draw(st.none() | UNITS)
    involved = draw(st.frozensets(UNITS)) | {desk}
    involved |= {unit for unit in (holder, support) if unit is not None}
    consulted = draw(st.frozensets(UNITS))
    return Standing(
        state=draw(st.sampled_from(State)),
        applicant_id=draw(PEOPLE),
        desk_unit=desk,
        holder_unit=holder,
        involved_units=frozenset(involved | consulted),
        function=draw(st.none() | st.sampled_from(Function)),
        offered_unit=draw(st.none() | UNITS),
        consulted_units=consulted,
        signing_units=draw(st.frozensets(UNITS)),
        support_unit=support,
    )


@given(ACTORS, standings())
def test_whoever_may_act_may_read(actor: Actor, dossier: Standing) -> None:
    if open_acts(actor, dossier):
        assert may_read(actor, dossier)


@given(ACTORS, standings(), st.sampled_from(Act))
def test_an_act_needs_both_the_law_and_a_role(actor: Actor, dossier: Standing, act: Act) -> None:
    rule = LAW.get((dossier.state, act))
    allowed = (
        rule is not None
        and bool(rule.roles & roles_towards(actor, dossier))
        and rule.at in {None, dossier.function}
        and rule.offered in {None, dossier.offered_unit is not None}
    )
    assert may(actor, act, dossier) is allowed
    assert (act in open_acts(actor, dossier)) is allowed


@given(ACTORS, standings())
def test_a_role_of_an_officer_comes_from_a_post_at_the_right_unit(
    actor: Actor, dossier: Standing
) -> None:
    holder = {dossier.holder_unit}
    where: Mapping[Role, tuple[AbstractSet[Role], AbstractSet[int | None]]] = {
        Role.RECEIVER: ({Role.RECEIVER}, {dossier.desk_unit}),
        Role.SUPPORTER: ({Role.RECEIVER}, {dossier.support_unit}),
        Role.HANDLER: ({Role.HANDLER}, holder),
        Role.LEADER: ({Role.LEADER}, holder),
        Role.TAKER: ({Role.HANDLER}, {dossier.offered_unit}),
        Role.CONSULTED: ({Role.HANDLER, Role.LEADER}, dossier.consulted_units),
        Role.AUTHORITY: ({Role.LEADER}, holder | dossier.signing_units),
    }
    for role in roles_towards(actor, dossier) - {Role.APPLICANT}:
        roles, units = where[role]
        assert any(post.role in roles and post.unit_id in units for post in actor.posts)


@given(standings(), UNITS)
def test_an_administrator_reads_and_does_nothing(dossier: Standing, unit: int) -> None:
    admin = Actor(UUID(int=99), "Quản trị", (Post(1, unit, Role.ADMIN),))
    assert not may_read(admin, dossier)
    assert open_acts(admin, dossier) == ()


@given(standings())
def test_a_guest_reads_and_does_nothing(dossier: Standing) -> None:
    assert not may_read(GUEST, dossier)
    assert roles_towards(GUEST, dossier) == frozenset()


@given(standings())
def test_the_system_does_only_what_the_law_leaves_to_it(dossier: Standing) -> None:
    assert may_read(SYSTEM, dossier)
    assert set(open_acts(SYSTEM, dossier)) <= {Act.ISSUE, Act.RETURN_RESULT, Act.REOPEN}


@given(ACTORS, standings())
def test_somebody_with_nothing_to_do_with_it_sees_nothing(actor: Actor, dossier: Standing) -> None:
    units = {post.unit_id for post in actor.posts if post.role is not Role.ADMIN}
    concerned = dossier.involved_units | dossier.signing_units | {dossier.offered_unit}
    if actor.person_id != dossier.applicant_id and not units & concerned:
        assert not may_read(actor, dossier)
        assert open_acts(actor, dossier) == ()
