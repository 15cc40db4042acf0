"""Every act as a function that can be tried on a dossier, with good words."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from procedures.acts.allow_supplement import allow_supplement
from procedures.acts.approve import approve
from procedures.acts.ask_opinion import ask_opinion
from procedures.acts.ask_payment import ask_payment
from procedures.acts.ask_supplement import WantedItem, ask_supplement
from procedures.acts.assign import assign
from procedures.acts.call import Call
from procedures.acts.confirm_payment import confirm_payment
from procedures.acts.decide import decide
from procedures.acts.decline import decline
from procedures.acts.dismiss_revocation import dismiss_revocation
from procedures.acts.extend import extend
from procedures.acts.give_opinion import give_opinion
from procedures.acts.hand_over import Target, hand_over
from procedures.acts.instruments import Asked
from procedures.acts.propose import Proposal, propose
from procedures.acts.propose_revocation import propose_revocation
from procedures.acts.recall import recall
from procedures.acts.receive import receive
from procedures.acts.recount import recount
from procedures.acts.refuse import refuse
from procedures.acts.return_result import return_result
from procedures.acts.revoke import Ruling, revoke
from procedures.acts.send_back import send_back
from procedures.acts.stop import stop
from procedures.acts.supplement import open_supplement
from procedures.acts.take import take
from procedures.acts.take_supplement import open_at_desk
from procedures.acts.withdraw import withdraw
from procedures.lifecycle import Act
from procedures.people import Actor, Role
from procedures.records import (
    Decision,
    Dossier,
    Leg,
    Paper,
    PostRow,
    SupplementRequest,
)
from procedures.records.counting import calendar_of
from procedures.records.decision import DecisionOutcome
from procedures.records.opinion import Stance
from procedures.records.paper import PaperState
from procedures.records.revocation import Ending
from procedures.records.versions import version_of
from procedures.routing import Function
from tests.answers import good_answers
from tests.factories import COMMUNE, Life

Doing = Callable[[Call, UUID, int], object]
"""An act with good words, tried on a dossier of which a version was seen."""


@contextmanager
def acting(life: Life, actor: Actor, now: datetime | None = None) -> Iterator[Call]:
    """One act of one person, at `now` when the wall clock will not do."""
    with life.services.transaction(actor) as call:
        yield replace(call, now=now) if now is not None else call


def tried(life: Life, actor: Actor, doing: Doing, dossier_id: UUID, *, behind: int = 0) -> None:
    """Do it as the actor, having seen a version so far behind, and leave nothing of it."""
    seen = life.dossier(dossier_id).version - behind
    with acting(life, actor) as call:
        doing(call, dossier_id, seen)
        call.db.rollback()


def done(life: Life, actor: Actor, doing: Doing, dossier_id: UUID) -> Dossier:
    """Do it as the actor; the dossier as it is afterwards."""
    with acting(life, actor) as call:
        doing(call, dossier_id, life.dossier(dossier_id).version)
    return life.dossier(dossier_id)


def ask(call: Call, dossier_id: UUID, seen: int) -> None:
    """Ask for one thing within thirty days."""
    ask_supplement(
        call,
        dossier_id,
        seen,
        wanted=[WantedItem("giay-chung-sinh", "Bản chụp bị mờ")],
        reason="Không đọc được số",
        respond_by=call.today + timedelta(days=30),
    )


def pay(call: Call, dossier_id: UUID, seen: int) -> None:
    """Ask for a duty of eight thousand đồng."""
    ask_payment(call, dossier_id, seen, amount=8000, reason="Lệ phí cấp bản sao")


def put_forward(
    call: Call, dossier_id: UUID, seen: int, outcome: DecisionOutcome = DecisionOutcome.GRANTED
) -> None:
    """Propose to the first leader of the next signing unit, with good fields."""
    propose(call, dossier_id, seen, proposal_for(call, dossier_id, outcome))


def deny(call: Call, dossier_id: UUID, seen: int) -> None:
    """Propose the opposite."""
    put_forward(call, dossier_id, seen, DecisionOutcome.DENIED)


def proposal_for(call: Call, dossier_id: UUID, outcome: DecisionOutcome) -> Proposal:
    """What a careful handler would propose."""
    dossier = call.db.get(Dossier, dossier_id)
    if dossier is None:
        return Proposal(outcome, 1)
    ahead = (
        select(Leg)
        .where(Leg.dossier_id == dossier_id, Leg.function == Function.SIGNING)
        .order_by(Leg.opened_at.is_not(None), Leg.ordinal)
        .limit(1)
    )
    leg = call.db.scalars(ahead).one()
    leaders = (
        select(PostRow.id)
        .where(PostRow.unit_id == leg.unit_id, PostRow.role == Role.LEADER)
        .order_by(PostRow.id)
        .limit(1)
    )
    version = version_of(call.db, dossier.procedure_version_id)
    fields = {
        result.code: good_answers(version.result_schemas[result.code], COMMUNE, call.today)
        for result in version.procedure.results_of(leg.code)
    }
    grounds = "Không đủ điều kiện" if outcome is DecisionOutcome.DENIED else ""
    return Proposal(outcome, call.db.scalars(leaders).one(), grounds, fields)


def ask_to_revoke(call: Call, dossier_id: UUID, seen: int) -> None:
    """Propose to revoke its first result, or the slip that ended it, as was decided elsewhere."""
    issued = (Paper.dossier_id == dossier_id) & (Paper.state == PaperState.ISSUED)
    papers = select(Paper.id).where(issued)
    first = papers.order_by(Paper.is_result.desc(), Paper.created_at.desc()).limit(1)
    asked = Asked(call.db.scalar(first), Ending.REVOKED_ON_PAPER, "Cấp không đúng thẩm quyền")
    propose_revocation(call, dossier_id, seen, asked)


def sign(call: Call, dossier_id: UUID, seen: int) -> None:
    """Sign what stands printed, as if it had been read."""
    decide(call, dossier_id, seen, printed(call, dossier_id))


def printed(call: Call, dossier_id: UUID) -> Mapping[UUID, str]:
    """The digests of the open decision's papers, as the leader's page shows them."""
    papers = call.db.scalars(
        select(Paper)
        .join(Decision)
        .where(Paper.dossier_id == dossier_id, Decision.decided_at.is_(None))
    )
    return {paper.id: paper.printed_sha256 or "" for paper in papers}


def answer(call: Call, dossier_id: UUID, seen: int) -> None:
    """Open the answer to a request, the applicant online and anybody else at a desk.

    The law is asked at this first step already.
    """
    dossier = call.db.get(Dossier, dossier_id)
    if dossier is None or dossier.applicant_id == call.actor.person_id:
        open_supplement(call, dossier_id)
    else:
        open_at_desk(call, dossier_id, seen, "truc-tiep")


def late(call: Call, dossier_id: UUID) -> Call:
    """The same call a day after the time to answer a request was over, if there is one."""
    last = call.db.scalar(
        select(SupplementRequest.respond_by).where(
            SupplementRequest.dossier_id == dossier_id, SupplementRequest.answered_at.is_(None)
        )
    )
    days = (last - call.today).days + 1 if last else 0
    return replace(call, now=call.now + timedelta(days=max(days, 0)))


ACTS: Mapping[Act, Doing] = {
    Act.RECEIVE: receive,
    Act.REFUSE: lambda call, at, seen: refuse(late(call, at), at, seen, "Không hoàn thiện"),
    Act.ASK_SUPPLEMENT: ask,
    Act.SUPPLEMENT: answer,
    Act.ASK_PAYMENT: pay,
    Act.CONFIRM_PAYMENT: lambda call, at, seen: confirm_payment(call, at, seen, "BL 0001234"),
    Act.HAND_OVER: lambda call, at, seen: hand_over(call, at, seen, _anywhere(call, at)),
    Act.TAKE: take,
    Act.DECLINE: lambda call, at, seen: decline(call, at, seen, "Không thuộc địa bàn"),
    Act.RECALL: recall,
    Act.ASSIGN: lambda call, at, seen: assign(call, at, seen, _colleague(call, at), "Nghỉ ốm"),
    Act.ASK_OPINION: lambda call, at, seen: ask_opinion(
        call, at, seen, unit_id=_anywhere(call, at).unit_id or 0, question="Có tranh chấp không?"
    ),
    Act.GIVE_OPINION: lambda call, at, seen: give_opinion(call, at, seen, Stance.AGREED),
    Act.APPROVE: approve,
    Act.EXTEND: lambda call, at, seen: extend(
        call, at, seen, until=_later(call, at), reason="Chờ xác minh"
    ),
    Act.ALLOW_SUPPLEMENT: lambda call, at, seen: allow_supplement(call, at, seen, "Luật mới"),
    Act.RECOUNT: recount,
    Act.PROPOSE: put_forward,
    Act.SEND_BACK: lambda call, at, seen: send_back(call, at, seen, "Sai họ đệm"),
    Act.DECIDE: sign,
    Act.RETURN_RESULT: lambda call, at, seen: return_result(call, at, seen, "Người nộp"),
    Act.PROPOSE_REVOCATION: ask_to_revoke,
    Act.REVOKE: lambda call, at, seen: revoke(
        call, at, seen, Ruling(number="12/QĐ-UBND", dated=call.today, sure=True)
    ),
    Act.DISMISS_REVOCATION: lambda call, at, seen: dismiss_revocation(
        call, at, seen, "Giấy tờ cấp đúng"
    ),
    Act.WITHDRAW: withdraw,
    Act.STOP: lambda call, at, seen: stop(late(call, at), at, seen, "Quá hạn bổ sung"),
}
"""What people do. Handing in begins a life, a part is decided by `decide`, the system issues."""


def _anywhere(call: Call, dossier_id: UUID) -> Target:
    """A unit with handlers that is neither the holder nor the desk."""
    dossier = call.db.get(Dossier, dossier_id)
    if dossier is None:
        return Target()
    here = {dossier.holder_unit_id, dossier.desk_unit_id}
    units = call.db.scalars(
        select(PostRow.unit_id).where(PostRow.role == Role.HANDLER).order_by(PostRow.id)
    )
    return Target(next(unit for unit in units if unit not in here))


def _colleague(call: Call, dossier_id: UUID) -> UUID:
    """A handler of the holding unit who does not have the dossier."""
    dossier = call.db.get(Dossier, dossier_id)
    if dossier is None:
        return dossier_id
    handlers = select(PostRow.person_id).where(
        PostRow.unit_id == dossier.holder_unit_id,
        PostRow.role == Role.HANDLER,
        PostRow.person_id.is_distinct_from(dossier.holder_officer_id),
        PostRow.person_id != call.actor.person_id,
    )
    return call.db.scalars(handlers.order_by(PostRow.id)).first() or dossier_id


def _later(call: Call, dossier_id: UUID) -> date:
    """A working day well behind the promised one."""
    dossier = call.db.get(Dossier, dossier_id)
    if dossier is None or dossier.due_at is None:
        return call.today
    calendar = calendar_of(call.db, dossier)
    return calendar.working_day_from(dossier.due_at.date() + timedelta(days=7))
