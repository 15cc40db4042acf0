"""Attaching files to a draft: each file on its own, so that one bad file spoils nothing."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from procedures.acts.call import Call
from procedures.acts.completeness import DECLARATION_SCAN
from procedures.acts.drafts import own
from procedures.errors import N_, NotFound
from procedures.ports import BlobStore
from procedures.records import Attachment, Draft
from procedures.records.versions import version_of
from procedures.uploads import MEDIA_TYPES, Upload, UploadRefused, inspect

MOST_FILES = 40
TOO_MANY = N_("Mỗi hồ sơ chỉ đính kèm được tối đa {most} tệp.")
NO_COMPONENT = N_("Thủ tục không có thành phần hồ sơ này.")


@dataclass(frozen=True, slots=True)
class Attached:
    """The file as it was taken in."""

    id: UUID
    filename: str


def attach(
    call: Call, blobs: BlobStore, draft_id: UUID, component: str, upload: Upload
) -> Attached:
    """Check the bytes, store them and tie them to the component.

    Raises `procedures.uploads.UploadRefused` with the reason; the draft stays as it was.
    """
    draft = own(call, draft_id)
    found = inspect(upload, _accepted(call, draft, component))
    _ensure_room(call, draft)
    row = Attachment(
        draft_id=draft.id,
        component=component,
        filename=found.filename,
        media_type=found.media_type,
        size=len(upload.data),
        sha256=blobs.put(upload.data),
        uploaded_at=call.now,
        uploaded_by=call.actor.person_id or draft.owner_id,
    )
    call.db.add(row)
    _touch(call, draft)
    return Attached(row.id, row.filename)


def detach(call: Call, draft_id: UUID, attachment_id: UUID) -> None:
    """Take a file off the draft."""
    draft = own(call, draft_id)
    row = call.db.get(Attachment, attachment_id)
    if row is None or row.draft_id != draft.id:
        raise NotFound(N_("Không tìm thấy tệp."))
    call.db.delete(row)
    _touch(call, draft)


def _accepted(call: Call, draft: Draft, code: str) -> tuple[str, ...]:
    """The kinds of files for the component, or for the scan of the declaration signed on paper."""
    if code == DECLARATION_SCAN and draft.entered_by is not None:
        return tuple(MEDIA_TYPES)
    procedure = version_of(call.db, draft.procedure_version_id).procedure
    for component in procedure.components:
        if component.code == code:
            return component.accept
    raise NotFound(NO_COMPONENT)


def _ensure_room(call: Call, draft: Draft) -> None:
    count = call.db.scalar(select(func.count()).where(Attachment.draft_id == draft.id)) or 0
    if count >= MOST_FILES:
        raise UploadRefused(TOO_MANY, most=MOST_FILES)


def _touch(call: Call, draft: Draft) -> None:
    """A file changes no answer: the page that is open in another tab stays fresh."""
    draft.updated_at = call.now
    call.db.flush()
