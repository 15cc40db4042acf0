"""The room's blueprint, its ways, and the little that all its pages ask for."""

from datetime import date

from flask import Blueprint, abort, request, url_for

from portal.auth import for_roles
from portal.frame import NavItem
from portal.i18n import gettext as _
from portal.wiring import utc_now
from procedures.clock import VIETNAM
from procedures.people import Role
from procedures.reads.administration.slices import Edge

admin = Blueprint("admin", __name__, url_prefix="/quan-tri")
for_admins = for_roles(Role.ADMIN)

MOST_WORDS = 200
MOST_DIGITS = 10
LAST_ID = 2**31 - 1
"""The largest key of a row."""


@admin.context_processor
def ways() -> dict[str, object]:
    """The themes of the room, for the tabs on top of each page."""
    return {
        "ways": (
            _way(_("Tổng quan"), url_for("admin.overview"), exact=True),
            _way(_("Đơn vị"), url_for("admin.units")),
            _way(_("Cán bộ"), url_for("admin.officers")),
            _way(_("Sắp xếp"), url_for("admin.reorganisations")),
            _way(_("Lịch làm việc"), url_for("admin.calendars")),
            _way(_("Thủ tục"), url_for("admin.procedures")),
            _way(_("Khóa ký"), url_for("admin.keys")),
            _way(_("Tin cậy"), url_for("admin.trust")),
            _way(_("Gia hạn"), url_for("admin.renewals")),
            _way(_("Tác vụ nền"), url_for("admin.jobs")),
            _way(_("Nhật ký quản trị"), url_for("admin.ledger")),
        )
    }


@admin.url_value_preprocessor
def _known_numbers(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """A number that no row can have is not found, and never asked of the database."""
    if any(isinstance(value, int) and value > LAST_ID for value in (values or {}).values()):
        abort(404)


def _way(label: str, href: str, *, exact: bool = False) -> NavItem:
    here = request.path == href or (not exact and request.path.startswith(f"{href}/"))
    return NavItem(label, href, current=here)


def today() -> date:
    """The day on the office's wall calendar."""
    return utc_now().astimezone(VIETNAM).date()


def asked(name: str) -> str:
    """A word of the address, without what no field can hold."""
    return clean(request.args.get(name, ""))[:MOST_WORDS]


def clean(words: str) -> str:
    """The words without control characters other than line breaks and tabs."""
    spaced = (" " if c.isspace() and c not in "\n\t" else c for c in words)
    return "".join(c for c in spaced if c.isprintable() or c in "\n\t").strip()


def edge(kind: type[str] | type[int] = str) -> Edge | None:
    """Where the reader is in a long list; nonsense begins it anew."""
    for name, back in (("sau", False), ("truoc", True)):
        key = asked(name)
        if key and kind is str:
            return Edge(key, back=back)
        if key.isascii() and key.isdigit() and len(key) <= MOST_DIGITS:
            return Edge(min(int(key), LAST_ID), back=back)
    return None


def pages(previous: Edge | None, following: Edge | None) -> dict[str, str | None]:
    """The addresses of the slices around this one, with the filters kept."""
    return {
        "previous": _at(truoc=previous.key) if previous else None,
        "next": _at(sau=following.key) if following else None,
    }


def _at(**place: str | int) -> str:
    kept = {k: v for k, v in request.args.items() if k not in {"sau", "truoc"}}
    assert request.endpoint is not None
    return url_for(request.endpoint, **{**(request.view_args or {}), **kept, **place})
