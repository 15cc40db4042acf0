"""Deciding days off and swapped working days: a new version of each calendar, for ever.

A dossier keeps the version that it was submitted under, so no promise moves by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, in_turn, wrong
from procedures.acts.call import Call
from procedures.clock import DayRule, NoWorkingDay, WorkingCalendar, write_hours
from procedures.errors import N_, NotFound, Stale
from procedures.records import CalendarVersion
from procedures.records.counting import calendar_from, newest_calendar
from procedures.tags import Tag

NO_CALENDAR = N_("Không tìm thấy lịch làm việc “{code}”.")
CHANGED_MEANWHILE = N_(
    "Lịch “{code}” vừa được người khác sửa. Quyết định của bạn chưa được ghi; hãy xem lại lịch."
)
NO_CODE = N_("Hãy chọn ít nhất một lịch.")
NO_DOCUMENT = N_("Hãy ghi số, ký hiệu văn bản quyết định.")
NO_REASON = N_("Hãy ghi lý do bằng cả hai ngôn ngữ.")
NO_DAY = N_("Quyết định chưa có ngày nào.")
PAST = N_("Ngày {day} đã qua; lịch của những ngày đã qua được giữ nguyên.")
NOTHING_TO_CLEAR = N_("Ngày {day} không có quy định riêng nào để bỏ.")
SAME = N_("Lịch “{code}” đã đúng như vậy rồi.")
EMPTY_YEAR = N_(
    "Quy tắc lịch làm việc: mỗi năm phải có ít nhất một ngày làm việc. Quyết định này làm cho "
    "lịch “{code}” không còn ngày làm việc nào trong năm {year}."
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What one document decides: rules for days, and days that go back to the ordinary week."""

    rules: tuple[DayRule, ...]
    cleared: tuple[date, ...] = ()
    document: str = ""

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that it speaks of, in order."""
        return tuple(sorted({*self.cleared, *(rule.day for rule in self.rules)}))


def change_calendar(
    call: Call, seen: Mapping[str, int], decision: Decision
) -> tuple[CalendarVersion, ...]:
    """The next version of each calendar; `seen` has the version of each that was looked at.

    Raises `Incomplete` with the `field` at fault, or `Stale`.
    """
    ensure_admin(call)
    _check(call, seen, decision)
    in_turn(call, Stream.CALENDARS)
    return tuple(_change(call, code, seen[code], decision) for code in sorted(seen))


def decided(calendar: WorkingCalendar, decision: Decision) -> WorkingCalendar:
    """The calendar as the decision would leave it; refuses a year without a working day."""
    days = {day: rule for day, rule in calendar.days.items() if day not in decision.cleared}
    days |= {rule.day: replace(rule, document=decision.document) for rule in decision.rules}
    after = replace(calendar, version=calendar.version + 1, days=days)
    for year in sorted({day.year for day in decision.days}):
        try:
            after.check_year(year)
        except NoWorkingDay as refusal:
            raise wrong("last", EMPTY_YEAR, code=calendar.code, year=year) from refusal
    return after


def _check(call: Call, seen: Mapping[str, int], decision: Decision) -> None:
    if not seen:
        raise wrong("calendars", NO_CODE)
    if not decision.document:
        raise wrong("document", NO_DOCUMENT)
    if not decision.days:
        raise wrong("first", NO_DAY)
    if decision.days[0] < call.today:
        raise wrong("first", PAST, day=decision.days[0])
    if any(not rule.reason or not rule.reason_en for rule in decision.rules):
        raise wrong("reason", NO_REASON)


def _change(call: Call, code: str, seen: int, decision: Decision) -> CalendarVersion:
    last = newest(call, code)
    if last.version != seen:
        raise Stale(CHANGED_MEANWHILE, code=code)
    before = calendar_from(last)
    for day in decision.cleared:
        if day not in before.days:
            raise wrong("first", NOTHING_TO_CLEAR, day=day)
    after = decided(before, decision)
    if after.days == before.days:
        raise wrong("first", SAME, code=code)
    row = calendar_row(call, after, document=decision.document)
    call.db.add(row)
    call.db.flush()
    detail = {
        "calendar": code,
        "version": row.version,
        "document": decision.document,
        "days": [day.isoformat() for day in decision.days],
    }
    ledger.append(call, Stream.CALENDARS, Tag.CALENDAR_CHANGED, detail=detail)
    return row


def newest(call: Call, code: str) -> CalendarVersion:
    """The version in force."""
    found = newest_calendar(call.db, code)
    if found is None:
        raise NotFound(NO_CALENDAR, code=code)
    return found


def calendar_row(call: Call, calendar: WorkingCalendar, *, document: str) -> CalendarVersion:
    """A calendar as its table keeps it."""
    return CalendarVersion(
        code=calendar.code,
        version=calendar.version,
        week={str(day): write_hours(hours) for day, hours in calendar.week.items()},
        days=[_day(calendar.days[day]) for day in sorted(calendar.days)],
        document=document,
        created_at=call.now,
        created_by=call.actor.person_id,
    )


def _day(rule: DayRule) -> dict[str, object]:
    return {
        "day": rule.day.isoformat(),
        "working": rule.working,
        "reason": rule.reason,
        "reason_en": rule.reason_en,
        "document": rule.document,
        "hours": write_hours(rule.hours) if rule.hours is not None else None,
    }
