"""Proposing: what the result will say, on what grounds, and who is to sign it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from flask import redirect, request, url_for

from forms.display import show
from forms.kinds.wire import command_in
from portal.acting import Db, reading
from portal.auth import current_actor, requires
from portal.casework.attempt import ActPage, Answer
from portal.casework.entry import Entry, Flaw, Refused, refuse_entry
from portal.casework.room import OFFICE
from portal.casework.words import keep
from portal.i18n import current_locale
from portal.i18n import gettext as _
from portal.office import annexing
from portal.office.blueprint import office
from portal.office.drafting import Draft, Drafting
from portal.uploading import takes_files
from portal.wiring import utc_now
from procedures.acts import propose as proposing
from procedures.acts.call import Call
from procedures.acts.words import fault_in
from procedures.clock import VIETNAM
from procedures.errors import N_, NotLawful, Stale
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.reads.file import Brief, DecisionOutcome, Sent, brief, sent
from procedures.reads.officers import officers_at
from procedures.reads.places import DatabaseChoices

NO_OUTCOME = N_("Hãy chọn đồng ý hay không đồng ý giải quyết.")
NOT_NEXT = N_("Theo quy trình, hồ sơ còn phải qua đơn vị khác trước khi trình ký.")


@office.route("/<uuid:dossier_id>/trinh", methods=["GET", "POST"])
@requires(Act.PROPOSE)
@takes_files
def propose(dossier_id: UUID) -> Answer:
    """The draft of the decision; rows are added and places chosen without leaving it.

    Files that are to go with the result are taken whichever button was pressed.
    """
    page = ActPage(OFFICE, dossier_id, Act.PROPOSE, "office/propose.html", _also)
    if command_in(request.form):
        return page.show(Entry.posted())
    try:
        flaws = _take_annexes(dossier_id) if request.method == "POST" else ()
    except (Stale, NotLawful) as refusal:
        keep()
        return page.show(Entry.posted().after(refusal)), HTTPStatus.CONFLICT
    if annexing.COMMAND in request.form:
        keep()
        if flaws:
            shown = replace(Entry.posted(), flaws=flaws)
            return page.show(shown), HTTPStatus.UNPROCESSABLE_ENTITY
        return redirect(f"{request.path}#van-ban-kem-theo", HTTPStatus.SEE_OTHER)
    return page.answer(
        lambda call, entry: _propose(call, dossier_id, entry, flaws),
        done=_("Đã trình ký. Văn bản đang được in để lãnh đạo xem."),
        first=Entry.fresh(outcome=DecisionOutcome.GRANTED.value),
    )


def _take_annexes(dossier_id: UUID) -> tuple[Flaw, ...]:
    with reading() as db:
        head = brief(db, current_actor(), dossier_id)
    return tuple(annexing.take(head, Entry.posted()))


def _drafting(db: Db, head: Brief, handed_in: Sequence[Sent]) -> Drafting:
    today = utc_now().astimezone(VIETNAM).date()
    return Drafting(head, handed_in[-1], DatabaseChoices(db, today), today)


def _also(db: Db, head: Brief, entry: Entry) -> Mapping[str, object]:
    leg = head.signing_leg
    if leg is None or not head.is_to_be_signed_next:
        raise NotLawful(NOT_NEXT)
    handed_in = sent(db, head.id, head.procedure)
    drafting = _drafting(db, head, handed_in)
    draft = drafting.draft(entry.typed())
    tried = annexing.COMMAND not in request.form
    if entry.flaws and tried and entry.text("outcome") == DecisionOutcome.GRANTED:
        draft.flaws()
    newest = drafting.newest
    return {
        "draft": draft,
        "annexes": annexing.slots(db, head, handed_in),
        "leg": leg,
        "signers": officers_at(db, leg.unit_id, Role.LEADER, drafting.today),
        "places_url": url_for("citizen.places"),
        "pages": show(head.schema, newest.body, current_locale(), today=newest.day),
    }


def _propose(call: Call, dossier_id: UUID, entry: Entry, flaws: Sequence[Flaw]) -> None:
    outcome = entry.text("outcome")
    if outcome not in set(DecisionOutcome):
        raise refuse_entry(Refused("outcome", NO_OUTCOME))
    head = brief(call.db, call.actor, dossier_id)
    granted = outcome == DecisionOutcome.GRANTED
    drafting = _drafting(call.db, head, sent(call.db, head.id, head.procedure))
    draft = drafting.draft(request.form) if granted else Draft(())
    wrong = [*draft.flaws(), *flaws] if granted else []
    _refuse_what_is_missing(entry, wrong, granted=granted)
    proposal = proposing.Proposal(
        outcome=DecisionOutcome(outcome),
        signer_post_id=entry.number("signer_post_id"),
        grounds=entry.text("grounds"),
        fields=draft.values(),
    )
    proposing.propose(call, dossier_id, entry.version, proposal)


def _refuse_what_is_missing(entry: Entry, wrong: Sequence[Flaw], *, granted: bool) -> None:
    """Everything at once, with what is `wrong` in the papers' own questions."""
    grounds = None if granted else fault_in("grounds", entry.text("grounds"), proposing.NO_GROUNDS)
    signed = bool(entry.number("signer_post_id"))
    signer = None if signed else Refused("signer_post_id", proposing.NO_SIGNER)
    found = [fault for fault in (*wrong, grounds, signer) if fault is not None]
    if found:
        raise refuse_entry(*found)
