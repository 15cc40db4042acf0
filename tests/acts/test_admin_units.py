"""Units change only from what was seen, and only to what fits."""

import pytest
from sqlalchemy import select

from procedures.acts.change_unit import UnitFacts, change_unit
from procedures.errors import Stale
from procedures.records import (
    LedgerEntry,
)
from procedures.tags import Tag
from tests.acts.administering import a_unit, do, refused_field, tags
from tests.factories import Life


def test_a_unit_changes_only_from_what_was_seen(life: Life) -> None:
    unit_id, seen = a_unit(life)
    facts = UnitFacts(
        seen.name_vi,
        seen.name_en,
        "Số 1 đường Hùng Vương",
        "0204 3 854 111",
        "a@b.vn",
        "hanh-chinh",
    )
    do(life, lambda call: change_unit(call, unit_id, seen.digest, facts))
    with pytest.raises(Stale):
        do(life, lambda call: change_unit(call, unit_id, seen.digest, facts))
    assert a_unit(life)[1] == facts
    assert tags(life, "units") == [Tag.UNIT_CHANGED]
    with life.services.reading() as db:
        detail = db.scalars(select(LedgerEntry.detail).where(LedgerEntry.stream == "units")).one()
    assert detail["changes"]["phone"] == ["", "0204 3 854 111"]
    assert "name_vi" not in detail["changes"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_vi", ""),
        ("phone", "gọi tôi"),
        ("email", "không phải thư"),
        ("calendar_code", "khong-co"),
    ],
)
def test_a_unit_refuses_wrong_facts(life: Life, field: str, value: str) -> None:
    unit_id, seen = a_unit(life)
    values = {
        name: getattr(seen, name)
        for name in ("name_vi", "name_en", "address", "phone", "email", "calendar_code")
    }
    facts = UnitFacts(**{**values, field: value})
    assert refused_field(life, lambda c: change_unit(c, unit_id, seen.digest, facts)) == field
