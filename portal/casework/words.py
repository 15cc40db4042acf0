"""The words of the form at hand that are kept until they are sent, whatever happens to its page."""

from flask import request

from portal.acting import acting, reading
from portal.auth import current_actor
from portal.casework.entry import Entry
from portal.errors import typed_words
from procedures.acts.call import Call
from procedures.acts.keep_words import forget_words, keep_words
from procedures.reads.words import kept_words

CHOSEN = {"don-vi": "unit_id"}
"""An address that chooses wins over the choice that was kept."""


def opened(first: Entry) -> Entry:
    """The form with the words kept for it, or else with its first values."""
    with reading() as db:
        kept = kept_words(db, current_actor(), request.path)
    if kept is None:
        return first
    chosen = {name for word, name in CHOSEN.items() if word in request.args}
    values = {name: words for name, words in kept.fields.items() if name not in chosen}
    return Entry(values, kept_at=kept.saved_at)


def keep() -> None:
    """Keep what was posted and refused: its writer may go and look something up first."""
    writer = current_actor().person_id
    if writer is not None:
        with acting() as call:
            keep_words(call, writer, request.path, typed_words())


def forget(call: Call) -> None:
    """They are sent: in the same transaction as the act."""
    if call.actor.person_id is not None:
        forget_words(call, call.actor.person_id, request.path)
