"""The slips that a dossier gets on its way: the apology with a new date, and the stop."""

from datetime import date, datetime

from procedures.acts.call import Call
from procedures.acts.papers import Sheet
from procedures.acts.slips import form_today, local_minute, slip_sheet
from procedures.catalogue import Procedure, Slip
from procedures.records import Dossier, PostRow, UnitRow


def apology_sheet(
    call: Call,
    dossier: Dossier,
    procedure: Procedure,
    *,
    until: date,
    reason: str,
    promised_before: datetime,
    signer: PostRow,
) -> Sheet:
    """Mẫu 04: the agency says sorry and names a new date; its leader signs, its seal is last.

    The agency is that of the signer's post (NĐ 61/2018/NĐ-CP, Điều 19).
    """
    body = {
        **_case(call, dossier, procedure),
        "promised_before": local_minute(promised_before),
        "until": until.isoformat(),
        "reason": reason,
    }
    unit = call.db.get_one(UnitRow, signer.unit_id)
    form = form_today(call, Slip.APOLOGY, procedure)
    return slip_sheet(form, unit, body, signer=signer)


def stop_sheet(
    call: Call, dossier: Dossier, procedure: Procedure, unit: UnitRow, *, grounds: str
) -> Sheet:
    """The notice that the handling is stopped: Mẫu 05 of TT 03/2025/TT-VPCP.

    TT 01/2018/TT-VPCP has no such form; its Mẫu 03 said so, being about the handling as well.
    """
    body = {
        **_case(call, dossier, procedure),
        "grounds": grounds,
        "contact": unit.contact,
        "receiver": {"name": call.actor.name},
    }
    return slip_sheet(form_today(call, Slip.STOP, procedure), unit, body)


def _case(call: Call, dossier: Dossier, procedure: Procedure) -> dict[str, object]:
    """Where and when the dossier was received, and its field of law."""
    desk = call.db.get_one(UnitRow, dossier.desk_unit_id)
    return {
        "desk": desk.name["vi"],
        "received_at": local_minute(dossier.received_at),
        "field": procedure.field.name["vi"],
    }
