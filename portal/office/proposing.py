"""Proposing: what the result will say, on what grounds, and who is to sign it."""

from collections.abc import Mapping
from uuid import UUID

from flask import request, url_for

from forms.display import show
from forms.kinds.wire import command_in
from portal.acting import Db
from portal.auth import requires
from portal.casework.attempt import ActPage, Answer
from portal.casework.entry import Entry, Refused, refuse_entry
from portal.casework.room import OFFICE
from portal.i18n import current_locale
from portal.i18n import gettext as _
from portal.office.blueprint import office
from portal.office.drafting import Draft, Drafting
from portal.wiring import utc_now
from procedures.acts import propose as proposing
from procedures.acts.call import Call
from procedures.clock import VIETNAM
from procedures.errors import N_, NotLawful
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.reads.file import Brief, DecisionOutcome, brief, sent
from procedures.reads.officers import officers_at
from procedures.reads.places import DatabaseChoices

NO_OUTCOME = N_("Hãy chọn đồng ý hay không đồng ý giải quyết.")
NOT_NEXT = N_("Theo quy trình, hồ sơ còn phải qua đơn vị khác trước khi trình ký.")


@office.route("/<uuid:dossier_id>/trinh", methods=["GET", "POST"])
@requires(Act.PROPOSE)
def propose(dossier_id: UUID) -> Answer:
    """The draft of the decision; rows are added and places chosen without leaving it."""
    page = ActPage(OFFICE, dossier_id, Act.PROPOSE, "office/propose.html", _also)
    if command_in(request.form):
        return page.show(Entry.posted())
    return page.answer(
        lambda call, entry: _propose(call, dossier_id, entry),
        done=_("Đã trình ký. Văn bản đang được in để lãnh đạo xem."),
        first=Entry.fresh(outcome=DecisionOutcome.GRANTED.value),
    )


def _drafting(db: Db, head: Brief) -> Drafting:
    today = utc_now().astimezone(VIETNAM).date()
    newest = sent(db, head.id, head.procedure)[-1]
    return Drafting(head, newest, DatabaseChoices(db, today), today)


def _also(db: Db, head: Brief, entry: Entry) -> Mapping[str, object]:
    leg = head.next_leg
    if leg is None or not head.is_to_be_signed_next:
        raise NotLawful(NOT_NEXT)
    drafting = _drafting(db, head)
    draft = drafting.draft(entry.typed())
    if entry.flaws and entry.text("outcome") == DecisionOutcome.GRANTED:
        draft.flaws()
    newest = drafting.newest
    return {
        "draft": draft,
        "leg": leg,
        "signers": officers_at(db, leg.unit_id, Role.LEADER, drafting.today),
        "places_url": url_for("citizen.places"),
        "pages": show(head.schema, newest.body, current_locale(), today=newest.day),
    }


def _propose(call: Call, dossier_id: UUID, entry: Entry) -> None:
    outcome = entry.text("outcome")
    if outcome not in set(DecisionOutcome):
        raise refuse_entry(Refused("outcome", NO_OUTCOME))
    drafting = _drafting(call.db, brief(call.db, call.actor, dossier_id))
    proposal = proposing.Proposal(
        outcome=DecisionOutcome(outcome),
        signer_post_id=entry.number("signer_post_id"),
        grounds=entry.text("grounds"),
        fields=_checked(drafting) if outcome == DecisionOutcome.GRANTED else {},
    )
    proposing.propose(call, dossier_id, entry.version, proposal)


def _checked(drafting: Drafting) -> Mapping[str, Mapping[str, object]]:
    draft: Draft = drafting.draft(request.form)
    flaws = draft.flaws()
    if flaws:
        raise refuse_entry(*flaws)
    return draft.values()
