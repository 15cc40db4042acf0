"""Withdrawing a published version: nothing is filed under it any more; dossiers keep it.

Whoever has a draft under it is told.
"""

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, wrong
from procedures.acts.call import Call
from procedures.acts.outbox import promise
from procedures.effects import NotifyOwner
from procedures.errors import N_, NotFound, NotLawful
from procedures.records import Draft, ProcedureVersion
from procedures.tags import Tag

NO_VERSION = N_("Không tìm thấy phiên bản thủ tục.")
WITHDRAWN_ALREADY = N_("Phiên bản này đã được thu hồi.")
OVER = N_("Phiên bản này đã hết hiệu lực, không cần thu hồi.")
NO_GROUNDS = N_("Hãy ghi căn cứ, lý do thu hồi; người có bản nháp sẽ đọc được lý do này.")
MOST_WORDS = 1000
TOO_LONG = N_("Căn cứ, lý do dài quá {most} ký tự.")


def withdraw_version(call: Call, version_id: int, grounds: str) -> None:
    """Withdraw the version from this moment.

    One that was not in force yet leaves no gap: the version before it goes on as if the
    withdrawn one had never been published.
    """
    ensure_admin(call)
    row = call.db.get(ProcedureVersion, version_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(NO_VERSION)
    if row.withdrawn_at is not None:
        raise NotLawful(WITHDRAWN_ALREADY)
    if row.effective_to is not None and row.effective_to <= call.today:
        raise NotLawful(OVER)
    if not grounds:
        raise wrong("grounds", NO_GROUNDS)
    if len(grounds) > MOST_WORDS:
        raise wrong("grounds", TOO_LONG, most=MOST_WORDS)
    row.withdrawn_at = call.now
    row.withdrawn_by = call.actor.person_id
    row.withdrawn_grounds = grounds
    call.db.flush()
    if row.effective_from > call.today:
        _reopen_before(call, row)
    detail = {
        "code": row.code,
        "version": row.version,
        "digest": row.digest,
        "grounds": grounds,
    }
    ledger.append(call, Stream.CATALOGUE, Tag.VERSION_WITHDRAWN, detail=detail)
    _tell_owners(call, row)


def _tell_owners(call: Call, row: ProcedureVersion) -> None:
    """Of drafts that cannot be handed in any more; the answer to a request still can."""
    drafts = select(Draft.id).where(
        Draft.procedure_version_id == row.id, Draft.dossier_id.is_(None)
    )
    for draft_id in call.db.scalars(drafts):
        promise(call, NotifyOwner(draft_id, "version_withdrawn"))


def _reopen_before(call: Call, row: ProcedureVersion) -> None:
    before = call.db.scalar(
        select(ProcedureVersion)
        .where(
            ProcedureVersion.code == row.code,
            ProcedureVersion.withdrawn_at.is_(None),
            ProcedureVersion.effective_to == row.effective_from,
        )
        .with_for_update()
    )
    if before is not None:
        before.effective_to = row.effective_to
        call.db.flush()
