"""The declaration: printed from the answers, then handed in signed; `check_signature` judges it."""

from uuid import UUID

from forms.display import ShownRow, show
from procedures.acts.call import LOCAL_ZONE, Call
from procedures.acts.completeness import (
    DECLARATION_SCAN,
    NOT_COMPLETE,
    attachments_of,
    content_digest,
    declaration_of,
    every_file_of,
    faults_of_content,
)
from procedures.acts.drafts import own
from procedures.acts.outbox import promise
from procedures.acts.signers import (
    SIGNED_ALREADY,
    acting_signer,
    invite,
    locked_declaration,
    name_signers,
    note,
    who_signs,
)
from procedures.catalogue.types import Procedure
from procedures.effects import CheckSignature, RenderDeclaration
from procedures.errors import N_, Incomplete, NotLawful
from procedures.ports import BlobStore, Press
from procedures.records import Declaration, Draft, Person, PlaceRow
from procedures.records.declaration import DeclarationState, SignerState
from procedures.records.versions import version_of
from procedures.tags import Tag
from procedures.uploads import Upload, UploadRefused, inspect

NOT_PRINTED_YET = N_("Tờ khai chưa được in xong. Hãy đợi trong giây lát.")
ALL_SIGNED = N_("Tờ khai này đã được ký hợp lệ.")
BEING_CHECKED = N_("Chữ ký trên tờ khai đang được kiểm tra. Hãy đợi kết quả rồi ký.")
OLDER_FILE = N_(
    "Tờ khai đã có thêm chữ ký của người khác sau khi bạn tải về. Hãy tải bản mới nhất, ký lên bản "
    "đó rồi tải lên."
)


def prepare(call: Call, draft_id: UUID) -> Declaration:
    """Freeze what the declaration will say and promise to print it; unchanged content is kept.

    Raises `Incomplete` with every fault of the pages and files.
    """
    draft = own(call, draft_id)
    faults = faults_of_content(call, draft)
    if faults:
        raise Incomplete(NOT_COMPLETE, faults)
    digest = content_digest(call, draft)
    current = declaration_of(call, draft)
    if current is not None and current.digest == digest:
        return current
    if current is not None:
        call.db.delete(current)
        _forget_scans(call, draft)
        call.db.flush()
    declaration = Declaration(
        draft_id=draft.id,
        digest=digest,
        context=_context(call, draft, digest),
        state=DeclarationState.WAITING,
        created_at=call.now,
    )
    call.db.add(declaration)
    call.db.flush()
    name_signers(call, declaration, draft)
    promise(call, RenderDeclaration(declaration.id))
    return declaration


def _forget_scans(call: Call, draft: Draft) -> None:
    """What was signed on paper was another declaration than the one to be printed now."""
    for file in every_file_of(call, draft):
        if file.component == DECLARATION_SCAN:
            call.db.delete(file)


def _context(call: Call, draft: Draft, digest: str) -> dict[str, object]:
    version = version_of(call.db, draft.procedure_version_id)
    person = call.db.get_one(Person, draft.owner_id)
    place = call.db.get_one(PlaceRow, draft.place_id)
    spec = version.procedure.declaration
    pages = show(version.schema, draft.answers, "vi", today=call.today)
    return {
        "test_mark": call.house.test_mark,
        "title": dict(spec.title),
        "addressee": f"{spec.addressee['vi']} ({place.name['vi']})",
        "place_name": place.bare_name,
        "date": call.today.isoformat(),
        "printed_at": call.now.astimezone(LOCAL_ZONE).isoformat(),
        "procedure": {"code": version.procedure.code, "name": version.procedure.name["vi"]},
        "pages": [
            {
                "title": page.title,
                "rows": [_row(row) for row in page.rows],
            }
            for page in pages
        ],
        "attachments": [
            {
                "component": _component_name(version.procedure, attachment.component),
                "filename": attachment.filename,
                "sha256": attachment.sha256,
            }
            for attachment in attachments_of(call, draft)
        ],
        "applicant": {"name": person.full_name, "citizen_no": person.citizen_no or ""},
        "signers": [{"role": role, "name": name} for role, name, _ in who_signs(call, draft)],
        "content_digest": digest,
    }


def _row(row: ShownRow) -> dict[str, object]:
    table = row.table
    return {
        "label": row.label,
        "group": row.group or "",
        "lines": list(row.lines),
        "head": list(table.head) if table else [],
        "body": [list(cells) for cells in table.body] if table else [],
    }


def _component_name(procedure: Procedure, code: str) -> str:
    return next((c.name["vi"] for c in procedure.components if c.code == code), code)


def hand_in(call: Call, blobs: BlobStore, draft_id: UUID, upload: Upload) -> None:
    """Take the signed file and promise to validate it; the draft stays whatever comes out."""
    draft = own(call, draft_id)
    declaration = declaration_of(call, draft, lock=True)
    if declaration is None:
        raise NotLawful(NOT_PRINTED_YET)
    _take_upload(call, blobs, declaration, upload)


def hand_in_as_signer(call: Call, blobs: BlobStore, declaration_id: UUID, upload: Upload) -> None:
    """The same by one of those who must sign, who need not be the draft's owner."""
    declaration = locked_declaration(call, declaration_id)
    if acting_signer(call, declaration).state is SignerState.SIGNED:
        raise NotLawful(SIGNED_ALREADY)
    _take_upload(call, blobs, declaration, upload)


def _take_upload(call: Call, blobs: BlobStore, declaration: Declaration, upload: Upload) -> None:
    ensure_open(declaration)
    inspect(upload, ("pdf",))
    newest = blobs.get(newest_file(declaration))
    if declaration.accepted_sha256 is not None and not upload.data.startswith(newest):
        raise UploadRefused(OLDER_FILE)
    take_signed(call, declaration, blobs.put(upload.data), way="upload")


def ensure_open(declaration: Declaration) -> None:
    """Raise `NotLawful` while there is nothing to be signed."""
    if declaration.printed_sha256 is None:
        raise NotLawful(NOT_PRINTED_YET)
    if declaration.state is DeclarationState.SIGNED:
        raise NotLawful(ALL_SIGNED)
    if declaration.state is DeclarationState.CHECKING:
        raise NotLawful(BEING_CHECKED)


def newest_file(declaration: Declaration) -> str:
    """The address of the file that the next signature belongs on."""
    found = declaration.accepted_sha256 or declaration.printed_sha256
    if found is None:
        raise NotLawful(NOT_PRINTED_YET)
    return found


def take_signed(call: Call, declaration: Declaration, sha256: str, *, way: str) -> None:
    """Let the worker judge this file, wherever it was signed."""
    declaration.signed_sha256 = sha256
    declaration.state = DeclarationState.CHECKING
    declaration.verdict = None
    declaration.evidence_sha256 = None
    declaration.handed_in_by = call.actor.person_id or declaration.handed_in_by
    call.db.flush()
    note(call, declaration, Tag.DECLARATION_SIGNED, way=way, sha256=sha256)
    promise(call, CheckSignature(declaration.id))


def print_declaration(call: Call, press: Press, blobs: BlobStore, declaration_id: UUID) -> None:
    """The worker's part of `prepare`; a second time it finds the file and stops."""
    declaration = call.db.get(Declaration, declaration_id)
    if declaration is None or declaration.state is not DeclarationState.WAITING:
        return
    declaration.printed_sha256 = blobs.put(press.render("to-khai", declaration.context))
    declaration.state = DeclarationState.PRINTED
    if declaration.draft_id is not None:
        invite(call, declaration)
