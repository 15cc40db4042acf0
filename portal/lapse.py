"""What becomes of an officer's form that is sent after the session ran out: its words are kept."""

from datetime import timedelta
from uuid import UUID

from flask import request, session

from portal.errors import typed_words
from portal.wiring import Services
from procedures.acts.keep_words import keep_words
from procedures.acts.sign_in import last_owner
from procedures.errors import Incomplete

ROOMS = frozenset({"desk", "office"})
"""Where a page that shows its own form opens with the words kept for it."""
LATE = timedelta(days=4)
"""A post this long after the last sign of its writer is still theirs: a weekend lies between."""


def keep_for_its_writer(services: Services) -> bool:
    """Keep the words of the post at hand for whoever's session it was; whether they are kept.

    They open with the form once the same person has signed in again. Nobody else who signs in at
    a shared computer gets to see them, so they need not be written into the page.
    """
    writer_session = _session_of_cookie()
    if writer_session is None or not _is_page_of_form():
        return False
    with services.transaction() as call:
        writer = last_owner(call, writer_session, LATE)
        try:
            return writer is not None and keep_words(call, writer, request.path, typed_words())
        except Incomplete:
            return False


def _is_page_of_form() -> bool:
    rule = request.url_rule
    methods = (rule.methods if rule else None) or set()
    return request.blueprint in ROOMS and methods >= {"GET", "POST"}


def _session_of_cookie() -> UUID | None:
    try:
        return UUID(session.get("_user_id", ""))
    except ValueError:
        return None
