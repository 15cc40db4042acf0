"""Preparing, choosing, approving, cancelling a reorganisation: who may, when, and what is wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest

from procedures.acts.cancel_reorganisation import cancel_reorganisation
from procedures.acts.choose_successors import choose_successors
from procedures.acts.prepare_reorganisation import prepare_reorganisation
from procedures.errors import Incomplete, NotAllowed, NotLawful, Stale
from procedures.records.reorganisation import ReorganisationState
from procedures.reform import Choices, Rule
from tests.acts.administering import do, tags
from tests.acts.doing import acting
from tests.factories import CITIZEN, Life
from tests.reforms import (
    CHOSEN,
    DA_MAI,
    FIRST,
    TRAN_PHU,
    applied,
    approve,
    approved,
    chosen,
    local_noon,
    prepared,
    row,
    small,
    tomorrow,
)


def test_a_prepared_plan_waits_and_changes_nothing(life: Life) -> None:
    made = prepared(life, small(tomorrow(life)))
    kept = row(life, made)
    assert (kept.state, kept.document) == (ReorganisationState.DRAFT, "NQ 01/TEST")
    assert tags(life, "units") == ["admin:reorganisation:prepare"]


def test_the_same_document_prepared_again_takes_the_place_of_its_draft(life: Life) -> None:
    day = tomorrow(life)
    first = prepared(life, small(day))
    chosen(life, first, CHOSEN)
    again = prepared(life, small(day + timedelta(days=1)))
    assert again == first
    assert row(life, again).choices["places"] == {}


def test_an_unsound_plan_is_refused_with_the_rule(life: Life) -> None:
    with pytest.raises(Incomplete) as refusal:
        prepared(life, small(tomorrow(life) - timedelta(days=1)))
    assert refusal.value.faults[0].rule is Rule.FUTURE  # type: ignore[attr-defined]
    assert "Chỉ sắp xếp cho ngày trong tương lai" in str(refusal.value)


def test_bad_json_is_refused_beside_the_body(life: Life) -> None:
    with pytest.raises(Incomplete) as refusal:
        prepared(life, {"document": "x"})
    assert refusal.value.params["field"] == "body"


@pytest.mark.parametrize("username", [CITIZEN, "tuphap.tanmy"])
def test_only_administrators_reorganise(life: Life, username: str) -> None:
    body = small(tomorrow(life))
    with pytest.raises(NotAllowed):
        do(life, lambda call: prepare_reorganisation(call, body), username)


def test_a_dossier_at_a_divided_place_must_be_decided_before_approval(life: Life) -> None:
    life.submitted(place=TRAN_PHU)
    made = prepared(life, small(tomorrow(life)))
    chosen(life, made, replace(CHOSEN, places={}))
    with pytest.raises(Incomplete) as refusal:
        approve(life, made)
    assert refusal.value.faults[0].rule is Rule.CHOSEN  # type: ignore[attr-defined]
    assert TRAN_PHU in str(refusal.value)
    chosen(life, made, CHOSEN)
    approve(life, made)
    assert row(life, made).state is ReorganisationState.APPROVED


def test_whoever_prepared_it_does_not_approve_it(life: Life) -> None:
    made = prepared(life, small(tomorrow(life)))
    chosen(life, made, CHOSEN)
    with pytest.raises(NotAllowed):
        approve(life, made, "quantri")


def test_choices_are_only_among_what_is_offered(life: Life) -> None:
    dossier = life.dossier(life.submitted(place=TRAN_PHU))
    made = prepared(life, small(tomorrow(life)))
    for wrong in (
        replace(CHOSEN, places={TRAN_PHU: DA_MAI}),
        replace(CHOSEN, dossiers={"không có": FIRST}),
        replace(CHOSEN, dossiers={dossier.code: DA_MAI}),
    ):
        with pytest.raises(Incomplete):
            chosen(life, made, wrong)
    chosen(life, made, replace(CHOSEN, dossiers={dossier.code: FIRST}))
    assert row(life, made).choices["dossiers"] == {dossier.code: FIRST}


def test_two_who_choose_at_once_do_not_overwrite_one_another(life: Life) -> None:
    made = prepared(life, small(tomorrow(life)))
    seen = row(life, made).choices
    chosen(life, made, CHOSEN)
    with pytest.raises(Stale):
        do(life, lambda call: choose_successors(call, made, Choices(), seen))


def test_it_is_cancelled_with_grounds_and_before_its_day_alone(life: Life) -> None:
    day = tomorrow(life)
    made = approved(life, small(day))
    with pytest.raises(Incomplete):
        do(life, lambda call: cancel_reorganisation(call, made, ""))
    with acting(life, life.actor("quantri"), local_noon(day)) as call, pytest.raises(NotLawful):
        cancel_reorganisation(call, made, "Quá muộn")
    do(life, lambda call: cancel_reorganisation(call, made, "Nghị quyết bị hoãn"))
    assert row(life, made).state is ReorganisationState.CANCELLED
    with pytest.raises(NotLawful):
        applied(life, made, day)
    assert prepared(life, small(day)) != made


def test_what_was_approved_or_cancelled_is_not_chosen_or_approved_again(life: Life) -> None:
    made = approved(life, small(tomorrow(life)))
    with pytest.raises(NotLawful):
        chosen(life, made, CHOSEN)
    with pytest.raises(NotLawful):
        approve(life, made)
    with pytest.raises(Incomplete):
        prepared(life, small(tomorrow(life)))
