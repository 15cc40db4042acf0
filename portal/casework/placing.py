"""The question where a filing belongs, asked before its form: one place, down to a tier."""

from collections.abc import Mapping
from functools import cache

from forms.build import PageForm, build_page
from forms.kinds.wire import MultiDict
from forms.loader import load_fields
from forms.schema import FormSchema
from portal.acting import Db
from portal.i18n import current_locale, gettext
from portal.wiring import utc_now
from procedures.clock import VIETNAM
from procedures.reads.places import DatabaseChoices
from procedures.reads.starting import Starting

PLACE = "noi_giai_quyet"
PAGE = "noi-giai-quyet"


def place_form(
    db: Db, asked: Starting, home: Mapping[str, object] | None, posted: MultiDict | None
) -> PageForm:
    """The form over what was posted, else over `home`, an address of the person or the desk."""
    made = build_page(
        _schema(asked.tier),
        PAGE,
        {PLACE: home} if home else {},
        locale=current_locale(),
        choices=_choices(db),
        translate=gettext,
    )
    return made(posted)


def chosen_place(db: Db, asked: Starting, form: PageForm) -> str:
    """The chosen place's code; the whole province where there is nothing to choose."""
    if asked.top:
        return _choices(db).children(None, "local")[0].code
    chosen = form[PLACE].data
    return str(chosen["place"]) if isinstance(chosen, dict) else ""


def _choices(db: Db) -> DatabaseChoices:
    return DatabaseChoices(db, utc_now().astimezone(VIETNAM).date())


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
