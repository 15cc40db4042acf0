"""Reorganisations: the list, preparing one, the sheet with what it touches and what is open."""

import json
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from portal.acting import reading
from portal.admin.blueprint import admin, edge, for_admins, pages, today
from portal.admin.body import BadBody, read_body, read_text
from portal.admin.confirming import Answer, confirmed
from portal.admin.filled import Filled
from portal.i18n import gettext as _
from procedures.acts.call import Call
from procedures.acts.prepare_reorganisation import prepare_reorganisation
from procedures.acts.reorganisation import NO_REORGANISATION
from procedures.errors import NotFound
from procedures.reads.administration import reorganisations as reads
from procedures.reads.administration.reform_plan import derived_plan, localities_elsewhere
from procedures.reform import load_plan

BODY_FILE = "body_file"


@admin.get("/sap-xep")
@for_admins
def reorganisations() -> str:
    """Every reorganisation, the newest first."""
    with reading() as db:
        items = reads.reorganisations(db)
    return render_template("admin/reorganisations.html", items=items)


@admin.get("/sap-xep/chuan-bi")
@for_admins
def reorganisation_form() -> str:
    """The form, empty or with the plan of the change of 2025-07-01 for the day that is asked."""
    filled = Filled(MultiDict(request.args))
    day = filled.day("ngay")
    if day is None:
        return _form(filled)
    with reading() as db:
        body, elsewhere = derived_plan(db, today(), day), localities_elsewhere(db, day)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return _form(Filled(MultiDict({"body": text})), elsewhere)


@admin.post("/sap-xep/chuan-bi")
@for_admins
def prepare_plan() -> Answer:
    """Check the plan, show what it is, keep it."""
    values = MultiDict(request.form)
    filled, body = Filled(values), dict[str, object]()
    try:
        values["body"] = read_text(filled.value("body"), request.files.get(BODY_FILE))
        body = dict(read_body(values["body"]))
    except BadBody as fault:
        filled.refuse("body", str(fault))

    def act(call: Call) -> UUID:
        return prepare_reorganisation(call, body)

    def ask() -> str:
        return render_template(
            "admin/reorganisation_confirm.html", plan=load_plan(body), filled=filled
        )

    def done(made: UUID) -> Answer:
        flash(_("Đã ghi đợt sắp xếp ở giai đoạn chuẩn bị."), "success")
        return redirect(url_for("admin.reorganisation", key=made), 303)

    return confirmed(filled, act, form=lambda: _form(filled), ask=ask, done=done)


@admin.get("/sap-xep/<uuid:key>")
@for_admins
def reorganisation(key: UUID) -> str:
    """One: what it touches, what is wrong, what is open, how far it is."""
    sheet = sheet_of(key)
    return render_template(
        "admin/reorganisation.html",
        sheet=sheet,
        seen=json.dumps(sheet.choices.to_json(), ensure_ascii=False),
        single="\n".join(f"{code} {to}" for code, to in sheet.choices.dossiers.items()),
    )


@admin.get("/sap-xep/<uuid:key>/ho-so")
@for_admins
def reorganisation_dossiers(key: UUID) -> str:
    """The dossiers in flight that it moves: codes, holders and places alone."""
    sheet = sheet_of(key)
    with reading() as db:
        rows, before, behind = reads.touched_dossiers(db, key, edge())
    return render_template(
        "admin/reorganisation_dossiers.html", sheet=sheet, rows=rows, pages=pages(before, behind)
    )


def sheet_of(key: UUID) -> reads.ReorganisationSheet:
    """The sheet as it is now; raises `NotFound`."""
    with reading() as db:
        sheet = reads.reorganisation_sheet(db, key, today())
    if sheet is None:
        raise NotFound(NO_REORGANISATION)
    return sheet


def _form(filled: Filled, elsewhere: int = 0) -> str:
    return render_template(
        "admin/reorganisation_form.html", form=filled, faults=filled.faults, elsewhere=elsewhere
    )
