"""What a changed calendar does to the desk's promises, each moved only by the officer's act."""

from functools import partial

from flask import render_template

from portal.acting import reading
from portal.auth import current_actor, for_roles
from portal.casework.moved import place_asked, token
from portal.casework.room import DESK
from portal.desk.blueprint import desk
from procedures.people import Role
from procedures.reads.moved_dates import moved_dates


@desk.get("/lich-thay-doi")
@for_roles(Role.RECEIVER)
def moved() -> str:
    """The promises of the reader's desks that would move, soonest first."""
    desks = current_actor().units_as(Role.RECEIVER)
    with reading() as db:
        found = moved_dates(db, desks=desks, after=place_asked())
    return render_template(
        "desk/moved.html", found=found, next=token(found), at=partial(DESK.at, "recount")
    )
