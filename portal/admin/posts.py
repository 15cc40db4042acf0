"""Posts: appointing an officer to one, and ending one on a day."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from portal.acting import reading
from portal.admin.blueprint import admin, asked, for_admins, today
from portal.admin.confirming import Answer, confirmed
from portal.admin.filled import Filled
from portal.admin.officers import ROLES, officer_page
from portal.i18n import gettext as _
from procedures.acts.appoint import Appointment, appoint
from procedures.acts.call import Call
from procedures.acts.end_post import NO_POST, end_post
from procedures.acts.grant_signing import grant_signing
from procedures.delegation import Ground
from procedures.errors import NotFound
from procedures.people import Role
from procedures.reads.administration.holdings import MOST, PostPage, post_page
from procedures.reads.administration.units import choices, unit_item

MOST_CHOICES = 20


@admin.get("/can-bo/<uuid:person_id>/bo-nhiem")
@for_admins
def appoint_unit(person_id: UUID) -> str:
    """First the unit, found by its name."""
    words = asked("q")
    with reading() as db:
        page = officer_page(db, person_id)
        found = choices(db, words, today(), MOST_CHOICES) if words else ()
    return render_template(
        "admin/appoint_unit.html", page=page, words=words, found=found, most=MOST_CHOICES
    )


@admin.get("/can-bo/<uuid:person_id>/bo-nhiem/<int:unit_id>")
@for_admins
def appoint_form(person_id: UUID, unit_id: int) -> str:
    """Then the post at that unit."""
    values = {"valid_from": f"{today():%d/%m/%Y}"}
    return _form(person_id, unit_id, Filled(MultiDict(values)))


@admin.post("/can-bo/<uuid:person_id>/bo-nhiem/<int:unit_id>")
@for_admins
def appoint_to(person_id: UUID, unit_id: int) -> Answer:
    """Show the appointment, then make it."""
    filled = Filled(request.form)
    post = _appointment(filled, unit_id)

    def ask() -> str:
        with reading() as db:
            page, unit = officer_page(db, person_id), unit_item(db, unit_id)
        return render_template(
            "admin/appoint_confirm.html", page=page, unit=unit, post=post, filled=filled
        )

    def done(_post_id: int) -> Answer:
        flash(_("Đã bổ nhiệm. Quyền có hiệu lực từ ngày bắt đầu của chức vụ."), "success")
        return redirect(url_for("admin.officer", person_id=person_id), 303)

    return confirmed(
        filled,
        lambda call: appoint(call, person_id, post),
        form=lambda: _form(person_id, unit_id, filled),
        ask=ask,
        done=done,
    )


def _appointment(filled: Filled, unit_id: int) -> Appointment:
    role = next((known for known in ROLES if known == filled.value("role")), None)
    if role is None:
        filled.refuse("role", _("Hãy chọn vai trò."))
    return Appointment(
        unit_id=unit_id,
        role=role or Role.HANDLER,
        title_vi=filled.words("title_vi", _("Hãy ghi tên chức vụ bằng tiếng Việt."), most=120),
        title_en=filled.words("title_en", _("Hãy ghi tên chức vụ bằng tiếng Anh."), most=120),
        valid_from=filled.day("valid_from", _("Hãy ghi ngày bắt đầu.")) or date.min,
        valid_to=filled.day("valid_to"),
        signs_as=filled.words("signs_as", most=120),
        ground=_ground(filled),
    )


def _ground(filled: Filled) -> Ground:
    """The document that lets the post sign for another, as the inputs say."""
    codes = filled.words("granted_for").replace(",", " ").replace(";", " ").split()
    return Ground(
        document=filled.words("granted_by", most=200),
        first=filled.day("granted_from"),
        end=filled.day("granted_to"),
        procedures=frozenset(codes),
    )


def _form(person_id: UUID, unit_id: int, filled: Filled) -> str:
    with reading() as db:
        page, unit = officer_page(db, person_id), unit_item(db, unit_id)
    if unit is None:
        raise NotFound(NO_POST)
    return render_template(
        "admin/appoint_form.html",
        page=page,
        unit=unit,
        form=filled,
        faults=filled.faults,
        roles=ROLES,
    )


@admin.get("/vi-tri/<int:post_id>/giao-ky")
@for_admins
def grant_form(post_id: int) -> str:
    """On what the post signs for another, as it stands."""
    post = _post(post_id, today())
    ground = post.ground
    values = {
        "granted_by": ground.document,
        "granted_from": f"{ground.first:%d/%m/%Y}" if ground.first else "",
        "granted_to": f"{ground.end:%d/%m/%Y}" if ground.end else "",
        "granted_for": ", ".join(sorted(ground.procedures)),
    }
    return _grant_page(post, Filled(MultiDict(values)))


@admin.post("/vi-tri/<int:post_id>/giao-ky")
@for_admins
def grant(post_id: int) -> Answer:
    """Show the ground, then put it on record."""
    filled = Filled(request.form)
    post, ground = _post(post_id, today()), _ground(filled)

    def act(call: Call) -> None:
        grant_signing(call, post_id, ground)

    def ask() -> str:
        return render_template("admin/grant_confirm.html", post=post, ground=ground, filled=filled)

    def done(_nothing: None) -> Answer:
        flash(_("Đã ghi văn bản giao ký."), "success")
        return redirect(url_for("admin.officer", person_id=post.person_id), 303)

    return confirmed(filled, act, form=lambda: _grant_page(post, filled), ask=ask, done=done)


def _grant_page(post: PostPage, filled: Filled) -> str:
    return render_template("admin/grant_form.html", post=post, form=filled, faults=filled.faults)


@admin.get("/vi-tri/<int:post_id>/ket-thuc")
@for_admins
def end_form(post_id: int) -> str:
    """What still hangs on the post, and the day."""
    return _end_page(post_id, Filled(MultiDict()))


@admin.post("/vi-tri/<int:post_id>/ket-thuc")
@for_admins
def end(post_id: int) -> Answer:
    """Show the end with its warnings, then set it."""
    filled = Filled(request.form)
    day = filled.day("on", _("Hãy ghi ngày thôi giữ chức vụ.")) or date.min
    grounds = filled.words("grounds", _("Hãy ghi căn cứ, lý do."), most=500)
    post = _post(post_id, day)

    def act(call: Call) -> None:
        end_post(call, post_id, day, grounds)

    def ask() -> str:
        return render_template(
            "admin/end_confirm.html", post=post, day=day, grounds=grounds, filled=filled, most=MOST
        )

    def done(_nothing: None) -> Answer:
        flash(_("Đã ghi ngày thôi giữ chức vụ."), "success")
        return redirect(url_for("admin.officer", person_id=post.person_id), 303)

    return confirmed(filled, act, form=lambda: _end_page(post_id, filled), ask=ask, done=done)


def _end_page(post_id: int, filled: Filled) -> str:
    return render_template(
        "admin/end_form.html",
        post=_post(post_id, today()),
        form=filled,
        faults=filled.faults,
        most=MOST,
    )


def _post(post_id: int, day: date) -> PostPage:
    with reading() as db:
        post = post_page(db, post_id, day)
    if post is None:
        raise NotFound(NO_POST)
    return post
