"""Filings by place, in today's geography or in that of before a reorganisation."""

from datetime import date, datetime, time

from flask import render_template
from werkzeug.datastructures import MultiDict

from portal.acting import reading
from portal.admin.blueprint import admin, asked, for_admins, today
from portal.admin.filled import Filled
from procedures.clock import VIETNAM
from procedures.reads.administration.geography import Geography, counted_by_place


@admin.get("/sap-xep/so-lieu")
@for_admins
def geography() -> str:
    """The year so far unless days are asked for."""
    filled = Filled(MultiDict({"tu": asked("tu"), "den": asked("den")}))
    since = filled.day("tu") or today().replace(month=1, day=1)
    until = filled.day("den") or today()
    wanted = Geography.OLD if asked("dia_gioi") == Geography.OLD else Geography.NEW
    with reading() as db:
        rows = counted_by_place(db, wanted, _start(since), _end(until))
    return render_template(
        "admin/geography.html", rows=rows, wanted=wanted.value, since=since, until=until
    )


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, VIETNAM)


def _end(day: date) -> datetime:
    """The last moment of the day counts."""
    return datetime.combine(day, time.max, VIETNAM)
