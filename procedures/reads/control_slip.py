"""The control slip of a dossier, for the officers through whose units it went."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.catalogue import Form, Slip, form_for
from procedures.clock import VIETNAM, Outcome
from procedures.errors import N_, Hidden, NotFound
from procedures.people import Actor, Role
from procedures.records import Dossier, Person
from procedures.records.control import (
    ControlLine,
    ControlRow,
    control_rows,
    cooperating_units,
    handling_units,
    outcome_of,
)
from procedures.records.standing import standing_of
from procedures.records.versions import version_of
from procedures.rights import Standing
from procedures.routing import Text

__all__ = ["ControlLine", "ControlRow", "ControlSlip", "control_slip"]

NO_DOSSIER = N_("Không tìm thấy hồ sơ.")


@dataclass(frozen=True, slots=True)
class ControlSlip:
    """Head and rows; `outcome` is the whole's, once it is finished.

    The rows hold each line of the ledger once.
    """

    id: UUID
    code: str
    procedure: Text
    applicant: str
    form: Form
    received_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    outcome: Outcome | None
    handling: tuple[Text, ...]
    cooperating: tuple[Text, ...]
    rows: tuple[ControlRow, ...]


def control_slip(db: Session, actor: Actor, dossier_id: UUID, now: datetime) -> ControlSlip:
    """The slip as of now; `NotFound`, or `Hidden` from whoever has no unit on its way."""
    dossier = db.get(Dossier, dossier_id)
    if dossier is None:
        raise NotFound(NO_DOSSIER)
    if not _went_through(actor, standing_of(db, dossier)):
        raise Hidden(NO_DOSSIER, dossier_id)
    procedure = version_of(db, dossier.procedure_version_id).procedure
    applicant = select(Person.full_name).where(Person.id == dossier.applicant_id)
    rows = control_rows(db, dossier_id)
    return ControlSlip(
        id=dossier.id,
        code=dossier.code,
        procedure=procedure.name,
        applicant=db.scalars(applicant).one(),
        form=form_for(Slip.CONTROL, procedure.field.code, now.astimezone(VIETNAM).date()),
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        finished_at=dossier.finished_at,
        outcome=outcome_of(dossier.finished_at, dossier.due_at),
        handling=handling_units(rows),
        cooperating=cooperating_units(rows),
        rows=rows,
    )


def _went_through(actor: Actor, dossier: Standing) -> bool:
    """Whether a unit at which the actor works received it, has it or had it."""
    working = frozenset(post.unit_id for post in actor.posts if post.role is not Role.ADMIN)
    return bool(working & (dossier.involved_units | {dossier.desk_unit}))
