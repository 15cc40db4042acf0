"""A signature ordered of a remote service: every way it can end leaves the draft as it was."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal import jobs
from portal.wiring import utc_now
from procedures.acts import follow_order, own_key, signing, watch_orders
from procedures.acts.declare import prepare
from procedures.acts.drafts import save_page
from procedures.acts.follow_order import GRACE
from procedures.acts.order_signature import cancel_order, order_signature
from procedures.acts.submit import submit
from procedures.acts.watch_orders import end_late, look_now
from procedures.errors import NotFound, NotLawful, Unavailable
from procedures.people import SYSTEM
from procedures.providers import Credential, Hindrance, Progress, Stage
from procedures.records import Declaration, Draft, OutboxRow, SignatureOrder, Signing
from procedures.records.declaration import DeclarationState
from procedures.records.signature_order import OrderState
from procedures.records.signing import SigningState
from tests.acts.doing import acting
from tests.acts.stages import Stages
from tests.factories import CITIZEN, Life
from tests.fakes import FakeSigner

WAITING = Progress(Stage.WAITING)
SIGNED = Progress(Stage.SIGNED, signature=b"signed")
DOWN = Unavailable("im lặng")
WAITS = timedelta(minutes=5)


@dataclass
class Ordering:
    """One draft, its order at a service, and the worker that follows it."""

    life: Life
    signer: FakeSigner
    draft_id: UUID

    def order(self, provider: str = "thu", username: str = CITIZEN) -> UUID:
        with acting(self.life, self.life.actor(username)) as call:
            return order_signature(call, self.declaration().id, provider, WAITS).id

    def row(self, order_id: UUID) -> SignatureOrder:
        with self.life.services.reading() as db:
            return db.get_one(SignatureOrder, order_id)

    def promise(self, order_id: UUID) -> OutboxRow:
        with self.life.services.reading() as db:
            wanted = OutboxRow.payload["order_id"].astext == str(order_id)
            return db.scalars(select(OutboxRow).where(wanted)).one()

    def look(self, order_id: UUID, times: int = 1) -> SignatureOrder:
        """Let the worker take so many steps."""
        jobs.install(self.life.workers)
        for _ in range(times):
            jobs.carry_out(self.promise(order_id).id)
        return self.row(order_id)

    def declaration(self) -> Declaration:
        with self.life.services.reading() as db:
            wanted = Declaration.draft_id == self.draft_id
            return db.scalars(select(Declaration).where(wanted)).one()


@pytest.fixture
def ordering(stages: Stages) -> Iterator[Ordering]:
    life = stages.life
    made = Ordering(life, FakeSigner(), life.declared("1.001193"))
    before = life.workers
    life.workers = replace(before, signers={"thu": made.signer})
    yield made
    life.workers = before


def test_the_holder_confirms_and_the_file_goes_the_way_of_every_signed_file(
    ordering: Ordering,
) -> None:
    ordering.signer.answers = [WAITING, WAITING, SIGNED]
    order_id = ordering.order()
    assert ordering.row(order_id).state is OrderState.SEEKING
    assert ordering.look(order_id).state is OrderState.PREPARED
    assert not ordering.signer.asked
    assert ordering.look(order_id).state is OrderState.ASKED
    assert ordering.look(order_id).state is OrderState.ASKED
    assert ordering.look(order_id).state is OrderState.DONE
    (asked,) = ordering.signer.asked
    assert (asked.transaction, asked.code) == (order_id.hex, ordering.row(order_id).code)
    assert asked.credential.confirms == ("mobile",)
    assert ordering.signer.looked == [f"ref-{order_id.hex}"] * 2
    assert ordering.promise(order_id).done_at is not None
    ordering.life.work()
    assert ordering.declaration().state is DeclarationState.SIGNED


def test_a_service_that_signs_at_once_needs_no_second_look(ordering: Ordering) -> None:
    ordering.signer.answers = [SIGNED]
    assert ordering.look(ordering.order(), 2).state is OrderState.DONE


ENDS = {
    "expired": (Progress(Stage.EXPIRED), OrderState.TIMED_OUT, follow_order.TIMED_OUT),
    "failed": (Progress(Stage.FAILED, reason="x"), OrderState.FAILED, follow_order.TURNED_DOWN),
    "refused": (Progress(Stage.REFUSED), OrderState.REFUSED, follow_order.REFUSED),
    "unknown": (Progress(Stage.UNKNOWN), OrderState.FAILED, follow_order.FORGOTTEN),
    "wrong": (Progress(Stage.SIGNED, signature=b"forged"), OrderState.FAILED, "another key"),
}


@pytest.mark.parametrize("name", sorted(ENDS))
@pytest.mark.parametrize("later", [False, True], ids=["at-once", "later"])
def test_every_other_end_is_told_and_leaves_the_draft(
    ordering: Ordering,
    name: str,
    later: bool,  # noqa: FBT001 - a case
) -> None:
    answer, state, reason = ENDS[name]
    ordering.signer.answers = [WAITING, answer] if later else [answer]
    ended = ordering.look(ordering.order(), 3 if later else 2)
    assert (ended.state, ended.reason) == (state, reason)
    with ordering.life.services.reading() as db:
        made = db.get_one(Signing, ended.signing_id)
        assert made.state not in {SigningState.PREPARED, SigningState.ASKED, SigningState.DONE}
    assert ordering.declaration().state is DeclarationState.PRINTED
    assert ordering.row(ordering.order()).state is OrderState.SEEKING


def test_nothing_is_ordered_with_a_key_that_is_not_the_persons_own(ordering: Ordering) -> None:
    foreign = Credential("k", (b"001000000000",))
    locked = Credential("k", (b"",), hindrance=Hindrance.DISABLED)
    typed = replace(locked, hindrance=Hindrance.NEEDS_PIN)
    for keys, reason in (
        ((foreign,), signing.OTHER_HOLDER),
        ((locked,), own_key.HINDERED[Hindrance.DISABLED]),
        ((typed, foreign), own_key.HINDERED[Hindrance.NEEDS_PIN]),
    ):
        ordering.signer.keys = keys
        ended = ordering.look(ordering.order())
        assert (ended.state, ended.reason, ended.signing_id) == (OrderState.FAILED, reason, None)
    assert not ordering.signer.asked


def test_a_person_without_a_key_there_is_told_so(
    ordering: Ordering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering.signer, "credentials", lambda *_: ())
    ended = ordering.look(ordering.order())
    assert (ended.state, ended.reason) == (OrderState.FAILED, own_key.NO_CERTIFICATE)


def test_a_silent_service_is_asked_again_until_the_time_is_over(ordering: Ordering) -> None:
    ordering.signer.answers = [DOWN, DOWN, WAITING, DOWN]
    order_id = ordering.order()
    assert ordering.look(order_id, 3).state is OrderState.PREPARED
    promised = ordering.promise(order_id)
    assert (promised.done_at, promised.failed_at) == (None, None)
    assert (promised.last_error, promised.attempts) == (DOWN.msgid, 1)
    assert ordering.look(order_id, 2).state is OrderState.ASKED
    assert len({order.digest for order in ordering.signer.asked}) == 1
    late = ordering.row(order_id).expires_at + GRACE + timedelta(seconds=1)
    with acting(ordering.life, SYSTEM, late) as call:
        assert end_late(call) >= 1
    ended = ordering.look(order_id)
    assert (ended.state, ended.reason) == (OrderState.TIMED_OUT, watch_orders.SILENT)
    assert ordering.declaration().state is DeclarationState.PRINTED


def test_a_worker_that_dies_after_asking_asks_for_the_same_again(
    ordering: Ordering, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordering.signer.answers = [WAITING]
    order_id = ordering.order()
    ordering.look(order_id)
    with monkeypatch.context() as patch:
        patch.setattr(follow_order, "ask_signing", _die)
        assert ordering.look(order_id).state is OrderState.PREPARED
    assert ordering.look(order_id).state is OrderState.ASKED
    first, second = ordering.signer.asked
    assert first == second


def _die(*_: object) -> None:
    raise MemoryError


def test_a_cancelled_order_takes_no_signature_any_more(ordering: Ordering) -> None:
    ordering.signer.answers = [WAITING, SIGNED]
    order_id = ordering.order()
    ordering.look(order_id, 2)
    with acting(ordering.life, ordering.life.actor(CITIZEN)) as call:
        assert cancel_order(call, order_id).state is OrderState.CANCELLED
        assert cancel_order(call, order_id).state is OrderState.CANCELLED
    assert ordering.look(order_id).state is OrderState.CANCELLED
    assert ordering.declaration().state is DeclarationState.PRINTED
    with acting(ordering.life, ordering.life.actor("congdan2")) as call, pytest.raises(NotFound):
        cancel_order(call, order_id)


def test_a_second_press_finds_the_first_order_and_another_service_replaces_it(
    ordering: Ordering,
) -> None:
    first = ordering.order()
    assert ordering.order() == first
    other = ordering.order("khac")
    assert (ordering.row(first).state, ordering.row(first).reason) == (
        OrderState.CANCELLED,
        signing.BEGUN_ANEW,
    )
    ended = ordering.look(other)
    assert (ended.state, ended.reason) == (OrderState.FAILED, follow_order.NOT_OFFERED)


def test_what_is_signed_or_another_persons_cannot_be_ordered(ordering: Ordering) -> None:
    declaration_id = ordering.declaration().id
    with acting(ordering.life, ordering.life.actor("congdan2")) as call, pytest.raises(NotFound):
        order_signature(call, declaration_id, "thu", WAITS)
    ordering.life.sign(ordering.draft_id, ordering.life.actor(CITIZEN))
    with pytest.raises(NotLawful):
        ordering.order()


def test_a_file_signed_meanwhile_overtakes_the_order(ordering: Ordering) -> None:
    ordering.signer.answers = [WAITING, SIGNED]
    order_id = ordering.order()
    ordering.look(order_id, 2)
    ordering.life.sign(ordering.draft_id, ordering.life.actor(CITIZEN))
    ended = ordering.look(order_id)
    assert (ended.state, ended.reason) == (OrderState.FAILED, signing.OVERTAKEN)
    assert ordering.declaration().state is DeclarationState.SIGNED


def test_a_signature_that_comes_after_handing_in_changes_nothing(ordering: Ordering) -> None:
    ordering.signer.answers = [WAITING, SIGNED]
    order_id = ordering.order()
    ordering.look(order_id, 2)
    declaration_id = ordering.declaration().id
    with acting(ordering.life, ordering.life.actor(CITIZEN)) as call:
        submit(call, ordering.draft_id, unsigned=True)
    ended = ordering.look(order_id)
    assert (ended.state, ended.reason) == (OrderState.FAILED, signing.HANDED_IN)
    with ordering.life.services.reading() as db:
        filed = db.get_one(Declaration, declaration_id)
        assert (filed.state, filed.signed_sha256) == (DeclarationState.PRINTED, None)


def test_a_new_declaration_forgets_the_order_of_the_old_one(ordering: Ordering) -> None:
    ordering.signer.answers = [WAITING, SIGNED]
    order_id = ordering.order()
    ordering.look(order_id, 2)
    with acting(ordering.life, ordering.life.actor(CITIZEN)) as call:
        draft = call.db.get_one(Draft, ordering.draft_id)
        changed = {"so_luong_ban_sao": 7}
        page = draft.pages_done[0]
        save_page(call, draft.id, page, changed, seen_version=draft.version, valid=True)
        prepare(call, draft.id)
    jobs.install(ordering.life.workers)
    jobs.carry_out(ordering.promise(order_id).id)
    assert ordering.promise(order_id).done_at is not None
    assert len(ordering.signer.looked) == 0


def test_a_notice_brings_the_next_look_forward(ordering: Ordering) -> None:
    ordering.signer.answers = [WAITING]
    order_id = ordering.order()
    ordering.look(order_id, 2)
    resting = ordering.promise(order_id).enqueued_at
    assert resting is not None
    lease = timedelta(seconds=ordering.life.services.settings.lease_seconds)
    assert resting + lease > utc_now()
    cases = [("khac", order_id.hex), ("thu", "x"), ("thu", UUID(int=7).hex), ("thu", order_id.hex)]
    with acting(ordering.life, SYSTEM) as call:
        assert [look_now(call, *case) for case in cases] == [False, False, False, True]
    assert ordering.promise(order_id).enqueued_at is None
    with acting(ordering.life, ordering.life.actor(CITIZEN)) as call:
        cancel_order(call, order_id)
    with acting(ordering.life, SYSTEM) as call:
        assert not look_now(call, "thu", order_id.hex)


def test_two_people_sign_remotely_and_who_was_overtaken_signs_again(ordering: Ordering) -> None:
    life = ordering.life
    ordering.draft_id = life.draft("1.000894")
    with acting(life, life.actor(CITIZEN)) as call:
        prepare(call, ordering.draft_id)
    life.work()
    ordering.signer.answers = [SIGNED]
    hers, his = ordering.order(), ordering.order(username="congdan3")
    ordering.look(his)
    assert ordering.look(hers, 2).state is OrderState.DONE
    life.work()
    assert ordering.declaration().state is DeclarationState.PARTLY
    overtaken = ordering.look(his)
    assert (overtaken.state, overtaken.reason) == (OrderState.FAILED, signing.OVERTAKEN)
    assert ordering.look(ordering.order(username="congdan3"), 2).state is OrderState.DONE
    life.work()
    assert ordering.declaration().state is DeclarationState.SIGNED
    with pytest.raises(NotLawful):
        ordering.order(username="congdan3")
