"""The province next door is loaded beside the sample: nothing of the sample changes."""

from sqlalchemy import func, select

from procedures.acts.load_neighbour import load_neighbour
from procedures.catalogue.neighbour import neighbour_places, neighbour_units
from procedures.people import Role
from procedures.reads.starting import starting
from procedures.records import PlaceRow, UnitRow
from tests.factories import PASSWORD, Life

RECORD = "3.000333"
"""Decided by a department of the province."""


def test_both_trees_stand_side_by_side(life: Life) -> None:
    def counted() -> tuple[int, int]:
        with life.services.reading() as db:
            places = db.scalar(select(func.count()).select_from(PlaceRow)) or 0
            return places, db.scalar(select(func.count()).select_from(UnitRow)) or 0

    before = counted()
    with life.services.transaction() as call:
        assert load_neighbour(call, PASSWORD)
    added = (len(neighbour_places()), len(neighbour_units()))
    assert added == (1 + 8 + 121, 22 + 8 * 16 + 121 * 3)
    assert counted() == (before[0] + added[0], before[1] + added[1])
    with life.services.transaction() as call:
        assert not load_neighbour(call, PASSWORD)
    assert life.actor("chutich.suoihoa").units_as(Role.LEADER)


def test_where_two_provinces_stand_the_province_is_asked(life: Life) -> None:
    with life.services.transaction() as call:
        assert starting(call.db, RECORD, None, call.today).top
        load_neighbour(call, PASSWORD)
        assert not starting(call.db, RECORD, None, call.today).top
