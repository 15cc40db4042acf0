"""Assigning: inside the unit that holds it, a dossier gets a named officer, or another one."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.hand_over import handlers_at
from procedures.acts.legs import open_leg
from procedures.acts.transition import transition
from procedures.acts.words import CHECK_INPUT, WordFault, needed, within
from procedures.errors import N_, Incomplete
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.records import Dossier

NOT_HERE = N_("Người được chọn không giữ chức vụ thụ lý tại đơn vị đang giữ hồ sơ.")
SAME_HANDS = N_("Người này đang thụ lý hồ sơ.")
NO_GROUNDS = N_("Đồng nghiệp đang thụ lý hồ sơ này; hãy nêu lý do nhận thay.")


def assign(
    call: Call, dossier_id: UUID, seen_version: int, officer_id: UUID, note: str = ""
) -> None:
    """Name the officer; custody and term stay. Who takes a colleague's work says why."""
    words = within("note", note)
    with transition(call, Act.ASSIGN, dossier_id, seen_version) as move:
        dossier = move.dossier
        leg = open_leg(call.db, dossier)
        if officer_id not in handlers_at(call, leg.unit_id):
            raise Incomplete(CHECK_INPUT, [WordFault("officer_id", NOT_HERE, {})])
        if officer_id == dossier.holder_officer_id:
            raise Incomplete(CHECK_INPUT, [WordFault("officer_id", SAME_HANDS, {})])
        if _takes_over(call, dossier, officer_id):
            needed("note", note, NO_GROUNDS)
        move.detail.update(
            from_officer=str(dossier.holder_officer_id or ""), to_officer=str(officer_id)
        )
        leg.officer_id = dossier.holder_officer_id = officer_id
        leg.note = words or leg.note
        call.db.flush()


def _takes_over(call: Call, dossier: Dossier, officer_id: UUID) -> bool:
    """Whether somebody who is no leader here takes the work of another."""
    if dossier.holder_officer_id in {None, call.actor.person_id}:
        return False
    leads = dossier.holder_unit_id in call.actor.units_as(Role.LEADER)
    return not leads or officer_id == call.actor.person_id
