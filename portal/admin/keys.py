"""Keys of leaders and units: whose end comes, what each signed, and retiring one that was lost.

Keys themselves are the worker's: this room sees certificates and what was written down.
"""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, stream_with_context, url_for
from werkzeug.datastructures import MultiDict

from portal.acting import reading, services
from portal.admin.blueprint import admin, asked, edge, for_admins, pages
from portal.admin.confirming import Answer, confirmed, settled
from portal.admin.filled import Filled
from portal.auth import current_actor
from portal.i18n import gettext as _
from portal.wiring import utc_now
from procedures.acts.call import Call
from procedures.acts.retire_key import (
    NO_KEY,
    ask_key_retirement,
    drop_key_retirement,
    retire_key,
)
from procedures.clock import VIETNAM
from procedures.errors import NotFound
from procedures.reads.administration import keys as reads

FORMULAS = ("=", "+", "-", "@")


@admin.get("/khoa-ky")
@for_admins
def keys() -> str:
    """Keys in use, the first to end first; or those that were retired."""
    retired = asked("tinh_trang") == "thoi-dung"
    with reading() as db:
        found = reads.keys(db, retired=retired, edge=edge())
    return render_template(
        "admin/keys.html",
        found=found,
        retired=retired,
        now=utc_now(),
        pages=pages(found.previous, found.next),
    )


@admin.get("/khoa-ky/<uuid:key_id>")
@for_admins
def key(key_id: UUID) -> str:
    """One key, and what it signed."""
    with reading() as db:
        page = _page(reads.key_page(db, key_id))
        found = reads.uses(db, page.item, edge(int))
    return render_template(
        "admin/key.html",
        page=page,
        found=found,
        now=utc_now(),
        own=page.asked_by_id == current_actor().person_id,
        pages=pages(found.previous, found.next),
    )


@admin.get("/khoa-ky/<uuid:key_id>/danh-sach.csv")
@for_admins
def key_uses(key_id: UUID) -> Response:
    """Everything that the key signed, since it was lost where it was: a table for a spreadsheet."""
    with reading() as db:
        page = _page(reads.key_page(db, key_id))
    answer = Response(stream_with_context(_lines(page.item)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="khoa-{page.item.serial}.csv"'
    return answer


@admin.get("/khoa-ky/<uuid:key_id>/thoi-dung")
@for_admins
def key_retirement_form(key_id: UUID) -> str:
    """When the key was lost, and why it is said."""
    return _form(key_id, Filled(MultiDict()))


@admin.post("/khoa-ky/<uuid:key_id>/thoi-dung")
@for_admins
def ask_retirement(key_id: UUID) -> Answer:
    """Show the request, then write it down for another administrator."""
    filled = Filled(request.form)
    since = _moment(filled)
    grounds = filled.words("grounds", _("Hãy ghi căn cứ, lý do thôi dùng khóa."), most=500)

    def act(call: Call) -> None:
        ask_key_retirement(call, key_id, since, grounds)

    def ask() -> str:
        with reading() as db:
            page = _page(reads.key_page(db, key_id))
        return render_template(
            "admin/key_confirm.html", page=page, since=since, grounds=grounds, filled=filled
        )

    def done(_nothing: None) -> Answer:
        flash(_("Đã ghi đề nghị. Một quản trị viên khác cần duyệt."), "success")
        return redirect(url_for("admin.key", key_id=key_id), 303)

    return confirmed(filled, act, form=lambda: _form(key_id, filled), ask=ask, done=done)


@admin.post("/khoa-ky/<uuid:key_id>/duyet")
@for_admins
def approve_retirement(key_id: UUID) -> Answer:
    """Carry the request out, as it was read."""
    try:
        seen = datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError:
        seen = datetime.min.replace(tzinfo=UTC)
    return settled(
        lambda call: retire_key(call, key_id, seen),
        said=_("Đã thôi dùng khóa. Giấy tờ sau này được ký bằng khóa mới."),
        to=url_for("admin.key", key_id=key_id),
    )


@admin.post("/khoa-ky/<uuid:key_id>/bo")
@for_admins
def drop_retirement(key_id: UUID) -> Answer:
    """The key goes on as before."""
    return settled(
        lambda call: drop_key_retirement(call, key_id),
        said=_("Đã bỏ đề nghị; khóa được dùng như trước."),
        to=url_for("admin.key", key_id=key_id),
    )


def _form(key_id: UUID, filled: Filled) -> str:
    with reading() as db:
        page = _page(reads.key_page(db, key_id))
    return render_template(
        "admin/key_retirement.html", page=page, form=filled, faults=filled.faults
    )


def _page(found: reads.KeyPage | None) -> reads.KeyPage:
    if found is None:
        raise NotFound(NO_KEY)
    return found


def _moment(filled: Filled) -> datetime:
    """Day and time of the office's clock."""
    return filled.moment("since", _("Hãy ghi thời điểm khóa bị lộ.")) or utc_now()


def _lines(item: reads.KeyItem) -> Iterator[str]:
    yield "\ufeff" + _line(
        _("Thời điểm ký"), _("Mã hồ sơ"), _("Văn bản"), _("Số, ký hiệu"), "SHA-256"
    )
    with services().reading() as db:
        for use in reads.every_use(db, item):
            title = use.annex or (use.title["vi"] if use.title else _("Bản số hóa"))
            at = use.at.astimezone(VIETNAM).isoformat(timespec="seconds")
            yield _line(at, use.dossier, title, use.notation, use.sha256)


def _line(*cells: str) -> str:
    out = io.StringIO()
    # A cell that a spreadsheet would take for a formula is told to be text.
    csv.writer(out).writerow(f"'{cell}" if cell.startswith(FORMULAS) else cell for cell in cells)
    return out.getvalue()
