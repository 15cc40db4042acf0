"""The end of a dossier at the counter: payments confirmed, results given out."""

from uuid import UUID

from portal.auth import requires
from portal.casework.attempt import ActPage, Answer
from portal.casework.room import DESK
from portal.desk.blueprint import desk
from portal.i18n import gettext as _
from procedures.acts import confirm_payment as confirming
from procedures.acts import return_result as returning
from procedures.lifecycle import Act


@desk.route("/<uuid:dossier_id>/xac-nhan-nop-tien", methods=["GET", "POST"])
@requires(Act.CONFIRM_PAYMENT)
def confirm_payment(dossier_id: UUID) -> Answer:
    """The receipt's number; the clock runs on from here."""
    return ActPage(DESK, dossier_id, Act.CONFIRM_PAYMENT, "desk/confirm_payment.html").answer(
        lambda call, entry: confirming.confirm_payment(
            call, dossier_id, entry.version, entry.text("receipt")
        ),
        done=_("Đã xác nhận nộp tiền. Thời hạn giải quyết được tính tiếp."),
    )


@desk.route("/<uuid:dossier_id>/tra-ket-qua", methods=["GET", "POST"])
@requires(Act.RETURN_RESULT)
def return_result(dossier_id: UUID) -> Answer:
    """Who took the result, or which parcel carries it."""
    return ActPage(DESK, dossier_id, Act.RETURN_RESULT, "desk/return_result.html").answer(
        lambda call, entry: returning.return_result(
            call, dossier_id, entry.version, entry.text("taker")
        ),
        done=_("Đã trả kết quả. Hồ sơ kết thúc tại đây."),
    )
