"""Officers: the list, one officer, and adding one; the password is shown once and never again."""

from uuid import UUID

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from portal.acting import Db, reading
from portal.admin.blueprint import admin, asked, edge, for_admins, pages, today
from portal.admin.confirming import Answer, confirmed
from portal.admin.filled import Filled
from portal.i18n import gettext as _
from procedures.acts.add_officer import Credentials, NewOfficer, add_officer
from procedures.acts.appoint import NO_PERSON
from procedures.acts.call import Call
from procedures.errors import NotFound
from procedures.people import OFFICER_ROLES, Role
from procedures.reads.administration import officers as reads

ROLES = tuple(role for role in Role if role in OFFICER_ROLES)


@admin.get("/can-bo")
@for_admins
def officers() -> str:
    """Everybody with an officer's account, searched and filtered."""
    role, state = asked("vai_tro"), asked("tinh_trang")
    wanted = reads.Wanted(
        on=today(),
        words=asked("q"),
        role=next((known for known in ROLES if known == role), None),
        locked=state == "khoa",
        without_post=state == "trong",
    )
    with reading() as db:
        found = reads.officers(db, wanted, edge())
    return render_template(
        "admin/officers.html",
        found=found,
        wanted=wanted,
        state=state,
        roles=ROLES,
        pages=pages(found.previous, found.next),
    )


@admin.get("/can-bo/<uuid:person_id>")
@for_admins
def officer(person_id: UUID) -> str:
    """One officer."""
    with reading() as db:
        page = officer_page(db, person_id)
    return render_template("admin/officer.html", page=page, today=today())


@admin.get("/can-bo/them")
@for_admins
def officer_form() -> str:
    """An empty form."""
    return _form(Filled(MultiDict()))


@admin.post("/can-bo/them")
@for_admins
def officer_add() -> Answer:
    """Show the account to be made, then make it and tell its password."""
    filled = Filled(request.form)
    new = NewOfficer(
        full_name=filled.words("full_name", _("Hãy ghi họ và tên."), most=120),
        username=filled.words("username", _("Hãy ghi tên đăng nhập.")).lower(),
        email=filled.words("email", most=120),
        phone=filled.words("phone", most=30),
    )

    def act(call: Call) -> Credentials:
        return add_officer(call, new)

    def ask() -> str:
        return render_template("admin/officer_confirm.html", filled=filled, new=new)

    return confirmed(filled, act, form=lambda: _form(filled), ask=ask, done=show_credentials)


def show_credentials(made: Credentials) -> str:
    """The one page on which a password stands: answered to the post itself, kept nowhere."""
    with reading() as db:
        page = officer_page(db, made.person_id)
    return render_template("admin/credentials.html", made=made, page=page)


def officer_page(db: Db, person_id: UUID) -> reads.OfficerPage:
    """The officer, or a refusal."""
    page = reads.officer_page(db, person_id)
    if page is None:
        raise NotFound(NO_PERSON)
    return page


def _form(filled: Filled) -> str:
    return render_template("admin/officer_form.html", form=filled, faults=filled.faults)
