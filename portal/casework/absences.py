"""Absences as a page: who is away when, a form for one more, and an early return."""

from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from portal.acting import Db, acting, reading
from portal.auth import current_actor
from portal.casework.entry import Entry, Flaw, Refused, refuse_entry
from portal.i18n import gettext as _
from portal.i18n import translate
from portal.wiring import utc_now
from procedures.acts.end_absence import NO_ABSENCE, end_absence
from procedures.acts.plan_absence import NO_OFFICER, AbsencePlan, plan_absence
from procedures.catalogue.labels import labels
from procedures.clock import VIETNAM
from procedures.errors import N_, Incomplete, NotFound
from procedures.reads.absences import AbsenceRow, absences_of, colleagues, led_by

Answer = Response | str | tuple[str, int]
NO_FIRST_DAY = N_("Hãy nhập ngày bắt đầu vắng mặt.")
NO_DAY_BACK = N_("Hãy nhập ngày trở lại làm việc.")


@dataclass(frozen=True, slots=True)
class AbsencePage:
    """Where the page stands. `person_id` is whose absence it is; none: the reader's and theirs."""

    template: str
    home: str
    person_id: UUID | None = None

    def answer(self) -> Answer:
        """The list and the form; on POST the absence is planned."""
        if request.method == "GET":
            return self._shown(Entry({}))
        entry = Entry.posted()
        try:
            with acting() as call:
                plan_absence(call, _plan(entry, self.person_id))
        except Incomplete as refusal:
            return self._shown(_told(entry, refusal)), HTTPStatus.UNPROCESSABLE_ENTITY
        flash(_("Đã ghi ngày vắng mặt và người thay."), "success")
        return redirect(self.home, HTTPStatus.SEE_OTHER)

    def end(self, absence_id: UUID) -> Answer:
        """Ask for the day back, then end it; one that has not begun is called off."""
        if request.method == "GET":
            tomorrow = f"{_today():%d/%m/%Y}".split("/")
            parts = dict(zip(("on-ngay", "on-thang", "on-nam"), tomorrow, strict=True))
            return self._ending(absence_id, Entry.fresh(**parts))
        entry = Entry.posted()
        try:
            with acting() as call:
                end_absence(call, absence_id, entry.day("on") or date.min)
        except Incomplete as refusal:
            ending = self._ending(absence_id, _told(entry, refusal))
            return ending, HTTPStatus.UNPROCESSABLE_ENTITY
        flash(_("Đã kết thúc lần vắng mặt."), "success")
        return redirect(self.home, HTTPStatus.SEE_OTHER)

    def _shown(self, entry: Entry) -> str:
        with reading() as db:
            people = self._people(db)
            whom = self.person_id or current_actor().person_id
            known = colleagues(db, whom, _today()) if whom else ()
            rows = absences_of(db, people, _today())
        return render_template(
            self.template,
            page=self,
            entry=entry,
            absences=rows,
            may_end=people,
            people=[one for one in known if one.person_id in people],
            substitutes=known,
            lines=labels("delegation"),
            meanings=labels("delegation_meaning"),
            me=whom,
            faults=entry.shown_flaws,
        )

    def _ending(self, absence_id: UUID, entry: Entry) -> str:
        with reading() as db:
            people = self._people(db)
            row = _one(absences_of(db, people, _today()), absence_id)
        if row is None or row.person_id not in people:
            raise NotFound(NO_ABSENCE)
        return render_template(
            "office/end_absence.html",
            page=self,
            absence=row,
            entry=entry,
            faults=entry.shown_flaws,
        )

    def _people(self, db: Db) -> frozenset[UUID]:
        if self.person_id is not None:
            return frozenset({self.person_id})
        return led_by(db, current_actor(), _today())


def _one(rows: tuple[AbsenceRow, ...], absence_id: UUID) -> AbsenceRow | None:
    return next((row for row in rows if row.id == absence_id), None)


def _told(entry: Entry, refusal: Incomplete) -> Entry:
    """The form with each fault beside its input."""
    if refusal.faults:
        return entry.after(refusal)
    return replace(entry, flaws=(Flaw(str(refusal.params["field"]), translate(refusal)),))


def _plan(entry: Entry, person_id: UUID | None) -> AbsencePlan:
    first, back = entry.day("valid_from"), entry.day("valid_to")
    if first is None or back is None:
        days = {"valid_from": (first, NO_FIRST_DAY), "valid_to": (back, NO_DAY_BACK)}
        raise refuse_entry(*(Refused(n, why) for n, (day, why) in days.items() if day is None))
    whose = person_id or _person(entry.text("person")) or current_actor().person_id
    if whose is None:
        raise Incomplete(NO_OFFICER, (), field="person")
    return AbsencePlan(
        person_id=whose,
        valid_from=first,
        valid_to=back,
        substitute_id=_person(entry.text("substitute")),
        reason=entry.text("reason"),
        document=entry.text("document").strip(),
        line=entry.text("line"),
    )


def _person(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _today() -> date:
    return utc_now().astimezone(VIETNAM).date()
