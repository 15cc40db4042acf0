"""Deciding days off and swapped working days, with the promises that would move shown first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from portal.acting import reading
from portal.admin.blueprint import admin, asked, for_admins
from portal.admin.confirming import Answer, confirmed
from portal.admin.filled import Filled
from portal.i18n import gettext as _
from procedures.acts.call import Call
from procedures.acts.change_calendar import Decision, change_calendar, decided
from procedures.clock import ClockError, DayRule, Hours, read_hours
from procedures.reads.administration.calendars import CalendarSheet
from procedures.reads.administration.calendars import calendars as read_calendars
from procedures.reads.administration.promises import MOST_COUNTED, moved_promises

KINDS = ("off", "work", "week")
"""Off; worked (on a day of rest, or with hours of its own); back to the ordinary week."""
MOST_DAYS = 366
WORKED = {"vi": "Làm bù: {}", "en": "Worked in exchange: {}"}
"""The reason of a swapped day, from that of the days off: kept with the calendar, both at once."""


@admin.get("/lich/quyet-dinh")
@for_admins
def days_form() -> str:
    """An empty form, with the calendar and the day that the reader came from."""
    values = MultiDict([("kind", "off"), ("first", asked("ngay"))])
    values.setlist("calendars", [asked("lich")] if asked("lich") else [])
    return _form(Filled(values))


@admin.post("/lich/quyet-dinh")
@for_admins
def days_decide() -> Answer:
    """Show the days and the promises that would move, then keep the decision."""
    filled = Filled(request.form)
    with reading() as db:
        sheets = {sheet.code: sheet for sheet in read_calendars(db)}
    chosen = _chosen(filled, sheets)
    decision = _decision(filled)
    seen = {code: _seen(filled, code) for code in chosen}

    def act(call: Call) -> None:
        change_calendar(call, seen, decision)

    def done(_nothing: None) -> Answer:
        flash(_("Đã ghi quyết định thành phiên bản mới của lịch làm việc."), "success")
        where = url_for("admin.calendar", code=min(chosen), thang=f"{decision.days[0]:%Y-%m}")
        return redirect(where, 303)

    return confirmed(
        filled,
        act,
        form=lambda: _form(filled),
        ask=lambda: _ask(filled, chosen, decision),
        done=done,
    )


def _chosen(filled: Filled, sheets: Mapping[str, CalendarSheet]) -> dict[str, CalendarSheet]:
    chosen = {code: sheets[code] for code in filled.several("calendars") if code in sheets}
    if not chosen:
        filled.refuse("calendars", _("Hãy chọn ít nhất một lịch."))
    return chosen


def _seen(filled: Filled, code: str) -> int:
    words = filled.value(f"seen-{code}")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else 0  # noqa: PLR2004


def _decision(filled: Filled) -> Decision:
    """What the form says, as far as it can be read; the rest is among its faults."""
    kind = filled.value("kind")
    if kind not in KINDS:
        filled.refuse("kind", _("Hãy chọn loại quyết định."))
    days = _days(filled)
    document = filled.words("document", _("Hãy ghi số, ký hiệu văn bản quyết định."), most=120)
    if kind == "week":
        return Decision((), days, document)
    reason = filled.words("reason", _("Hãy ghi lý do bằng tiếng Việt."), most=200)
    reason_en = filled.words("reason_en", _("Hãy ghi lý do bằng tiếng Anh."), most=200)
    working = kind == "work"
    hours = _hours(filled) if working else None
    rules = [DayRule(day, working, reason, document, hours, reason_en) for day in days]
    worked = filled.day("worked") if kind == "off" else None
    if worked is not None:
        rules.append(_worked(filled, worked, rules))
    return Decision(tuple(rules), (), document)


def _worked(filled: Filled, day: date, rules: list[DayRule]) -> DayRule:
    """The day worked in exchange for those off."""
    if any(rule.day == day for rule in rules):
        filled.refuse("worked", _("Ngày làm bù không được trùng với ngày nghỉ."))
    return DayRule(
        day,
        working=True,
        reason=WORKED["vi"].format(filled.words("reason")),
        reason_en=WORKED["en"].format(filled.words("reason_en")),
    )


def _days(filled: Filled) -> tuple[date, ...]:
    first = filled.day("first", _("Hãy ghi ngày đầu tiên."))
    last = filled.day("last") or first
    if first is None or last is None:
        return ()
    if last < first:
        filled.refuse("last", _("Ngày cuối phải từ ngày đầu trở đi."))
        return ()
    length = (last - first).days + 1
    if length > MOST_DAYS:
        filled.refuse("last", _("Một quyết định dài nhất {most} ngày.").format(most=MOST_DAYS))
        return ()
    return tuple(first + timedelta(days=offset) for offset in range(length))


def _hours(filled: Filled) -> Hours | None:
    """Hours written `07:30-11:30, 13:00-17:00`; none for the ordinary ones."""
    words = filled.words("hours", most=80)
    if not words:
        return None
    rows = [part.replace("–", "-").split("-") for part in words.split(",")]
    try:
        return read_hours([[_time(edge) for edge in row] for row in rows])
    except (ClockError, ValueError):
        filled.refuse("hours", _("Giờ làm việc phải ghi dạng 07:30-11:30, 13:00-17:00."))
        return None


def _time(words: str) -> str:
    hour, colon, minute = words.strip().lower().replace("h", ":").partition(":")
    return f"{int(hour):02d}:{int(minute or 0):02d}" if colon else words.strip()


def _ask(filled: Filled, chosen: Mapping[str, CalendarSheet], decision: Decision) -> str:
    after = {code: decided(sheet.calendar, decision) for code, sheet in chosen.items()}
    with reading() as db:
        moves = moved_promises(db, after, decision.days)
    return render_template(
        "admin/days_confirm.html",
        filled=filled,
        chosen=chosen,
        after=after,
        decision=decision,
        rules=[replace(rule, document=decision.document) for rule in decision.rules],
        moves=moves,
        most_counted=MOST_COUNTED,
    )


def _form(filled: Filled) -> str:
    with reading() as db:
        sheets = read_calendars(db)
    return render_template(
        "admin/days_form.html", form=filled, faults=filled.faults, sheets=sheets, kinds=KINDS
    )
