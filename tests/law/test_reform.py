"""Plans of reorganisation: what they may say, and every rule that refuses one."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from procedures import reform
from procedures.catalogue.node import CatalogueError
from procedures.reform import (
    After,
    Before,
    Choices,
    Matter,
    Office,
    PlaceFact,
    Rule,
    Staff,
    StepKind,
    UnitFact,
    ambiguities,
    check,
    decided_by,
    load_choices,
    load_plan,
    undecided,
)

TODAY = date(2025, 6, 1)
DAY = "2025-07-01"
BEFORE = Before(
    today=TODAY,
    places={
        "24": PlaceFact("tinh", None),
        "213": PlaceFact("huyen", "24"),
        "1": PlaceFact("xa", "213"),
        "2": PlaceFact("xa", "213"),
    },
    units={
        "P": UnitFact("ubnd", "24", None),
        "P.1": UnitFact("so-tu-phap", "24", "P"),
        "P.2": UnitFact("so-noi-vu", "24", "P"),
        "D": UnitFact("phong", "213", "P"),
        "A": UnitFact("ubnd", "1", "D"),
        "B": UnitFact("ubnd", "2", "D"),
    },
    tiers=frozenset({"tinh", "huyen", "xa"}),
    calendars=frozenset({"hanh-chinh"}),
    fields=frozenset({"ho-tich", "dat-dai"}),
    procedures=frozenset({"1.001193"}),
    in_hand={"A": 3, "D": 2},
    living={"1": 3},
    spent=frozenset({"OLD"}),
)
NAME = {"vi": "Mới", "en": "New"}


def _place(code: str, parent: str | None = "24", tier: str = "xa") -> dict[str, Any]:
    return {"code": code, "tier": tier, "name": NAME, "bare_name": "Mới", "parent": parent}


def _unit(code: str, place: str, parent: str | None = "P", kind: str = "ubnd") -> dict[str, Any]:
    return {
        "code_2020": code,
        "code_2016": code,
        "kind": kind,
        "place": place,
        "parent": parent,
        "name": NAME,
        "short_name": "UBND",
        "calendar": "hanh-chinh",
        "contact": {"address": "x"},
    }


def body(**parts: Any) -> dict[str, Any]:
    """A document of the day with these parts."""
    return {"document": "NQ 1", "title": NAME, "effective_on": DAY, **deepcopy(parts)}


def merger(place: str, unit: str) -> dict[str, Any]:
    """A commune into the new one."""
    return {
        "places": [{"step": "merge", "place": place, "into": [{"to": "+9"}]}],
        "units": [{"step": "merge", "unit": unit, "into": [{"to": "+N"}]}],
    }


SOUND = body(
    new_places=[_place("9", "213")],
    new_units=[_unit("N", "+9", "D")],
    **merger("1", "A"),
)


def rules(plan: dict[str, Any], before: Before = BEFORE) -> list[Rule]:
    """The rules that it breaks."""
    return [fault.rule for fault in check(load_plan(plan), before)]


def changed(edit: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The sound plan, spoilt."""
    plan = deepcopy(SOUND)
    edit(plan)
    return plan


def test_a_sound_plan_breaks_no_rule_and_leaves_the_tree_it_says() -> None:
    plan = load_plan(SOUND)
    assert check(plan, BEFORE) == ()
    after = After.of(plan, BEFORE)
    assert set(after.places) == {"24", "213", "2", "+9"}
    assert after.units["+N"] == UnitFact("ubnd", "+9", "D")
    assert ("xa", "ubnd") in after.offices()
    assert list(after.above("+9")) == ["+9", "213", "24"]


