"""Rows that make a dossier wait: an offer, a question to another unit, a message to a colleague."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from procedures.people import Actor
from procedures.records import Dossier, Handover, Leg, Mention, Note, Opinion
from procedures.routing import Function
from tests.factories import Life


def custody_leg(life: Life, dossier_id: UUID) -> Leg:
    """The leg that holds the dossier."""
    with life.services.reading() as db:
        return db.scalars(
            select(Leg).where(
                Leg.dossier_id == dossier_id,
                Leg.opened_at.is_not(None),
                Leg.closed_at.is_(None),
                Leg.beside.is_(False),
            )
        ).one()


def offer(life: Life, dossier_id: UUID, giver: Actor, to_unit: int, note: str = "") -> None:
    """An offer that nobody has answered."""
    leg = custody_leg(life, dossier_id)
    with life.services.transaction(giver) as call:
        call.db.add(
            Handover(
                dossier_id=dossier_id,
                from_leg_id=leg.id,
                from_unit_id=leg.unit_id,
                to_unit_id=to_unit,
                note=note,
                offered_at=call.now,
                offered_by=giver.person_id,
            )
        )


def question(life: Life, dossier_id: UUID, asker: Actor, unit_id: int, words: str) -> None:
    """A question to another unit, on a leg that runs beside."""
    with life.services.transaction(asker) as call:
        leg = Leg(
            dossier_id=dossier_id,
            ordinal=999_999,
            code="",
            function=Function.OPINION,
            unit_id=unit_id,
            beside=True,
            opened_at=call.now,
            due_at=call.now + timedelta(days=2),
        )
        call.db.add(leg)
        call.db.flush()
        call.db.add(
            Opinion(
                dossier_id=dossier_id,
                leg_id=leg.id,
                question=words,
                asked_at=call.now,
                asked_by=asker.person_id,
            )
        )


def message(life: Life, dossier_id: UUID, author: Actor, reader: Actor, words: str) -> None:
    """A note that calls somebody."""
    with life.services.transaction(author) as call:
        unit_id = next(iter(author.unit_ids))
        note = Note(
            dossier_id=dossier_id,
            author_id=author.person_id,
            unit_id=unit_id,
            at=call.now,
            text=words,
        )
        call.db.add(note)
        call.db.flush()
        call.db.add(Mention(note_id=note.id, person_id=reader.person_id, dossier_id=dossier_id))


def step_due(life: Life, dossier_id: UUID, **ago: float) -> None:
    """Let the step's time end so long ago, or in so long when it is negative."""
    with life.services.transaction() as call:
        found = call.db.get_one(Leg, custody_leg(life, dossier_id).id)
        found.due_at = call.now - timedelta(**ago)


def held_by(life: Life, dossier_id: UUID, officer: Actor | None) -> None:
    """Name the officer, or nobody."""
    with life.services.transaction() as call:
        held = call.db.get_one(Dossier, dossier_id)
        held.holder_officer_id = officer.person_id if officer else None
