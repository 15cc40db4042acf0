"""revoke: a paper ends at once, or when the one in its place is sealed; it never comes back."""

import json
from base64 import urlsafe_b64decode
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.dismiss_revocation import NOTHING_OPEN
from procedures.acts.instruments import Asked
from procedures.acts.propose_revocation import propose_revocation
from procedures.acts.publish_revocations import PROMISED, paper_hash, renew_list
from procedures.acts.reprint import reprint_instrument
from procedures.acts.revoke import Ruling, revoke
from procedures.acts.sign_read import NOT_PRINTED, OLD_DATE, OTHER_BYTES
from procedures.clock import VIETNAM
from procedures.errors import Incomplete, NotAllowed, NotLawful, Stale
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.reads.verification import PaperStanding, paper_by_code, successor_of
from procedures.records import Paper, Revocation, RevocationList
from procedures.records.paper import PaperState
from procedures.records.revocation import Ending
from procedures.tags import Tag
from tests.acts.doing import ACTS, acting, done, tried
from tests.acts.found import fields_of, ledger_of, papers_of, promised
from tests.acts.revoking import ask_by_decision, ask_to_replace, sign_instrument
from tests.acts.rivals import at_once
from tests.acts.stages import Stages, proposed_to_revoke
from tests.factories import Life


def _listed(life: Life) -> list[list[str]]:
    """The papers of the newest list in the store."""
    with life.services.reading() as db:
        newest = select(RevocationList).order_by(RevocationList.made_at.desc()).limit(1)
        row = db.scalars(newest).one()
    body = json.loads(life.services.blobs.get(row.sha256))["payload"]
    papers: list[list[str]] = json.loads(urlsafe_b64decode(body + "=="))["papers"]
    assert len(papers) == row.entries
    return papers


def test_a_revoked_paper_is_worth_nothing_at_once_and_everybody_is_told(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RETURNED)
    proposed_to_revoke(life, dossier_id)
    leader = stages.person(Role.ISSUER, dossier_id)
    dossier = done(life, leader, ACTS[Act.REVOKE], dossier_id)
    (paper,) = papers_of(life, dossier_id, results=True)
    last = ledger_of(life, dossier_id)[-1]
    assert dossier.state is State.RETURNED
    assert (paper.state, paper.revoked_at) == (PaperState.ISSUED, last.at)
    assert paper.revoked_grounds == last.detail["grounds"] == "Cấp không đúng thẩm quyền"
    assert last.detail["decision_number"] == "12/QĐ-UBND"
    assert (last.actor_id, last.unit_id) == (leader.person_id, paper.unit_id)
    assert promised(life, dossier_id)[-2:] == ["revoked", "PublishRevocations"]
    with life.services.reading() as db:
        found = paper_by_code(db, paper.verify_code)
    assert found is not None
    assert (found.standing, found.decision_number) == (PaperStanding.REVOKED, "12/QĐ-UBND")
    life.work()
    day = f"{last.at.astimezone(VIETNAM):%Y-%m-%d}"
    assert [paper_hash(paper.verify_code), "r", day] in _listed(life)


def test_a_replaced_paper_stands_until_the_new_one_is_sealed(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RETURNED)
    done(life, stages.person(Role.KEEPER, dossier_id), ask_to_replace, dossier_id)
    life.work()
    done(life, stages.person(Role.ISSUER, dossier_id), sign_instrument, dossier_id)
    old, new = papers_of(life, dossier_id, results=True)
    assert (old.revoked_at, new.state) == (None, PaperState.ORDERED)
    life.work()
    old, new = papers_of(life, dossier_id, results=True)
    assert new.state is PaperState.ISSUED
    assert (old.superseded_by, old.revoked_at) == (new.id, new.issued_at)
    assert old.revoked_grounds == "Ghi sai họ, chữ đệm, tên"
    assert promised(life, dossier_id)[-2:] == ["replaced", "PublishRevocations"]
    assert life.dossier(dossier_id).state is State.RETURNED
    with life.services.reading() as db:
        found = paper_by_code(db, old.verify_code)
        assert found is not None
        newer = successor_of(db, found)
    assert newer is not None
    assert (found.standing, newer.standing) == (PaperStanding.SUPERSEDED, PaperStanding.STANDS)
    assert paper_hash(old.verify_code) in {entry[0] for entry in _listed(life) if entry[1] == "s"}


def test_a_decision_of_ours_is_read_signed_and_sealed_before_the_paper_ends(
    stages: Stages,
) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RETURNED)
    done(life, stages.person(Role.KEEPER, dossier_id), ask_by_decision, dossier_id)
    life.work()
    (paper,) = papers_of(life, dossier_id, results=True)
    decision = papers_of(life, dossier_id, results=False)[-1]
    assert (decision.kind, decision.symbol) == ("quyet-dinh-thu-hoi", "QĐ")
    assert (decision.state, decision.unit_id) == (PaperState.PRINTED, paper.unit_id)
    assert decision.context["revokes"]["number_text"] == paper.notation
    assert decision.context["legal_basis"][-1] == "Công tác văn thư (30/2020/NĐ-CP)"
    leader = stages.person(Role.ISSUER, dossier_id)
    done(life, leader, sign_instrument, dossier_id)
    assert papers_of(life, dossier_id, results=True)[0].revoked_at is None
    life.work()
    (paper,) = papers_of(life, dossier_id, results=True)
    decision = papers_of(life, dossier_id, results=False)[-1]
    assert (decision.state, paper.revoked_at) == (PaperState.ISSUED, decision.issued_at)
    assert (paper.superseded_by, life.dossier(dossier_id).state) == (None, State.RETURNED)
    tags = [row.tag for row in ledger_of(life, dossier_id)]
    assert tags[-2:] == [Tag.PAPER_ISSUED, Tag.PAPER_REVOKED]
    with life.services.reading() as db:
        found = paper_by_code(db, paper.verify_code)
    assert found is not None
    assert (found.decision_number, found.decision_code) == (
        decision.notation,
        decision.verify_code,
    )
    with pytest.raises(Incomplete):
        tried(life, stages.person(Role.KEEPER, dossier_id), _the_decision, dossier_id)


