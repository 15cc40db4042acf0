"""Leave for a second request to the applicant: a leader states why one was not enough."""

from uuid import UUID

from sqlalchemy import func, select

from procedures.acts.call import Call
from procedures.acts.transition import transition
from procedures.acts.words import needed
from procedures.errors import N_, NotLawful
from procedures.lifecycle import Act
from procedures.records import SupplementLeave, SupplementRequest

NO_GROUNDS = N_("Hãy nêu căn cứ cho phép yêu cầu bổ sung lần thứ hai.")
NOT_YET = N_("Hồ sơ chưa được yêu cầu bổ sung lần nào; cán bộ thụ lý được yêu cầu một lần.")
ALREADY = N_("Hồ sơ này đã được cho phép yêu cầu bổ sung lần thứ hai.")


def allow_supplement(call: Call, dossier_id: UUID, seen_version: int, grounds: str) -> None:
    """Allow one more request; the index of QĐ 766/QĐ-TTg will count the dossier as late."""
    words = needed("grounds", grounds, NO_GROUNDS)
    with transition(call, Act.ALLOW_SUPPLEMENT, dossier_id, seen_version) as move:
        asked = select(func.count()).where(SupplementRequest.dossier_id == dossier_id)
        if not call.db.scalar(asked):
            raise NotLawful(NOT_YET)
        if call.db.scalar(
            select(SupplementLeave.id).where(SupplementLeave.dossier_id == dossier_id)
        ):
            raise NotLawful(ALREADY)
        call.db.add(
            SupplementLeave(
                dossier_id=dossier_id,
                grounds=words,
                granted_at=call.now,
                granted_by=call.actor.person_id,
            )
        )
        move.detail["grounds"] = words
