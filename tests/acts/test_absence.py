"""plan_absence, end_absence: posts for days, no chain of substitutes, signing by document only."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.end_absence import end_absence
from procedures.acts.plan_absence import AbsencePlan, plan_absence
from procedures.acts.signing_keys import leader_signer
from procedures.errors import Incomplete, NotAllowed, NotFound, NotLawful
from procedures.people import Role
from procedures.reads.absences import absences_of, led_by
from procedures.reads.actors import actor_of
from procedures.reads.officers import officers_at
from procedures.records import Absence, PostRow
from tests.acts.administering import do, tags
from tests.acts.doing import acting
from tests.factories import Life

HANDLER, COLLEAGUE = "tuphap.tanmy", "vhxh.tanmy"
LEADER, DEPUTY, OTHER_LEADER = "chutich.tanmy", "phochutich.tanmy", "chutich.tranphu"


def _today(life: Life) -> date:
    with life.services.transaction() as call:
        return call.today


def _id(life: Life, username: str) -> UUID:
    found = life.actor(username).person_id
    assert found is not None
    return found


def _plan(
    life: Life, who: str, substitute: str | None, start: int = 0, days: int = 3
) -> AbsencePlan:
    first = _today(life) + timedelta(days=start)
    return AbsencePlan(
        person_id=_id(life, who),
        valid_from=first,
        valid_to=first + timedelta(days=days),
        substitute_id=_id(life, substitute) if substitute else None,
        reason="Nghỉ phép",
    )


def _planned(life: Life, plan: AbsencePlan, by: str) -> UUID:
    with acting(life, life.actor(by)) as call:
        return plan_absence(call, plan)


def _posts(life: Life, absence_id: UUID) -> list[PostRow]:
    with life.services.reading() as db:
        return list(db.scalars(select(PostRow).where(PostRow.absence_id == absence_id)))


def _refused(life: Life, plan: AbsencePlan, by: str) -> object:
    with pytest.raises(Incomplete) as refusal:
        _planned(life, plan, by)
    return refusal.value.params["field"]


def test_the_substitute_stands_in_for_those_days_and_no_longer(life: Life) -> None:
    congan = "congan.tanmy"
    absence_id = _planned(life, _plan(life, HANDLER, congan, days=3), HANDLER)
    (post,) = _posts(life, absence_id)
    today = _today(life)
    assert (post.role, post.valid_from, post.valid_to) == (
        Role.HANDLER,
        today,
        today + timedelta(days=3),
    )
    with life.services.reading() as db:
        for day, stands in ((0, True), (2, True), (3, False)):
            on = today + timedelta(days=day)
            actor = actor_of(db, _id(life, congan), on)
            assert actor is not None
            assert (post.unit_id in actor.units_as(Role.HANDLER)) is stands
            assert (actor.stands_for == {_id(life, HANDLER)}) is stands
    assert tags(life, "officers")[-1] == "officer:absence:plan"


def test_who_is_away_is_marked_with_the_day_back_and_the_substitute(life: Life) -> None:
    plan = _plan(life, HANDLER, COLLEAGUE)
    _planned(life, plan, HANDLER)
    unit = min(life.actor(HANDLER).units_as(Role.HANDLER))
    with life.services.reading() as db:
        shown = {one.person_id: one for one in officers_at(db, unit, Role.HANDLER, plan.valid_from)}
        later = officers_at(db, unit, Role.HANDLER, plan.valid_to)
    assert shown[plan.person_id].away_until == plan.valid_to
    assert shown[plan.person_id].substitute == life.actor(COLLEAGUE).name
    assert shown[_id(life, COLLEAGUE)].away_until is None
    assert {one.away_until for one in later} == {None}


def test_a_post_that_the_substitute_holds_is_not_given_twice(life: Life) -> None:
    assert _posts(life, _planned(life, _plan(life, HANDLER, COLLEAGUE), HANDLER)) == []


def test_signing_is_passed_on_by_document_alone(life: Life) -> None:
    plan = _plan(life, LEADER, HANDLER)
    assert _posts(life, _planned(life, plan, LEADER)) == []
    later = _plan(life, LEADER, HANDLER, start=10)
    written = replace(later, document="12/QĐ-UBND", line="tuq")
    assert _refused(life, replace(written, line="x"), LEADER) == "line"
    (post,) = _posts(life, _planned(life, written, LEADER))
    title = next(p.title for p in life.actor(LEADER).posts if p.role is Role.LEADER)
    assert post.role is Role.LEADER
    assert post.signs_as == f"TM. Ủy ban nhân dân\nTUQ. {title['vi']}"
    assert post.title == life.actor(HANDLER).posts[0].title


def test_a_delegated_post_signs_with_a_key_of_its_own(life: Life) -> None:
    written = replace(_plan(life, LEADER, HANDLER), document="12/QĐ-UBND", line="kt")
    (post,) = _posts(life, _planned(life, written, LEADER))
    with life.services.transaction() as call:
        signer = leader_signer(call, post.id)
    assert (signer.key_id, signer.name) == (f"leader-{post.id}", life.actor(HANDLER).name)


def test_no_day_belongs_to_two_absences(life: Life) -> None:
    _planned(life, _plan(life, HANDLER, None, start=2, days=3), HANDLER)
    assert _refused(life, _plan(life, HANDLER, None, start=4), HANDLER) == "valid_from"
    _planned(life, _plan(life, HANDLER, None, start=5), HANDLER)


def test_no_substitute_has_a_substitute(life: Life) -> None:
    _planned(life, _plan(life, HANDLER, COLLEAGUE), HANDLER)
    assert _refused(life, _plan(life, COLLEAGUE, LEADER), COLLEAGUE) == "substitute"
    assert _refused(life, _plan(life, LEADER, HANDLER), LEADER) == "substitute"
    _planned(life, _plan(life, COLLEAGUE, LEADER, start=3), COLLEAGUE)


@pytest.mark.parametrize(
    ("field", "start", "days", "substitute"),
    [
        ("valid_from", -1, 3, None),
        ("valid_to", 0, 0, None),
        ("substitute", 0, 3, HANDLER),
    ],
)
def test_what_makes_no_absence_is_refused_by_its_input(
    life: Life, field: str, start: int, days: int, substitute: str | None
) -> None:
    plan = _plan(life, HANDLER, substitute, start=start, days=days)
    assert _refused(life, plan, HANDLER) == field


def test_oneself_a_leader_of_the_unit_or_an_administrator_plans(life: Life) -> None:
    for number, by in enumerate((HANDLER, LEADER, "quantri")):
        _planned(life, _plan(life, HANDLER, None, start=10 * number), by)
    for stranger in (COLLEAGUE, OTHER_LEADER, "congdan1"):
        with pytest.raises(NotAllowed):
            _planned(life, _plan(life, HANDLER, None, start=60), stranger)
    with life.services.reading() as db:
        today = _today(life)
        assert _id(life, HANDLER) in led_by(db, life.actor(LEADER), today)
        assert led_by(db, life.actor(HANDLER), today) == {_id(life, HANDLER)}
        assert len(absences_of(db, frozenset({_id(life, HANDLER)}), today)) == 3


def test_somebody_without_a_post_is_not_away(life: Life) -> None:
    assert _refused(life, _plan(life, "congdan1", None), "quantri") == "person"


def test_back_early_ends_what_was_passed_on(life: Life) -> None:
    congan = "congan.tanmy"
    absence_id = _planned(life, _plan(life, HANDLER, congan, days=9), HANDLER)
    back = _today(life) + timedelta(days=2)
    do(life, lambda call: end_absence(call, absence_id, back), LEADER)
    assert [post.valid_to for post in _posts(life, absence_id)] == [back]
    with pytest.raises(Incomplete):
        do(life, lambda call: end_absence(call, absence_id, back), HANDLER)
    with pytest.raises(Incomplete):
        do(life, lambda call: end_absence(call, absence_id, _today(life)), HANDLER)
    with pytest.raises(NotAllowed):
        do(life, lambda call: end_absence(call, absence_id, back), COLLEAGUE)
    assert tags(life, "officers")[-1] == "officer:absence:end"


def test_one_that_has_not_begun_is_called_off(life: Life) -> None:
    absence_id = _planned(life, _plan(life, HANDLER, "congan.tanmy", start=3), HANDLER)
    do(life, lambda call: end_absence(call, absence_id, call.today), HANDLER)
    assert _posts(life, absence_id) == []
    with life.services.reading() as db:
        assert db.get(Absence, absence_id) is None
    with pytest.raises(NotFound):
        do(life, lambda call: end_absence(call, absence_id, call.today), HANDLER)


def test_one_that_is_over_is_over(life: Life) -> None:
    absence_id = _planned(life, _plan(life, HANDLER, None, days=2), HANDLER)
    with life.services.transaction() as call:
        row = call.db.get_one(Absence, absence_id)
        row.valid_from, row.valid_to = call.today - timedelta(days=5), call.today
    with pytest.raises(NotLawful):
        do(life, lambda call: end_absence(call, absence_id, call.today), HANDLER)
