"""The counter's acts on many dossiers at once."""

from uuid import UUID

from werkzeug.wrappers import Response

from portal.auth import for_roles
from portal.casework.bulk.pages import Answer, onward, preview_page, run_page, start_page
from portal.casework.room import DESK
from portal.desk.blueprint import desk
from procedures.people import Role


@desk.post("/hang-loat")
@for_roles(Role.RECEIVER)
def bulk() -> Answer:
    """What would happen to each of the chosen dossiers."""
    return preview_page(DESK)


@desk.post("/hang-loat/bat-dau")
@for_roles(Role.RECEIVER)
def bulk_start() -> Answer:
    """Do it, each by itself."""
    return start_page(DESK)


@desk.get("/hang-loat/<uuid:run_id>")
@for_roles(Role.RECEIVER)
def bulk_run(run_id: UUID) -> str:
    """How it went for each."""
    return run_page(DESK, run_id)


@desk.post("/hang-loat/<uuid:run_id>")
@for_roles(Role.RECEIVER)
def bulk_on(run_id: UUID) -> Response:
    """Go on with what is left."""
    return onward(DESK, run_id)
