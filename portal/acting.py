"""How a room acts: a transaction as the signed-in person, then the outbox is pushed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

import structlog
from flask import Response, current_app, request
from sqlalchemy.orm import Session

from portal import outbox
from portal.auth import current_actor
from portal.errors import ABSENT, show_refusal
from portal.wiring import Services
from procedures.acts.call import Call
from procedures.acts.deny import trace_denial
from procedures.errors import Hidden

log = structlog.get_logger(__name__)

Db: TypeAlias = Session
"""What `reading` hands to a room, to be passed on to the reads and never asked by itself."""


def services() -> Services:
    """The services of this application."""
    found: Services = current_app.extensions["services"]
    return found


@contextmanager
def acting() -> Iterator[Call]:
    """One act: committed when the block ends, rolled back when it raises.

    What the act promised is handed to the queue after the commit; when that cannot be done now,
    the act is done all the same, and the sweep hands it over.
    """
    with services().transaction(current_actor()) as call:
        yield call
    try:
        outbox.push(services())
    except ABSENT as fault:
        log.warning("effects_left_to_the_sweep", kind=type(fault).__name__)


@contextmanager
def reading() -> Iterator[Db]:
    """A session for questions."""
    with services().reading() as db:
        yield db


def show_hidden(error: Hidden) -> Response:
    """Somebody else's dossier: told like an unknown one, and traced in the ledger."""
    with services().transaction(current_actor()) as call:
        trace_denial(call, error.dossier_id, request.endpoint or "")
    return show_refusal(error)
