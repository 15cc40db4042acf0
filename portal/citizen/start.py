"""Starting: what is needed, and which office shall have it."""

from functools import cache
from http import HTTPStatus
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.build import PageForm, build_page
from forms.kinds.wire import MultiDict
from forms.loader import load_fields
from forms.schema import FormSchema
from portal.acting import Db, acting, reading
from portal.auth import current_actor, for_signed_in
from portal.citizen.room import citizen, today
from portal.i18n import current_locale, gettext
from procedures.acts.drafts import start
from procedures.catalogue.types import FiledAt
from procedures.reads.places import DatabaseChoices
from procedures.reads.starting import Starting, starting

PLACE = "noi_giai_quyet"
PAGE = "noi-giai-quyet"


@citizen.get("/moi/<code>")
@for_signed_in
def new(code: str) -> str:
    """What to have at hand, drafts that may be continued, and the place."""
    with reading() as db:
        asked = starting(db, code, current_actor().person_id, today())
        return _page(asked, _form(db, asked, None))


@citizen.post("/moi/<code>")
@for_signed_in
def begin(code: str) -> Response | str | tuple[str, int]:
    """Begin a draft at the chosen place.

    A draft that the page did not show yet (a second press of the button, another window) is
    shown first.
    """
    with acting() as call:
        asked = starting(call.db, code, current_actor().person_id, call.today)
        form = _form(call.db, asked, request.form)
        if form.command is not None:
            return _page(asked, form)
        if not form.validate() and not asked.top:
            return _page(asked, form), HTTPStatus.UNPROCESSABLE_ENTITY
        if _newest(asked) != request.form.get("da_thay", ""):
            return _page(asked, form), HTTPStatus.CONFLICT
        draft_id: UUID = start(call, code, _place(call.db, asked, form)).id
    elsewhere = "noi_khac" in request.form and asked.procedure.filed_at is FiledAt.PROVINCE
    onward = "citizen.desk" if elsewhere else "citizen.resume"
    return redirect(url_for(onward, draft_id=draft_id), 303)


def _place(db: Db, asked: Starting, form: PageForm) -> str:
    """The chosen place's code; the whole province where there is nothing to choose."""
    if asked.top:
        return DatabaseChoices(db, today()).children(None, "local")[0].code
    chosen = form[PLACE].data
    return str(chosen["place"]) if isinstance(chosen, dict) else ""


def _newest(asked: Starting) -> str:
    return str(asked.open_drafts[0].id) if asked.open_drafts else ""


def _page(asked: Starting, form: PageForm) -> str:
    return render_template(
        "citizen/start.html",
        asked=asked,
        procedure=asked.procedure,
        form=form,
        faults=form.error_list,
        newest=_newest(asked),
        elsewhere="noi_khac" in request.form,
    )


def _form(db: Db, asked: Starting, posted: MultiDict | None) -> PageForm:
    home = {PLACE: asked.home} if asked.home else {}
    made = build_page(
        _schema(asked.tier),
        PAGE,
        home,
        locale=current_locale(),
        choices=DatabaseChoices(db, today()),
        translate=gettext,
    )
    return made(posted)


@cache
def _schema(tier: str) -> FormSchema:
    """A form of one question: a place of this province, down to the tier."""
    field = {
        "name": PLACE,
        "kind": "address",
        "label": {"vi": "Nơi giải quyết hồ sơ", "en": "Where it is handled"},
        "required": True,
        "places": "local",
        "tier": tier,
        "detail": "none",
    }
    return load_fields([field], title={"vi": "Nơi giải quyết", "en": "Place"}, code=PAGE)
