"""Starting, saving and discarding a draft; nothing here leaves the citizen's desk."""

from collections.abc import Mapping
from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.competence import (
    ensure_competent,
    first_answers,
    place_of,
    settled_pages,
    standing_place,
)
from procedures.catalogue.types import ChannelKind, Procedure
from procedures.errors import N_, Incomplete, NotAllowed, NotFound, NotLawful, Stale
from procedures.records import Draft
from procedures.records.drafting import may_work_on
from procedures.records.versions import parsed, version_of, version_on

RETURN_METHODS = ("online", "desk", "post")
NO_METHOD = N_("Hãy chọn cách nhận kết quả.")
NO_DRAFT = N_("Không tìm thấy bản nháp.")
NO_PROCEDURE = N_("Thủ tục này hiện không nhận hồ sơ trực tuyến.")
NOT_THIS_WAY = N_("Thủ tục này không nhận hồ sơ qua kênh đã chọn.")
NOT_SIGNED_IN = N_("Hãy đăng nhập để nộp hồ sơ.")
NO_PLACE = N_("Hãy chọn nơi giải quyết hồ sơ.")
OTHER_TAB = N_(
    "Bản nháp này vừa được lưu ở một cửa sổ khác. Nội dung bạn vừa nhập vẫn còn dưới đây; "
    "hãy kiểm tra rồi lưu lại."
)


def start(call: Call, procedure_code: str, place_code: str) -> Draft:
    """A new draft of the actor's own under the version that is in force today."""
    draft = draft_for(call, _person(call), procedure_code, place_code, ChannelKind.ONLINE)
    call.db.add(draft)
    call.db.flush()
    return draft


def draft_for(
    call: Call, owner_id: UUID, procedure_code: str, place_code: str, channel: ChannelKind
) -> Draft:
    """A new draft of somebody's, to be filed through the channel; not yet among the records.

    Raises `NotFound` without such a procedure or place today, `NotLawful` without such a channel.
    """
    version = version_on(call.db, procedure_code, call.today)
    if version is None:
        raise NotFound(NO_PROCEDURE)
    place = standing_place(call, place_code)
    if place is None:
        raise NotFound(NO_PLACE)
    known = parsed(version)
    if known.procedure.channel(channel) is None:
        raise NotLawful(NOT_THIS_WAY)
    ensure_competent(call, known.procedure, place)
    answers = first_answers(call, owner_id, known, place)
    return Draft(
        owner_id=owner_id,
        procedure_version_id=version.id,
        place_id=place.id,
        answers=answers,
        pages_done=settled_pages(known.schema, answers),
        return_method="online",
        channel=channel.value,
        created_at=call.now,
        updated_at=call.now,
    )


def _person(call: Call) -> UUID:
    if call.actor.person_id is None:
        raise NotAllowed(NOT_SIGNED_IN)
    return call.actor.person_id


def _procedure(call: Call, draft: Draft) -> Procedure:
    return version_of(call.db, draft.procedure_version_id).procedure


def own(call: Call, draft_id: UUID, *, lock: bool = True) -> Draft:
    """The actor's draft or their desk's, locked; somebody else's is as good as none."""
    draft = call.db.get(Draft, draft_id, with_for_update=lock or None, populate_existing=lock)
    if draft is None or not may_work_on(call.actor, draft):
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
    typed: Mapping[str, object] | None = None,
) -> Draft:
    """Keep a page's answers, complete or not; `valid` marks the page as done.

    `typed` has the inputs as they stand: an unfinished page shows them again, whatever was wrong.
    """
    draft = own(call, draft_id)
    if draft.version != seen_version:
        raise Stale(OTHER_TAB)
    draft.answers = {**draft.answers, **answers}
    draft.place_id = place_of(call, draft, _procedure(call, draft)).id
    unfinished = {code: kept for code, kept in draft.typed.items() if code != page}
    draft.typed = unfinished if valid or typed is None else {**unfinished, page: dict(typed)}
    done = [code for code in draft.pages_done if code != page]
    draft.pages_done = [*done, page] if valid else done
    draft.version += 1
    draft.updated_at = call.now
    call.db.flush()
    return draft


def choose_return(call: Call, draft_id: UUID, method: str) -> None:
    """How the result shall come back: online, desk or post."""
    if method not in RETURN_METHODS:
        raise Incomplete(NO_METHOD)
    draft = own(call, draft_id)
    draft.return_method = method
    draft.version += 1
    draft.updated_at = call.now


def discard(call: Call, draft_id: UUID) -> None:
    """Delete the draft with its files and declaration, after the page asked twice."""
    call.db.delete(own(call, draft_id))
    call.db.flush()
