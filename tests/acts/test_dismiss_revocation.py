"""dismiss_revocation: the paper stands as it did, and the number of what was printed is told."""

import pytest

from procedures.acts.dismiss_revocation import NOTHING_OPEN, dismiss_revocation
from procedures.errors import Incomplete, NotLawful
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.reads.revocations import proposed_on
from procedures.records.paper import PaperState
from tests.acts.doing import ACTS, ask_to_revoke, done, tried
from tests.acts.found import fields_of, papers_of
from tests.acts.revoking import ask_to_replace
from tests.acts.stages import Stages


def test_the_paper_stands_and_another_proposal_may_come(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RETURNED)
    keeper = stages.person(Role.KEEPER, dossier_id)
    done(life, keeper, ask_to_replace, dossier_id)
    life.work()
    done(life, stages.person(Role.ISSUER, dossier_id), ACTS[Act.DISMISS_REVOCATION], dossier_id)
    old, new = papers_of(life, dossier_id, results=True)
    assert (old.state, old.revoked_at) == (PaperState.ISSUED, None)
    assert (new.state, bool(new.void_reason)) == (PaperState.VOID, True)
    with life.services.reading() as db:
        assert proposed_on(db, dossier_id) is None
    done(life, keeper, ask_to_revoke, dossier_id)


def test_it_says_why_and_ends_what_is_open_alone(stages: Stages) -> None:
    dossier_id = stages.ready(State.RETURNED, Act.DISMISS_REVOCATION)
    leader = stages.person(Role.ISSUER, dossier_id)
    with pytest.raises(Incomplete) as told:
        tried(stages.life, leader, lambda c, at, v: dismiss_revocation(c, at, v, ""), dossier_id)
    assert fields_of(told.value) == ["note"]
    with pytest.raises(NotLawful) as refused:
        tried(stages.life, leader, ACTS[Act.DISMISS_REVOCATION], stages.at(State.RETURNED))
    assert refused.value.msgid == NOTHING_OPEN
