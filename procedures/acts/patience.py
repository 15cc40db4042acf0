"""Patience: what was asked of the applicant may be answered to the end of the named day."""

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.errors import N_, NotLawful
from procedures.records import Dossier, SupplementRequest

STILL_TIME = N_(
    "Người nộp còn được bổ sung, hoàn thiện hồ sơ đến hết ngày {day}; sau ngày đó cơ quan mới "
    "được dừng giải quyết hoặc từ chối tiếp nhận vì không bổ sung."
)


def ensure_time_is_up(call: Call, dossier: Dossier) -> None:
    """Refuse to end a dossier over a request that its applicant still has time to answer."""
    request = call.db.scalar(
        select(SupplementRequest).where(
            SupplementRequest.dossier_id == dossier.id, SupplementRequest.answered_at.is_(None)
        )
    )
    if request is not None and request.awaits(call.today):
        raise NotLawful(STILL_TIME, day=request.respond_by)
