"""The counter's internal notes."""

from uuid import UUID

from werkzeug.wrappers import Response

from portal.auth import for_roles
from portal.casework.attempt import Answer
from portal.casework.notes import note_page, people
from portal.casework.room import DESK
from portal.desk.blueprint import desk
from procedures.people import Role


@desk.route("/<uuid:dossier_id>/ghi-chu", methods=["GET", "POST"])
@for_roles(Role.RECEIVER)
def write_note(dossier_id: UUID) -> Answer:
    """What colleagues should know; the applicant never reads it."""
    return note_page(DESK, dossier_id)


@desk.get("/<uuid:dossier_id>/ghi-chu/nguoi")
@for_roles(Role.RECEIVER)
def note_people(dossier_id: UUID) -> Response:
    """Whom it may call, as the page's script asks."""
    return people(dossier_id)
