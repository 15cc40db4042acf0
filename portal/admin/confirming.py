"""Nothing an administrator decides happens at the first press: it is tried, shown, then done."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import TypeVar

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from portal.acting import acting, services
from portal.admin.filled import Filled
from portal.auth import current_actor
from portal.i18n import translate
from procedures.acts.call import Call
from procedures.clock import ClockError
from procedures.errors import Incomplete, NotLawful, Stale

T = TypeVar("T")
Answer = Response | str | tuple[str, int]

STEP = "buoc"
EDIT, DO = "sua", "ghi"


class _Enough(Exception):
    """The rehearsal is over; its transaction is rolled back."""


def confirmed(
    filled: Filled,
    act: Callable[[Call], T],
    *,
    form: Callable[[], str],
    ask: Callable[[], str],
    done: Callable[[T], Answer],
) -> Answer:
    """Run one post of a form with a page that asks once more.

    The first press tries the act and rolls it back, so that what is asked can be done.
    """
    step = request.form.get(STEP, "")
    if step == EDIT:
        filled.faults.clear()
        return form()
    if filled.faults:
        return form(), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        if step != DO:
            rehearse(act)
            return ask()
        with acting() as call:
            result = act(call)
    except (Incomplete, ClockError) as refusal:
        filled.take(refusal)
        return form(), HTTPStatus.UNPROCESSABLE_ENTITY
    except (Stale, NotLawful) as refusal:
        filled.take(refusal)
        return form(), HTTPStatus.CONFLICT
    return done(result)


def rehearse(act: Callable[[Call], object]) -> None:
    """Do the act and undo it: whatever it would refuse, it refuses now."""
    with suppress(_Enough), services().transaction(current_actor()) as call:
        act(call)
        raise _Enough


def settled(act: Callable[[Call], object], *, said: str, to: str) -> Response:
    """Act at once and go on; what the act refuses is said on the page behind it."""
    try:
        with acting() as call:
            act(call)
    except (Incomplete, NotLawful, Stale) as refusal:
        flash(translate(refusal), "error")
    else:
        flash(said, "success")
    return redirect(to, HTTPStatus.SEE_OTHER)
