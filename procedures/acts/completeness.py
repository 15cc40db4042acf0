"""Everything that is still missing in a draft, at once and in page order."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from forms.answers import seal_answers
from forms.rules import View, check_all
from procedures.acts.call import Call
from procedures.acts.choose_desk import refusal
from procedures.acts.drafts import own
from procedures.acts.signers import signer_specs, signers_of
from procedures.catalogue.types import Component, Signing
from procedures.errors import N_, Incomplete
from procedures.records import Attachment, Declaration, Draft
from procedures.records.declaration import DeclarationState, SignerState
from procedures.records.versions import Parsed, version_of

NOT_COMPLETE = N_("Hồ sơ chưa đủ để nộp. Hãy hoàn thiện những điểm được nêu.")
PAGE_UNFINISHED = N_("Trang “{page}” còn chỗ chưa đọc được.")
FILE_MISSING = N_("Chưa đính kèm: {component}.")
NOT_PRINTED = N_("Hãy xem lại tờ khai trước khi nộp.")
NOT_SIGNED = N_("Thủ tục này yêu cầu tờ khai có chữ ký số của người nộp hồ sơ.")
NOT_SIGNED_BY_ALL = N_("Còn chờ chữ ký của: {who}.")
SAME_NUMBER = N_("Hai người phải ký tờ khai đang có cùng một số định danh. Hãy kiểm tra lại.")
NOT_SIGNED_ON_PAPER = N_(
    "Chưa có tờ khai đã ký: hãy quét tờ khai có chữ ký của người nộp, hoặc nhận bản đã ký số."
)
STILL_CHECKING = N_("Chữ ký số trên tờ khai đang được kiểm tra. Hãy đợi kết quả rồi nộp.")


DECLARATION_SCAN = "to-khai"
"""In place of a component's code: the scan of a declaration that was signed on paper."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One gap: the step of the filing where it is mended, and the words for it.

    `step` is a page code, "tep" (files), "noi-tiep-nhan" (the desk) or "to-khai" (declaration).
    """

    step: str
    msgid: str
    params: dict[str, object]


def attachments_of(call: Call, draft: Draft) -> Sequence[Attachment]:
    """The components' files in the order of upload: what a declaration lists."""
    return [file for file in every_file_of(call, draft) if file.component != DECLARATION_SCAN]


def every_file_of(call: Call, draft: Draft) -> Sequence[Attachment]:
    """The draft's files in the order of upload, the declaration signed on paper among them."""
    return call.db.scalars(
        select(Attachment)
        .where(Attachment.draft_id == draft.id)
        .order_by(Attachment.uploaded_at, Attachment.id)
    ).all()


