"""Writing an internal note: officers tell one another, the applicant never reads it."""

import hashlib
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update

from procedures.acts import ledger
from procedures.acts.call import Call
from procedures.acts.transition import locked
from procedures.acts.words import CHECK_INPUT, WordFault, needed
from procedures.errors import N_, Incomplete, NotAllowed
from procedures.people import Role
from procedures.records import Dossier, Mention, Note, PostRow
from procedures.records.directory import in_force
from procedures.records.standing import standing_of
from procedures.tags import Tag

NO_TEXT = N_("Hãy ghi nội dung.")
NOT_OFFICERS = N_("Chỉ cán bộ của đơn vị tham gia giải quyết mới ghi chú nội bộ được.")
NOT_CALLED = N_("Người được nhắc phải là cán bộ của đơn vị tham gia giải quyết hồ sơ này.")


def write_note(call: Call, dossier_id: UUID, text: str, called: Collection[UUID] = ()) -> UUID:
    """Add a note and call colleagues to it; nothing moves, whatever the dossier's state.

    The ledger keeps its digest alone. A note is never changed: a correction is another note.
    """
    dossier = locked(call, dossier_id, None)
    units = units_in(call, dossier)
    own = sorted(units & _working(call))
    if call.actor.person_id is None or not own:
        raise NotAllowed(NOT_OFFICERS)
    words = needed("text", text, NO_TEXT)
    people = set(called) - {call.actor.person_id}
    if not people <= _officers_of(call, units):
        raise Incomplete(CHECK_INPUT, [WordFault("nguoi", NOT_CALLED, {})])
    note = Note(
        dossier_id=dossier_id,
        author_id=call.actor.person_id,
        unit_id=own[0],
        at=call.now,
        text=words,
    )
    call.db.add(note)
    call.db.flush()
    call.db.add_all(
        Mention(note_id=note.id, person_id=person, dossier_id=dossier_id) for person in people
    )
    digest = hashlib.sha256(words.encode()).hexdigest()
    detail = {"note": str(note.id), "digest": digest, "called": sorted(map(str, people))}
    ledger.append(
        call,
        str(dossier_id),
        Tag.NOTE_WRITTEN,
        detail=detail,
        dossier_id=dossier_id,
        unit_id=own[0],
    )
    return note.id


def read_notes(call: Call, dossier_id: UUID) -> None:
    """What called the reader there is no news any more."""
    call.db.execute(
        update(Mention)
        .where(
            Mention.person_id == call.actor.person_id,
            Mention.dossier_id == dossier_id,
            Mention.read_at.is_(None),
        )
        .values(read_at=call.now)
    )


def units_in(call: Call, dossier: Dossier) -> frozenset[int]:
    """The units whose officers may read the dossier, and so its notes."""
    standing = standing_of(call.db, dossier)
    return standing.involved_units | {standing.desk_unit}


def _working(call: Call) -> frozenset[int]:
    return frozenset(post.unit_id for post in call.actor.posts if post.role is not Role.ADMIN)


def _officers_of(call: Call, units: Collection[int]) -> set[UUID]:
    return set(
        call.db.scalars(
            select(PostRow.person_id).where(
                PostRow.unit_id.in_(units),
                PostRow.role != Role.ADMIN,
                in_force(PostRow, call.today),
            )
        )
    )