def test_the_day_must_lie_ahead_but_not_on_the_day_itself() -> None:
    late = body(**{**SOUND, "effective_on": TODAY.isoformat()})
    assert rules(late) == [Rule.FUTURE]
    assert check(load_plan(late), BEFORE, on_the_day=True) == ()


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: p["places"][0].update(place="77"),
        lambda p: p["units"][0].update(unit="X"),
        lambda p: p["units"][0].update(into=[{"to": "+X"}]),
        lambda p: p["places"][0].update(into=[{"to": "+X"}]),
        lambda p: p["new_places"][0].update(parent="77"),
        lambda p: p["new_places"][0].update(tier="bang"),
        lambda p: p["new_units"][0].update(parent="X"),
        lambda p: p["new_units"][0].update(place="77"),
        lambda p: p["new_units"][0].update(calendar="không"),
        lambda p: p.update(routes=[{"code": "9.9", "decided_at": "xa", "legs": [_leg("ubnd")]}]),
        lambda p: p["units"].append(
            {"step": "transfer", "unit": "P.1", "into": [{"to": "P.2", "fields": ["la"]}]}
        ),
        lambda p: p["units"].append({"step": "change", "unit": "P.1", "calendar": "không"}),
    ],
)
def test_every_reference_leads_to_something_real(edit: Callable[[dict[str, Any]], object]) -> None:
    assert rules(changed(edit)) == [Rule.KNOWN]


def _leg(kind: str) -> dict[str, Any]:
    return {"code": "x", "function": "handling", "unit": {"kind": kind, "tier": "xa"}}


def test_an_empty_document_reorganises_nothing() -> None:
    assert rules(body()) == [Rule.KNOWN]


def test_two_steps_on_one_unit_or_place_are_one_too_many() -> None:
    def twice(plan: dict[str, Any]) -> None:
        plan["units"].append({"step": "change", "unit": "A", "short_name": "B"})
        plan["places"].append({"step": "change", "place": "1", "bare_name": "B"})

    assert rules(changed(twice)) == [Rule.ONCE, Rule.ONCE]


def test_nothing_is_moved_under_itself() -> None:
    ring = body(
        units=[
            {"step": "change", "unit": "P", "parent": "P.1"},
        ]
    )
    assert set(rules(ring)) == {Rule.NO_CYCLE}
    places = body(places=[{"step": "change", "place": "213", "parent": "1"}])
    assert set(rules(places)) == {Rule.NO_CYCLE}


def test_successors_go_in_no_circle() -> None:
    ring = body(
        units=[
            {"step": "merge", "unit": "A", "into": [{"to": "B"}]},
            {"step": "merge", "unit": "B", "into": [{"to": "A"}]},
        ]
    )
    assert Rule.NO_CYCLE in rules(ring)


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (body(units=[{"step": "end", "unit": "A"}]), "3"),
        (body(places=[{"step": "end", "place": "1"}]), "1"),
        (
            body(
                units=[
                    {"step": "merge", "unit": "A", "into": [{"to": "B"}]},
                    {"step": "merge", "unit": "B", "into": [{"to": "P"}]},
                ]
            ),
            "B",
        ),
        (body(units=[{"step": "merge", "unit": "D", "into": [{"to": "P"}]}]), "D"),
        (
            body(
                units=[{"step": "split", "unit": "P.1", "into": [{"to": "P"}, {"to": "P.2"}]}],
            ),
            "P.1",
        ),
    ],
)
def test_a_gap_is_named(plan: dict[str, Any], says: str) -> None:
    """Work without a successor, a successor that ends, parts without a whole, nobody usual."""
    found = [fault for fault in check(load_plan(plan), BEFORE) if fault.rule is Rule.NO_GAP]
    assert found
    assert any(says in str(fault) for fault in found)
    assert all(str(fault).startswith("Không để trống: ") for fault in found)


def test_a_place_without_filings_and_a_unit_without_work_may_just_end() -> None:
    plan = body(places=[{"step": "end", "place": "2"}], units=[{"step": "end", "unit": "B"}])
    assert rules(plan) == []


@pytest.mark.parametrize(
    "plan",
    [
        body(
            units=[
                {
                    "step": "transfer",
                    "unit": "P",
                    "into": [
                        {"to": "P.1", "fields": ["ho-tich"]},
                        {"to": "P.2", "fields": ["ho-tich"]},
                    ],
                }
            ]
        ),
        body(new_units=[_unit("N", "1", "D")]),
        body(new_places=[_place("1", "213")]),
        body(new_units=[_unit("A", "1", "D", "khac")]),
        body(new_units=[_unit("OLD", "1", "D", "khac")]),
    ],
    ids=["field", "office", "place", "code", "spent"],
)
def test_an_overlap_is_named(plan: dict[str, Any]) -> None:
    assert rules(plan) == [Rule.NO_OVERLAP]


