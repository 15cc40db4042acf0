"""The page on which an officer reads everything of a dossier."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Response, after_this_request, render_template

from forms.display import Change, ShownPage, diff, show
from portal.acting import acting, reading
from portal.auth import current_actor
from portal.casework.room import Room
from portal.casework.way import Step, steps
from portal.i18n import current_locale
from portal.wiring import utc_now
from procedures.acts.write_note import read_notes
from procedures.clock import VIETNAM, Outcome, explain, outcome
from procedures.reads.file import DossierFile, dossier_file
from procedures.reads.notes import notes_on

SECONDS_TO_WAIT = 4
"""How soon a page that waits for the worker looks again; a header, so that it needs no script."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The file in the reader's language. `outcome` says how a finished dossier kept its promise."""

    pages: Sequence[ShownPage]
    changes: Sequence[Change]
    trace: Sequence[str]
    way: Sequence[Step]
    outcome: Outcome | None


def file_page(room: Room, template: str, dossier_id: UUID) -> str:
    """Everything of the dossier, with the acts that are open to the reader.

    Notes that call the reader are shown as new once, and read from then on.
    """
    now = utc_now()
    today = now.astimezone(VIETNAM).date()
    with reading() as db:
        file = dossier_file(db, current_actor(), dossier_id)
        notes = notes_on(db, dossier_id, current_actor().person_id)
    if any(note.unread for note in notes):
        with acting() as call:
            read_notes(call, dossier_id)
    wanted = file.events.wanted
    if file.waits_for_worker:
        come_again()
    return render_template(
        template,
        room=room,
        file=file,
        head=file.head,
        shown=_shown(file),
        notes=notes,
        me=current_actor().person_id,
        now=now,
        awaited=wanted is not None and wanted.awaits(today),
    )


def come_again() -> None:
    """Let the browser look again soon, while a worker is at it."""

    @after_this_request
    def refresh(response: Response) -> Response:
        response.headers["Refresh"] = str(SECONDS_TO_WAIT)
        return response


def _shown(file: DossierFile) -> Shown:
    locale, head, newest = current_locale(), file.head, file.newest
    return Shown(
        pages=show(head.schema, newest.body, locale, today=newest.day),
        changes=[
            change
            for before in file.sent[-2:-1]
            for change in diff(before.body, newest.body, head.schema, locale, today=newest.day)
        ],
        trace=explain(head.due, locale),
        way=steps(head),
        outcome=outcome(head.finished_at, head.due.at)
        if head.finished_at and head.due.at
        else None,
    )
