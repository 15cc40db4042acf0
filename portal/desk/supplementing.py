"""A supplement on paper: begun from the dossier, typed like an intake, and told when taken."""

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from flask import redirect, render_template, request, url_for

from portal.acting import Db, acting, reading
from portal.auth import current_actor, for_roles
from portal.casework.attempt import ActPage, Answer
from portal.casework.entry import Entry
from portal.casework.room import DESK
from portal.desk.blueprint import desk
from procedures.acts.take_supplement import open_at_desk
from procedures.catalogue.types import ChannelKind
from procedures.errors import N_, Incomplete, NotFound, NotLawful, Stale
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.reads.file import Brief, brief, events, sent
from procedures.reads.intake import begun_online

NOTHING_YET = N_("Hồ sơ này chưa được bổ sung lần nào.")


@desk.route("/<uuid:dossier_id>/nhan-bo-sung", methods=["GET", "POST"])
@for_roles(Role.RECEIVER)
def begin_supplement(dossier_id: UUID) -> Answer:
    """What was asked and how it comes; then what the applicant brings is typed and scanned."""
    page = ActPage(DESK, dossier_id, Act.SUPPLEMENT, "desk/begin_supplement.html", _asked)
    if request.method == "GET":
        return page.show(Entry.fresh(channel=ChannelKind.DESK.value))
    entry = Entry.posted()
    try:
        with acting() as call:
            draft_id = open_at_desk(call, dossier_id, entry.version, entry.text("channel")).id
    except Incomplete as refusal:
        return page.show(entry.after(refusal)), HTTPStatus.UNPROCESSABLE_ENTITY
    except (Stale, NotLawful) as refusal:
        return page.show(entry.after(refusal)), HTTPStatus.CONFLICT
    return redirect(url_for("citizen.review", draft_id=draft_id), HTTPStatus.SEE_OTHER)


def _asked(db: Db, head: Brief, _entry: Entry) -> Mapping[str, object]:
    return {"wanted": events(db, head.id).wanted, "online": begun_online(db, head.id)}


@desk.get("/<uuid:dossier_id>/da-nhan-bo-sung")
@for_roles(Role.RECEIVER)
def supplement_taken(dossier_id: UUID) -> str:
    """What came last, and the promise as it now stands: to be read out, or printed."""
    with reading() as db:
        head = brief(db, current_actor(), dossier_id)
        newest = sent(db, head.id, head.procedure)[-1]
    if newest.version == 1:
        raise NotFound(NOTHING_YET)
    return render_template("desk/supplement_taken.html", head=head, newest=newest, room=DESK)
