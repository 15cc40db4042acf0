"""One dossier at every state of the law, and whatever else an act needs to make sense."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import func, select

from procedures.acts.ask_opinion import ask_opinion
from procedures.acts.attach import attach
from procedures.acts.declare import prepare
from procedures.acts.hand_over import Target, hand_over
from procedures.acts.receive import receive
from procedures.acts.submit import submit
from procedures.acts.supplement import open_supplement, supplement
from procedures.acts.withdraw import withdraw
from procedures.lifecycle import Act, State
from procedures.people import Actor, Role
from procedures.records import (
    CalendarVersion,
    Dossier,
    Handover,
)
from procedures.records.versions import version_of
from procedures.uploads import Upload
from tests.acts.doing import ACTS, Doing, acting, ask, done, pay
from tests.acts.found import legs_of
from tests.factories import CITIZEN, SMALL_PDF, Life

WITH_APPROVAL = "1.013225"
"""A procedure whose proposals the head of the division approves."""


def offered(life: Life, dossier_id: UUID) -> None:
    """Offer it to the police of the same commune."""
    dossier = life.dossier(dossier_id)
    role = Role.RECEIVER if dossier.state is State.RECEIVED else Role.HANDLER
    police = Target(life.actor("congan.tanmy").posts[0].unit_id)
    giver = life.officer(dossier.holder_unit_id or 0, role)
    done(life, giver, lambda call, at, seen: hand_over(call, at, seen, police), dossier_id)


def _consulting(life: Life, dossier_id: UUID) -> None:
    """Ask the police of the same commune, and come back to where the dossier stood."""
    state = life.dossier(dossier_id).state
    if state is not State.IN_PROGRESS:
        with acting(life, life.actor(CITIZEN)) as call:
            call.db.get_one(Dossier, dossier_id).state = State.IN_PROGRESS
    unit_id = life.actor("congan.tanmy").posts[0].unit_id
    handler = life.officer(life.dossier(dossier_id).holder_unit_id or 0, Role.HANDLER)
    asking = partial(ask_opinion, unit_id=unit_id, question="Có tranh chấp không?")
    done(life, handler, asking, dossier_id)
    with acting(life, life.actor(CITIZEN)) as call:
        call.db.get_one(Dossier, dossier_id).state = state


def _asked_before(life: Life, dossier_id: UUID) -> None:
    """Let a request be asked and answered."""
    handler = life.officer(life.dossier(dossier_id).holder_unit_id or 0, Role.HANDLER)
    done(life, handler, ask, dossier_id)
    answered(life, dossier_id)


def _calendar_changed(life: Life, dossier_id: UUID) -> None:
    """Add a version of the dossier's calendar with one more day off, long ago."""
    with acting(life, life.actor("quantri")) as call:
        dossier = call.db.get_one(Dossier, dossier_id)
        old = call.db.get_one(CalendarVersion, dossier.calendar_version_id)
        newest = select(func.max(CalendarVersion.version)).where(CalendarVersion.code == old.code)
        call.db.add(
            CalendarVersion(
                code=old.code,
                version=(call.db.scalar(newest) or 0) + 1,
                week=old.week,
                days=old.days,
                document="1/QĐ-UBND",
                created_at=call.now,
                created_by=call.actor.person_id,
            )
        )


def _sealed(life: Life, _dossier_id: UUID) -> None:
    """Let the worker issue what was promised."""
    life.work()


def proposed_to_revoke(life: Life, dossier_id: UUID) -> None:
    """Put the revocation of its result, or of the slip that ended it, before the leaders."""
    life.work()
    refused = life.dossier(dossier_id).state is State.REFUSED
    keeper = Stages(life).person(Role.RECEIVER if refused else Role.KEEPER, dossier_id)
    done(life, keeper, ACTS[Act.PROPOSE_REVOCATION], dossier_id)


PREPARED: Mapping[Act, Callable[[Life, UUID], None]] = {
    Act.TAKE: offered,
    Act.DECLINE: offered,
    Act.RECALL: offered,
    Act.GIVE_OPINION: _consulting,
    Act.ALLOW_SUPPLEMENT: _asked_before,
    Act.RECOUNT: _calendar_changed,
    Act.PROPOSE_REVOCATION: _sealed,
    Act.REVOKE: proposed_to_revoke,
    Act.DISMISS_REVOCATION: proposed_to_revoke,
}
"""What must have happened, beside the state, before an act makes sense."""


@dataclass
class Stages:
    """A dossier that waits at each state, made when it is first asked for and never moved."""

    life: Life
    made: dict[str, UUID] = field(default_factory=dict)

    def at(self, state: State) -> UUID:
        """The dossier that stands there; a worker may have carried one that was decided on."""
        found = self._made(state, lambda: self.fresh(state))
        if self.life.dossier(found).state is state:
            return found
        self.made[state] = self.fresh(state)
        return self.made[state]

    def ready(self, state: State, act: Act) -> UUID:
        """The dossier that stands there and on which the act can be tried; never moved."""
        if act is Act.APPROVE:
            return self._made(act, lambda: _proposed(self.life, WITH_APPROVAL))
        prepare = PREPARED.get(act)
        if prepare is None:
            return self.at(state)
        return self._made(f"{state}-{prepare.__name__}", lambda: self._prepared(state, prepare))

    def _prepared(self, state: State, prepare: Callable[[Life, UUID], None]) -> UUID:
        dossier_id = self.fresh(state)
        prepare(self.life, dossier_id)
        return dossier_id

    def _made(self, key: str, make: Callable[[], UUID]) -> UUID:
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

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
        if role in {Role.TAKER, Role.CONSULTED}:
            return self.life.officer(self._other_unit(dossier_id), Role.HANDLER)
        unit = dossier.desk_unit_id if role is Role.RECEIVER else dossier.holder_unit_id
        if role is Role.KEEPER:
            handling = [leg for leg in legs_of(self.life, dossier_id) if leg.function == "handling"]
            return self.life.officer(handling[0].unit_id, Role.HANDLER)
        if role in {Role.AUTHORITY, Role.ISSUER}:
            signing = [leg for leg in legs_of(self.life, dossier_id) if leg.function == "signing"]
            return self.life.officer(signing[0].unit_id, Role.LEADER)
        return self.life.officer(unit or dossier.desk_unit_id, role)

    def _other_unit(self, dossier_id: UUID) -> int:
        """The unit that the dossier is offered to, or that is asked beside."""
        asked = [leg for leg in legs_of(self.life, dossier_id) if leg.beside and leg.is_open]
        if asked:
            return asked[0].unit_id
        with self.life.services.reading() as db:
            offer = db.scalars(
                select(Handover).where(
                    Handover.dossier_id == dossier_id, Handover.outcome.is_(None)
                )
            ).first()
        if offer is None:
            raise StopIteration
        return offer.to_unit_id


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
