"""What waits at the counter, and one dossier with all that must be checked."""

from uuid import UUID

from werkzeug.wrappers import Response

from portal.auth import for_roles
from portal.casework.control import control_page, order_control
from portal.casework.dossier import file_page
from portal.casework.inbox import inbox_page
from portal.casework.room import DESK
from portal.casework.searching import search_page
from portal.desk.blueprint import desk
from procedures.people import Role
from procedures.reads import inbox as queues


@desk.get("")
@for_roles(Role.RECEIVER)
def inbox() -> str:
    """The queues of the reader's desks, oldest first."""
    return inbox_page(DESK, "desk/inbox.html", queues.DESK)


@desk.post("/tim")
@for_roles(Role.RECEIVER)
def search() -> Response:
    """Goes on to the list of what was typed, at an address that does not say it."""
    return search_page(DESK)


@desk.get("/<uuid:dossier_id>")
@for_roles(Role.RECEIVER)
def file(dossier_id: UUID) -> str:
    """The check page: everything handed in, and what the desk may do now."""
    return file_page(DESK, "desk/file.html", dossier_id)


@desk.get("/<uuid:dossier_id>/phieu-kiem-soat")
@for_roles(Role.RECEIVER)
def control_slip(dossier_id: UUID) -> str:
    """From whose hands into whose, and when."""
    return control_page(DESK, dossier_id)


@desk.post("/<uuid:dossier_id>/phieu-kiem-soat")
@for_roles(Role.RECEIVER)
def order_control_slip(dossier_id: UUID) -> Response:
    """The slip as a PDF, made by a worker."""
    return order_control(dossier_id)
