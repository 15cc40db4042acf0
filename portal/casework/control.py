"""The control slip as a page: how the dossier went from hand to hand, minute by minute."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.acting import acting, reading
from portal.auth import current_actor
from portal.casework.room import Room
from portal.i18n import gettext as _
from portal.wiring import utc_now
from procedures.acts.order_export import order_control_slip
from procedures.reads.control_slip import control_slip


def control_page(room: Room, dossier_id: UUID) -> str:
    """The slip as it stands now, and the order for a file of it."""
    now = utc_now()
    with reading() as db:
        slip = control_slip(db, current_actor(), dossier_id, now)
    return render_template("office/control_slip.html", room=room, slip=slip, now=now)


def order_control(dossier_id: UUID) -> Response:
    """Order the slip as a file, and go to where it will be."""
    with acting() as call:
        order_control_slip(call, dossier_id)
    flash(_("Đã nhận yêu cầu; tệp đang được tạo."), "success")
    return redirect(url_for("register.ordered"), HTTPStatus.SEE_OTHER)
