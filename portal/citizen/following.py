"""After handing in: the confirmation, the way of the dossier, its supplement, its withdrawal."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.display import show
from portal.acting import acting, reading
from portal.auth import current_actor, for_signed_in, requires
from portal.citizen.mine import TO_DO
from portal.citizen.room import citizen, seen_version
from portal.i18n import current_locale, translate
from portal.i18n import gettext as _
from portal.wiring import utc_now
from portal.wording import date_time, weekday
from procedures.acts.supplement import open_supplement
from procedures.acts.withdraw import withdraw
from procedures.clock import explain
from procedures.errors import Incomplete, Stale
from procedures.lifecycle import FINAL_STATES, PAUSED_STATES, Act
from procedures.reads.following import Followed, followed, receipt


@citizen.get("/<uuid:dossier_id>/da-nop")
@for_signed_in
def submitted(dossier_id: UUID) -> str:
    """The code to keep, and what happens next."""
    with reading() as db:
        found = receipt(db, dossier_id, current_actor())
    return render_template("citizen/submitted.html", receipt=found)


@citizen.get("/<uuid:dossier_id>")
@for_signed_in
def follow(dossier_id: UUID) -> str:
    """Who holds it and until when, what to do now, and every paper so far."""
    with reading() as db:
        found = followed(db, dossier_id, current_actor())
    locale, now = current_locale(), utc_now()
    return render_template(
        "citizen/follow.html",
        dossier=found,
        now=now,
        to_do=TO_DO,
        proof=explain(found.promise, locale) if found.promise else (),
        promised=_promised(found, now),
        line=_line(found),
        declared=[
            (one, show(found.schema, one.body, locale, today=one.day)) for one in found.handed_in
        ],
        may_withdraw=Act.WITHDRAW in found.open_acts,
        may_supplement=Act.SUPPLEMENT in found.open_acts,
    )


def _promised(found: Followed, now: datetime) -> str:
    """The promise in words; the date itself was counted when the dossier was received."""
    if found.state in PAUSED_STATES:
        return _("Tạm dừng tính hạn trong khi chờ bạn")
    if found.received_at is None:
        return _("Chưa có: thời hạn tính từ khi cơ quan tiếp nhận hồ sơ")
    if found.due_at is None:
        return _("Không tính hạn")
    locale = current_locale()
    when = f"{weekday(found.due_at, locale)}, {date_time(found.due_at, locale)}"
    running = found.finished_at is None and found.state not in FINAL_STATES
    return _("{when}, đã quá hạn").format(when=when) if running and found.due_at < now else when


def _line(found: Followed) -> list[dict[str, object]]:
    """The hands it passes through, as the kit draws them; it begins in the applicant's own."""
    first = {
        "state": "done",
        "title": _("Nộp hồ sơ"),
        "holder": found.applicant,
        "at": found.submitted_at,
    }
    legs: list[dict[str, object]] = [
        {
            "state": step.state.value,
            "title": _(step.title),
            "holder": step.unit,
            "at": step.closed_at or step.opened_at,
            "due": step.due_at if step.closed_at is None else None,
        }
        for step in found.way
    ]
    return [first, *legs]


@citizen.post("/<uuid:dossier_id>/bo-sung")
@requires(Act.SUPPLEMENT)
def begin_supplement(dossier_id: UUID) -> Response:
    """Open the draft of the answer, the same one each time."""
    with acting() as call:
        draft_id = open_supplement(call, dossier_id).id
    return redirect(url_for("citizen.review", draft_id=draft_id), 303)


@citizen.get("/<uuid:dossier_id>/rut")
@requires(Act.WITHDRAW)
def ask_withdraw(dossier_id: UUID) -> str:
    """Say what withdrawing means."""
    return _withdraw_page(dossier_id)


@citizen.post("/<uuid:dossier_id>/rut")
@requires(Act.WITHDRAW)
def do_withdraw(dossier_id: UUID) -> Response | tuple[str, int]:
    """End the dossier at the applicant's wish."""
    reason = request.form.get("ly_do", "")
    try:
        with acting() as call:
            withdraw(call, dossier_id, seen_version(), reason)
    except Stale as stale:
        return _withdraw_page(dossier_id, reason, translate(stale)), HTTPStatus.CONFLICT
    except Incomplete as long:
        return _withdraw_page(dossier_id, reason, translate(long)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Đã rút hồ sơ."), "success")
    return redirect(url_for("citizen.follow", dossier_id=dossier_id), 303)


def _withdraw_page(dossier_id: UUID, reason: str = "", notice: str = "") -> str:
    with reading() as db:
        found = followed(db, dossier_id, current_actor())
    return render_template(
        "citizen/withdraw.html",
        dossier=found,
        reason=reason,
        notice=notice,
        open=Act.WITHDRAW in found.open_acts,
    )
