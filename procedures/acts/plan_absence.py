"""Planning an absence: who is away on which days, and who stands in with what right.

The substitute gets posts of their own for those days, which name the absence; they begin and end
by their dates. Signing passes on only with a written delegation (NĐ 61/2018/NĐ-CP, Luật Tổ chức
chính quyền địa phương: whoever was authorised does not authorise anybody else).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.administer import Stream, in_turn, wrong
from procedures.acts.call import Call
from procedures.acts.words import tidy
from procedures.catalogue.labels import labels
from procedures.delegation import Form, form_of
from procedures.errors import N_, NotAllowed
from procedures.people import Role
from procedures.records import Absence, Account, PostRow, UnitRow
from procedures.tags import Tag

NOT_YOURS = N_("Bạn chỉ ghi vắng mặt cho mình, hoặc cho cán bộ của đơn vị do bạn lãnh đạo.")
NO_OFFICER = N_("Hãy chọn cán bộ đang giữ chức vụ trong những ngày này.")
NO_FROM = N_("Ngày bắt đầu vắng mặt sớm nhất là hôm nay.")
NO_TO = N_("Ngày trở lại phải sau ngày bắt đầu vắng mặt.")
OVERLAP = N_("Cán bộ này đã có lần vắng mặt khác trong những ngày đó; mỗi ngày chỉ thuộc một lần.")
NOT_ONESELF = N_("Người thay phải là người khác.")
AWAY_TOO = N_("Người thay cũng vắng mặt trong những ngày đó.")
STANDS_IN = N_(
    "Cán bộ này đang thay người khác trong những ngày đó: người được ủy quyền không ủy quyền lại."
)
NO_SECOND_HAND = N_(
    "Người được ủy quyền ký (TUQ.) không được ủy quyền lại "
    "(khoản 3 Điều 13 Nghị định 30/2020/NĐ-CP)."
)
NO_LINE = N_("Hãy chọn dòng ký thay hoặc ký thừa ủy quyền.")
PASSED_FREELY = frozenset({Role.RECEIVER, Role.HANDLER})
MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class AbsencePlan:
    """Days away; `valid_to` is the first day back.

    `document` is the number of the delegation; with it leading posts are passed on, signed with
    the `line` ("kt", "tuq").
    """

    person_id: UUID
    valid_from: date
    valid_to: date
    substitute_id: UUID | None = None
    reason: str = ""
    document: str = ""
    line: str = ""


def plan_absence(call: Call, plan: AbsencePlan) -> UUID:
    """Note the absence and give the substitute the posts for its days; returns its id.

    Raises `NotAllowed`, or `Incomplete` naming the input and the rule that refuses it.
    """
    in_turn(call, Stream.OFFICERS)
    _ensure_days(call, plan)
    posts = posts_during(call, plan.person_id, plan)
    ensure_planner(call, plan.person_id, {post.unit_id for post in posts})
    if not posts:
        raise wrong("person", NO_OFFICER)
    _refuse_overlap(call, plan)
    if plan.substitute_id is not None:
        _ensure_substitute(call, plan)
        if plan.document and any(form_of(p.signs_as) is Form.DELEGATION for p in posts):
            raise wrong("document", NO_SECOND_HAND)
    absence = Absence(
        person_id=plan.person_id,
        substitute_id=plan.substitute_id,
        valid_from=plan.valid_from,
        valid_to=plan.valid_to,
        reason=tidy(plan.reason)[:MOST_WORDS],
        document=tidy(plan.document)[:MOST_WORDS],
        created_at=call.now,
        created_by=call.actor.person_id,
    )
    call.db.add(absence)
    call.db.flush()
    passed = list(_passed_on(call, plan, absence, posts)) if plan.substitute_id else []
    call.db.add_all(passed)
    call.db.flush()
    _note(call, absence, passed)
    return absence.id


def ensure_planner(call: Call, person_id: UUID, unit_ids: set[int]) -> None:
    """Oneself, an administrator, or a leader of a unit that the person works in."""
    actor = call.actor
    admin = any(post.role is Role.ADMIN for post in actor.posts)
    if actor.is_system or admin or actor.person_id == person_id:
        return
    if not unit_ids & actor.units_as(Role.LEADER):
        raise NotAllowed(NOT_YOURS)


def posts_during(call: Call, person_id: UUID, plan: AbsencePlan) -> list[PostRow]:
    """The person's own posts on some of the days, without those held in place of others."""
    rows = call.db.scalars(
        select(PostRow)
        .where(
            PostRow.person_id == person_id,
            PostRow.absence_id.is_(None),
            PostRow.valid_from < plan.valid_to,
            PostRow.valid_to.is_(None) | (PostRow.valid_to > plan.valid_from),
        )
        .order_by(PostRow.id)
    )
    return list(rows)