def test_a_code_that_comes_back_on_the_day_is_no_overlap() -> None:
    """24 was Bắc Giang and is Bắc Ninh."""
    plan = changed(lambda p: p["new_places"].append(_place("1", "213")))
    assert rules(plan) == []


def test_a_new_route_leads_to_offices_that_exist() -> None:
    routes = [{"code": "1.001193", "decided_at": "xa", "legs": [_leg("kho-bac")]}]
    assert rules(changed(lambda p: p.update(routes=routes))) == [Rule.ROUTED]


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: p.pop("document"),
        lambda p: p.update(effective_on="hôm nay"),
        lambda p: p.update(more=1),
        lambda p: p["places"][0].update(step="vanish"),
        lambda p: p["places"][0].update(step="transfer"),
        lambda p: p["places"][0].update(into=[]),
        lambda p: p["places"][0].update(step="split"),
        lambda p: p["units"][0].update(step="end"),
        lambda p: p["units"][0].update(name=NAME),
        lambda p: p["units"][0].update(step="change", into=[]),
        lambda p: p["units"][0].update(step="transfer"),
    ],
)
def test_bad_json_is_refused_with_its_path(edit: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(CatalogueError) as refusal:
        load_plan(changed(edit))
    assert refusal.value.path.startswith("$")


def test_what_is_open_is_asked_until_it_is_decided() -> None:
    plan = load_plan(
        body(
            new_places=[_place("9", "213"), _place("8", "213")],
            places=[
                {
                    "step": "split",
                    "place": "1",
                    "into": [{"to": "+9", "usual": True}, {"to": "+8"}],
                }
            ],
            new_units=[
                _unit("N", "+9", "P"),
                _unit("M", "+8", "P"),
                _unit("K", "+8", "P", "cong-an"),
            ],
            units=[
                {
                    "step": "split",
                    "unit": "A",
                    "into": [{"to": "+N", "usual": True}, {"to": "+M"}, {"to": "+K"}],
                },
            ],
        )
    )
    assert check(plan, BEFORE) == ()
    staff = [Staff(5, "A"), Staff(6, "B")]
    routes = [Office("1.001193", "ky", "xa", "so-noi-vu")]
    found = ambiguities(plan, BEFORE, Choices(), staff, routes)
    assert [(each.matter, each.subject, each.proposed) for each in found] == [
        (Matter.PLACE, "1", "+9"),
        (Matter.UNIT, "A", "+N"),
        (Matter.POSTS, "A", "+N"),
        (Matter.ROUTE, "1.001193", "end"),
    ]
    assert undecided(found) == found
    answers = {each.matter: {each.subject: each.proposed} for each in found}
    choices = decided_by(answers, Choices(dossiers={"H-1": "+8"}))
    assert undecided(ambiguities(plan, BEFORE, choices, staff, routes)) == ()
    assert load_choices(choices.to_json()) == choices


def test_units_at_different_places_are_told_apart_by_the_place() -> None:
    """The desk of a district becomes the desks of communes: nothing to decide but the posts."""
    plan = load_plan(
        body(
            units=[
                {
                    "step": "split",
                    "unit": "D",
                    "into": [{"to": "A", "usual": True}, {"to": "B"}],
                },
                {"step": "change", "unit": "A", "parent": "P"},
                {"step": "change", "unit": "B", "parent": "P"},
            ]
        )
    )
    assert check(plan, BEFORE) == ()
    assert ambiguities(plan, BEFORE, Choices(), [], []) == ()


def test_every_kind_of_step_is_described() -> None:
    said = (Path(reform.__file__).parent / "PLAN.md").read_text("utf-8")
    assert all(f"| `{kind}` |" in said for kind in StepKind)
