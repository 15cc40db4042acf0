"""The control slip as a page: how the dossier went from hand to hand, minute by minute."""

from uuid import UUID

from flask import render_template

from portal.acting import reading
from portal.auth import current_actor
from portal.casework.room import Room
from portal.wiring import utc_now
from procedures.reads.control_slip import control_slip


def control_page(room: Room, dossier_id: UUID) -> str:
    """The slip as it stands now, and the order for a file of it."""
    now = utc_now()
    with reading() as db:
        slip = control_slip(db, current_actor(), dossier_id, now)
    return render_template("office/control_slip.html", room=room, slip=slip, now=now)
