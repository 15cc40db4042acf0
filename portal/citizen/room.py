"""The room's blueprint, and what its views share: the day, and the draft that somebody asks for."""

from datetime import date
from uuid import UUID

from flask import Blueprint, request

from portal.acting import Db
from portal.auth import current_actor
from portal.wiring import utc_now
from procedures.acts.call import LOCAL_ZONE
from procedures.reads.drafts import DraftView, draft_view

citizen = Blueprint("citizen", __name__, url_prefix="/ho-so")


def today() -> date:
    """The day on the office's wall calendar."""
    return utc_now().astimezone(LOCAL_ZONE).date()


def my_draft(db: Db, draft_id: UUID) -> DraftView:
    """The draft of the signed-in person or of their desk; `NotFound` for everybody else's."""
    return draft_view(db, draft_id, current_actor(), today())


def seen_version() -> int:
    """The version that the posted page was made from; 0, which is never current, for nonsense."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004
