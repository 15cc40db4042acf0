"""One try of an officer's act: done and gone on, or shown again with everything typed kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from portal.acting import Db, acting, reading
from portal.auth import current_actor
from portal.casework.entry import Entry
from portal.casework.room import Room
from portal.casework.words import forget, keep, opened
from procedures.acts.call import Call
from procedures.errors import Incomplete, NotLawful, Stale
from procedures.lifecycle import Act
from procedures.reads.file import Brief, brief

Try = Callable[[Call, Entry], object]
Also = Callable[[Db, Brief, Entry], Mapping[str, object]]
Answer = Response | str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class ActPage:
    """The page of one act on one dossier; `also` gives the template what else it needs."""

    room: Room
    dossier_id: UUID
    act: Act
    template: str
    also: Also | None = None

    def answer(
        self, attempt: Try, *, done: str, first: Entry | None = None, then: str = ""
    ) -> Answer:
        """The form on GET, with its `first` values; the act on POST.

        When it is done, `done` is said on the page `then`, by default that of the dossier.
        """
        if request.method == "GET":
            return self.show(opened(first or Entry({})))
        entry = Entry.posted()
        try:
            with acting() as call:
                attempt(call, entry)
                forget(call)
        except Incomplete as refusal:
            keep()
            return self.show(entry.after(refusal)), HTTPStatus.UNPROCESSABLE_ENTITY
        except (Stale, NotLawful) as refusal:
            keep()
            return self.show(entry.after(refusal)), HTTPStatus.CONFLICT
        flash(done, "success")
        return redirect(then or self.room.file(self.dossier_id), HTTPStatus.SEE_OTHER)

    def show(self, entry: Entry) -> str:
        """The page with what stands in its form.

        Opened afresh it refuses an act that is not open; after a refusal it keeps what was typed.
        """
        with reading() as db:
            head = brief(db, current_actor(), self.dossier_id)
            if entry.refusal is None:
                head.ensure(self.act)
            return render_template(
                self.template,
                room=self.room,
                head=head,
                entry=entry,
                faults=entry.shown_flaws,
                may_act=self.act in head.acts,
                **(self.also(db, head, entry) if self.also else {}),
            )
