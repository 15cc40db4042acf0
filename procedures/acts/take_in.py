"""Taking in what was typed from paper: filed and received in one go, its scans made copies."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.completeness import NOT_COMPLETE, Missing, every_file_of
from procedures.acts.drafts import NO_DRAFT, own
from procedures.acts.outbox import promise
from procedures.acts.receive import receive
from procedures.acts.submit import file_draft
from procedures.effects import SealCopy
from procedures.errors import N_, Incomplete, NotFound
from procedures.people import Role
from procedures.records import Attachment, Draft

NOT_COMPARED = N_("Chưa đối chiếu bản quét “{filename}” với bản giấy.")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The dossier; `received` is false when another desk has to receive it."""

    dossier_id: UUID
    code: str
    received: bool


def take_in(call: Call, draft_id: UUID) -> TakenIn:
    """File the draft, receive it where the clerk may, and promise a digital copy of each scan.

    Raises `Incomplete` with every gap: what filing asks for, and each scan not yet compared.
    """
    draft = own(call, draft_id)
    if draft.entered_by is None:
        raise NotFound(NO_DRAFT)
    _ensure_compared(call, draft)
    desk_id = draft.desk_unit_id
    filed = file_draft(call, draft, unsigned=False)
    here = desk_id in call.actor.units_as(Role.RECEIVER)
    if here:
        receive(call, filed.dossier_id, 1)
    scans = select(Attachment.id).where(
        Attachment.dossier_id == filed.dossier_id, Attachment.checked_at.is_not(None)
    )
    for scan_id in call.db.scalars(scans.order_by(Attachment.id)):
        promise(call, SealCopy(scan_id), filed.dossier_id)
    return TakenIn(filed.dossier_id, filed.code, here)


def _ensure_compared(call: Call, draft: Draft) -> None:
    left = [scan for scan in every_file_of(call, draft) if scan.checked_at is None]
    if left:
        faults = [Missing("tep", NOT_COMPARED, {"filename": scan.filename}) for scan in left]
        raise Incomplete(NOT_COMPLETE, faults)
