"""The change of 2025-07-01 as drawn up from the data package: whole, sound, and in its traps."""

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from procedures.catalogue.agencies import all_units, units_over
from procedures.catalogue.neighbour import neighbour_places, neighbour_units
from procedures.catalogue.new_places import new_province
from procedures.catalogue.node import CatalogueError
from procedures.catalogue.places import all_places, country_places, places_of
from procedures.catalogue.shipped import shipped_procedures
from procedures.reform import (
    Before,
    Choices,
    Matter,
    PlaceFact,
    Rule,
    StepKind,
    UnitFact,
    ambiguities,
    check,
    load_plan,
)
from procedures.reform.two_tiers import two_tiers
from procedures.routing import Place, Unit

DAY = date(2025, 7, 1)


PLACES = (*all_places(), *neighbour_places())
UNITS = (*all_units(), *neighbour_units())


def before(
    places: Sequence[Place] = PLACES,
    units: Sequence[Unit] = UNITS,
    living: Mapping[str, int] = MappingProxyType({}),
) -> Before:
    """Bắc Giang and Bắc Ninh before their change, or another tree."""
    codes = {unit.key: unit.code_2020 for unit in units}
    shipped = shipped_procedures()
    return Before(
        today=date(2025, 6, 1),
        places={place.code: PlaceFact(place.tier, place.parent) for place in places},
        units={
            unit.code_2020: UnitFact(unit.kind, unit.place, codes.get(unit.parent or ""))
            for unit in units
        },
        tiers=frozenset({place.tier for place in places}),
        calendars=frozenset({"hanh-chinh"}),
        fields=frozenset({each.procedure.field.code for each in shipped}),
        procedures=frozenset({each.code for each in shipped}),
        in_hand={},
        living=living,
    )


@pytest.fixture(scope="module")
def body() -> dict[str, Any]:
    return two_tiers(before(), [dict(each.body) for each in shipped_procedures()])


def test_it_is_sound_and_leaves_no_district(body: dict[str, Any]) -> None:
    plan = load_plan(body)
    assert plan.effective_on == DAY
    assert check(plan, before()) == ()
    ended = {step.place for step in plan.places}
    assert ended == {place.code for place in PLACES}
    assert {step.unit for step in plan.units} == {unit.code_2020 for unit in UNITS}
    assert Counter(place.tier for place in plan.new_places) == {"tinh": 1, "xa": 99}


def test_the_code_24_is_another_province_afterwards(body: dict[str, Any]) -> None:
    plan = load_plan(body)
    top = next(place for place in plan.new_places if place.parent is None)
    assert (top.code, top.name["vi"]) == ("24", "Tỉnh Bắc Ninh")
    for province in ("24", "27"):
        step = next(step for step in plan.places if step.place == province)
        assert [heir.to for heir in step.heirs] == ["+24"]


def test_a_code_goes_on_only_to_who_follows_its_holder(body: dict[str, Any]) -> None:
    """H05 was Bắc Ninh's and stays it; no agency gets the code of another one's work."""
    heirs = {s.unit: {heir.to for heir in s.heirs} for s in load_plan(body).units}
    kept = [unit for unit in load_plan(body).new_units if unit.code_2020 in heirs]
    assert {"ubnd", "so-tu-phap", "mot-cua"} <= {unit.kind for unit in kept}
    assert all(f"+{unit.code_2020}" in heirs[unit.code_2020] for unit in kept)
    stolen = deepcopy(body)
    one, two = (u for u in stolen["new_units"] if u["code_2020"] in {"H05.02", "H05.03"})
    one["kind"], two["kind"] = two["kind"], one["kind"]
    for step in stolen["units"]:
        for heir in step.get("into", ()):
            swap = {"+H05.02": "+H05.03", "+H05.03": "+H05.02"}
            heir["to"] = swap.get(heir["to"], heir["to"])
    assert {fault.rule for fault in check(load_plan(stolen), before())} == {Rule.NO_OVERLAP}


def test_the_sample_province_alone_is_a_sound_plan_too() -> None:
    alone = before(all_places(), all_units())
    plan = load_plan(two_tiers(alone, [dict(each.body) for each in shipped_procedures()]))
    assert check(plan, alone) == ()
    assert {step.place for step in plan.places} == {place.code for place in all_places()}


