"""An administrator at work: what every test of those acts does."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from procedures.acts.add_officer import Credentials, NewOfficer, add_officer
from procedures.acts.appoint import Appointment
from procedures.acts.call import Call
from procedures.acts.change_unit import UnitFacts, facts_of
from procedures.errors import Incomplete
from procedures.people import Role
from procedures.records import (
    LedgerEntry,
    UnitRow,
)
from tests.factories import Life

ADMIN = "quantri"
BIRTH = "1.001193"
POST = Appointment(1, Role.HANDLER, "A", "A", date(2026, 1, 1))


def do(life: Life, act: Callable[[Call], Any], username: str = ADMIN) -> Any:  # noqa: ANN401 - what the act returns
    """As an administrator, or as somebody else, in one transaction."""
    with life.services.transaction(life.actor(username)) as call:
        return act(call)


def tags(life: Life, stream: str) -> list[str]:
    """What the chain holds, in order."""
    with life.services.reading() as db:
        rows = db.scalars(
            select(LedgerEntry.tag).where(LedgerEntry.stream == stream).order_by(LedgerEntry.seq)
        )
        return list(rows)


def refused_field(life: Life, act: Callable[[Call], object], username: str = ADMIN) -> object:
    """The input that a refusal names."""
    with pytest.raises(Incomplete) as refusal:
        do(life, act, username)
    return refusal.value.params["field"]


def a_unit(life: Life, kind: str = "ubnd") -> tuple[int, UnitFacts]:
    """A unit of the commune, with its facts."""
    with life.services.reading() as db:
        unit = db.scalars(select(UnitRow).where(UnitRow.kind == kind).limit(1)).one()
        return unit.id, facts_of(unit)


def added(life: Life, username: str = "moi.tanmy") -> Credentials:
    """A new officer without a post."""
    made: Credentials = do(
        life, lambda call: add_officer(call, NewOfficer("Nguyễn  Văn Mới", username))
    )
    return made
