"""Starting, saving and discarding a draft; nothing here leaves the citizen's desk."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.errors import N_, NotFound, Stale
from procedures.records import Draft, PlaceRow, ProcedureVersion
from procedures.records.directory import in_force

NO_DRAFT = N_("Không tìm thấy bản nháp.")
NO_PROCEDURE = N_("Thủ tục này hiện không nhận hồ sơ trực tuyến.")
NO_PLACE = N_("Hãy chọn nơi giải quyết hồ sơ.")
OTHER_TAB = N_(
    "Bản nháp này vừa được lưu ở một cửa sổ khác. Nội dung bạn vừa nhập vẫn còn dưới đây; "
    "hãy kiểm tra rồi lưu lại."
)


def start(call: Call, procedure_code: str, place_code: str) -> Draft:
    """A new draft under the version that is in force today."""
    version = call.db.scalar(
        select(ProcedureVersion).where(
            ProcedureVersion.code == procedure_code,
            ProcedureVersion.withdrawn_at.is_(None),
            ProcedureVersion.effective_from <= call.today,
            (ProcedureVersion.effective_to.is_(None))
            | (ProcedureVersion.effective_to > call.today),
        )
    )
    if version is None:
        raise NotFound(NO_PROCEDURE)
    place = call.db.scalar(
        select(PlaceRow).where(PlaceRow.code == place_code, in_force(PlaceRow, call.today))
    )
    if place is None:
        raise NotFound(NO_PLACE)
    assert call.actor.person_id is not None
    draft = Draft(
        owner_id=call.actor.person_id,
        procedure_version_id=version.id,
        place_id=place.id,
        answers={},
        pages_done=[],
        return_method="online",
        created_at=call.now,
        updated_at=call.now,
    )
    call.db.add(draft)
    call.db.flush()
    return draft


def own(call: Call, draft_id: UUID, *, lock: bool = True) -> Draft:
    """The actor's draft, locked; somebody else's is as good as none."""
    draft = call.db.get(Draft, draft_id, with_for_update=lock or None, populate_existing=lock)
    if draft is None or draft.owner_id != call.actor.person_id:
        raise NotFound(NO_DRAFT)
    return draft


def save_page(
    call: Call,
    draft_id: UUID,
    page: str,
    answers: Mapping[str, object],
    *,
    seen_version: int,
    valid: bool,
) -> Draft:
    """Keep a page's answers, complete or not; `valid` marks the page as done."""
    draft = own(call, draft_id)
    if draft.version != seen_version:
        raise Stale(OTHER_TAB)
    draft.answers = {**draft.answers, **answers}
    done = [code for code in draft.pages_done if code != page]
    draft.pages_done = [*done, page] if valid else done
    draft.version += 1
    draft.updated_at = call.now
    call.db.flush()
    return draft


def choose_return(call: Call, draft_id: UUID, method: str) -> None:
    """How the result shall come back: online, desk or post."""
    draft = own(call, draft_id)
    draft.return_method = method
    draft.version += 1
    draft.updated_at = call.now


def discard(call: Call, draft_id: UUID) -> None:
    """Delete the draft with its files and declaration, after the page asked twice."""
    call.db.delete(own(call, draft_id))
    call.db.flush()
