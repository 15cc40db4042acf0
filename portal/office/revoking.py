"""Issued papers that must not stand: proposed by a handler, decided by a leader, told to all."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from flask import render_template, request, url_for

from forms.kinds.wire import command_in
from portal.acting import Db, reading
from portal.auth import current_actor, requires
from portal.casework.attempt import ActPage, Answer
from portal.casework.entry import Entry
from portal.casework.revoking import asked, chosen_paper, dismissing, drawn, proposed, revocable
from portal.casework.room import OFFICE
from portal.i18n import gettext as _
from portal.office.blueprint import office
from portal.office.drafting import Draft, Drafting
from portal.wiring import utc_now
from procedures.acts import propose_revocation as proposing
from procedures.acts import reprint as reprinting
from procedures.acts import revoke as revoking
from procedures.acts.call import Call
from procedures.clock import VIETNAM
from procedures.lifecycle import Act
from procedures.reads.file import Brief, PaperRow, brief, sent
from procedures.reads.places import DatabaseChoices
from procedures.reads.revocations import Ending, values_of, waiting


@office.get("/thu-hoi")
@requires(Act.DISMISS_REVOCATION)
def revocations() -> str:
    """The proposals about papers of one's unit that nobody has decided."""
    with reading() as db:
        return render_template("office/revocations.html", found=waiting(db, current_actor()))


@office.route("/<uuid:dossier_id>/de-nghi-thu-hoi", methods=["GET", "POST"])
@requires(Act.PROPOSE_REVOCATION)
def propose_revocation(dossier_id: UUID) -> Answer:
    """Which paper, whether to revoke or to replace it, why, and what the new one says."""
    page = ActPage(
        OFFICE, dossier_id, Act.PROPOSE_REVOCATION, "office/propose_revocation.html", _drawn
    )
    if command_in(request.form):
        return page.show(Entry.posted())
    return page.answer(
        lambda call, entry: _propose(call, dossier_id, entry),
        done=_("Đã gửi đề nghị đến lãnh đạo cơ quan ban hành giấy tờ."),
        first=Entry.fresh(paper=request.args.get("giay", "")),
    )


@office.route("/<uuid:dossier_id>/quyet-dinh-thu-hoi", methods=["GET", "POST"])
@requires(Act.REVOKE)
def revoke(dossier_id: UUID) -> Answer:
    """The proposal with all that follows from it; there is no way back."""
    return _deciding(dossier_id).answer(
        lambda call, entry: _revoke(call, dossier_id, entry),
        done=_("Đã quyết định. Sổ đăng ký, trang xác minh và người nộp được báo ngay."),
    )


@office.route("/<uuid:dossier_id>/bo-de-nghi-thu-hoi", methods=["GET", "POST"])
@requires(Act.DISMISS_REVOCATION)
def dismiss_revocation(dossier_id: UUID) -> Answer:
    """Why the paper stands as it did."""
    return dismissing(OFFICE, dossier_id)


@office.post("/<uuid:dossier_id>/in-lai-thu-hoi")
@requires(Act.REVOKE)
def reprint_instrument(dossier_id: UUID) -> Answer:
    """What is to end the paper, with today's date; it must be read anew."""
    return _deciding(dossier_id).answer(
        lambda call, entry: reprinting.reprint_instrument(call, dossier_id, entry.version),
        done=_("Văn bản đang được in lại với ngày hôm nay. Hãy đọc bản mới trước khi ký."),
        then=OFFICE.at("revoke", dossier_id),
    )


def _deciding(dossier_id: UUID) -> ActPage:
    return ActPage(OFFICE, dossier_id, Act.REVOKE, "office/revoke.html", proposed)


def _drawn(db: Db, head: Brief, entry: Entry) -> Mapping[str, object]:
    chosen = chosen_paper(revocable(db, head.id), entry)
    draft = _draft(db, head, chosen, entry) if chosen else None
    if draft and entry.flaws and entry.text("ending") == Ending.REPLACED:
        draft.flaws()
    return {**drawn(db, head, entry), "draft": draft, "places_url": url_for("citizen.places")}


def _draft(db: Db, head: Brief, paper: PaperRow, entry: Entry) -> Draft | None:
    """The questions of the paper, as it answers them; none for one that cannot be replaced."""
    results = {result.code: result for result in head.procedure.results}
    result = results.get(paper.result_code or "")
    if result is None:
        return None
    today = utc_now().astimezone(VIETNAM).date()
    newest = sent(db, head.id, head.procedure)[-1]
    drafting = Drafting(head, newest, DatabaseChoices(db, today), today)
    return drafting.correction(result, values_of(db, paper.id), entry.typed())


def _propose(call: Call, dossier_id: UUID, entry: Entry) -> None:
    draft = None
    if entry.text("ending") == Ending.REPLACED:
        head = brief(call.db, call.actor, dossier_id)
        chosen = chosen_paper(revocable(call.db, dossier_id), entry)
        draft = _draft(call.db, head, chosen, entry) if chosen else None
    said = asked(entry, draft.flaws() if draft else ())
    fields = next(iter(draft.values().values())) if draft else {}
    proposing.propose_revocation(call, dossier_id, entry.version, replace(said, fields=fields))


def _revoke(call: Call, dossier_id: UUID, entry: Entry) -> None:
    ruling = revoking.Ruling(
        number=entry.text("decision_number"),
        dated=entry.day("decision_date"),
        seen=entry.text("seen"),
        sure=bool(entry.text("sure")),
    )
    revoking.revoke(call, dossier_id, entry.version, ruling)
