"""Dossiers at each stage of life, brought there by the acts; press, seal and mail are fakes."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from portal import jobs
from portal.wiring import Services
from procedures.acts.approve import approve
from procedures.acts.ask_supplement import WantedItem, ask_supplement
from procedures.acts.attach import attach
from procedures.acts.call import LOCAL_ZONE
from procedures.acts.completeness import required_components
from procedures.acts.decide import decide
from procedures.acts.declare import hand_in, prepare
from procedures.acts.drafts import save_page, start
from procedures.acts.give_opinion import give_opinion
from procedures.acts.hand_over import Target, hand_over
from procedures.acts.propose import Proposal, propose
from procedures.acts.receive import receive
from procedures.acts.submit import submit
from procedures.acts.take import take
from procedures.catalogue.types import Signing
from procedures.people import Actor, Role
from procedures.reads.actors import actor_of
from procedures.records import (
    Account,
    Decision,
    Declaration,
    DeclarationSigner,
    Dossier,
    Draft,
    Handover,
    Leg,
    OutboxRow,
    Paper,
    Person,
    PostRow,
)
from procedures.records.decision import DecisionOutcome
from procedures.records.opinion import Stance
from procedures.records.versions import version_of
from procedures.routing import Function
from procedures.uploads import Upload
from tests.answers import good_answers
from tests.fakes import FakeCourier
from tests.workers import fake_workers

PASSWORD = "mat-khau-thu-123"
CITIZEN = "congdan1"
COMMUNE = "07687"
"""A commune whose desk and offices have officers in the sample."""

SMALL_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n9\n%%EOF\n"


class Life:
    """Brings dossiers to a stage. Officers are found by who may do the next thing."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.courier = FakeCourier()
        self.workers = fake_workers(services, self.courier)

    def actor(self, username: str) -> Actor:
        """The account's person with today's posts."""
        with self.services.transaction() as call:
            account = call.db.scalars(select(Account).where(Account.username == username)).one()
            found = actor_of(call.db, account.person_id, call.today)
        assert found is not None
        return found

    def officer(self, unit_id: int, role: Role) -> Actor:
        """Somebody who holds the role at the unit."""
        with self.services.transaction() as call:
            held = select(PostRow).where(PostRow.unit_id == unit_id, PostRow.role == role)
            post = call.db.scalars(held.order_by(PostRow.id).limit(1)).one()
            found = actor_of(call.db, post.person_id, call.today)
        assert found is not None
        return found

    def dossier(self, dossier_id: UUID) -> Dossier:
        """The row as it is now."""
        with self.services.reading() as db:
            return db.get_one(Dossier, dossier_id)

    def work(self) -> int:
        """Carry out every waiting effect in this process, effects of effects included."""
        jobs.install(self.workers)
        done = 0
        while waiting := self._waiting():
            for row_id in waiting:
                jobs.carry_out(row_id)
                done += 1
        return done

    def _waiting(self) -> list[int]:
        with self.services.reading() as db:
            undone = OutboxRow.done_at.is_(None) & (OutboxRow.attempts == 0)
            return list(db.scalars(select(OutboxRow.id).where(undone).order_by(OutboxRow.id)))

    def draft(
        self, procedure: str = "1.001193", *, username: str = CITIZEN, place: str = COMMUNE
    ) -> UUID:
        """A draft with every page filled and every required file attached."""
        actor = self.actor(username)
        with self.services.transaction(actor) as call:
            draft = start(call, procedure, place)
            version = version_of(call.db, draft.procedure_version_id)
            answers = good_answers(version.schema, place, call.today)
            for page in version.schema.pages:
                names = {leaf.name for leaf in page.leaves()}
                save_page(
                    call,
                    draft.id,
                    page.code,
                    {name: value for name, value in answers.items() if name in names},
                    seen_version=draft.version,
                    valid=True,
                )
            for component in required_components(version, draft, call):
                file = Upload(f"{component.code}.pdf", SMALL_PDF)
                attach(call, self.services.blobs, draft.id, component.code, file)
            return draft.id

    def declared(self, procedure: str = "1.001193", **where: str) -> UUID:
        """A draft whose declaration is printed (and signed, where the procedure asks for it)."""
        draft_id = self.draft(procedure, **where)
        actor = self.actor(where.get("username", CITIZEN))
        with self.services.transaction(actor) as call:
            prepare(call, draft_id)
        self.work()
        if self.asks_for_signature(draft_id):
            self.sign_by_all(draft_id)
        return draft_id

    def sign_by_all(self, draft_id: UUID) -> None:
        """Hand in one file with the signatures of everybody whom the declaration names."""
        wanted = select(DeclarationSigner.citizen_no).join(Declaration)
        with self.services.transaction() as call:
            owner = Actor(call.db.get_one(Draft, draft_id).owner_id, "")
            numbers = call.db.scalars(wanted.where(Declaration.draft_id == draft_id)).all()
        self.sign(draft_id, owner, *numbers)

    def sign(self, draft_id: UUID, actor: Actor, *numbers: str) -> None:
        """Hand in a declaration that the actor signed, or people with these numbers."""
        with self.services.transaction(actor) as call:
            own = call.db.get_one(Person, actor.person_id).citizen_no or ""
            signed = SMALL_PDF + b"".join(b"%%by %s\n" % n.encode() for n in numbers or (own,))
            hand_in(call, self.services.blobs, draft_id, Upload("to-khai.pdf", signed))
        self.work()

    def asks_for_signature(self, draft_id: UUID) -> bool:
        """Whether the draft's procedure wants its declaration signed."""
        with self.services.reading() as db:
            draft = db.get_one(Draft, draft_id)
            procedure = version_of(db, draft.procedure_version_id).procedure
        return procedure.declaration.signature is Signing.REQUIRED

    def submitted(self, procedure: str = "1.001193", **where: str) -> UUID:
        """A dossier that waits at the desk."""
        draft_id = self.declared(procedure, **where)
        with self.services.transaction(self.actor(where.get("username", CITIZEN))) as call:
            return submit(call, draft_id, unsigned=True).dossier_id

    def received(self, procedure: str = "1.001193", **where: str) -> UUID:
        """A dossier whose clock runs, still at the desk."""
        dossier_id = self.submitted(procedure, **where)
        dossier = self.dossier(dossier_id)
        with self.services.transaction(self.officer(dossier.desk_unit_id, Role.RECEIVER)) as call:
            receive(call, dossier_id, dossier.version)
        return dossier_id

    def in_progress(self, procedure: str = "1.001193", **where: str) -> UUID:
        """A dossier in the hands of the first handling unit."""
        dossier_id = self.received(procedure, **where)
        self.hand_on(dossier_id)
        return dossier_id

    def hand_on(self, dossier_id: UUID) -> None:
        """Hand over along the plan, and let the next unit take it."""
        dossier = self.dossier(dossier_id)
        assert dossier.holder_unit_id is not None
        role = Role.RECEIVER if dossier.state.value == "received" else Role.HANDLER
        with self.services.transaction(self.officer(dossier.holder_unit_id, role)) as call:
            hand_over(call, dossier_id, dossier.version, Target())
        self.take(dossier_id)

    def take(self, dossier_id: UUID) -> None:
        """Let the unit that it is offered to take it."""
        dossier = self.dossier(dossier_id)
        unit_id = self.offered(dossier_id)
        assert unit_id is not None
        with self.services.transaction(self.officer(unit_id, Role.HANDLER)) as call:
            take(call, dossier_id, dossier.version)

    def offered(self, dossier_id: UUID) -> int | None:
        """The unit that may take it now, if it is offered to one."""
        offer = select(Handover.to_unit_id).where(
            Handover.dossier_id == dossier_id, Handover.outcome.is_(None)
        )
        with self.services.reading() as db:
            return db.scalar(offer)

    def asked(self, procedure: str = "1.001193", **where: str) -> UUID:
        """A dossier that waits for its supplement, the clock paused."""
        dossier_id = self.in_progress(procedure, **where)
        dossier = self.dossier(dossier_id)
        assert dossier.holder_unit_id is not None
        officer = self.officer(dossier.holder_unit_id, Role.HANDLER)
        with self.services.transaction(officer) as call:
            ask_supplement(
                call,
                dossier_id,
                dossier.version,
                wanted=[WantedItem("", "Bản chụp giấy chứng sinh bị mờ")],
                reason="Không đọc được số giấy chứng sinh",
                respond_by=call.today + timedelta(days=30),
            )
        return dossier_id

    def proposed(self, procedure: str = "1.001193", **where: str) -> UUID:
        """A dossier before its leader, the papers printed."""
        dossier_id = self.in_progress(procedure, **where)
        self.propose(dossier_id)
        self.work()
        return dossier_id

    def propose(self, dossier_id: UUID, outcome: DecisionOutcome = DecisionOutcome.GRANTED) -> None:
        """Propose at the next signing leg, handing on along the plan first where it must."""
        if self.offered(dossier_id):
            self.take(dossier_id)
        while self._next_function(dossier_id) is Function.HANDLING:
            self.hand_on(dossier_id)
        self.give_opinions(dossier_id)
        dossier = self.dossier(dossier_id)
        assert dossier.holder_unit_id is not None
        officer = self.officer(dossier.holder_unit_id, Role.HANDLER)
        with self.services.transaction(officer) as call:
            leg = self._leg_ahead(dossier_id, Function.SIGNING)
            version = version_of(call.db, dossier.procedure_version_id)
            signer = call.db.scalars(
                select(PostRow)
                .where(PostRow.unit_id == leg.unit_id, PostRow.role == Role.LEADER)
                .order_by(PostRow.id)
                .limit(1)
            ).one()
            fields = {
                result.code: good_answers(version.result_schemas[result.code], COMMUNE, call.today)
                for result in version.procedure.results_of(leg.code)
            }
            grounds = "Không đủ điều kiện" if outcome is DecisionOutcome.DENIED else ""
            propose(
                call,
                dossier_id,
                dossier.version,
                Proposal(outcome, signer.id, grounds, fields),
            )

    def give_opinions(self, dossier_id: UUID) -> None:
        """Let every unit that is asked agree."""
        asked = select(Leg.unit_id).where(
            Leg.dossier_id == dossier_id, Leg.beside, Leg.opened_at.is_not(None)
        )
        with self.services.reading() as db:
            units = db.scalars(asked.where(Leg.closed_at.is_(None))).all()
        for unit_id in units:
            version = self.dossier(dossier_id).version
            with self.services.transaction(self.officer(unit_id, Role.HANDLER)) as call:
                give_opinion(call, dossier_id, version, Stance.AGREED)

    def approve(self, dossier_id: UUID) -> None:
        """Let the heads of division pass the proposal on to the one who signs."""
        here = select(Leg).where(
            Leg.dossier_id == dossier_id, Leg.opened_at.is_not(None), Leg.closed_at.is_(None)
        )
        while True:
            with self.services.reading() as db:
                leg = db.scalars(here).one()
            if leg.function is not Function.APPROVAL:
                return
            version = self.dossier(dossier_id).version
            with self.services.transaction(self.officer(leg.unit_id, Role.LEADER)) as call:
                approve(call, dossier_id, version)

    def decide(self, dossier_id: UUID) -> None:
        """Let the heads of division approve and the proposed leader sign what is printed."""
        self.approve(dossier_id)
        dossier = self.dossier(dossier_id)
        with self.services.reading() as db:
            decision = db.scalars(
                select(Decision).where(
                    Decision.dossier_id == dossier_id,
                    Decision.decided_at.is_(None),
                    Decision.sent_back_at.is_(None),
                )
            ).one()
            post = db.get_one(PostRow, decision.signer_post_id)
            leader = actor_of(db, post.person_id, _today(self.services))
            papers = db.scalars(select(Paper).where(Paper.decision_id == decision.id)).all()
        assert leader is not None
        seen = {paper.id: paper.printed_sha256 or "" for paper in papers}
        with self.services.transaction(leader) as call:
            decide(call, dossier_id, dossier.version, seen)

    def decided(self, procedure: str = "1.001193", **where: str) -> UUID:
        """A dossier whose last decision is signed; its papers wait for the worker."""
        dossier_id = self.proposed(procedure, **where)
        self.decide(dossier_id)
        while self.dossier(dossier_id).state.value == "in_progress":
            self.propose(dossier_id)
            self.work()
            self.decide(dossier_id)
        return dossier_id

    def issued(self, procedure: str = "1.001193", **where: str) -> UUID:
        """A dossier with its results issued."""
        dossier_id = self.decided(procedure, **where)
        self.work()
        return dossier_id

    def return_at_desk(self, draft_id: UUID) -> None:
        """Let the result of a draft come back at the desk instead of online."""
        with self.services.transaction() as call:
            call.db.get_one(Draft, draft_id).return_method = "desk"

    def _leg_ahead(self, dossier_id: UUID, *functions: Function) -> Leg:
        """The next leg with custody, of one of the functions when some are named."""
        ahead = select(Leg).where(
            Leg.dossier_id == dossier_id, Leg.opened_at.is_(None), Leg.beside.is_(False)
        )
        if functions:
            ahead = ahead.where(Leg.function.in_(functions))
        with self.services.reading() as db:
            return db.scalars(ahead.order_by(Leg.ordinal).limit(1)).one()

    def _next_function(self, dossier_id: UUID) -> Function:
        return self._leg_ahead(dossier_id).function


def _today(services: Services) -> date:
    with services.transaction() as call:
        return call.now.astimezone(LOCAL_ZONE).date()
