"""Supplementing: the citizen answers the request with corrected answers and files."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, func, select

from forms.answers import seal_answers
from procedures.acts.call import LOCAL_ZONE, Call
from procedures.acts.choose_desk import through
from procedures.acts.competence import place_of
from procedures.acts.completeness import NOT_COMPLETE, Missing, ensure_complete
from procedures.acts.drafts import own
from procedures.acts.legs import legs_of
from procedures.acts.submit import TYPED_AT_A_DESK, hand_over_content, on_behalf, subject_of
from procedures.acts.transition import NO_DOSSIER, locked, transition
from procedures.effects import Notify
from procedures.errors import N_, Incomplete, NotFound, NotLawful
from procedures.lifecycle import Act, step
from procedures.records import AnswersVersion, Dossier, Draft, PlaceRow, SupplementRequest
from procedures.records.base import Json
from procedures.records.directory import DatabaseDirectory
from procedures.records.moved import moved_since, pages_asking, to_place, told_anew
from procedures.records.versions import Parsed, version_of
from procedures.routing import route_for

NOT_ASKED = N_("Hồ sơ này không có yêu cầu bổ sung đang chờ trả lời.")
OTHER_OFFICE = N_(
    "Nơi này thuộc thẩm quyền của cơ quan khác; khi bổ sung không đổi được cơ quan giải quyết. "
    "Nếu đúng là nơi này, hãy rút hồ sơ rồi nộp hồ sơ mới."
)


def open_supplement(call: Call, dossier_id: UUID) -> Draft:
    """The draft of the answer, begun from what was declared before; the same one each time."""
    dossier = locked(call, dossier_id, None)
    if dossier.applicant_id != call.actor.person_id:
        raise NotFound(NO_DOSSIER)
    step(dossier.state, Act.SUPPLEMENT)
    own_answer = select(Draft).where(Draft.dossier_id == dossier_id, Draft.entered_by.is_(None))
    existing = call.db.scalar(own_answer)
    if existing is not None:
        return existing
    draft = fresh_answer(call, dossier)
    call.db.add(draft)
    call.db.flush()
    return draft


def fresh_answer(call: Call, dossier: Dossier) -> Draft:
    """An answer with what was declared last, as of today; not yet among the records."""
    answers, lost = _as_of_today(call, dossier)
    schema = version_of(call.db, dossier.procedure_version_id).schema
    again = pages_asking(schema, lost)
    return Draft(
        owner_id=dossier.applicant_id,
        procedure_version_id=dossier.procedure_version_id,
        place_id=dossier.place_id,
        dossier_id=dossier.id,
        answers=answers,
        pages_done=[page.code for page in schema.pages if page.code not in again],
        return_method=dossier.return_method,
        created_at=call.now,
        updated_at=call.now,
    )


def _as_of_today(call: Call, dossier: Dossier) -> tuple[Json, frozenset[str]]:
    """What was declared, in the places of today; and what must be told anew.

    The answer that decided the place is at the place that the dossier has now.
    """
    newest = _newest(call, dossier.id)
    day = newest.submitted_at.astimezone(LOCAL_ZONE).date()
    moved = moved_since(call.db, newest.body, day, call.today)
    place_from = version_of(call.db, dossier.procedure_version_id).procedure.place_from
    decided = newest.body.get(place_from) if place_from else None
    code = decided.get("place") if isinstance(decided, Mapping) else None
    if code in moved:
        moved[code] = to_place(call.db, call.db.get_one(PlaceRow, dossier.place_id))
    return told_anew(newest.body, moved)


def supplement(call: Call, draft_id: UUID, *, unsigned: bool) -> UUID:
    """Hand in the answer: a new version beside the old ones, and the clock runs on."""
    draft = answer_in_hand(call, draft_id)
    if draft.entered_by is not None:
        raise NotLawful(TYPED_AT_A_DESK)
    return hand_in_answer(call, draft, unsigned=unsigned)


def answer_in_hand(call: Call, draft_id: UUID) -> Draft:
    """The actor's answer or their desk's, its dossier locked before it.

    In this order two answers to one request wait for each other, and the second finds no draft.
    """
    dossier_id = own(call, draft_id, lock=False).dossier_id
    if dossier_id is None:
        raise NotLawful(NOT_ASKED)
    locked(call, dossier_id, None)
    return own(call, draft_id)


def hand_in_answer(call: Call, draft: Draft, *, unsigned: bool) -> UUID:
    """The same for an answer in hand, whoever typed it; gives the dossier's id.

    The ledger's row is of whoever hands it in: the applicant, or the officer for their desk, with
    the applicant named in its detail.
    """
    assert draft.dossier_id is not None
    declaration = ensure_complete(call, draft, unsigned=unsigned)
    filed = version_of(call.db, draft.procedure_version_id)
    answers = seal_answers(filed.schema, draft.answers, today=call.today)
    with transition(call, Act.SUPPLEMENT, draft.dossier_id, None) as move:
        _keep_the_way(call, draft, move.dossier, filed)
        move.dossier.return_method = draft.return_method
        move.dossier.subject = subject_of(filed.procedure, answers)
        version = _newest(call, move.dossier.id).version + 1
        move.detail.update(on_behalf(draft))
        hand_over_content(call, draft, move.dossier, answers, declaration, answers_version=version)
        _answered(call, move.dossier.id)
        move.detail.update(
            answers_version=version, answers=answers.digest, declaration=declaration.digest
        )
        received = move.dossier.received_at is not None
        move.then.append(Notify(move.dossier.id, "supplemented" if received else "completed"))
        return move.dossier.id


def _keep_the_way(call: Call, draft: Draft, dossier: Dossier, filed: Parsed) -> None:
    """A corrected place may be another one, as long as the same offices are competent there."""
    place = place_of(call, draft, filed.procedure)
    if place.id == dossier.place_id:
        return
    on = dossier.submitted_at.astimezone(LOCAL_ZONE).date()
    competent = route_for(filed.procedure, place.code, on, DatabaseDirectory(call.db))
    plan = through(competent, dossier.desk_unit_id)
    planned = {(leg.code, leg.unit_id) for leg in legs_of(call.db, dossier) if leg.code}
    if {(leg.code, int(leg.unit.key)) for leg in plan} != planned:
        page = filed.schema.page_of(filed.procedure.place_from or "")
        raise Incomplete(NOT_COMPLETE, [Missing(page.code if page else "", OTHER_OFFICE, {})])
    dossier.place_id = place.id


def _newest(call: Call, dossier_id: UUID) -> AnswersVersion:
    newest = select(func.max(AnswersVersion.version)).where(AnswersVersion.dossier_id == dossier_id)
    return call.db.scalars(
        select(AnswersVersion).where(
            AnswersVersion.dossier_id == dossier_id,
            AnswersVersion.version == newest.scalar_subquery(),
        )
    ).one()


def _answered(call: Call, dossier_id: UUID) -> None:
    """The request is answered: an answer that somebody began elsewhere answers nothing any more."""
    request = call.db.scalars(
        select(SupplementRequest).where(
            SupplementRequest.dossier_id == dossier_id, SupplementRequest.answered_at.is_(None)
        )
    ).one()
    request.answered_at = call.now
    call.db.execute(delete(Draft).where(Draft.dossier_id == dossier_id))