def declaration_of(call: Call, draft: Draft, *, lock: bool = False) -> Declaration | None:
    """The newest printing of the draft's answers, if any."""
    wanted = select(Declaration).where(Declaration.draft_id == draft.id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return call.db.scalar(wanted)


def required_components(version: Parsed, draft: Draft, call: Call) -> list[Component]:
    """The components that these answers make obligatory."""
    view = View(version.schema, draft.answers, call.today)
    return [component for component in version.procedure.components if _required(component, view)]


def _required(component: Component, view: View) -> bool:
    if isinstance(component.required, bool):
        return component.required
    return view.holds(component.required)


def faults_of_content(call: Call, draft: Draft) -> list[object]:
    """What is wrong in the pages and files, before anything is declared."""
    version = version_of(call.db, draft.procedure_version_id)
    faults: list[object] = _faults_of_pages(call, version, draft)
    present = {attachment.component for attachment in attachments_of(call, draft)}
    if draft.dossier_id is not None:
        present |= _components_of_dossier(call, draft)
    faults += [
        Missing("tep", FILE_MISSING, {"component": component.name})
        for component in required_components(version, draft, call)
        if component.code not in present
    ]
    faults += _faults_of_signers(call, version, draft)
    refused = refusal(call, draft)
    if refused is not None:
        faults.append(Missing("noi-tiep-nhan", refused.msgid, dict(refused.params)))
    return faults


def _faults_of_signers(call: Call, version: Parsed, draft: Draft) -> list[object]:
    """Two people cannot be one and the same."""
    seen: set[object] = set()
    for spec in signer_specs(call, draft):
        number = draft.answers.get(spec.number)
        page = version.schema.page_of(spec.number)
        if number and number in seen and page is not None:
            return [Missing(page.code, SAME_NUMBER, {})]
        seen.add(number)
    return []


def _faults_of_pages(call: Call, version: Parsed, draft: Draft) -> list[object]:
    """What the answers lack, and pages on which something was typed that could not be read."""
    faults = check_all(version.schema, draft.answers, call.today)
    view = View(version.schema, draft.answers, call.today)
    told = {fault.page for fault in faults}
    unread = [
        Missing(page.code, PAGE_UNFINISHED, {"page": page.title})
        for page in version.schema.pages
        if page.code in draft.typed and page.code not in told and view.shows_page(page)
    ]
    return [*faults, *unread]


def outstanding(call: Call, draft_id: UUID) -> tuple[object, ...]:
    """Every gap in the pages and files of the actor's draft: `forms.errors.Fault` or `Missing`."""
    return tuple(faults_of_content(call, own(call, draft_id, lock=False)))


def _components_of_dossier(call: Call, draft: Draft) -> set[str]:
    return set(
        call.db.scalars(
            select(Attachment.component).where(Attachment.dossier_id == draft.dossier_id)
        )
    )


def ensure_complete(call: Call, draft: Draft, *, unsigned: bool) -> Declaration:
    """The declaration that may be handed in; raises `Incomplete` with every gap.

    `unsigned` says that the citizen stands by the declaration without a signature.
    """
    faults = faults_of_content(call, draft)
    declaration = declaration_of(call, draft)
    faults += _faults_of_declaration(call, draft, declaration, unsigned=unsigned)
    if faults or declaration is None:
        raise Incomplete(NOT_COMPLETE, faults)
    return declaration


def _faults_of_declaration(
    call: Call, draft: Draft, declaration: Declaration | None, *, unsigned: bool
) -> list[Missing]:
    if declaration is None or declaration.digest != content_digest(call, draft):
        return [Missing("to-khai", NOT_PRINTED, {})]
    if declaration.state is DeclarationState.SIGNED:
        return []
    if declaration.state is DeclarationState.CHECKING:
        return [Missing("to-khai", STILL_CHECKING, {})]
    if draft.entered_by is not None:
        return _faults_on_paper(call, draft)
    procedure = version_of(call.db, draft.procedure_version_id).procedure
    if procedure.declaration.signature is Signing.REQUIRED or not unsigned:
        return [_unsigned(call, declaration)]
    waits = declaration.state is DeclarationState.WAITING
    return [Missing("to-khai", NOT_PRINTED, {})] if waits else []


def _unsigned(call: Call, declaration: Declaration) -> Missing:
    """Whose signature is awaited, where more than the applicant must sign."""
    signers = signers_of(call, declaration.id)
    if len(signers) == 1:
        return Missing("to-khai", NOT_SIGNED, {})
    awaited = [signer.name for signer in signers if signer.state is not SignerState.SIGNED]
    return Missing("to-khai", NOT_SIGNED_BY_ALL, {"who": ", ".join(awaited)})


def _faults_on_paper(call: Call, draft: Draft) -> list[Missing]:
    """At the desk a signature in ink stands for itself, once it is scanned."""
    scanned = any(file.component == DECLARATION_SCAN for file in every_file_of(call, draft))
    return [] if scanned else [Missing("to-khai", NOT_SIGNED_ON_PAPER, {})]


def content_digest(call: Call, draft: Draft) -> str:
    """SHA-256 over the answers and the files: what a declaration was printed from."""
    version = version_of(call.db, draft.procedure_version_id)
    content = hashlib.sha256(seal_answers(version.schema, draft.answers).digest.encode())
    for attachment in attachments_of(call, draft):
        content.update(f"\n{attachment.component}:{attachment.sha256}".encode())
    return content.hexdigest()
