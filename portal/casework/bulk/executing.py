"""Doing a deed to dossier after dossier: each succeeds or is refused by itself."""

import time
from uuid import UUID

from portal import outbox
from portal.acting import services
from portal.auth import current_actor
from portal.casework.bulk.deeds import DEEDS
from portal.i18n import translate
from procedures.acts.bulk import BulkOutcome, claim, own_run, settle, waiting
from procedures.acts.call import Call
from procedures.errors import DomainError, Stale, Unavailable

A_HANDFUL = 10
SECONDS = 2.0
"""How long one request works at most before it says how far it is."""


def go_on(run_id: UUID, most: int) -> str:
    """Do the next `most` items, as far as the time of one request allows.

    Says why it stopped where nobody can act for a while; what is left then waits undecided.
    """
    try:
        _some(run_id, most)
    except Unavailable as pause:
        return translate(pause)
    finally:
        outbox.push(services())
    return ""


def _some(run_id: UUID, most: int) -> None:
    with services().transaction(current_actor()) as call:
        numbers = waiting(call, run_id, most)
    until = time.monotonic() + SECONDS
    for ordinal in numbers:
        _one(run_id, ordinal)
        if time.monotonic() > until:
            break


def _one(run_id: UUID, ordinal: int) -> None:
    """One item in a transaction of its own; a refusal undoes it, and is then written down."""
    try:
        with services().transaction(current_actor()) as call:
            _do(call, run_id, ordinal)
    except Unavailable:
        raise
    except DomainError as refusal:
        changed = isinstance(refusal, Stale)
        with services().transaction(current_actor()) as call:
            item = claim(call, run_id, ordinal)
            if item is not None:
                outcome = BulkOutcome.CHANGED if changed else BulkOutcome.REFUSED
                settle(call, item, outcome, _told(refusal))


def _do(call: Call, run_id: UUID, ordinal: int) -> None:
    item = claim(call, run_id, ordinal)
    if item is None:
        return
    run = own_run(call, run_id)
    DEEDS[run.deed].does(call, item.dossier_id, item.seen_version, run.options)
    settle(call, item, BulkOutcome.DONE)


def _told(refusal: DomainError) -> str:
    """The sentence, with the faults of single inputs where the refusal lists them."""
    faults = [translate(fault) for fault in getattr(refusal, "faults", ())]
    return " ".join(faults) if faults else translate(refusal)
