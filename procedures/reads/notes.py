"""The internal notes on a dossier, and the colleagues whom one may call to them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from procedures.people import Role
from procedures.records import Dossier, Mention, Note, Person, PostRow, UnitRow
from procedures.records.directory import in_force
from procedures.records.spelling import folded, like
from procedures.records.standing import answerable
from procedures.routing import Text

MOST_COLLEAGUES = 30
_Called = aliased(Person)


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note. `called` are the names of those it calls; `unread` whether it calls the reader."""

    id: UUID
    at: datetime
    author: str
    unit: Text
    text: str
    called: tuple[str, ...]
    unread: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be called: an officer of a unit that takes part."""

    id: UUID
    name: str
    unit: Text


def notes_on(db: Session, dossier_id: UUID, reader_id: UUID | None) -> tuple[NoteRow, ...]:
    """Every note, newest first, in one query."""
    names = func.array_agg(aggregate_order_by(_Called.full_name, _Called.full_name))
    mine = (Mention.person_id == reader_id) & Mention.read_at.is_(None)
    rows = db.execute(
        select(
            Note.id,
            Note.at,
            Person.full_name,
            UnitRow.name,
            Note.text,
            names,
            func.coalesce(func.bool_or(mine), False),
        )
        .join(Person, Person.id == Note.author_id)
        .join(UnitRow, UnitRow.id == Note.unit_id)
        .outerjoin(Mention, Mention.note_id == Note.id)
        .outerjoin(_Called, _Called.id == Mention.person_id)
        .where(Note.dossier_id == dossier_id)
        .group_by(Note.id, Person.full_name, UnitRow.id)
        .order_by(Note.at.desc(), Note.id)
    )
    return tuple(
        NoteRow(key, at, author, unit, text, tuple(filter(None, called)), unread)
        for key, at, author, unit, text, called, unread in rows
    )


def colleagues(
    db: Session,
    dossier_id: UUID,
    on: date,
    *,
    words: str = "",
    chosen: Collection[UUID] = (),
    but: UUID | None = None,
) -> tuple[Colleague, ...]:
    """Officers who take part and whose name has the words, the chosen ones always among them."""
    units = answerable(db, db.get_one(Dossier, dossier_id))
    named = folded(Person.full_name).like(like(words)) | Person.id.in_(chosen)
    rows = db.execute(
        select(Person.id, Person.full_name, UnitRow.name)
        .join(PostRow, PostRow.person_id == Person.id)
        .join(UnitRow, UnitRow.id == PostRow.unit_id)
        .where(
            PostRow.unit_id.in_(units),
            PostRow.role != Role.ADMIN,
            in_force(PostRow, on),
            Person.id != but,
            named,
        )
        .order_by(Person.id.in_(chosen).desc(), Person.full_name, Person.id)
        .limit(MOST_COLLEAGUES + len(chosen))
    )
    found: dict[UUID, Colleague] = {}
    for key, name, unit in rows:
        found.setdefault(key, Colleague(key, name, unit))
    return tuple(found.values())
