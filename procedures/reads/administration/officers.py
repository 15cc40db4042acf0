"""Officers and their posts: the list, and one officer whole."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from procedures.delegation import Form, form_of
from procedures.people import Role
from procedures.reads.administration.slices import Edge, cut
from procedures.records import Account, Person, PostRow, SignIn, UnitRow
from procedures.records.directory import in_force
from procedures.records.spelling import folded, like
from procedures.routing import Text


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which officers to list: by words of the name or the account, by role held, by a state."""

    on: date
    words: str = ""
    role: Role | None = None
    locked: bool = False
    without_post: bool = False


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post with its unit; `valid_to` is the first day without it."""

    id: int
    unit_id: int
    unit: Text
    role: Role
    title: Text
    signs_as: str
    granted_by: str
    valid_from: date
    valid_to: date | None

    @property
    def signs_for_another(self) -> bool:
        return form_of(self.signs_as) is not Form.OWN

    def standing(self, on: date) -> str:
        """`past`, `future`, `ending` (an end is set) or `open`."""
        if self.valid_to is not None and self.valid_to <= on:
            return "past"
        if self.valid_from > on:
            return "future"
        return "ending" if self.valid_to is not None else "open"


@dataclass(frozen=True, slots=True)
class OfficerItem:
    """One row of the list, with the posts held on the day."""

    person_id: UUID
    name: str
    username: str
    locked: bool
    posts: tuple[HeldPost, ...]


@dataclass(frozen=True, slots=True)
class Officers:
    """A slice of the list in the order of the accounts' names."""

    items: tuple[OfficerItem, ...]
    previous: Edge | None
    next: Edge | None


@dataclass(frozen=True, slots=True)
class OfficerPage:
    """One officer: the account, when it was last used, and every post ever held."""

    person_id: UUID
    name: str
    username: str
    email: str
    phone: str
    locked_at: datetime | None
    last_seen: datetime | None
    posts: tuple[HeldPost, ...]


def officers(db: Session, wanted: Wanted, edge: Edge | None = None) -> Officers:
    """Everybody with an officer's account who answers to the filters."""
    username = func.lower(Account.username)
    query = (
        select(
            username.label("key"),
            Account.username,
            Account.locked_at,
            Person.id,
            Person.full_name,
        )
        .join(Person, Person.id == Account.person_id)
        .where(_is_officer())
    )
    if wanted.words:
        query = query.where(
            or_(
                folded(Person.full_name).like(like(wanted.words)),
                username.contains(wanted.words.strip().lower(), autoescape=True),
            )
        )
    if wanted.locked:
        query = query.where(Account.locked_at.is_not(None))
    if wanted.role is not None:
        query = query.where(_holds(wanted.on, PostRow.role == wanted.role))
    if wanted.without_post:
        query = query.where(~_holds(wanted.on))
    found = cut(db, query, username, edge)
    posts = _posts(db, [row.id for row in found.rows], wanted.on)
    items = tuple(
        OfficerItem(
            row.id, row.full_name, row.username, row.locked_at is not None, posts.get(row.id, ())
        )
        for row in found.rows
    )
    return Officers(items, found.previous, found.next)


def officer_page(db: Session, person_id: UUID) -> OfficerPage | None:
    """The officer; a citizen's account is none."""
    row = db.execute(
        select(Person, Account)
        .join(Account, Account.person_id == Person.id)
        .where(Person.id == person_id, _is_officer())
    ).first()
    if row is None:
        return None
    person, account = row
    last_seen = select(func.max(SignIn.last_seen_at)).where(SignIn.person_id == person_id)
    return OfficerPage(
        person_id=person_id,
        name=person.full_name,
        username=account.username,
        email=person.email or "",
        phone=person.phone or "",
        locked_at=account.locked_at,
        last_seen=db.scalar(last_seen),
        posts=_posts(db, [person_id], None).get(person_id, ()),
    )


def _is_officer() -> ColumnElement[bool]:
    """Whoever has or had a post, or was added without a citizen's number to file under."""
    held = exists().where(PostRow.person_id == Person.id)
    return held | Person.citizen_no.is_(None)


def _holds(on: date, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(PostRow.person_id == Person.id, in_force(PostRow, on), *more)


def _posts(
    db: Session, people: Collection[UUID], on: date | None
) -> Mapping[UUID, tuple[HeldPost, ...]]:
    """The posts of each person, the newest first; those of one day, or all."""
    query = (
        select(PostRow, UnitRow.name)
        .join(UnitRow, UnitRow.id == PostRow.unit_id)
        .where(PostRow.person_id.in_(people))
        .order_by(PostRow.valid_from.desc(), PostRow.id.desc())
    )
    held: dict[UUID, list[HeldPost]] = defaultdict(list)
    for post, unit in db.execute(query if on is None else query.where(in_force(PostRow, on))):
        held[post.person_id].append(_held(post, unit))
    return {person: tuple(posts) for person, posts in held.items()}


def _held(post: PostRow, unit: Text) -> HeldPost:
    return HeldPost(
        id=post.id,
        unit_id=post.unit_id,
        unit=unit,
        role=post.role,
        title=post.title,
        signs_as=post.signs_as,
        granted_by=post.granted_by,
        valid_from=post.valid_from,
        valid_to=post.valid_to,
    )
