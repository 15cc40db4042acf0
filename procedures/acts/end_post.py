"""Ending a post on a day: from then on it gives no right; what was done in it stands."""

from datetime import date

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, wrong
from procedures.acts.call import Call
from procedures.errors import N_, NotFound, NotLawful
from procedures.people import Role
from procedures.records import Account, PostRow, UnitRow
from procedures.tags import Tag

NO_POST = N_("Không tìm thấy chức vụ.")
ENDED = N_("Chức vụ này đã thôi giữ.")
TOO_EARLY = N_("Ngày thôi giữ chức vụ không được ở trong quá khứ và phải sau ngày bắt đầu.")
OWN_POST = N_("Bạn không thể tự thôi giữ chức vụ quản trị của mình; hãy nhờ quản trị viên khác.")


def end_post(call: Call, post_id: int, on: date, grounds: str) -> None:
    """Set the first day without the post: today at the earliest."""
    ensure_admin(call)
    post = call.db.get(PostRow, post_id, with_for_update=True, populate_existing=True)
    if post is None:
        raise NotFound(NO_POST)
    if post.valid_to is not None and post.valid_to <= call.today:
        raise NotLawful(ENDED)
    if post.role is Role.ADMIN and post.person_id == call.actor.person_id:
        raise NotLawful(OWN_POST)
    if on < call.today or on <= post.valid_from:
        raise wrong("on", TOO_EARLY)
    post.valid_to = on
    call.db.flush()
    unit = call.db.get_one(UnitRow, post.unit_id)
    account = call.db.get(Account, post.person_id)
    detail = {
        "account": account.username if account else "",
        "post": post.id,
        "role": post.role.value,
        "unit": unit.code_2020,
        "to": on.isoformat(),
        "grounds": grounds,
    }
    ledger.append(call, Stream.OFFICERS, Tag.POST_ENDED, detail=detail, unit_id=unit.id)
