"""Handling: passing on, taking, asking the applicant, stopping."""

from uuid import UUID

from portal.auth import requires
from portal.casework.attempt import ActPage, Answer
from portal.casework.entry import Entry
from portal.casework.handing import ask_opinion_page, assign_page, hand_over_page, recall_page
from portal.casework.patience import time_left
from portal.casework.promise import extend_page, recount_page
from portal.casework.room import OFFICE
from portal.casework.supplement import supplement_page
from portal.i18n import gettext as _
from portal.office.blueprint import office
from procedures.acts import allow_supplement as allowing
from procedures.acts import ask_payment as asking
from procedures.acts import stop as stopping
from procedures.acts.call import Call
from procedures.lifecycle import Act


@office.route("/<uuid:dossier_id>/chuyen", methods=["GET", "POST"])
@requires(Act.HAND_OVER)
def hand_over(dossier_id: UUID) -> Answer:
    """To the next planned unit, or to any unit of any tier."""
    return hand_over_page(OFFICE, dossier_id)


@office.route("/<uuid:dossier_id>/phan-cong", methods=["GET", "POST"])
@requires(Act.ASSIGN)
def assign(dossier_id: UUID) -> Answer:
    """To a colleague of the same unit, or to oneself."""
    return assign_page(OFFICE, dossier_id)


@office.route("/<uuid:dossier_id>/thu-hoi", methods=["GET", "POST"])
@requires(Act.RECALL)
def recall(dossier_id: UUID) -> Answer:
    """Back from a unit that has not answered."""
    return recall_page(OFFICE, dossier_id)


@office.route("/<uuid:dossier_id>/lay-y-kien", methods=["GET", "POST"])
@requires(Act.ASK_OPINION)
def ask_opinion(dossier_id: UUID) -> Answer:
    """What another unit is asked while the dossier stays here."""
    return ask_opinion_page(OFFICE, dossier_id)


@office.route("/<uuid:dossier_id>/hen-lai", methods=["GET", "POST"])
@requires(Act.EXTEND)
def extend(dossier_id: UUID) -> Answer:
    """The one new promise, with its apology."""
    return extend_page(OFFICE, dossier_id)


@office.route("/<uuid:dossier_id>/tinh-lai", methods=["GET", "POST"])
@requires(Act.RECOUNT)
def recount(dossier_id: UUID) -> Answer:
    """The promised date by the newest calendar."""
    return recount_page(OFFICE, dossier_id)


@office.route("/<uuid:dossier_id>/cho-bo-sung-lan-hai", methods=["GET", "POST"])
@requires(Act.ALLOW_SUPPLEMENT)
def allow_supplement(dossier_id: UUID) -> Answer:
    """Why one request to the applicant was not enough."""
    return ActPage(OFFICE, dossier_id, Act.ALLOW_SUPPLEMENT, "office/allow_supplement.html").answer(
        lambda call, entry: allowing.allow_supplement(
            call, dossier_id, entry.version, entry.text("grounds")
        ),
        done=_("Đã cho phép yêu cầu bổ sung thêm một lần."),
    )


@office.route("/<uuid:dossier_id>/bo-sung", methods=["GET", "POST"])
@requires(Act.ASK_SUPPLEMENT)
def ask_supplement(dossier_id: UUID) -> Answer:
    """All that the applicant must complete, in one list; the clock pauses."""
    return supplement_page(OFFICE, dossier_id)


@office.route("/<uuid:dossier_id>/nghia-vu-tai-chinh", methods=["GET", "POST"])
@requires(Act.ASK_PAYMENT)
def ask_payment(dossier_id: UUID) -> Answer:
    """What is to be paid and what for; the clock pauses."""
    return ActPage(OFFICE, dossier_id, Act.ASK_PAYMENT, "office/ask_payment.html").answer(
        lambda call, entry: _ask_payment(call, dossier_id, entry),
        done=_("Đã gửi yêu cầu thực hiện nghĩa vụ tài chính."),
    )


def _ask_payment(call: Call, dossier_id: UUID, entry: Entry) -> None:
    asking.ask_payment(
        call,
        dossier_id,
        entry.version,
        amount=entry.number("amount"),
        reason=entry.text("reason"),
    )


@office.route("/<uuid:dossier_id>/dung", methods=["GET", "POST"])
@requires(Act.STOP)
def stop(dossier_id: UUID) -> Answer:
    """The grounds on which the handling ends without a decision."""
    return ActPage(OFFICE, dossier_id, Act.STOP, "office/stop.html", time_left).answer(
        lambda call, entry: stopping.stop(call, dossier_id, entry.version, entry.text("grounds")),
        done=_("Đã dừng giải quyết hồ sơ."),
    )
