"""Writing an internal note: the words, and the colleagues whom it calls."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from portal.acting import Db, acting, reading
from portal.auth import current_actor
from portal.casework.attempt import Answer
from portal.casework.entry import Entry
from portal.casework.room import Room
from portal.casework.words import forget, keep, opened
from portal.i18n import gettext as _
from portal.i18n import text
from portal.wiring import utc_now
from procedures.acts.write_note import write_note
from procedures.clock import VIETNAM
from procedures.errors import Incomplete
from procedures.reads.file import Brief, brief
from procedures.reads.notes import Colleague, colleagues, notes_on

FIND = "tim-nguoi"
"""Name of the button that looks for people without sending the note."""
LONGEST_WORDS = 100


def note_page(room: Room, dossier_id: UUID) -> Answer:
    """The form, the list of people narrowed, or the note written."""
    if request.method == "GET":
        return _show(room, dossier_id, opened(Entry({})))
    entry = Entry.posted()
    if FIND in request.form:
        return _show(room, dossier_id, entry)
    try:
        with acting() as call:
            write_note(call, dossier_id, entry.text("text"), _chosen(entry))
            forget(call)
    except Incomplete as refusal:
        keep()
        page = _show(room, dossier_id, entry.after(refusal))
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Đã ghi chú. Người được nhắc sẽ thấy trong “Tin mới”."), "success")
    return redirect(f"{room.file(dossier_id)}#ghi-chu", HTTPStatus.SEE_OTHER)


def people(dossier_id: UUID) -> Response:
    """Whom the note may call, for the list under an @ that is being typed."""
    words = request.args.get("q", "").replace("\0", "")[:LONGEST_WORDS]
    with reading() as db:
        head = brief(db, current_actor(), dossier_id)
        found = _colleagues(db, head, words, ())
    return jsonify(
        people=[{"id": str(one.id), "name": one.name, "unit": text(one.unit)} for one in found]
    )


def _show(room: Room, dossier_id: UUID, entry: Entry) -> str:
    words = entry.text("tim").replace("\0", "").strip()[:LONGEST_WORDS]
    with reading() as db:
        head = brief(db, current_actor(), dossier_id)
        return render_template(
            "office/write_note.html",
            room=room,
            head=head,
            entry=entry,
            faults=entry.shown_flaws,
            colleagues=_colleagues(db, head, words, _chosen(entry)),
            notes=notes_on(db, dossier_id, current_actor().person_id),
        )


def _colleagues(db: Db, head: Brief, words: str, chosen: Sequence[UUID]) -> Sequence[Colleague]:
    today = utc_now().astimezone(VIETNAM).date()
    me = current_actor().person_id
    return colleagues(db, head.id, today, words=words, chosen=chosen, but=me)


def _chosen(entry: Entry) -> Sequence[UUID]:
    """Those who were ticked; what is no person's number is nobody."""
    found = []
    for said in entry.all("nguoi"):
        try:
            found.append(UUID(said))
        except ValueError:
            continue
    return found
