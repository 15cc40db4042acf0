"""Submitting: a draft becomes a dossier with a code, a route and a first ledger row."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update

from forms.answers import Answers, seal_answers, thaw
from procedures.acts import ledger
from procedures.acts.call import Call
from procedures.acts.choose_desk import AT_THE_DESK, received_at
from procedures.acts.competence import ensure_stands, place_of
from procedures.acts.completeness import ensure_complete
from procedures.acts.drafts import NOT_THIS_WAY, own
from procedures.acts.legs import ROOM, enter
from procedures.acts.numbering import LOOKUP_KEY_LENGTH, next_dossier_code
from procedures.acts.outbox import promise
from procedures.catalogue.types import ChannelKind, ClockCalendar, Procedure
from procedures.effects import Notify
from procedures.errors import N_, NotLawful
from procedures.lifecycle import Act, State
from procedures.records import (
    AnswersVersion,
    Attachment,
    CalendarVersion,
    Declaration,
    Dossier,
    Draft,
    Leg,
    PlaceRow,
    ProcedureVersion,
    UnitRow,
)
from procedures.records.counting import newest_calendar
from procedures.records.directory import DatabaseDirectory
from procedures.records.organisations import digitising_unit
from procedures.records.versions import version_of
from procedures.routing import Function, LegPlan, route_for
from procedures.tags import tag_of

VERSION_WITHDRAWN = N_(
    "Phiên bản này của thủ tục đã được thu hồi và không nhận hồ sơ mới theo bản nháp này. "
    "Lý do: {grounds}"
)
VERSION_OVER = N_(
    "Phiên bản thủ tục mà bản nháp này sử dụng đã hết hiệu lực từ ngày {day}, nên hồ sơ chưa được "
    "nộp. Nội dung đã điền vẫn còn; hãy chuyển bản nháp sang phiên bản hiện hành rồi nộp."
)
TYPED_AT_A_DESK = N_("Hồ sơ nhập từ bản giấy được nộp và tiếp nhận tại quầy.")
IS_AN_ANSWER = N_("Bản này bổ sung cho một hồ sơ đã nộp, không nộp thành hồ sơ mới được.")
NO_CALENDAR = N_("Đơn vị tiếp nhận chưa có lịch làm việc.")


@dataclass(frozen=True, slots=True)
class Submitted:
    """What the citizen keeps: the code, and the key that opens public tracking."""

    dossier_id: UUID
    code: str
    lookup_key: str


def submit(call: Call, draft_id: UUID, *, unsigned: bool) -> Submitted:
    """Check everything, number it, route it, and tell the applicant; all or nothing.

    Raises `Incomplete` with every gap. Handing in the same draft twice finds no draft.
    """
    draft = own(call, draft_id)
    if draft.entered_by is not None:
        raise NotLawful(TYPED_AT_A_DESK)
    filed = file_draft(call, draft, unsigned=unsigned)
    promise(call, Notify(filed.dossier_id, "submitted"), filed.dossier_id)
    return filed


def file_draft(call: Call, draft: Draft, *, unsigned: bool) -> Submitted:
    """The same for a draft at hand, whoever typed it; telling the applicant is the caller's."""
    if draft.dossier_id is not None:
        raise NotLawful(IS_AN_ANSWER)
    _ensure_published(call, draft)
    declaration = ensure_complete(call, draft, unsigned=unsigned)
    version = version_of(call.db, draft.procedure_version_id)
    place = place_of(call, draft, version.procedure)
    ensure_stands(call, place)
    competent = route_for(version.procedure, place.code, call.today, DatabaseDirectory(call.db))
    plan = received_at(call, version.procedure, competent, draft.desk_unit_id)
    answers = seal_answers(version.schema, draft.answers, today=call.today)
    dossier = _dossier(call, draft, version.procedure, place, plan, answers)
    call.db.add(dossier)
    call.db.flush()
    _add_legs(call, dossier, plan)
    hand_over_content(call, draft, dossier, answers, declaration, answers_version=1)
    ledger.append(
        call,
        str(dossier.id),
        tag_of(Act.SUBMIT),
        detail={
            "code": dossier.code,
            "answers": answers.digest,
            "declaration": declaration.digest,
            **on_behalf(draft),
        },
        dossier_id=dossier.id,
        unit_id=digitising_unit(dossier) if dossier.entered_by else None,
        states=(None, State.SUBMITTED.value),
    )
    return Submitted(dossier.id, dossier.code, dossier.lookup_key)


