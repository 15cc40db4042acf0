"""Units: the tree, one unit, and the change of what is printed of it."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from portal.acting import Db, reading
from portal.admin.blueprint import admin, asked, edge, for_admins, pages, today
from portal.admin.confirming import Answer, confirmed
from portal.admin.filled import Filled
from portal.i18n import gettext as _
from procedures.acts.call import Call
from procedures.acts.change_unit import NO_UNIT, UnitFacts, change_unit
from procedures.errors import NotFound
from procedures.reads.administration import units as reads
from procedures.reads.administration.calendars import calendars, name_of
from procedures.reads.administration.unit_page import (
    MOST_BELOW,
    MOST_OFFICERS,
    UnitPage,
    unit_page,
)

FACTS = ("name_vi", "name_en", "address", "phone", "email", "calendar_code")


@admin.get("/don-vi")
@for_admins
def units() -> str:
    """The units that stand on a day, searched and filtered."""
    day = Filled(MultiDict({"ngay": asked("ngay")})).day("ngay")
    wanted = reads.Wanted(
        on=day or today(),
        words=asked("q"),
        kind=asked("loai"),
        place=asked("dia_ban"),
        tier=asked("cap"),
    )
    with reading() as db:
        found = reads.units(db, wanted, edge())
        kinds, tiers = reads.kinds(db), reads.tiers(db)
    return render_template(
        "admin/units.html",
        found=found,
        wanted=wanted,
        kinds=kinds,
        tiers=tiers,
        day=asked("ngay"),
        pages=pages(found.previous, found.next),
    )


@admin.get("/don-vi/<int:unit_id>")
@for_admins
def unit(unit_id: int) -> str:
    """One unit."""
    with reading() as db:
        page, kinds = _page(db, unit_id), reads.kinds(db)
    return render_template(
        "admin/unit.html",
        page=page,
        kind=kinds.get(page.item.kind, page.item.kind),
        calendar=name_of(page.calendar_code),
        today=today(),
        most_below=MOST_BELOW,
        most_officers=MOST_OFFICERS,
    )


@admin.get("/don-vi/<int:unit_id>/sua")
@for_admins
def unit_form(unit_id: int) -> str:
    """The form with the facts as they stand."""
    with reading() as db:
        page = _page(db, unit_id)
    facts = _facts_of(page)
    values = {name: getattr(facts, name) for name in FACTS}
    return _form(page, Filled(MultiDict({**values, "seen": facts.digest})))


@admin.post("/don-vi/<int:unit_id>/sua")
@for_admins
def unit_change(unit_id: int) -> Answer:
    """Show what would change, then change it."""
    with reading() as db:
        page = _page(db, unit_id)
    filled = Filled(request.form)
    facts = UnitFacts(
        name_vi=filled.words("name_vi", _("Hãy ghi tên đơn vị bằng tiếng Việt."), most=300),
        name_en=filled.words("name_en", _("Hãy ghi tên đơn vị bằng tiếng Anh."), most=300),
        address=filled.words("address", most=300),
        phone=filled.words("phone", most=30),
        email=filled.words("email", most=120),
        calendar_code=filled.words("calendar_code"),
    )

    def act(call: Call) -> None:
        change_unit(call, unit_id, filled.value("seen"), facts)

    def done(_nothing: None) -> Answer:
        flash(_("Đã ghi thông tin mới của đơn vị."), "success")
        return redirect(url_for("admin.unit", unit_id=unit_id), 303)

    def ask() -> str:
        return render_template(
            "admin/unit_confirm.html",
            page=page,
            filled=filled,
            before=_facts_of(page),
            after=facts,
            name_of=name_of,
        )

    return confirmed(filled, act, form=lambda: _form(page, filled), ask=ask, done=done)


def _page(db: Db, unit_id: int) -> UnitPage:
    page = unit_page(db, unit_id, today())
    if page is None:
        raise NotFound(NO_UNIT)
    return page


def _form(page: UnitPage, filled: Filled) -> str:
    with reading() as db:
        sheets = calendars(db)
    options = [(sheet.code, sheet.name) for sheet in sheets]
    return render_template(
        "admin/unit_form.html", page=page, form=filled, faults=filled.faults, calendars=options
    )


def _facts_of(page: UnitPage) -> UnitFacts:
    return UnitFacts(
        name_vi=page.item.name["vi"],
        name_en=page.item.name["en"],
        address=page.address,
        phone=page.phone,
        email=page.email,
        calendar_code=page.calendar_code,
    )
