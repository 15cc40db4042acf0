"""Going on under the version in force: a draft whose own version is over keeps what was typed."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete

from procedures.acts.call import Call
from procedures.acts.drafts import NO_PROCEDURE, NOT_THIS_WAY, own
from procedures.acts.submit import IS_AN_ANSWER
from procedures.catalogue.types import ChannelKind
from procedures.errors import NotFound, NotLawful
from procedures.records import Attachment, Declaration, Draft, ProcedureVersion
from procedures.records.versions import Parsed, parsed, version_on


def renew(call: Call, draft_id: UUID) -> None:
    """Put the draft under its procedure's version in force today; already there, it stays as it is.

    Answers to questions that are still asked in the same words stay, and pages that did not change
    stay done. What nobody asks for any more goes: answers, files, and the printed declaration.
    Raises `NotFound` when no version is in force, `NotLawful` when it takes none this way.
    """
    draft = own(call, draft_id)
    if draft.dossier_id is not None:
        raise NotLawful(IS_AN_ANSWER)
    before = call.db.get_one(ProcedureVersion, draft.procedure_version_id)
    now = version_on(call.db, before.code, call.today)
    if now is None:
        raise NotFound(NO_PROCEDURE)
    if now.id == before.id:
        return
    new = parsed(now)
    if new.procedure.channel(ChannelKind(draft.channel)) is None:
        raise NotLawful(NOT_THIS_WAY)
    _answer_anew(draft, parsed(before), new)
    draft.procedure_version_id = now.id
    draft.version += 1
    draft.updated_at = call.now
    wanted = {component.code for component in new.procedure.components}
    call.db.execute(
        delete(Attachment).where(
            Attachment.draft_id == draft.id, Attachment.component.not_in(wanted)
        )
    )
    call.db.execute(delete(Declaration).where(Declaration.draft_id == draft.id))
    call.db.flush()


def _answer_anew(draft: Draft, before: Parsed, now: Parsed) -> None:
    old = {field.name: field for field in before.schema.leaves()}
    alike = {
        field.name
        for field in now.schema.leaves()
        if field.name in old and replace(old[field.name], label=field.label) == field
    }
    pages = {page.code: page for page in before.schema.pages}
    same = {page.code for page in now.schema.pages if pages.get(page.code) == page}
    draft.answers = {name: said for name, said in draft.answers.items() if name in alike}
    draft.typed = {code: typed for code, typed in draft.typed.items() if code in same}
    draft.pages_done = [code for code in draft.pages_done if code in same]
