"""Taking a dossier in, asking for completion, refusing it, and sending it to its handlers."""

from collections.abc import Mapping
from uuid import UUID

from portal.acting import Db
from portal.auth import requires
from portal.casework.attempt import ActPage, Answer
from portal.casework.entry import Entry
from portal.casework.handing import hand_over_page, recall_page
from portal.casework.patience import time_left
from portal.casework.promise import recount_page
from portal.casework.room import DESK
from portal.casework.supplement import supplement_page
from portal.desk.blueprint import desk
from portal.i18n import current_locale
from portal.i18n import gettext as _
from portal.wiring import utc_now
from procedures.acts import receive as receiving
from procedures.acts import refuse as refusing
from procedures.clock import explain
from procedures.lifecycle import Act
from procedures.reads.file import Brief, checklist, promised, sent


@desk.route("/<uuid:dossier_id>/tiep-nhan", methods=["GET", "POST"])
@requires(Act.RECEIVE)
def receive(dossier_id: UUID) -> Answer:
    """The promise that acceptance will make, shown before it is made."""
    return ActPage(DESK, dossier_id, Act.RECEIVE, "desk/receive.html", _promise).answer(
        lambda call, entry: receiving.receive(call, dossier_id, entry.version),
        done=_("Đã tiếp nhận hồ sơ. Giấy tiếp nhận và hẹn trả kết quả đang được phát hành."),
    )


def _promise(db: Db, head: Brief, _entry: Entry) -> Mapping[str, object]:
    now = utc_now()
    promise = promised(db, head.id, now)
    handed_in = sent(db, head.id, head.procedure)
    rows = checklist(head.procedure, head.schema, handed_in)
    return {
        "due_at": promise.at,
        "trace": explain(promise, current_locale()),
        "missing": [row for row in rows if row.missing],
    }


@desk.route("/<uuid:dossier_id>/bo-sung", methods=["GET", "POST"])
@requires(Act.ASK_SUPPLEMENT)
def ask_supplement(dossier_id: UUID) -> Answer:
    """All that must be completed before the dossier can be received, in one list."""
    return supplement_page(DESK, dossier_id)


@desk.route("/<uuid:dossier_id>/tu-choi", methods=["GET", "POST"])
@requires(Act.REFUSE)
def refuse(dossier_id: UUID) -> Answer:
    """The grounds on which the desk does not receive the dossier."""
    return ActPage(DESK, dossier_id, Act.REFUSE, "desk/refuse.html", time_left).answer(
        lambda call, entry: refusing.refuse(call, dossier_id, entry.version, entry.text("grounds")),
        done=_("Đã từ chối tiếp nhận. Phiếu từ chối đang được phát hành."),
    )


@desk.route("/<uuid:dossier_id>/chuyen", methods=["GET", "POST"])
@requires(Act.HAND_OVER)
def hand_over(dossier_id: UUID) -> Answer:
    """To the unit that handles it: the planned one unless the desk knows better."""
    return hand_over_page(DESK, dossier_id)


@desk.route("/<uuid:dossier_id>/thu-hoi", methods=["GET", "POST"])
@requires(Act.RECALL)
def recall(dossier_id: UUID) -> Answer:
    """Back from a unit that has not answered."""
    return recall_page(DESK, dossier_id)


@desk.route("/<uuid:dossier_id>/tinh-lai", methods=["GET", "POST"])
@requires(Act.RECOUNT)
def recount(dossier_id: UUID) -> Answer:
    """The promised date by the newest calendar."""
    return recount_page(DESK, dossier_id)
