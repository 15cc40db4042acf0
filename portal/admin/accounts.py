"""An officer's account: locked, opened again, or given another password."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from portal.acting import acting, reading
from portal.admin.blueprint import admin, for_admins
from portal.admin.confirming import Answer, settled
from portal.admin.filled import Filled
from portal.admin.officers import officer_page, show_credentials
from portal.i18n import gettext as _
from portal.i18n import translate
from procedures.acts.lock_account import lock_account, reset_password, unlock_account
from procedures.errors import NotLawful


@admin.get("/can-bo/<uuid:person_id>/khoa")
@for_admins
def lock_form(person_id: UUID) -> str:
    """What locking does, and the question why."""
    return _lock_page(person_id, Filled(MultiDict()))


@admin.post("/can-bo/<uuid:person_id>/khoa")
@for_admins
def lock(person_id: UUID) -> Answer:
    """Lock the account and end its sessions."""
    filled = Filled(request.form)
    grounds = filled.words("grounds", _("Hãy ghi lý do khóa tài khoản."), most=500)
    if filled.faults:
        return _lock_page(person_id, filled), HTTPStatus.UNPROCESSABLE_ENTITY
    return settled(
        lambda call: lock_account(call, person_id, grounds),
        said=_("Đã khóa tài khoản. Mọi phiên đang mở đã kết thúc."),
        to=url_for("admin.officer", person_id=person_id),
    )


@admin.post("/can-bo/<uuid:person_id>/mo-khoa")
@for_admins
def unlock(person_id: UUID) -> Answer:
    """Open the account again."""
    return settled(
        lambda call: unlock_account(call, person_id),
        said=_("Đã mở khóa tài khoản."),
        to=url_for("admin.officer", person_id=person_id),
    )


@admin.get("/can-bo/<uuid:person_id>/mat-khau")
@for_admins
def password_form(person_id: UUID) -> str:
    """What a new password does."""
    with reading() as db:
        page = officer_page(db, person_id)
    return render_template("admin/password_confirm.html", page=page)


@admin.post("/can-bo/<uuid:person_id>/mat-khau")
@for_admins
def password(person_id: UUID) -> Answer:
    """Make the password and tell it once."""
    try:
        with acting() as call:
            made = reset_password(call, person_id)
    except NotLawful as refusal:
        flash(translate(refusal), "error")
        return redirect(url_for("admin.officer", person_id=person_id), HTTPStatus.SEE_OTHER)
    return show_credentials(made)


def _lock_page(person_id: UUID, filled: Filled) -> str:
    with reading() as db:
        page = officer_page(db, person_id)
    return render_template("admin/lock.html", page=page, form=filled, faults=filled.faults)
