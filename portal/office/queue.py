"""The inbox by due date, and one dossier with everything on one page."""

from uuid import UUID

from werkzeug.wrappers import Response

from portal.auth import for_roles
from portal.casework.control import control_page, order_control
from portal.casework.dossier import file_page
from portal.casework.inbox import inbox_page
from portal.casework.room import OFFICE
from portal.casework.searching import search_page
from portal.office.blueprint import office
from procedures.people import Role
from procedures.reads import inbox as queues


@office.get("")
@for_roles(Role.HANDLER, Role.LEADER)
def inbox() -> str:
    """The reader's queues; what is due first stands first."""
    return inbox_page(OFFICE, "office/inbox.html", queues.OFFICE)


@office.post("/tim")
@for_roles(Role.HANDLER, Role.LEADER)
def search() -> Response:
    """Goes on to the list of what was typed, at an address that does not say it."""
    return search_page(OFFICE)


@office.get("/<uuid:dossier_id>")
@for_roles(Role.HANDLER, Role.LEADER)
def file(dossier_id: UUID) -> str:
    """Everything of the dossier, and what the reader may do now."""
    return file_page(OFFICE, "office/file.html", dossier_id)


@office.get("/<uuid:dossier_id>/phieu-kiem-soat")
@for_roles(Role.HANDLER, Role.LEADER)
def control_slip(dossier_id: UUID) -> str:
    """From whose hands into whose, and when."""
    return control_page(OFFICE, dossier_id)


@office.post("/<uuid:dossier_id>/phieu-kiem-soat")
@for_roles(Role.HANDLER, Role.LEADER)
def order_control_slip(dossier_id: UUID) -> Response:
    """The slip as a PDF, made by a worker."""
    return order_control(dossier_id)