def _the_decision(call: Call, dossier_id: UUID, seen: int) -> None:
    """Try to revoke the decision that revoked: nothing brings a paper back."""
    kind = select(Paper.id).where(Paper.dossier_id == dossier_id, Paper.symbol == "QĐ")
    asked = Asked(call.db.scalar(kind), Ending.REVOKED_ON_PAPER, "Sai")
    propose_revocation(call, dossier_id, seen, asked)


def test_signed_again_the_new_paper_may_be_replaced_in_its_turn(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RETURNED)
    for _ in range(2):
        done(life, stages.person(Role.KEEPER, dossier_id), ask_to_replace, dossier_id)
        life.work()
        done(life, stages.person(Role.ISSUER, dossier_id), sign_instrument, dossier_id)
        life.work()
    first, second, third = papers_of(life, dossier_id, results=True)
    assert (first.superseded_by, second.superseded_by) == (second.id, third.id)
    assert third.revoked_at is None


def test_two_leaders_at_once_decide_it_once(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RETURNED)
    proposed_to_revoke(life, dossier_id)
    leader = stages.person(Role.ISSUER, dossier_id)
    (refusal,) = at_once(life, (leader, leader), ACTS[Act.REVOKE], dossier_id)
    assert isinstance(refusal, Stale)
    assert promised(life, dossier_id).count("revoked") == 1
    with life.services.reading() as db:
        rows = db.scalars(select(Revocation).where(Revocation.dossier_id == dossier_id)).all()
    assert [row.ended_by for row in rows] == [leader.person_id]


def test_the_decision_has_a_number_and_a_possible_date(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.ready(State.RETURNED, Act.REVOKE)
    leader = stages.person(Role.ISSUER, dossier_id)
    (paper,) = papers_of(life, dossier_id, results=True)
    before, after = (paper.dated + timedelta(days=days) for days in (-1, 400))
    for day in (None, before, after):
        with pytest.raises(Incomplete) as told, acting(life, leader) as call:
            revoke(call, dossier_id, life.dossier(dossier_id).version, Ruling(" ", day))
        assert fields_of(told.value) == ["decision_number", "decision_date", "sure"]


def test_nothing_is_revoked_without_a_proposal_of_a_second_person(stages: Stages) -> None:
    dossier_id = stages.at(State.RETURNED)
    leader = stages.person(Role.ISSUER, dossier_id)
    with pytest.raises(NotLawful) as told:
        tried(stages.life, leader, ACTS[Act.REVOKE], dossier_id)
    assert told.value.msgid == NOTHING_OPEN


def test_only_the_bytes_that_were_read_are_signed_on_the_day_they_bear(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RETURNED)
    done(life, stages.person(Role.KEEPER, dossier_id), ask_to_replace, dossier_id)
    leader = stages.person(Role.ISSUER, dossier_id)
    with pytest.raises(NotLawful) as early:
        tried(life, leader, sign_instrument, dossier_id)
    assert early.value.msgid == NOT_PRINTED
    life.work()
    other = Ruling(seen="0" * 64, sure=True)
    with pytest.raises(Stale) as told:
        tried(life, leader, lambda c, at, v: revoke(c, at, v, other), dossier_id)
    assert told.value.msgid == OTHER_BYTES
    with pytest.raises(NotAllowed):
        tried(life, life.actor("phochutich.tanmy"), sign_instrument, dossier_id)
    tomorrow = ledger_of(life, dossier_id)[-1].at + timedelta(days=1)
    if tomorrow.astimezone(VIETNAM).year > (tomorrow - timedelta(days=1)).astimezone(VIETNAM).year:
        pytest.skip("a new year wants a new number")
    seen = life.dossier(dossier_id).version
    with pytest.raises(NotLawful) as old, acting(life, leader, tomorrow) as call:
        sign_instrument(call, dossier_id, seen)
    assert old.value.msgid == OLD_DATE
    with acting(life, leader, tomorrow) as call:
        assert reprint_instrument(call, dossier_id, seen) == 1
    life.work()
    with acting(life, leader, tomorrow) as call:
        sign_instrument(call, dossier_id, seen)


def test_the_list_is_renewed_when_half_its_time_is_over(stages: Stages) -> None:
    life = stages.life
    with acting(life, stages.life.actor("quantri")) as call:
        renew_list(call)
    life.work()
    with life.services.reading() as db:
        newest = select(RevocationList).order_by(RevocationList.made_at.desc()).limit(1)
        made = db.scalars(newest).one()
    assert made.next_at == made.made_at + PROMISED
    admin = life.actor("quantri")
    with acting(life, admin, made.made_at + PROMISED / 3) as call:
        assert renew_list(call) is False
    with acting(life, admin, made.made_at + PROMISED / 2) as call:
        assert renew_list(call) is True
        assert renew_list(call) is False
        call.db.rollback()
