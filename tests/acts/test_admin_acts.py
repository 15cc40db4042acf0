"""What administrators do is refused to everybody else."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from procedures.acts.add_officer import NewOfficer, add_officer
from procedures.acts.appoint import appoint
from procedures.acts.call import Call
from procedures.acts.change_calendar import Decision, change_calendar
from procedures.acts.change_unit import UnitFacts, change_unit
from procedures.acts.end_post import end_post
from procedures.acts.lock_account import lock_account, reset_password, unlock_account
from procedures.acts.publish_version import publish_version
from procedures.acts.retry_effect import retry_effect, retry_failed
from procedures.acts.withdraw_version import withdraw_version
from procedures.errors import NotAllowed
from tests.acts.administering import POST, do
from tests.factories import Life

NEVER = Decision((), (), "")
NOBODY = NewOfficer("Ai Đó", "ai.do")
FACTS = UnitFacts("A", "A", "", "", "", "hanh-chinh")

ACTS: dict[str, Callable[[Call], object]] = {
    "add_officer": lambda call: add_officer(call, NOBODY),
    "appoint": lambda call: appoint(call, uuid4(), POST),
    "change_calendar": lambda call: change_calendar(call, {}, NEVER),
    "change_unit": lambda call: change_unit(call, 1, "", FACTS),
    "end_post": lambda call: end_post(call, 1, call.today, ""),
    "lock_account": lambda call: lock_account(call, uuid4(), ""),
    "unlock_account": lambda call: unlock_account(call, uuid4()),
    "reset_password": lambda call: reset_password(call, uuid4()),
    "publish_version": lambda call: publish_version(call, {}, call.today),
    "withdraw_version": lambda call: withdraw_version(call, 1, "x"),
    "retry_effect": lambda call: retry_effect(call, 1),
    "retry_failed": retry_failed,
}


@pytest.mark.parametrize("name", ACTS)
def test_nobody_but_an_administrator_may(life: Life, name: str) -> None:
    with pytest.raises(NotAllowed):
        do(life, ACTS[name], "chutich.tanmy")
