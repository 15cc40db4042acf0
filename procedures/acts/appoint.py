"""Appointing somebody to a post: the only way in which an officer gets rights."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, wrong
from procedures.acts.call import Call
from procedures.acts.grant_signing import ensure_ground, write_ground
from procedures.delegation import NO_GROUND, Ground
from procedures.errors import N_, NotFound, NotLawful
from procedures.people import OFFICER_ROLES, Role
from procedures.records import Account, PostRow, UnitRow
from procedures.tags import Tag

NO_PERSON = N_("Không tìm thấy cán bộ.")
NOT_ONESELF = N_("Quản trị viên không tự bổ nhiệm mình; hãy nhờ một quản trị viên khác.")
NO_ROLE = N_("Hãy chọn vai trò.")
NO_UNIT = N_("Hãy chọn một đơn vị đang hoạt động vào ngày bắt đầu.")
NO_TITLE = N_("Hãy ghi tên chức vụ bằng cả hai ngôn ngữ; văn bản sẽ in tên này.")
DATES = N_("Ngày thôi giữ chức vụ phải sau ngày bắt đầu.")
TWICE = N_("Cán bộ này đã giữ vai trò đó tại đơn vị trong khoảng thời gian trên.")
ONLY_SIGNING = N_("Dòng ký thay, ký thừa lệnh chỉ dành cho lãnh đạo ký.")


@dataclass(frozen=True, slots=True)
class Appointment:
    """The post as the decision of appointment words it; `valid_to` is the first day without it."""

    unit_id: int
    role: Role
    title_vi: str
    title_en: str
    valid_from: date
    valid_to: date | None = None
    signs_as: str = ""
    ground: Ground = NO_GROUND


def appoint(call: Call, person_id: UUID, post: Appointment) -> int:
    """Give the person the post; returns its id."""
    ensure_admin(call)
    account = call.db.get(Account, person_id, with_for_update=True)
    if account is None:
        raise NotFound(NO_PERSON)
    if person_id == call.actor.person_id:
        raise NotLawful(NOT_ONESELF)
    unit = _checked(call, post)
    _refuse_twice(call, person_id, post)
    row = PostRow(
        person_id=person_id,
        unit_id=post.unit_id,
        role=post.role,
        title={"vi": post.title_vi, "en": post.title_en},
        signs_as=post.signs_as,
        valid_from=post.valid_from,
        valid_to=post.valid_to,
    )
    write_ground(row, post.ground)
    call.db.add(row)
    call.db.flush()
    detail = {
        "account": account.username,
        "post": row.id,
        "role": post.role.value,
        "unit": unit.code_2020,
        "from": post.valid_from.isoformat(),
        "to": post.valid_to.isoformat() if post.valid_to else None,
        "document": row.granted_by,
    }
    ledger.append(call, Stream.OFFICERS, Tag.POST_APPOINTED, detail=detail, unit_id=unit.id)
    return row.id


def _checked(call: Call, post: Appointment) -> UnitRow:
    if post.role not in OFFICER_ROLES:
        raise wrong("role", NO_ROLE)
    unit = call.db.get(UnitRow, post.unit_id)
    if unit is None or not _stands(unit, post.valid_from):
        raise wrong("unit", NO_UNIT)
    for field in ("title_vi", "title_en"):
        if not getattr(post, field):
            raise wrong(field, NO_TITLE)
    if post.valid_to is not None and post.valid_to <= post.valid_from:
        raise wrong("valid_to", DATES)
    if post.signs_as and post.role is not Role.LEADER:
        raise wrong("signs_as", ONLY_SIGNING)
    ensure_ground(call, post.signs_as, post.ground)
    return unit


def _stands(unit: UnitRow, on: date) -> bool:
    return unit.valid_from <= on and (unit.valid_to is None or on < unit.valid_to)


def _refuse_twice(call: Call, person_id: UUID, post: Appointment) -> None:
    query = select(PostRow.id).where(
        PostRow.person_id == person_id,
        PostRow.unit_id == post.unit_id,
        PostRow.role == post.role,
        PostRow.valid_to.is_(None) | (PostRow.valid_to > post.valid_from),
    )
    if post.valid_to is not None:
        query = query.where(PostRow.valid_from < post.valid_to)
    if call.db.scalar(query.limit(1)) is not None:
        raise wrong("role", TWICE)
