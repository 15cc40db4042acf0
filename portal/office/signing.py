"""Signing: the leader reads the very paper that will be issued, then signs its digest."""

from collections.abc import Mapping
from uuid import UUID

from portal.acting import Db
from portal.auth import current_actor, requires
from portal.casework.attempt import ActPage, Answer
from portal.casework.bulk.deeds import seen_papers
from portal.casework.dossier import come_again
from portal.casework.entry import Entry, Refused, refuse_entry
from portal.casework.room import OFFICE
from portal.i18n import gettext as _
from portal.office.blueprint import office
from portal.wiring import utc_now
from procedures.acts import approve as approving
from procedures.acts import decide as deciding
from procedures.acts import reprint as reprinting
from procedures.acts import send_back as sending
from procedures.acts.call import Call
from procedures.clock import VIETNAM
from procedures.errors import N_
from procedures.lifecycle import Act
from procedures.reads.file import Brief, papers

NOT_READ = N_("Hãy đọc văn bản và xác nhận đã đọc trước khi ký.")
TEMPLATE = "office/sign.html"


@office.route("/<uuid:dossier_id>/ky", methods=["GET", "POST"])
@requires(Act.DECIDE)
def sign(dossier_id: UUID) -> Answer:
    """The papers as printed, their digests, and the one button that signs them."""
    return page_to_sign(dossier_id).answer(
        lambda call, entry: _sign(call, dossier_id, entry),
        done=_("Đã ký. Văn bản đang được ký số, đóng dấu và phát hành."),
    )


@office.post("/<uuid:dossier_id>/in-lai")
@requires(Act.DECIDE)
def reprint(dossier_id: UUID) -> Answer:
    """The same papers with today's date; they must be read anew."""
    return page_to_sign(dossier_id).answer(
        lambda call, entry: reprinting.reprint(call, dossier_id, entry.version),
        done=_("Văn bản đang được in lại với ngày hôm nay. Hãy đọc bản mới trước khi ký."),
        then=OFFICE.at("sign", dossier_id),
    )


@office.route("/<uuid:dossier_id>/tra-lai", methods=["GET", "POST"])
@requires(Act.SEND_BACK)
def send_back(dossier_id: UUID) -> Answer:
    """What the handler must mend before the leader signs."""
    return ActPage(OFFICE, dossier_id, Act.SEND_BACK, "office/send_back.html").answer(
        lambda call, entry: sending.send_back(call, dossier_id, entry.version, entry.text("note")),
        done=_("Đã trả lại dự thảo cho cán bộ thụ lý."),
    )


@office.route("/<uuid:dossier_id>/duyet", methods=["GET", "POST"])
@requires(Act.APPROVE)
def approve(dossier_id: UUID) -> Answer:
    """The papers as printed, read by the head of the division before they go to the signer."""
    return ActPage(OFFICE, dossier_id, Act.APPROVE, "office/approve.html", _also).answer(
        lambda call, entry: approving.approve(call, dossier_id, entry.version, entry.text("note")),
        done=_("Đã duyệt. Hồ sơ đã được trình người ký."),
    )


def page_to_sign(dossier_id: UUID) -> ActPage:
    """The page on which one reads and signs."""
    return ActPage(OFFICE, dossier_id, Act.DECIDE, TEMPLATE, _also)


def _also(db: Db, head: Brief, _entry: Entry) -> Mapping[str, object]:
    today = utc_now().astimezone(VIETNAM).date()
    decision = head.open_decision
    found = [p for p in papers(db, head.id) if decision and p.decision_id == decision.id]
    printing = any(paper.is_on_its_way for paper in found)
    if printing:
        come_again()
    return {
        "decision": decision,
        "papers": found,
        "printing": printing,
        "old": any(paper.dated != today for paper in found),
        "mine": decision is not None and decision.signer_id == current_actor().person_id,
        "ended": decision is not None
        and decision.signer_post_id not in {post.id for post in current_actor().posts},
    }


def _sign(call: Call, dossier_id: UUID, entry: Entry) -> None:
    deciding.decide(call, dossier_id, *what_was_read(entry))


def what_was_read(entry: Entry) -> tuple[int, Mapping[UUID, str]]:
    """The version that was seen and the digests of the papers that were read."""
    if not entry.text("read"):
        raise refuse_entry(Refused("read", NOT_READ))
    said = {name: entry.text(name) for name in entry.values}
    return entry.version, dict(seen_papers(said))
