"""propose_revocation: a handler of the authority asks; the paper stands until it is decided."""

from uuid import uuid4

import pytest

from procedures.acts.instruments import Asked
from procedures.acts.propose_revocation import ALREADY, WAITING, propose_revocation
from procedures.errors import Incomplete, NotLawful
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.reads.revocations import proposed_on, values_of, waiting
from procedures.records.paper import PaperState
from procedures.records.revocation import Ending
from tests.acts.doing import ACTS, acting, ask_to_revoke, done, tried
from tests.acts.found import fields_of, ledger_of, papers_of, promised
from tests.acts.revoking import RIGHT_NAME, ask_to_replace
from tests.acts.stages import Stages, proposed_to_revoke


def test_the_leaders_of_the_authority_are_told_and_nothing_has_moved(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RETURNED)
    before = life.dossier(dossier_id)
    proposed_to_revoke(life, dossier_id)
    after = life.dossier(dossier_id)
    (paper,) = papers_of(life, dossier_id, results=True)
    last = ledger_of(life, dossier_id)[-1]
    leader = stages.person(Role.ISSUER, dossier_id)
    assert (after.state, after.version) == (State.RETURNED, before.version + 1)
    assert (after.finished_at, after.due_at) == (before.finished_at, before.due_at)
    assert paper.revoked_at is None
    assert last.detail["paper"] == str(paper.id)
    assert last.unit_id == stages.person(Role.KEEPER, dossier_id).posts[0].unit_id
    assert "Remind" in promised(life, dossier_id)
    with life.services.reading() as db:
        found = proposed_on(db, dossier_id)
        assert dossier_id in {row.dossier_id for row in waiting(db, leader)}
        assert dossier_id not in {
            row.dossier_id for row in waiting(db, life.actor("chutich.tranphu"))
        }
    assert found is not None
    assert (found.ending, found.instrument) == (Ending.REVOKED_ON_PAPER, None)


def test_one_proposal_at_a_time(stages: Stages) -> None:
    dossier_id = stages.ready(State.RETURNED, Act.REVOKE)
    keeper = stages.person(Role.KEEPER, dossier_id)
    with pytest.raises(NotLawful) as told:
        tried(stages.life, keeper, ask_to_revoke, dossier_id)
    assert told.value.msgid == WAITING


def test_only_an_issued_result_of_the_dossier_is_meant(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.RETURNED)
    keeper = stages.person(Role.KEEPER, dossier_id)
    slips = papers_of(life, dossier_id, results=False)
    others = papers_of(life, stages.at(State.ISSUED), results=True)
    for paper_id in (None, uuid4(), slips[0].id, others[0].id):
        asked = Asked(paper_id, Ending.REVOKED_ON_PAPER, "Sai")
        seen = life.dossier(dossier_id).version
        with pytest.raises(Incomplete) as told, acting(life, keeper) as call:
            propose_revocation(call, dossier_id, seen, asked)
        assert fields_of(told.value) == ["paper"]
    with pytest.raises(Incomplete) as told, acting(life, keeper) as call:
        propose_revocation(call, dossier_id, 1, Asked(None, Ending.REVOKED, " "))
    assert fields_of(told.value) == ["grounds"]


def test_a_replacement_is_numbered_and_printed_to_be_read(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RETURNED)
    done(life, stages.person(Role.KEEPER, dossier_id), ask_to_replace, dossier_id)
    life.work()
    old, new = papers_of(life, dossier_id, results=True)
    assert (new.state, new.occasion) == (PaperState.PRINTED, old.occasion + 1)
    assert (new.kind, new.decision_id, new.unit_id) == (old.kind, old.decision_id, old.unit_id)
    assert new.number != old.number
    assert new.verify_code != old.verify_code
    assert new.context["fields"]["ho_ten"]["lines"] == [RIGHT_NAME]
    assert new.context["holder"] == RIGHT_NAME
    assert new.context["replaces"]["number_text"] == old.context["number_text"]
    assert old.revoked_at is None
    with life.services.reading() as db:
        assert values_of(db, new.id)["ho_ten"] == RIGHT_NAME


def test_a_replacement_without_signer_or_with_bad_fields_is_refused(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.RETURNED)
    keeper = stages.person(Role.KEEPER, dossier_id)
    with pytest.raises(Incomplete):
        tried(life, keeper, lambda c, at, v: ask_to_replace(c, at, v, {"ho_ten": ""}), dossier_id)
    (paper,) = papers_of(life, dossier_id, results=True)
    with life.services.reading() as db:
        values = values_of(db, paper.id)
    asked = Asked(paper.id, Ending.REPLACED, "Sai", signer_post_id=0, fields=values)
    with pytest.raises(Incomplete) as told:
        tried(life, keeper, lambda c, at, v: propose_revocation(c, at, v, asked), dossier_id)
    assert fields_of(told.value) == ["signer_post_id"]


def test_what_was_revoked_is_not_revoked_again(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RETURNED)
    proposed_to_revoke(life, dossier_id)
    done(life, stages.person(Role.ISSUER, dossier_id), ACTS[Act.REVOKE], dossier_id)
    with pytest.raises(NotLawful) as told:
        tried(life, stages.person(Role.KEEPER, dossier_id), ask_to_revoke, dossier_id)
    assert told.value.msgid == ALREADY
