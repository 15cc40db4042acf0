"""One dossier at every state of the law, and every act as a function that can be tried on it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from procedures.acts.ask_payment import ask_payment
from procedures.acts.ask_supplement import WantedItem, ask_supplement
from procedures.acts.attach import attach
from procedures.acts.call import Call
from procedures.acts.confirm_payment import confirm_payment
from procedures.acts.decide import decide
from procedures.acts.declare import prepare
from procedures.acts.hand_over import Target, hand_over
from procedures.acts.propose import Proposal, propose
from procedures.acts.receive import receive
from procedures.acts.refuse import refuse
from procedures.acts.return_result import return_result
from procedures.acts.send_back import send_back
from procedures.acts.stop import stop
from procedures.acts.submit import submit
from procedures.acts.supplement import open_supplement, supplement
from procedures.acts.withdraw import withdraw
from procedures.errors import Incomplete
from procedures.lifecycle import Act, State
from procedures.people import Actor, Role
from procedures.records import (
    Decision,
    Dossier,
    LedgerEntry,
    Leg,
    OutboxRow,
    Paper,
    PostRow,
    SupplementRequest,
)
from procedures.records.decision import DecisionOutcome
from procedures.records.versions import version_of
from procedures.routing import Function
from procedures.uploads import Upload
from tests.answers import good_answers
from tests.factories import CITIZEN, COMMUNE, SMALL_PDF, Life

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
    """Open the answer to a request; the law is asked at this first step already."""
    del seen
    open_supplement(call, dossier_id)


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
    Act.PROPOSE: put_forward,
    Act.SEND_BACK: lambda call, at, seen: send_back(call, at, seen, "Sai họ đệm"),
    Act.DECIDE: sign,
    Act.RETURN_RESULT: lambda call, at, seen: return_result(call, at, seen, "Người nộp"),
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


@dataclass
class Stages:
    """A dossier that waits at each state, made when it is first asked for and never moved."""

    life: Life
    made: dict[State, UUID] = field(default_factory=dict)

    def at(self, state: State) -> UUID:
        """The dossier that stands there."""
        if state not in self.made:
            self.made[state] = self.fresh(state)
        return self.made[state]

    def fresh(self, state: State, procedure: str = "1.004873") -> UUID:
        """A dossier of one's own that stands there."""
        dossier_id = _MAKERS[state](self.life, procedure)
        assert self.life.dossier(dossier_id).state is state
        return dossier_id

    def person(self, role: Role, dossier_id: UUID) -> Actor:
        """Somebody who stands towards the dossier in this role alone."""
        dossier = self.life.dossier(dossier_id)
        if role is Role.APPLICANT:
            return self.life.actor(CITIZEN)
        unit = dossier.desk_unit_id if role is Role.RECEIVER else dossier.holder_unit_id
        return self.life.officer(unit or dossier.desk_unit_id, role)


def _then(state: State, role: Role, doing: Doing) -> Callable[[Life, str], UUID]:
    """Make it at `state`, then let `role` go one step further."""

    def make(life: Life, procedure: str) -> UUID:
        dossier_id = _MAKERS[state](life, procedure)
        done(life, Stages(life).person(role, dossier_id), doing, dossier_id)
        return dossier_id

    return make


def _proposed(life: Life, procedure: str) -> UUID:
    dossier_id = _MAKERS[State.IN_PROGRESS](life, procedure)
    life.propose(dossier_id)
    life.work()
    return dossier_id


def _decided(life: Life, procedure: str) -> UUID:
    dossier_id = _proposed(life, procedure)
    life.decide(dossier_id)
    return dossier_id


def _issued(life: Life, procedure: str, *, online: bool = False) -> UUID:
    draft_id = life.declared(procedure)
    if not online:
        life.return_at_desk(draft_id)
    with acting(life, life.actor(CITIZEN)) as call:
        dossier_id = submit(call, draft_id, unsigned=True).dossier_id
    done(life, Stages(life).person(Role.RECEIVER, dossier_id), receive, dossier_id)
    life.hand_on(dossier_id)
    life.propose(dossier_id)
    life.work()
    life.decide(dossier_id)
    life.work()
    return dossier_id


