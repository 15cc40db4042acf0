"""Taking in paper: which procedure, whose it is; then the e-form is typed like a citizen's.

The citizen number travels in posted forms alone, never in an address.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.build import PageForm
from forms.kinds.wire import MultiDict
from portal.acting import Db, acting, reading
from portal.auth import current_actor, for_roles
from portal.casework.entry import Entry, Flaw
from portal.casework.placing import chosen_place, place_form
from portal.desk.blueprint import desk
from portal.i18n import translate
from portal.wiring import utc_now
from procedures.acts.begin_intake import (
    CITIZEN_NO,
    NO_NUMBER,
    PAPER_CHANNELS,
    Applicant,
    Intake,
    begin_intake,
)
from procedures.acts.call import Call
from procedures.catalogue.types import ChannelKind, Procedure
from procedures.clock import VIETNAM
from procedures.errors import N_, Incomplete, NotFound
from procedures.people import Role
from procedures.reads.catalogue import Wanted, search
from procedures.reads.intake import Known, OwnDesk, desk_drafts, known_person, own_desks
from procedures.reads.starting import NO_PROCEDURE, Starting, starting

LONGEST_WORDS = 100
NOT_ON_PAPER = N_("Thủ tục này không tiếp nhận hồ sơ giấy.")
Answer = Response | str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page knows besides what was typed."""

    starting: Starting
    channels: tuple[ChannelKind, ...]
    desks: Sequence[OwnDesk]

    @property
    def procedure(self) -> Procedure:
        return self.starting.procedure


@desk.get("/tai-quay")
@for_roles(Role.RECEIVER)
def intake() -> str:
    """Find the procedure, or go on with what the desk has begun."""
    words = request.args.get("q", "")[:LONGEST_WORDS].strip()
    with reading() as db:
        found = search(db, Wanted(words=words), utc_now().astimezone(VIETNAM).date())
        drafts = desk_drafts(db, current_actor())
        mine = own_desks(db, current_actor())
    return render_template("desk/intake.html", words=words, found=found, drafts=drafts, desks=mine)


@desk.route("/tai-quay/thu-tuc/<code>", methods=["GET", "POST"])
@for_roles(Role.RECEIVER)
def begin(code: str) -> Answer:
    """Whose dossier it is, how it came, where it belongs; a known number is confirmed first."""
    if request.method == "GET":
        with reading() as db:
            asked = _asked(db, code)
            entry = Entry.fresh(channel=asked.channels[0].value, desk=str(asked.desks[0].id))
            return _page(asked, entry, _form(db, asked, None))
    entry = Entry.posted()
    with acting() as call:
        asked = _asked(call.db, code)
        form = _form(call.db, asked, request.form)
        if form.command is not None:
            return _page(asked, entry, form)
        valid = form.validate() or asked.starting.top
        number = "".join(entry.text("citizen_no").split())
        if not CITIZEN_NO.fullmatch(number):
            flaw = Flaw("citizen_no", translate(Incomplete(NO_NUMBER)))
            return _refused(asked, replace(entry, flaws=(flaw,)), form)
        known = known_person(call.db, number)
        if not valid or number not in {entry.text("da_thay"), entry.text("moi")}:
            page = _page(asked, entry, form, number, known)
            return page if valid else (page, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            draft_id = begin_intake(call, _intake(call, asked, entry, form)).id
        except Incomplete as refusal:
            flaw = Flaw(str(refusal.params["field"]), translate(refusal))
            return _refused(asked, replace(entry, flaws=(flaw,)), form, number, known)
    return redirect(url_for("citizen.resume", draft_id=draft_id), HTTPStatus.SEE_OTHER)


def _asked(db: Db, code: str) -> Asked:
    on = utc_now().astimezone(VIETNAM).date()
    for kind in (ChannelKind.DESK, ChannelKind.POST):
        try:
            found = starting(db, code, None, on, kind)
        except NotFound as refusal:
            if kind is ChannelKind.DESK and refusal.msgid == NO_PROCEDURE:
                continue
            raise NotFound(NOT_ON_PAPER) from None
        channels = [c.kind for c in found.procedure.channels if c.kind in PAPER_CHANNELS]
        return Asked(found, tuple(channels), own_desks(db, current_actor()))
    raise NotFound(NOT_ON_PAPER)


def _form(db: Db, asked: Asked, posted: MultiDict | None) -> PageForm:
    return place_form(db, asked.starting, asked.desks[0].address, posted)


def _intake(call: Call, asked: Asked, entry: Entry, form: PageForm) -> Intake:
    return Intake(
        desk_unit_id=entry.number("desk") or asked.desks[0].id,
        procedure=asked.procedure.code,
        place=chosen_place(call.db, asked.starting, form),
        channel=entry.text("channel"),
        applicant=Applicant(
            citizen_no=entry.text("citizen_no"),
            full_name=entry.text("full_name"),
            birth_date=entry.day("birth_date"),
            gender=entry.text("gender"),
            phone=entry.text("phone"),
            email=entry.text("email"),
        ),
    )


def _refused(
    asked: Asked, entry: Entry, form: PageForm, number: str = "", known: Known | None = None
) -> Answer:
    return _page(asked, entry, form, number, known), HTTPStatus.UNPROCESSABLE_ENTITY


def _page(
    asked: Asked, entry: Entry, form: PageForm, number: str = "", known: Known | None = None
) -> str:
    return render_template(
        "desk/begin.html",
        asked=asked,
        entry=entry,
        form=form,
        number=number,
        known=known,
        faults=[*form.error_list, *entry.shown_flaws],
    )
