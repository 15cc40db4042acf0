"""Publishing a version: its body is checked, compared with what is in force, and asked for."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from portal.acting import reading
from portal.admin.blueprint import MOST_DIGITS, admin, asked, for_admins, today
from portal.admin.body import BadBody, read_body, read_text
from portal.admin.confirming import EDIT, STEP, Answer, confirmed
from portal.admin.filled import Filled
from portal.i18n import gettext as _
from procedures.acts.call import Call
from procedures.acts.publish_version import publish_version
from procedures.catalogue.loader import canonical, load_procedure
from procedures.catalogue.types import Procedure
from procedures.reads.administration.comparison import changes
from procedures.reads.administration.versions import (
    body_of,
    legs_without_unit,
    procedure_on,
)


@admin.get("/thu-tuc/cong-bo")
@for_admins
def publish_form() -> str:
    """The form, empty or with the body of a version to start from."""
    values = {}
    start = asked("tu")
    if start.isascii() and start.isdigit() and len(start) < MOST_DIGITS:
        with reading() as db:
            body = body_of(db, int(start))
        values["body"] = _pretty(body) if body else ""
    return _form(Filled(MultiDict(values)))


@admin.post("/thu-tuc/cong-bo")
@for_admins
def publish() -> Answer:
    """Check, compare, ask, publish; whatever is wrong, the text stays as it was."""
    filled, body = _posted()
    day = filled.day("effective_from", _("Hãy ghi ngày có hiệu lực."))

    def act(call: Call) -> int:
        return publish_version(call, body, day or date.max).id

    def ask() -> str:
        return _ask(filled, body, day or date.max)

    def done(version_id: int) -> Answer:
        flash(_("Đã công bố phiên bản mới."), "success")
        return redirect(url_for("admin.version", version_id=version_id), 303)

    def form() -> str:
        if request.form.get(STEP) == EDIT:
            filled.values["body"] = _pretty(body)
        return _form(filled)

    return confirmed(filled, act, form=form, ask=ask, done=done)


def _pretty(body: object) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2)


def _posted() -> tuple[Filled, Mapping[str, object]]:
    """The form with the file's text in place of what was typed, and the body it says."""
    values = MultiDict(request.form)
    filled = Filled(values)
    try:
        values["body"] = read_text(filled.value("body"), request.files.get("body_file"))
        return filled, read_body(values["body"])
    except BadBody as fault:
        filled.refuse("body", str(fault))
        return filled, {}


def _ask(filled: Filled, body: Mapping[str, object], day: date) -> str:
    procedure = load_procedure({**body, "effective_from": day.isoformat()})
    with reading() as db:
        before = procedure_on(db, procedure.code, day)
        bare = legs_without_unit(db, procedure.route, day)
    filled.values["body"] = canonical(body).decode()
    return render_template(
        "admin/publish_confirm.html",
        filled=filled,
        procedure=procedure,
        before=before,
        day=day,
        changes=[
            (part, list(group))
            for part, group in groupby(changes(before, procedure), key=attrgetter("part"))
        ],
        bare=bare,
        unprinted=_without_template(procedure),
    )


def _without_template(procedure: Procedure) -> Sequence[str]:
    """Results that no paper of this installation prints."""
    folder = Path(current_app.root_path).parent / "templates" / "papers"
    known = {path.stem for path in folder.glob("*.html")}
    return [result.template for result in procedure.results if result.template not in known]


def _form(filled: Filled) -> str:
    return render_template(
        "admin/publish_form.html", form=filled, faults=filled.faults, today=today()
    )
