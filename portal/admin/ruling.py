"""Ruling on a reorganisation: what is open is decided, a second administrator approves, or not."""

import json
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.acting import reading
from portal.admin.blueprint import admin, asked, edge, for_admins, pages
from portal.admin.confirming import Answer, confirmed, settled
from portal.admin.filled import Filled
from portal.admin.reorganisations import sheet_of
from portal.auth import current_actor
from portal.i18n import gettext as _
from procedures.acts.approve_reorganisation import approve_reorganisation
from procedures.acts.call import Call
from procedures.acts.cancel_reorganisation import cancel_reorganisation
from procedures.acts.choose_successors import choose_successors
from procedures.catalogue import CatalogueError
from procedures.reads.administration.carried_posts import carried_posts
from procedures.reform import Choices, Matter, decided_by, load_choices, undecided


@admin.post("/sap-xep/<uuid:key>/quyet-dinh")
@for_admins
def choose(key: UUID) -> Response:
    """Keep the answers to what is open; those for single officers stay as they were."""
    filled = Filled(request.form)
    answers: dict[Matter, dict[str, str]] = {}
    for name in request.form:
        matter, dot, subject = name.partition(".")
        if dot and matter in set(Matter) and filled.value(name):
            answers.setdefault(Matter(matter), {})[subject] = filled.words(name)
    lines = [line.split() for line in filled.value("dossiers").splitlines()]
    pair = 2
    singles = {line[0]: line[1] for line in lines if len(line) == pair}
    seen = _seen(filled)
    choices = decided_by(answers, Choices(dossiers=singles, posts=seen.posts))
    return settled(
        lambda call: choose_successors(call, key, choices, seen.to_json()),
        said=_("Đã ghi các lựa chọn."),
        to=url_for("admin.reorganisation", key=key),
    )


@admin.get("/sap-xep/<uuid:key>/can-bo")
@for_admins
def reorganisation_posts(key: UUID) -> str:
    """The officers of the units that end, a slice at a time, each with where it goes."""
    sheet = sheet_of(key)
    with reading() as db:
        found = carried_posts(db, key, asked("don_vi"), edge(int))
    return render_template(
        "admin/reorganisation_posts.html",
        sheet=sheet,
        found=found,
        here=request.full_path,
        seen=json.dumps(sheet.choices.to_json(), ensure_ascii=False),
        pages=pages(found.previous, found.next),
    )


@admin.post("/sap-xep/<uuid:key>/can-bo")
@for_admins
def choose_posts(key: UUID) -> Response:
    """Keep where the officers of the page go; nothing chosen is as their unit goes."""
    filled = Filled(request.form)
    seen = _seen(filled)
    shown = {
        name.removeprefix("post."): filled.words(name)
        for name in request.form
        if name.startswith("post.")
    }
    kept = {post: to for post, to in {**seen.posts, **shown}.items() if to}
    choices = replace(seen, posts=kept)
    where = {name: asked(name) for name in ("don_vi", "sau", "truoc") if asked(name)}
    page = url_for("admin.reorganisation_posts", key=key)
    return settled(
        lambda call: choose_successors(call, key, choices, seen.to_json()),
        said=_("Đã ghi nơi đến của cán bộ."),
        to=f"{page}?{urlencode(where)}" if where else page,
    )


@admin.get("/sap-xep/<uuid:key>/duyet")
@for_admins
def approval(key: UUID) -> str:
    """What will happen on the day, and what was decided."""
    return _approval(key, Filled(MultiDict()))


@admin.post("/sap-xep/<uuid:key>/duyet")
@for_admins
def approve_plan(key: UUID) -> Answer:
    """Let it happen on its day, as the page showed it."""
    filled = Filled(request.form)

    def act(call: Call) -> None:
        approve_reorganisation(call, key, filled.value("seen"))

    def page() -> str:
        return _approval(key, filled)

    def done(_nothing: None) -> Answer:
        flash(_("Đã duyệt. Hệ thống sẽ thực hiện vào ngày có hiệu lực."), "success")
        return redirect(url_for("admin.reorganisation", key=key), 303)

    return confirmed(filled, act, form=page, ask=page, done=done)


def _approval(key: UUID, filled: Filled) -> str:
    sheet = sheet_of(key)
    return render_template(
        "admin/reorganisation_approve.html",
        sheet=sheet,
        own=sheet.prepared_by_id == current_actor().person_id,
        waiting=undecided(sheet.ambiguities),
        faults=filled.faults,
    )


@admin.get("/sap-xep/<uuid:key>/huy")
@for_admins
def cancelling(key: UUID) -> str:
    """On what grounds."""
    return _cancelling(key, Filled(MultiDict()))


@admin.post("/sap-xep/<uuid:key>/huy")
@for_admins
def cancel_plan(key: UUID) -> Answer:
    """Show what stays as it is, then take it back."""
    filled = Filled(request.form)
    grounds = filled.words("grounds", _("Hãy ghi căn cứ, lý do hủy."), most=1000)

    def act(call: Call) -> None:
        cancel_reorganisation(call, key, grounds)

    def ask() -> str:
        return render_template(
            "admin/reorganisation_cancel.html", sheet=sheet_of(key), grounds=grounds, filled=filled
        )

    def done(_nothing: None) -> Answer:
        flash(_("Đã hủy đợt sắp xếp."), "success")
        return redirect(url_for("admin.reorganisation", key=key), 303)

    return confirmed(filled, act, form=lambda: _cancelling(key, filled), ask=ask, done=done)


def _cancelling(key: UUID, filled: Filled) -> str:
    return render_template(
        "admin/reorganisation_cancel_form.html",
        sheet=sheet_of(key),
        form=filled,
        faults=filled.faults,
    )


def _seen(filled: Filled) -> Choices:
    """The choices that the form showed; nonsense is none."""
    try:
        seen = json.loads(filled.value("seen"))
        return load_choices(seen if isinstance(seen, dict) else {})
    except (ValueError, CatalogueError):
        return Choices()