def on_behalf(draft: Draft) -> dict[str, object]:
    """What the ledger adds when an officer typed it: how it came, and whose it is."""
    if draft.entered_by is None:
        return {}
    return {"channel": draft.channel, "on_behalf_of": str(draft.owner_id)}


def _ensure_published(call: Call, draft: Draft) -> None:
    version = call.db.get_one(ProcedureVersion, draft.procedure_version_id)
    if version.withdrawn_at is not None:
        raise NotLawful(VERSION_WITHDRAWN, grounds=version.withdrawn_grounds)
    if version.is_over(call.today):
        raise NotLawful(VERSION_OVER, day=version.effective_to)


def _dossier(
    call: Call,
    draft: Draft,
    procedure: Procedure,
    place: PlaceRow,
    plan: tuple[LegPlan, ...],
    answers: Answers,
) -> Dossier:
    channel = procedure.channel(ChannelKind(draft.channel))
    if channel is None:
        raise NotLawful(NOT_THIS_WAY)
    desk = call.db.get_one(UnitRow, int(plan[0].unit.key))
    return Dossier(
        id=draft.id,  # so that a second press of the button finds what the first one made
        code=next_dossier_code(call, desk),
        procedure_version_id=draft.procedure_version_id,
        applicant_id=draft.owner_id,
        subject=subject_of(procedure, answers),
        place_id=place.id,
        desk_unit_id=desk.id,
        support_unit_id=draft.support_unit_id,
        entered_by=draft.entered_by,
        channel=channel.kind.value,
        return_method=draft.return_method,
        state=State.SUBMITTED,
        holder_unit_id=desk.id,
        submitted_at=call.now,
        term_value=channel.term.value,
        term_unit=channel.term.unit,
        term_cutoff=channel.term.cutoff.isoformat(timespec="minutes"),
        clock_policy=procedure.clock_policy,
        calendar_version_id=_calendar(call, _counted_by(call, procedure, plan)).id,
        lookup_key=call.token(LOOKUP_KEY_LENGTH),
    )


def _counted_by(call: Call, procedure: Procedure, plan: tuple[LegPlan, ...]) -> UnitRow:
    """The unit whose working calendar counts the term."""
    at_desk = procedure.clock_calendar is ClockCalendar.RECEIVER
    leg = plan[0] if at_desk else next(leg for leg in plan if leg.function not in AT_THE_DESK)
    return call.db.get_one(UnitRow, int(leg.unit.key))


def _calendar(call: Call, desk: UnitRow) -> CalendarVersion:
    newest = newest_calendar(call.db, desk.calendar_code)
    if newest is None:
        raise NotLawful(NO_CALENDAR)
    return newest


def subject_of(procedure: Procedure, answers: Answers) -> str:
    """Whom or what the answers are about, as officers' lists name it."""
    words = (answers.body.get(name) for name in procedure.subject_fields)
    return ", ".join(str(word) for word in words if word)[:200]


def _add_legs(call: Call, dossier: Dossier, plan: tuple[LegPlan, ...]) -> None:
    legs = [
        Leg(
            dossier_id=dossier.id,
            ordinal=ROOM * place,
            code=leg.code,
            function=leg.function,
            unit_id=int(leg.unit.key),
            beside=leg.function is Function.OPINION,
            term=leg.term.to_json() if leg.term else None,
            note=leg.question["vi"] if leg.question else "",
        )
        for place, leg in enumerate(plan, start=1)
    ]
    call.db.add_all(legs)
    call.db.flush()
    enter(call, dossier, legs[0])


def answers_body(answers: Answers) -> dict[str, object]:
    """The sealed answers as a JSON column takes them."""
    return {name: thaw(value) for name, value in answers.body.items()}


def hand_over_content(
    call: Call,
    draft: Draft,
    dossier: Dossier,
    answers: Answers,
    declaration: Declaration,
    *,
    answers_version: int,
) -> None:
    """Move answers, files and declaration from the draft to the dossier; the draft is gone."""
    call.db.add(
        AnswersVersion(
            dossier_id=dossier.id,
            version=answers_version,
            body=answers_body(answers),
            digest=answers.digest,
            submitted_at=call.now,
            submitted_by=draft.owner_id,
        )
    )
    declaration.draft_id = None
    declaration.dossier_id = dossier.id
    declaration.answers_version = answers_version
    call.db.execute(
        update(Attachment)
        .where(Attachment.draft_id == draft.id)
        .values(draft_id=None, dossier_id=dossier.id, answers_version=answers_version)
    )
    call.db.flush()
    call.db.delete(draft)
    call.db.flush()
