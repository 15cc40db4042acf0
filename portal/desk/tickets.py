"""The queue at the counter: the kiosk that gives numbers, the counter that calls, the board."""

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from uuid import UUID

from flask import Response as FlaskResponse
from flask import after_this_request, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.acting import Db, acting, reading
from portal.auth import current_actor, for_roles
from portal.desk.blueprint import desk
from portal.i18n import gettext as _
from portal.i18n import translate
from portal.wiring import utc_now
from procedures.acts.call import Call
from procedures.acts.call_ticket import NO_TICKET, call_again, call_next
from procedures.acts.close_ticket import drop_ticket, serve_ticket, undo_drop
from procedures.acts.take_ticket import NO_DESK, take_ticket
from procedures.catalogue.labels import labels
from procedures.clock import VIETNAM
from procedures.errors import Incomplete, NotFound, NotLawful
from procedures.people import Role
from procedures.reads.intake import OwnDesk, own_desks
from procedures.reads.tickets import board, desk_queue, ticket_row

Answer = Response | str | tuple[str, int]
SECONDS_ON_THE_BOARD = 10
LONGEST_COUNTER = 20


@desk.route("/lay-so/<int:unit_id>", methods=["GET", "POST"])
@for_roles(Role.RECEIVER)
def kiosk(unit_id: int) -> Answer:
    """What the visitor came for; a press gives the number."""
    fault, status = "", HTTPStatus.OK
    if request.method == "POST":
        try:
            with acting() as call:
                taken = take_ticket(call, unit_id, request.form.get("viec", ""))
            return redirect(url_for("desk.ticket", ticket_id=taken.id), HTTPStatus.SEE_OTHER)
        except (Incomplete, NotLawful) as refusal:
            fault, status = translate(refusal), HTTPStatus.CONFLICT
    with reading() as db:
        at = _own(db, unit_id)
    return _kiosk(at, fault), status


def _kiosk(at: OwnDesk, fault: str) -> str:
    return render_template("desk/kiosk.html", at=at, errands=labels("errand"), fault=fault)


@desk.get("/so/<uuid:ticket_id>")
@for_roles(Role.RECEIVER)
def ticket(ticket_id: UUID) -> str:
    """The number to print; it names nobody."""
    with reading() as db:
        found = ticket_row(db, ticket_id)
        if found is None:
            raise NotFound(NO_TICKET)
        at = _own(db, found.unit_id)
    return render_template("desk/ticket.html", ticket=found, at=at, errands=labels("errand"))


@desk.get("/goi-so/<int:unit_id>")
@for_roles(Role.RECEIVER)
def counter(unit_id: int) -> str:
    """The counter's own page: who is called, who waits."""
    with reading() as db:
        at = _own(db, unit_id)
        queue = desk_queue(db, unit_id, _today())
    return render_template(
        "desk/counter.html", at=at, queue=queue, counter=_counter(), errands=labels("errand")
    )


@desk.post("/goi-so/<int:unit_id>")
@for_roles(Role.RECEIVER)
def do_counter(unit_id: int) -> Response:
    """Call, call again, serve, note who did not come, or take that back."""
    step = request.form.get("lam", "")
    try:
        with acting() as call:
            said = _done(call, unit_id, step)
    except (Incomplete, NotLawful) as refusal:
        flash(translate(refusal), "error")
    else:
        flash(said, "success")
        if step == "nhap":
            return redirect(url_for("desk.intake"), HTTPStatus.SEE_OTHER)
    home = url_for("desk.counter", unit_id=unit_id, quay=_counter())
    return redirect(home, HTTPStatus.SEE_OTHER)


@desk.get("/bang-so/<int:unit_id>")
@for_roles(Role.RECEIVER)
def called(unit_id: int) -> str:
    """The board on the wall; it looks again by itself, without a script."""
    with reading() as db:
        at = _own(db, unit_id)
        rows = board(db, unit_id, _today())

    @after_this_request
    def refresh(response: FlaskResponse) -> FlaskResponse:
        response.headers["Refresh"] = str(SECONDS_ON_THE_BOARD)
        return response

    return render_template("desk/board.html", at=at, rows=rows)


def _done(call: Call, unit_id: int, step: str) -> str:
    if step == "goi":
        number = call_next(call, unit_id, _counter())
        return _("Mời số {number}.").format(number=number) if number else _("Không còn ai chờ.")
    steps: Mapping[str, tuple[Callable[[UUID], int], str]] = {
        "goi-lai": (lambda at: call_again(call, at, _counter()), _("Mời lại số {number}.")),
        "phuc-vu": (lambda at: serve_ticket(call, at), _("Đang phục vụ số {number}.")),
        "nhap": (lambda at: serve_ticket(call, at), _("Đang phục vụ số {number}.")),
        "vang": (lambda at: drop_ticket(call, at), _("Số {number} không đến.")),
        "hoan-tac": (lambda at: undo_drop(call, at), _("Số {number} đã có mặt.")),
    }
    if step not in steps:
        raise NotFound(NO_TICKET)
    act, said = steps[step]
    return said.format(number=act(_ticket_id()))


def _ticket_id() -> UUID:
    try:
        return UUID(request.form.get("so", ""))
    except ValueError:
        raise NotFound(NO_TICKET) from None


def _counter() -> str:
    return request.values.get("quay", "")[:LONGEST_COUNTER].strip()


def _own(db: Db, unit_id: int) -> OwnDesk:
    found = next((one for one in own_desks(db, current_actor()) if one.id == unit_id), None)
    if found is None:
        raise NotFound(NO_DESK)
    return found


def _today() -> date:
    return utc_now().astimezone(VIETNAM).date()