def test_a_commune_goes_where_the_resolution_says(body: dict[str, Any]) -> None:
    """Xã Tân Mỹ, thành phố Bắc Giang, is Phường Đa Mai, Bắc Ninh."""
    plan = load_plan(body)
    names = {f"+{place.code}": place.name["vi"] for place in plan.new_places}
    step = next(step for step in plan.places if step.place == "07687")
    assert [names[heir.to] for heir in step.heirs] == ["Phường Đa Mai"]


def test_a_district_office_is_followed_in_every_commune_that_its_district_went_into(
    body: dict[str, Any],
) -> None:
    plan = load_plan(body)
    unit = next(u for u in all_units() if u.key == "213/phong-ldtbxh")
    step = next(step for step in plan.units if step.unit == unit.code_2020)
    kinds = {f"+{new.code_2020}": new.kind for new in plan.new_units}
    assert step.kind is StepKind.SPLIT
    assert {kinds[heir.to] for heir in step.heirs} == {"phong-van-hoa-xa-hoi"}
    assert sum(heir.usual for heir in step.heirs) == 1


def test_social_protection_goes_to_health_and_the_rest_to_home_affairs(
    body: dict[str, Any],
) -> None:
    plan = load_plan(body)
    unit = next(u for u in all_units() if u.key == "24/so-ldtbxh")
    step = next(step for step in plan.units if step.unit == unit.code_2020)
    kinds = {f"+{new.code_2020}": new.kind for new in plan.new_units}
    assert {kinds[heir.to]: heir.fields for heir in step.heirs} == {
        "so-noi-vu": (),
        "so-y-te": ("bao-tro-xa-hoi",),
    }


def test_no_route_leads_to_a_district_any_more(body: dict[str, Any]) -> None:
    tiers = {leg["unit"]["tier"] for route in body["routes"] for leg in route["legs"]}
    assert tiers == {"tinh", "xa"}
    assert {route["decided_at"] for route in body["routes"]} == {"xa"}
    three = {each.code for each in shipped_procedures() if "huyen" in str(each.body["route"])}
    assert {route["code"] for route in body["routes"]} == three


def test_it_can_be_drawn_up_for_another_day() -> None:
    plan = load_plan(two_tiers(before(), [], date(2027, 1, 1)))
    assert plan.effective_on == date(2027, 1, 1)


def test_both_old_provinces_went_whole_into_the_new_one() -> None:
    province = new_province("tinhbacninh")
    old = {p.code for p in country_places() if p.tier == "xa"}
    assert len(province.became) == 192 + 121
    assert set(province.became) <= old
    assert {heir.code for heirs in province.became.values() for heir in heirs} == {
        commune.code for commune in province.localities
    }


def test_of_the_two_provinces_the_package_divides_no_commune() -> None:
    assert {len(heirs) for heirs in new_province("tinhbacninh").became.values()} == {1}


def test_a_commune_that_was_really_divided_is_decided_by_a_person() -> None:
    """The package divides nineteen in Cần Thơ: each is open as long as dossiers live there."""
    divided = {
        code: heirs
        for code, heirs in new_province("thanhphocantho").became.items()
        if len(heirs) > 1
    }
    assert len(divided) == 19
    assert all(sum(heir.usual for heir in heirs) == 1 for heirs in divided.values())
    city = places_of("92")
    here = {place.code for place in city} & set(divided)
    tree = before(city, units_over(city, "H13"), dict.fromkeys(here, 2))
    body = two_tiers(tree, [], province="thanhphocantho")
    plan = load_plan(body)
    assert check(plan, tree) == ()
    found = [
        each
        for each in ambiguities(plan, tree, Choices(), [], [])
        if each.matter is Matter.PLACE and each.subject in divided
    ]
    assert here
    assert {each.subject for each in found} == here
    assert all(not each.chosen and len(each.options) > 1 for each in found)
    answers = {each.subject: each.options[-1] for each in found}
    decided = ambiguities(plan, tree, Choices(places=answers), [], [])
    assert {each.chosen for each in decided if each.subject in here} == set(answers.values())


def test_a_province_that_the_package_does_not_know_is_refused() -> None:
    with pytest.raises(CatalogueError):
        new_province("tinhkhongco")
