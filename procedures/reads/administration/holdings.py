"""What still hangs on a post that is about to end: dossiers in hand, papers to sign, colleagues."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from procedures.delegation import Ground
from procedures.people import Role
from procedures.records import Account, Decision, Dossier, Person, PostRow, UnitRow
from procedures.records.directory import in_force
from procedures.routing import Text

MOST = 100
"""Nothing is counted beyond this: 100 reads as "100 or more"."""


@dataclass(frozen=True, slots=True)
class PostPage:
    """A post about to end; `held`, `to_sign` and `at_unit` are counted to `MOST`.

    `alone`: nobody else has the role at the unit on the day.
    """

    id: int
    person_id: UUID
    name: str
    username: str
    unit_id: int
    unit: Text
    role: Role
    title: Text
    valid_from: date
    valid_to: date | None
    held: int
    to_sign: int
    at_unit: int
    alone: bool
    signs_as: str
    ground: Ground


def post_page(db: Session, post_id: int, on: date) -> PostPage | None:
    """The post and what hangs on it."""
    row = db.execute(
        select(PostRow, Person.full_name, Account.username, UnitRow.name)
        .join(Person, Person.id == PostRow.person_id)
        .join(UnitRow, UnitRow.id == PostRow.unit_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(PostRow.id == post_id)
    ).first()
    if row is None:
        return None
    post, name, username, unit = row
    here = select(Dossier.id).where(Dossier.holder_unit_id == post.unit_id)
    awaited = select(Decision.id).where(
        Decision.signer_post_id == post.id,
        Decision.decided_at.is_(None),
        Decision.sent_back_at.is_(None),
    )
    held, to_sign, at_unit = db.execute(
        select(
            bounded(here.where(Dossier.holder_officer_id == post.person_id)),
            bounded(awaited),
            bounded(here),
        )
    ).one()
    return PostPage(
        id=post.id,
        person_id=post.person_id,
        name=name,
        username=username or "",
        unit_id=post.unit_id,
        unit=unit,
        role=post.role,
        title=post.title,
        valid_from=post.valid_from,
        valid_to=post.valid_to,
        held=held,
        to_sign=to_sign,
        at_unit=at_unit,
        alone=_alone(db, post, on),
        signs_as=post.signs_as,
        ground=post.ground,
    )


def bounded(query: Select[Any]) -> ScalarSelect[int]:
    """How many rows, up to `MOST`: several of these are asked in one question."""
    return select(func.count()).select_from(query.limit(MOST).subquery()).scalar_subquery()


def _alone(db: Session, post: PostRow, on: date) -> bool:
    other = select(PostRow.id).where(
        PostRow.unit_id == post.unit_id,
        PostRow.role == post.role,
        PostRow.person_id != post.person_id,
        in_force(PostRow, on),
    )
    return db.scalar(other.limit(1)) is None
