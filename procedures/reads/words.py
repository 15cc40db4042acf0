"""What an officer typed into a form and has not sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.people import Actor
from procedures.records import Scratch


@dataclass(frozen=True, slots=True)
class KeptWords:
    """The inputs by name, as typed, and when that was."""

    fields: Mapping[str, Sequence[str]]
    saved_at: datetime


def kept_words(db: Session, actor: Actor, form: str) -> KeptWords | None:
    """The reader's own words in the form at that path; None when there are none."""
    row = db.execute(
        select(Scratch.fields, Scratch.saved_at).where(
            Scratch.person_id == actor.person_id, Scratch.form == form
        )
    ).first()
    return KeptWords(row.fields, row.saved_at) if row else None
