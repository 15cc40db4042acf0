"""What a unit is offered or asked: taking it, declining it, giving an opinion."""

from uuid import UUID

from portal.auth import requires
from portal.casework.attempt import ActPage, Answer
from portal.casework.entry import Entry, Refused, refuse_entry
from portal.casework.room import OFFICE
from portal.i18n import gettext as _
from portal.office.blueprint import office
from procedures.acts import decline as declining
from procedures.acts import give_opinion as giving
from procedures.acts import take as taking
from procedures.acts.call import Call
from procedures.errors import N_
from procedures.lifecycle import Act
from procedures.reads.file import Stance

NO_STANCE = N_("Hãy chọn một ý kiến.")


@office.route("/<uuid:dossier_id>/nhan", methods=["GET", "POST"])
@requires(Act.TAKE)
def take(dossier_id: UUID) -> Answer:
    """The offer with its words; from the moment of taking the unit answers for the dossier."""
    return ActPage(OFFICE, dossier_id, Act.TAKE, "office/take.html").answer(
        lambda call, entry: taking.take(call, dossier_id, entry.version),
        done=_("Đã nhận hồ sơ. Từ lúc này đơn vị của bạn giữ hồ sơ."),
    )


@office.route("/<uuid:dossier_id>/khong-nhan", methods=["GET", "POST"])
@requires(Act.DECLINE)
def decline(dossier_id: UUID) -> Answer:
    """Why the unit does not take it."""
    return ActPage(OFFICE, dossier_id, Act.DECLINE, "office/decline.html").answer(
        lambda call, entry: declining.decline(
            call, dossier_id, entry.version, entry.text("grounds")
        ),
        done=_("Đã báo không nhận. Hồ sơ vẫn ở đơn vị chuyển."),
    )


@office.route("/<uuid:dossier_id>/cho-y-kien", methods=["GET", "POST"])
@requires(Act.GIVE_OPINION)
def give_opinion(dossier_id: UUID) -> Answer:
    """The question, and the unit's answer."""
    return ActPage(OFFICE, dossier_id, Act.GIVE_OPINION, "office/give_opinion.html").answer(
        lambda call, entry: _give(call, dossier_id, entry),
        done=_("Đã gửi ý kiến."),
    )


def _give(call: Call, dossier_id: UUID, entry: Entry) -> None:
    try:
        stance = Stance(entry.text("stance"))
    except ValueError:
        raise refuse_entry(Refused("stance", NO_STANCE)) from None
    giving.give_opinion(call, dossier_id, entry.version, stance, entry.text("answer"))
