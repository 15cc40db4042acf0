"""Signing with one's own token: the page that hands the papers to the program on this machine.

The VGCA plugin of the Government Cipher Committee listens on the signer's own machine. The page's
script tells it two addresses for each paper; it fetches the paper, signs it and brings it back by
itself (`portal.public.outside`). What then counts is what has come back, never what it said.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from uuid import UUID

from flask import Response, make_response, render_template, url_for

from portal.acting import acting, reading, services
from portal.auth import current_actor, requires
from portal.casework.attempt import Answer
from portal.casework.entry import Entry
from portal.casework.room import OFFICE
from portal.headers import policy
from portal.office.blueprint import office
from portal.office.signing import page_to_sign, what_was_read
from portal.wiring import leaders_tool, utc_now
from procedures.acts.sign_outside import Ticket
from procedures.acts.sign_outside import sign_outside as open_tickets
from procedures.errors import Incomplete, NotLawful, Stale
from procedures.lifecycle import Act
from procedures.reads.file import brief, papers

PLUGIN = "wss://127.0.0.1:8987"
"""Where the plugin listens: on the machine of whoever signs, the same everywhere."""


@office.post("/<uuid:dossier_id>/ky-ngoai")
@requires(Act.DECIDE)
def sign_outside(dossier_id: UUID) -> Answer | Response:
    """The addresses at which one's own signing program fetches the papers and returns them.

    They are shown once, in the answer itself; nothing is decided before the files are back.
    """
    entry = Entry.posted()
    try:
        with acting() as call:
            tool, blobs = leaders_tool(services().trust), services().blobs
            tickets = open_tickets(call, tool, blobs, dossier_id, what_was_read(entry))
    except (Incomplete, Stale, NotLawful) as refusal:
        return page_to_sign(dossier_id).show(entry.after(refusal)), HTTPStatus.CONFLICT
    return _page(dossier_id, entry, tickets)


@office.get("/<uuid:dossier_id>/ky-ngoai/tinh-trang")
@requires(Act.DECIDE)
def outside_state(dossier_id: UUID) -> dict[str, object]:
    """Which papers are back; `over` when there is nothing left here to sign."""
    with reading() as db:
        head = brief(db, current_actor(), dossier_id)
        found = papers(db, dossier_id)
    decision = head.open_decision
    awaited = [paper for paper in found if decision and paper.decision_id == decision.id]
    return {
        "over": not awaited or Act.DECIDE not in head.acts,
        "back": [str(paper.id) for paper in awaited if paper.signed_outside],
    }


def _page(dossier_id: UUID, entry: Entry, tickets: Sequence[Ticket]) -> Response:
    with reading() as db:
        head = brief(db, current_actor(), dossier_id)
    page = render_template(
        "office/sign_outside.html",
        room=OFFICE,
        dossier_id=dossier_id,
        head=head,
        entry=entry,
        tickets=tickets,
        parameters=[_parameters(ticket) for ticket in tickets],
        plugin=PLUGIN,
        seconds=int((tickets[0].expires_at - utc_now()).total_seconds()),
    )
    answer = make_response(page)
    # This page alone may speak to something else than the portal, and only to the plugin.
    answer.headers["Content-Security-Policy"] = policy(connect=PLUGIN)
    return answer


def _parameters(ticket: Ticket) -> Mapping[str, object]:
    """What the plugin's `vgca_sign_approved` takes."""
    base = services().house.base_url
    return {
        "FileUploadHandler": base + url_for("public.bring_signed", word=ticket.to_return),
        "SessionId": "",
        "JWTToken": "",
        "FileName": base + url_for("public.fetch_to_sign", word=ticket.to_fetch),
        "MetaData": [],
        "DocNumber": ticket.notation,
        "IssuedDate": ticket.dated,
    }
