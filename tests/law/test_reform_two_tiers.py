"""The change of 2025-07-01 as drawn up from the data package: whole, sound, and in its traps."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from procedures.catalogue.agencies import all_units
from procedures.catalogue.new_places import new_province
from procedures.catalogue.node import CatalogueError
from procedures.catalogue.places import all_places, country_places
from procedures.catalogue.shipped import shipped_procedures
from procedures.reform import Before, PlaceFact, StepKind, UnitFact, check, load_plan
from procedures.reform.two_tiers import two_tiers

DAY = date(2025, 7, 1)


def before(today: date = date(2025, 6, 1)) -> Before:
    """The sample province before its change."""
    codes = {unit.key: unit.code_2020 for unit in all_units()}
    shipped = shipped_procedures()
    return Before(
        today=today,
        places={place.code: PlaceFact(place.tier, place.parent) for place in all_places()},
        units={
            unit.code_2020: UnitFact(unit.kind, unit.place, codes.get(unit.parent or ""))
            for unit in all_units()
        },
        tiers=frozenset({place.tier for place in all_places()}),
        calendars=frozenset({"hanh-chinh"}),
        fields=frozenset({each.procedure.field.code for each in shipped}),
        procedures=frozenset({each.code for each in shipped}),
        in_hand={},
        living={},
    )


@pytest.fixture(scope="module")
def body() -> dict[str, Any]:
    return two_tiers(before(), [dict(each.body) for each in shipped_procedures()])


def test_it_is_sound_and_leaves_no_district(body: dict[str, Any]) -> None:
    plan = load_plan(body)
    assert plan.effective_on == DAY
    assert check(plan, before()) == ()
    ended = {step.place for step in plan.places}
    assert ended == {place.code for place in all_places()}
    assert {step.unit for step in plan.units} == {unit.code_2020 for unit in all_units()}
    assert Counter(place.tier for place in plan.new_places) == {"tinh": 1, "xa": 99}


def test_the_code_24_is_another_province_afterwards(body: dict[str, Any]) -> None:
    plan = load_plan(body)
    top = next(place for place in plan.new_places if place.parent is None)
    assert (top.code, top.name["vi"]) == ("24", "Tỉnh Bắc Ninh")
    step = next(step for step in plan.places if step.place == "24")
    assert [heir.to for heir in step.heirs] == ["+24"]


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


def test_a_divided_commune_has_several_heirs_and_one_is_usual() -> None:
    """The package divides none in Bắc Ninh, but many elsewhere."""
    divided = [h for h in new_province("thanhphocantho").became.values() if len(h) > 1]
    assert divided
    assert all(sum(heir.usual for heir in heirs) == 1 for heirs in divided)


def test_a_province_that_the_package_does_not_know_is_refused() -> None:
    with pytest.raises(CatalogueError):
        new_province("tinhkhongco")
