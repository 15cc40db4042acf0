"""One unit: its names, codes, contact and calendar, what is above and below it, who works there."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from procedures.people import Role
from procedures.reads.administration.units import UnitItem
from procedures.records import Account, Person, PlaceRow, PostRow, TierRow, UnitRow
from procedures.records.directory import in_force
from procedures.routing import Text

MOST_BELOW = 60
MOST_OFFICERS = 60


@dataclass(frozen=True, slots=True)
class Link:
    """Another unit of the tree."""

    id: int
    name: Text
    code: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """A post at the unit and who holds it; `begins` or `ends` when that is still to come."""

    post_id: int
    person_id: UUID
    name: str
    username: str
    title: Text
    role: Role
    valid_from: date
    valid_to: date | None
    locked: bool


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything on the unit's page; `below` and `officers` may have been cut at their limits."""

    item: UnitItem
    code_2016: str
    short_name: str
    address: str
    phone: str
    email: str
    calendar_code: str
    above: tuple[Link, ...]
    below: tuple[Link, ...]
    officers: tuple[Colleague, ...]

    @property
    def more_below(self) -> bool:
        return len(self.below) > MOST_BELOW

    @property
    def more_officers(self) -> bool:
        return len(self.officers) > MOST_OFFICERS


def unit_page(db: Session, unit_id: int, on: date) -> UnitPage | None:
    """The unit as it stands, with officers in office on the day or appointed for later."""
    row = db.execute(
        select(UnitRow, PlaceRow.name, TierRow.name)
        .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
        .join(TierRow, TierRow.code == PlaceRow.tier)
        .where(UnitRow.id == unit_id)
    ).first()
    if row is None:
        return None
    unit, place, tier = row
    return UnitPage(
        item=UnitItem(
            id=unit.id,
            name=unit.name,
            code=unit.code_2020,
            kind=unit.kind,
            place=place,
            tier=tier,
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
        ),
        code_2016=unit.code_2016,
        short_name=unit.short_name,
        address=unit.contact.get("address", ""),
        phone=unit.contact.get("phone", ""),
        email=unit.contact.get("email", ""),
        calendar_code=unit.calendar_code,
        above=_above(db, unit),
        below=_below(db, unit_id, on),
        officers=_officers(db, unit_id, on),
    )


def _above(db: Session, unit: UnitRow) -> tuple[Link, ...]:
    """From the top down, without the unit itself."""
    chain = (
        select(UnitRow.id, UnitRow.parent_id, UnitRow.name, UnitRow.code_2020)
        .where(UnitRow.id == unit.parent_id)
        .cte(recursive=True)
    )
    over = aliased(UnitRow)
    chain = chain.union(
        select(over.id, over.parent_id, over.name, over.code_2020).where(
            over.id == chain.c.parent_id
        )
    )
    rows = db.execute(select(chain.c.id, chain.c.name, chain.c.code_2020)).all()
    return tuple(Link(*row) for row in reversed(rows))


def _below(db: Session, unit_id: int, on: date) -> tuple[Link, ...]:
    rows = db.execute(
        select(UnitRow.id, UnitRow.name, UnitRow.code_2020)
        .where(UnitRow.parent_id == unit_id, in_force(UnitRow, on))
        .order_by(UnitRow.code_2020)
        .limit(MOST_BELOW + 1)
    )
    return tuple(Link(*row) for row in rows)


def _officers(db: Session, unit_id: int, on: date) -> tuple[Colleague, ...]:
    rows = db.execute(
        select(
            PostRow.id,
            Person.id,
            Person.full_name,
            Account.username,
            PostRow.title,
            PostRow.role,
            PostRow.valid_from,
            PostRow.valid_to,
            Account.locked_at.is_not(None),
        )
        .join(Person, Person.id == PostRow.person_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(PostRow.unit_id == unit_id, PostRow.valid_to.is_(None) | (PostRow.valid_to > on))
        .order_by(PostRow.role, PostRow.id)
        .limit(MOST_OFFICERS + 1)
    )
    return tuple(Colleague(*row) for row in rows)
