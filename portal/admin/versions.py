"""The catalogue: procedures with their versions, one version whole, its form, its withdrawal."""

from flask import Response as FlaskResponse
from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from forms.build import build_page
from portal.acting import Db, reading
from portal.admin.blueprint import admin, asked, edge, for_admins, pages, today
from portal.admin.confirming import Answer, confirmed
from portal.admin.filled import Filled
from portal.i18n import current_locale, gettext
from portal.i18n import gettext as _
from procedures.acts.call import Call
from procedures.acts.withdraw_version import MOST_WORDS, NO_VERSION, withdraw_version
from procedures.catalogue.labels import labels
from procedures.catalogue.loader import canonical
from procedures.errors import NotFound
from procedures.reads.administration import versions as reads
from procedures.reads.administration.holdings import MOST
from procedures.reads.administration.units import kinds
from procedures.reads.places import DatabaseChoices

SETS = (
    "subject", "level", "channel", "filed_at", "clock_calendar", "after_denial", "function",
    "signing", "tier",
)  # fmt: skip


@admin.get("/thu-tuc")
@for_admins
def procedures() -> str:
    """Procedures with every version, searched by words."""
    words = asked("q")
    with reading() as db:
        found = reads.procedures(db, today(), words, edge())
    return render_template(
        "admin/procedures.html",
        found=found,
        words_asked=words,
        pages=pages(found.previous, found.next),
    )


@admin.get("/thu-tuc/<int:version_id>")
@for_admins
def version(version_id: int) -> str:
    """One version: what it says, and where it stands among its siblings."""
    with reading() as db:
        page = version_page(db, version_id)
        bare = reads.legs_without_unit(db, page.procedure.route, today())
        unit_kinds = kinds(db)
    return render_template(
        "admin/version.html",
        page=page,
        procedure=page.procedure,
        bare=bare,
        kinds=unit_kinds,
        labels={name: labels(name) for name in SETS},
        most=MOST,
    )


@admin.get("/thu-tuc/<int:version_id>/to-khai")
@for_admins
def version_form(version_id: int) -> str:
    """The e-form as a citizen will see it, page by page, with nothing to fill in."""
    day = today()
    with reading() as db:
        page = version_page(db, version_id)
        codes = [sheet.code for sheet in page.schema.pages]
        code = asked("trang") if asked("trang") in codes else codes[0]
        shown = build_page(
            page.schema,
            code,
            {},
            locale=current_locale(),
            today=day,
            choices=DatabaseChoices(db, day),
            translate=gettext,
        )()
        return render_template(
            "admin/version_form.html",
            page=page,
            sheet=page.schema.page(code),
            form=shown,
            sheets=page.schema.pages,
        )


@admin.get("/thu-tuc/<int:version_id>/noi-dung.json")
@for_admins
def version_body(version_id: int) -> FlaskResponse:
    """The published body, byte for byte what was digested."""
    with reading() as db:
        page, body = version_page(db, version_id), reads.body_of(db, version_id)
    assert body is not None
    response = make_response(canonical(body))
    response.mimetype = "application/json"
    name = f"{page.item.code}-v{page.item.number}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@admin.get("/thu-tuc/<int:version_id>/rut")
@for_admins
def withdraw_form(version_id: int) -> str:
    """What withdrawing does, and the question why."""
    return _withdraw_page(version_id, Filled(MultiDict()))


@admin.post("/thu-tuc/<int:version_id>/rut")
@for_admins
def withdraw(version_id: int) -> Answer:
    """Ask once more with the grounds, then withdraw."""
    filled = Filled(request.form)
    grounds = filled.words("grounds", _("Hãy ghi căn cứ, lý do thu hồi."), most=MOST_WORDS)

    def act(call: Call) -> None:
        withdraw_version(call, version_id, grounds)

    def ask() -> str:
        with reading() as db:
            page = version_page(db, version_id)
        return render_template(
            "admin/withdraw_confirm.html", page=page, grounds=grounds, filled=filled, most=MOST
        )

    def done(_nothing: None) -> Answer:
        flash(_("Đã thu hồi phiên bản này."), "success")
        return redirect(url_for("admin.version", version_id=version_id), 303)

    return confirmed(
        filled, act, form=lambda: _withdraw_page(version_id, filled), ask=ask, done=done
    )


def _withdraw_page(version_id: int, filled: Filled) -> str:
    with reading() as db:
        page = version_page(db, version_id)
    return render_template(
        "admin/withdraw_form.html", page=page, form=filled, faults=filled.faults, most=MOST
    )


def version_page(db: Db, version_id: int) -> reads.VersionPage:
    """The version, or a refusal."""
    page = reads.version_page(db, version_id, today())
    if page is None:
        raise NotFound(NO_VERSION)
    return page