_MAKERS: Mapping[State, Callable[[Life, str], UUID]] = {
    State.SUBMITTED: lambda life, procedure: life.submitted(procedure),
    State.INCOMPLETE: _then(State.SUBMITTED, Role.RECEIVER, ask),
    State.REFUSED: _then(State.SUBMITTED, Role.RECEIVER, ACTS[Act.REFUSE]),
    State.RECEIVED: lambda life, procedure: life.received(procedure),
    State.IN_PROGRESS: lambda life, procedure: life.in_progress(procedure),
    State.AWAITING_SUPPLEMENT: _then(State.IN_PROGRESS, Role.HANDLER, ask),
    State.AWAITING_PAYMENT: _then(State.IN_PROGRESS, Role.HANDLER, pay),
    State.PROPOSED: _proposed,
    State.DECIDED: _decided,
    State.ISSUED: _issued,
    State.RETURNED: lambda life, procedure: _issued(life, procedure, online=True),
    State.WITHDRAWN: _then(State.RECEIVED, Role.APPLICANT, withdraw),
    State.STOPPED: _then(State.IN_PROGRESS, Role.HANDLER, ACTS[Act.STOP]),
}


def prepared_answer(life: Life, dossier_id: UUID, now: datetime | None = None) -> UUID:
    """Let the applicant prepare an answer to the request: one more file, printed (and signed)."""
    applicant = life.actor(CITIZEN)
    with acting(life, applicant, now) as call:
        draft = open_supplement(call, dossier_id)
        code = version_of(call.db, draft.procedure_version_id).procedure.components[0].code
        attach(call, life.services.blobs, draft.id, code, Upload("ro-hon.pdf", SMALL_PDF))
        prepare(call, draft.id)
        draft_id = draft.id
    life.work()
    if life.asks_for_signature(draft_id):
        life.sign(draft_id, applicant)
    return draft_id


def answered(life: Life, dossier_id: UUID, now: datetime | None = None) -> UUID:
    """Let the applicant hand in the answer to the request."""
    draft_id = prepared_answer(life, dossier_id, now)
    with acting(life, life.actor(CITIZEN), now) as call:
        supplement(call, draft_id, unsigned=True)
    return draft_id


def fields_of(refusal: Incomplete) -> list[object]:
    """The inputs that a refusal names, in its order."""
    return [getattr(fault, "field", None) for fault in refusal.faults]


def ledger_of(life: Life, dossier_id: UUID) -> list[LedgerEntry]:
    """The dossier's chain, oldest first."""
    with life.services.reading() as db:
        rows = select(LedgerEntry).where(LedgerEntry.stream == str(dossier_id))
        return list(db.scalars(rows.order_by(LedgerEntry.seq)))


def legs_of(life: Life, dossier_id: UUID) -> list[Leg]:
    """Its way, in order."""
    with life.services.reading() as db:
        rows = select(Leg).where(Leg.dossier_id == dossier_id).order_by(Leg.ordinal)
        return list(db.scalars(rows))


def papers_of(life: Life, dossier_id: UUID, *, results: bool | None = None) -> list[Paper]:
    """Its papers in the order of their making; results or slips alone when asked."""
    with life.services.reading() as db:
        rows = select(Paper).where(Paper.dossier_id == dossier_id).order_by(Paper.created_at)
        return [p for p in db.scalars(rows) if results is None or p.is_result is results]


def promised(life: Life, dossier_id: UUID) -> list[str]:
    """The notices and papers that the outbox holds for it, by their names, oldest first."""
    with life.services.reading() as db:
        rows = select(OutboxRow).where(OutboxRow.dossier_id == dossier_id).order_by(OutboxRow.id)
        return [row.payload.get("notice", row.effect) for row in db.scalars(rows)]
