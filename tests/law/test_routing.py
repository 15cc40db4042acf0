"""A route is resolved by climbing from the dossier's place, on the day, and by nothing else."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from procedures.clock import TermUnit, TimeLimit
from procedures.errors import NotLawful
from procedures.routing import (
    Function,
    LegSpec,
    NoCompetentUnit,
    Place,
    Register,
    Unit,
    UnitRef,
    route_for,
)

BEGINNING = date(2020, 1, 1)
REFORM = date(2025, 7, 1)
ON = date(2024, 5, 6)
ONE_DAY = TimeLimit(1, TermUnit.WORKING_DAY)


@dataclass(frozen=True)
class Procedure:
    route: tuple[LegSpec, ...]
    code: str = "1.000001"


def place(code: str, tier: str, parent: str | None) -> Place:
    return Place(code, {"vi": code, "en": code}, tier, parent, BEGINNING)


def unit(kind: str, at: str) -> Unit:
    return Unit(
        f"H99.{at}", f"000.00.{at}.H99", kind, at, None, {"vi": kind, "en": kind},
        BEGINNING, None, f"{at}/{kind}",
    )  # fmt: skip


TOWN, COUNTY = place("10", "low", "1"), place("1", "high", None)
DESK, OFFICE = unit("desk", "10"), unit("office", "1")
ROUTE = (
    LegSpec("in", Function.RECEPTION, UnitRef("desk", "low")),
    LegSpec("work", Function.HANDLING, UnitRef("office", "high"), ONE_DAY),
    LegSpec("out", Function.RETURN, UnitRef("desk", "low")),
)


def test_each_leg_climbs_to_its_own_tier() -> None:
    legs = route_for(Procedure(ROUTE), "10", ON, Register([TOWN, COUNTY], [DESK, OFFICE]))
    assert [(leg.code, leg.function, leg.unit, leg.term) for leg in legs] == [
        ("in", Function.RECEPTION, DESK, None),
        ("work", Function.HANDLING, OFFICE, ONE_DAY),
        ("out", Function.RETURN, DESK, None),
    ]


def test_an_unknown_place_has_no_competent_unit() -> None:
    with pytest.raises(NoCompetentUnit, match="99"):
        route_for(Procedure(ROUTE), "99", ON, Register([TOWN, COUNTY], [DESK, OFFICE]))


def test_a_missing_unit_is_told_with_the_leg() -> None:
    with pytest.raises(NoCompetentUnit, match="work"):
        route_for(Procedure(ROUTE), "10", ON, Register([TOWN, COUNTY], [DESK]))


def test_a_route_never_climbs_down() -> None:
    with pytest.raises(NoCompetentUnit, match="in"):
        route_for(Procedure(ROUTE), "1", ON, Register([TOWN, COUNTY], [DESK, OFFICE]))


def test_the_refusal_is_one_of_law() -> None:
    assert issubclass(NoCompetentUnit, NotLawful)


def test_a_unit_is_competent_only_while_it_stands() -> None:
    closed = replace(OFFICE, valid_to=REFORM)
    successor = replace(OFFICE, key="1/new", valid_from=REFORM)
    directory = Register([TOWN, COUNTY], [DESK, closed, successor])
    before = route_for(Procedure(ROUTE), "10", date(2025, 6, 30), directory)
    after = route_for(Procedure(ROUTE), "10", REFORM, directory)
    assert before[1].unit == closed
    assert after[1].unit == successor


def test_a_code_may_be_used_again_for_another_place() -> None:
    merged = Place("1", {"vi": "mới", "en": "new"}, "high", None, REFORM)
    directory = Register([TOWN, replace(COUNTY, valid_to=REFORM), merged], [DESK, OFFICE])
    found = directory.place("1", REFORM)
    assert found is merged
    assert directory.place("1", date(2025, 6, 30)) != merged


def test_two_tiers_are_as_good_as_three() -> None:
    """After 2025-07-01 the commune answers to the province: only the data changes."""
    province = place("1", "tinh", None)
    commune = place("10", "xa", "1")
    legs = route_for(
        Procedure((LegSpec("ky", Function.SIGNING, UnitRef("office", "tinh")),)),
        "10", REFORM, Register([province, commune], [OFFICE]),
    )  # fmt: skip
    assert legs[0].unit == OFFICE


def test_places_that_contain_each_other_end_the_climb() -> None:
    loop = [place("10", "low", "11"), place("11", "low", "10")]
    with pytest.raises(NoCompetentUnit):
        route_for(Procedure(ROUTE), "10", ON, Register(loop, [DESK]))
