"""Choosing: what a plan leaves open is decided, place by place, unit by unit, post by post."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, wrong
from procedures.acts.call import Call
from procedures.acts.reorganisation import ensure_draft, locked_row, refuse
from procedures.errors import N_, Stale
from procedures.records import Dossier, PlaceRow
from procedures.records.weighing import Weighed, weigh
from procedures.reform import Choices, Plan, Ref, load_choices, posts_open_to
from procedures.tags import Tag

NOT_OFFERED = N_("{subject}: {choice} không phải là một lựa chọn.")
NO_DOSSIER = N_("Không có hồ sơ {code} thuộc một địa bàn được chia tách.")
CHANGED_MEANWHILE = N_(
    "Các lựa chọn vừa được người khác sửa. Lựa chọn của bạn chưa được ghi; hãy xem lại."
)


def choose_successors(
    call: Call, reorganisation_id: UUID, choices: Choices, seen: Mapping[str, object]
) -> None:
    """Keep these choices instead of those before, which the form showed as `seen`.

    What is left out stays open; a post that nobody holds any more needs no choice. Raises
    `Incomplete` with the `field` at fault.
    """
    ensure_admin(call)
    row = locked_row(call, reorganisation_id)
    ensure_draft(row)
    if load_choices(seen) != load_choices(row.choices):
        raise Stale(CHANGED_MEANWHILE)
    weighed = weigh(call.db, row.plan, choices.to_json(), call.today)
    refuse(weighed.faults, field="")
    _ensure_offered(call, weighed)
    row.choices = replace(choices, posts=_held_still(weighed)).to_json()
    call.db.flush()
    detail = {"document": row.document, "choices": row.choices}
    ledger.append(call, Stream.UNITS, Tag.REORGANISATION_CHOSEN, detail=detail)


def _ensure_offered(call: Call, weighed: Weighed) -> None:
    for each in weighed.ambiguities:
        if each.chosen and each.chosen not in each.options:
            raise wrong(
                f"{each.matter}.{each.subject}",
                NOT_OFFERED,
                subject=each.subject,
                choice=each.chosen,
            )
    for post, to in _held_still(weighed).items():
        if to not in _open_to(weighed, post):
            raise wrong(f"post.{post}", NOT_OFFERED, subject=post, choice=to)
    parts = dict(_parts(weighed.plan))
    codes = weighed.choices.dossiers
    places = dict(
        call.db.execute(
            select(Dossier.code, PlaceRow.code)
            .join(PlaceRow, PlaceRow.id == Dossier.place_id)
            .where(Dossier.code.in_(codes))
        ).all()
    )
    for code, to in codes.items():
        if places.get(code) not in parts:
            raise wrong("dossiers", NO_DOSSIER, code=code)
        if to not in parts[places[code]]:
            raise wrong("dossiers", NOT_OFFERED, subject=code, choice=to)


def _held_still(weighed: Weighed) -> dict[str, Ref]:
    held = {str(each.post) for each in weighed.staff}
    return {post: to for post, to in weighed.choices.posts.items() if post in held}


def _open_to(weighed: Weighed, post: str) -> tuple[Ref, ...]:
    unit = next(each.unit for each in weighed.staff if str(each.post) == post)
    steps = (step for step in weighed.plan.units if step.unit == unit)
    return next((posts_open_to(step) for step in steps), ())


def _parts(plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    for step in plan.places:
        if len(step.heirs) > 1:
            yield step.place, tuple(heir.to for heir in step.heirs)
