"""The promised date: extending it once with an apology, or counting it by a changed calendar."""

from collections.abc import Mapping
from uuid import UUID

from portal.acting import Db
from portal.casework.attempt import ActPage, Answer
from portal.casework.entry import Entry, Refused, refuse_entry
from portal.casework.room import Room
from portal.i18n import current_locale
from portal.i18n import gettext as _
from procedures.acts.call import Call
from procedures.acts.extend import extend
from procedures.acts.recount import recount
from procedures.clock import explain
from procedures.errors import N_
from procedures.lifecycle import Act
from procedures.reads.file import Brief, recounted

NO_DAY = N_("Hãy ghi ngày hẹn trả mới, gồm ngày, tháng, năm.")


def extend_page(room: Room, dossier_id: UUID) -> Answer:
    """The new day and the reason that the letter of apology prints."""
    return ActPage(room, dossier_id, Act.EXTEND, "office/extend.html").answer(
        lambda call, entry: _extend(call, dossier_id, entry),
        done=_("Đã hẹn lại ngày trả kết quả. Văn bản xin lỗi đang được ký số và gửi người nộp."),
    )


def _extend(call: Call, dossier_id: UUID, entry: Entry) -> None:
    until = entry.day("until")
    if until is None:
        raise refuse_entry(Refused("until", NO_DAY))
    extend(call, dossier_id, entry.version, until=until, reason=entry.text("reason"))


def recount_page(room: Room, dossier_id: UUID) -> Answer:
    """The date before and after, each with how it was counted."""
    return ActPage(room, dossier_id, Act.RECOUNT, "office/recount.html", _after).answer(
        lambda call, entry: recount(call, dossier_id, entry.version),
        done=_("Đã tính lại hạn trả theo lịch làm việc mới."),
    )


def _after(db: Db, head: Brief, _entry: Entry) -> Mapping[str, object]:
    after = recounted(db, head.id)
    return {
        "before": explain(head.due, current_locale()),
        "after_at": after.at if after else None,
        "after": explain(after, current_locale()) if after else (),
    }
