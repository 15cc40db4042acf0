"""Taking in what was typed from paper: filed and received in one go, its scans made copies."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.completeness import NOT_COMPLETE, Missing, every_file_of
from procedures.acts.drafts import NO_DRAFT, own
from procedures.acts.outbox import promise
from procedures.acts.receive import receive
from procedures.acts.submit import file_draft
from procedures.effects import Notify, SealCopy
from procedures.errors import N_, Incomplete, NotFound
from procedures.people import Role
from procedures.records import Draft

NOT_COMPARED = N_("Chưa đối chiếu bản quét “{filename}” với bản giấy.")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The dossier; `received` is false when another desk has to receive it."""

    dossier_id: UUID
    code: str
    received: bool


def take_in(call: Call, draft_id: UUID) -> TakenIn:
    """File the draft, receive it where the clerk may, and promise a digital copy of each scan.

    One letter tells the applicant: that it was received, or else that it was sent on.
    Raises `Incomplete` with every gap: what filing asks for, and each scan not yet compared.
    """
    draft = own(call, draft_id)
    if draft.entered_by is None:
        raise NotFound(NO_DRAFT)
    scans = ensure_compared(call, draft)
    desk_id = draft.desk_unit_id
    filed = file_draft(call, draft, unsigned=False)
    here = desk_id in call.actor.units_as(Role.RECEIVER)
    if here:
        receive(call, filed.dossier_id, 1)
    else:
        promise(call, Notify(filed.dossier_id, "submitted"), filed.dossier_id)
    promise_copies(call, filed.dossier_id, scans)
    return TakenIn(filed.dossier_id, filed.code, here)


def ensure_compared(call: Call, draft: Draft) -> tuple[UUID, ...]:
    """The draft's scans, each compared with its paper; raises `Incomplete` naming the others."""
    scans = every_file_of(call, draft)
    left = [scan for scan in scans if scan.checked_at is None]
    if left:
        faults = [Missing("tep", NOT_COMPARED, {"filename": scan.filename}) for scan in left]
        raise Incomplete(NOT_COMPLETE, faults)
    return tuple(scan.id for scan in scans)


def promise_copies(call: Call, dossier_id: UUID, scans: Iterable[UUID]) -> None:
    """Let the worker make a sealed digital copy of each compared scan."""
    for scan_id in scans:
        promise(call, SealCopy(scan_id), dossier_id)
