"""The working calendars: a month at a glance, and the decisions behind it."""

from datetime import date

from flask import render_template, request

from portal.acting import reading
from portal.admin.blueprint import admin, asked, for_admins, today
from portal.admin.filled import FIRST_YEAR, LAST_YEAR
from portal.admin.month import MONTHS, month_of
from portal.casework.moved import place_asked, token
from procedures.acts.change_calendar import NO_CALENDAR
from procedures.errors import NotFound
from procedures.reads.administration import calendars as reads
from procedures.reads.moved_dates import moved_dates

YEARS = range(FIRST_YEAR + 1, LAST_YEAR)


@admin.get("/lich")
@for_admins
def calendars() -> str:
    """Every calendar with the years that are decided."""
    year = today().year
    years = tuple(range(year - 1, year + 3))
    with reading() as db:
        sheets = reads.calendars(db)
    return render_template(
        "admin/calendars.html", sheets=sheets, years=years, is_decided=reads.is_decided
    )


@admin.get("/lich/<code>")
@for_admins
def calendar(code: str) -> str:
    """One month of one calendar."""
    with reading() as db:
        sheet = reads.calendar_sheet(db, code)
        if sheet is None:
            raise NotFound(NO_CALENDAR, code=code)
        decisions = reads.decisions(db, code)
    month = month_of(sheet.calendar, _month_asked(), today())
    return render_template(
        "admin/calendar.html",
        sheet=sheet,
        month=month,
        decisions=decisions,
        decided=reads.is_decided(sheet.calendar, month.first.year),
        # not url_for's business: a month is written 2027-01
        months=[date(month.first.year, number, 1) for number in range(1, MONTHS + 1)],
        here=request.path,
    )


@admin.get("/lich/<code>/anh-huong")
@for_admins
def moved(code: str) -> str:
    """The promises that the newest version would move; an officer moves each, or leaves it."""
    with reading() as db:
        sheet = reads.calendar_sheet(db, code)
        if sheet is None:
            raise NotFound(NO_CALENDAR, code=code)
        found = moved_dates(db, code=code, after=place_asked())
    return render_template("admin/moved.html", sheet=sheet, found=found, next=token(found))


def _month_asked() -> date:
    """The month of the address, written 2027-01; this month for anything else."""
    year, _, month = asked("thang").partition("-")
    if year.isascii() and year.isdigit() and month.isascii() and month.isdigit():
        number = int(month[:3])
        if int(year[:5]) in YEARS and 1 <= number <= MONTHS:
            return date(int(year), number, 1)
    return today().replace(day=1)