def _ensure_days(call: Call, plan: AbsencePlan) -> None:
    if plan.valid_from < call.today:
        raise wrong("valid_from", NO_FROM)
    if plan.valid_to <= plan.valid_from:
        raise wrong("valid_to", NO_TO)


def _refuse_overlap(call: Call, plan: AbsencePlan) -> None:
    if _during(call, plan, Absence.person_id == plan.person_id):
        raise wrong("valid_from", OVERLAP)
    if _during(call, plan, Absence.substitute_id == plan.person_id):
        raise wrong("substitute", STANDS_IN)


def _ensure_substitute(call: Call, plan: AbsencePlan) -> None:
    if plan.substitute_id == plan.person_id:
        raise wrong("substitute", NOT_ONESELF)
    assert plan.substitute_id is not None
    if not posts_during(call, plan.substitute_id, plan):
        raise wrong("substitute", NO_OFFICER)
    if _during(call, plan, Absence.person_id == plan.substitute_id):
        raise wrong("substitute", AWAY_TOO)
    if plan.document and plan.line not in labels("delegation"):
        raise wrong("line", NO_LINE)


def _during(call: Call, plan: AbsencePlan, whose: object) -> bool:
    found = select(Absence.id).where(
        whose,  # type: ignore[arg-type]
        Absence.valid_from < plan.valid_to,
        Absence.valid_to > plan.valid_from,
    )
    return call.db.scalar(found.limit(1)) is not None


def _passed_on(
    call: Call, plan: AbsencePlan, absence: Absence, posts: list[PostRow]
) -> Iterator[PostRow]:
    """A post for each that the substitute does not hold already; leading ones by document only."""
    assert plan.substitute_id is not None
    own = posts_during(call, plan.substitute_id, plan)
    held = {(post.unit_id, post.role) for post in own}
    for post in posts:
        leads = post.role is Role.LEADER and bool(plan.document)
        if (post.unit_id, post.role) in held or not (leads or post.role in PASSED_FREELY):
            continue
        yield PostRow(
            person_id=plan.substitute_id,
            unit_id=post.unit_id,
            role=post.role,
            title=dict(own[0].title if leads else post.title),
            signs_as=_line(plan.line, post) if leads else "",
            granted_by=absence.document if leads else "",
            granted_from=plan.valid_from if leads else None,
            granted_to=plan.valid_to if leads else None,
            granted_for=list(post.granted_for) if leads else [],
            absence_id=absence.id,
            valid_from=max(plan.valid_from, post.valid_from),
            valid_to=min(plan.valid_to, post.valid_to or plan.valid_to),
        )


def _line(line: str, post: PostRow) -> str:
    """What stands above the substitute's own title: TM. …, KT. Chủ tịch (NĐ 30/2020/NĐ-CP)."""
    over = [post.signs_as] if post.signs_as else []
    return "\n".join([*over, f"{labels('delegation')[line]['vi']} {post.title['vi']}"])


def _note(call: Call, absence: Absence, passed: list[PostRow]) -> None:
    names = {
        row.person_id: row.username
        for row in call.db.scalars(
            select(Account).where(Account.person_id.in_([absence.person_id, absence.substitute_id]))
        )
    }
    units = {post.unit_id: call.db.get_one(UnitRow, post.unit_id).code_2020 for post in passed}
    detail = {
        "account": names.get(absence.person_id, ""),
        "substitute": names.get(absence.substitute_id, "") if absence.substitute_id else "",
        "from": absence.valid_from.isoformat(),
        "to": absence.valid_to.isoformat(),
        "document": absence.document,
        "posts": [f"{post.role.value} {units[post.unit_id]}" for post in passed],
    }
    ledger.append(call, Stream.OFFICERS, Tag.ABSENCE_PLANNED, detail=detail)
