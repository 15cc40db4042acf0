"""The offices' acts on many dossiers at once."""

from uuid import UUID

from werkzeug.wrappers import Response

from portal.auth import for_roles
from portal.casework.bulk.pages import Answer, onward, preview_page, run_page, start_page
from portal.casework.room import OFFICE
from portal.office.blueprint import office
from procedures.people import Role


@office.post("/hang-loat")
@for_roles(Role.HANDLER, Role.LEADER)
def bulk() -> Answer:
    """What would happen to each of the chosen dossiers."""
    return preview_page(OFFICE)


@office.post("/hang-loat/bat-dau")
@for_roles(Role.HANDLER, Role.LEADER)
def bulk_start() -> Answer:
    """Do it, each by itself."""
    return start_page(OFFICE)


@office.get("/hang-loat/<uuid:run_id>")
@for_roles(Role.HANDLER, Role.LEADER)
def bulk_run(run_id: UUID) -> str:
    """How it went for each."""
    return run_page(OFFICE, run_id)


@office.post("/hang-loat/<uuid:run_id>")
@for_roles(Role.HANDLER, Role.LEADER)
def bulk_on(run_id: UUID) -> Response:
    """Go on with what is left."""
    return onward(OFFICE, run_id)
