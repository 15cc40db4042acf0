"""grant_signing: a deputy proposes and signs only on a ground that reaches that day and paper."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.decide import decide
from procedures.acts.grant_signing import OWN_SIGNATURE, grant_signing
from procedures.acts.propose import Proposal, propose
from procedures.delegation import NO_TERM, OTHER_KIND, OUT_OF_TERM, UNGROUNDED, Form, Ground
from procedures.errors import Incomplete, NotAllowed, NotLawful
from procedures.lifecycle import State
from procedures.records import Paper, PostRow
from procedures.records.decision import DecisionOutcome
from procedures.tags import Tag
from tests.acts.administering import do, refused_field, tags
from tests.factories import Life

HANDLER, DEPUTY, HEAD = "tuphap.tanmy", "phochutich.tanmy", "chutich.tanmy"
WRITTEN = "Thông báo 08/TB-UBND"


def post_of(life: Life, username: str) -> int:
    return life.actor(username).posts[0].id


def denial(life: Life, dossier_id: UUID) -> None:
    """Propose a denial to the deputy."""
    order = Proposal(DecisionOutcome.DENIED, post_of(life, DEPUTY), "Không đủ điều kiện")
    with life.services.transaction(life.actor(HANDLER)) as call:
        propose(call, dossier_id, life.dossier(dossier_id).version, order)
    life.work()


def sign(life: Life, dossier_id: UUID) -> None:
    """Sign as the deputy what is printed."""
    with life.services.transaction(life.actor(DEPUTY)) as call:
        papers = call.db.scalars(
            select(Paper).where(Paper.dossier_id == dossier_id, Paper.is_result)
        ).all()
        seen = {paper.id: paper.printed_sha256 or "" for paper in papers}
        decide(call, dossier_id, life.dossier(dossier_id).version, seen)


def granted(life: Life, ground: Ground, username: str = DEPUTY) -> None:
    do(life, lambda call: grant_signing(call, post_of(life, username), ground))


def test_without_a_ground_nothing_is_proposed_and_nothing_signed(life: Life) -> None:
    dossier_id = life.in_progress()
    granted(life, Ground(""))
    with pytest.raises(Incomplete) as told:
        denial(life, dossier_id)
    (fault,) = told.value.faults
    assert (fault.field, fault.msgid) == ("signer_post_id", UNGROUNDED[Form.DEPUTY])  # type: ignore[attr-defined]
    granted(life, Ground(WRITTEN))
    denial(life, dossier_id)
    granted(life, Ground(""))
    with pytest.raises(NotAllowed) as refused:
        sign(life, dossier_id)
    assert refused.value.msgid == UNGROUNDED[Form.DEPUTY]
    assert life.dossier(dossier_id).state is State.PROPOSED
    granted(life, Ground(WRITTEN))
    sign(life, dossier_id)
    assert life.dossier(dossier_id).state is State.DECIDED
    with life.services.reading() as db:
        (paper,) = db.scalars(select(Paper).where(Paper.dossier_id == dossier_id, Paper.is_result))
    signatory = paper.context["signatory"]
    assert signatory["authority"] == "TM. Ủy ban nhân dân\nKT. Chủ tịch"
    assert signatory["title"] == "Phó Chủ tịch"


def test_a_ground_reaches_its_days_and_its_procedures(life: Life) -> None:
    dossier_id = life.in_progress()
    today = do(life, lambda call: call.today)
    for ground, rule in (
        (Ground(WRITTEN, first=today + timedelta(days=1)), OUT_OF_TERM),
        (Ground(WRITTEN, end=today), OUT_OF_TERM),
        (Ground(WRITTEN, procedures=frozenset({"2.000986"})), OTHER_KIND),
    ):
        granted(life, ground)
        with pytest.raises(Incomplete) as told:
            denial(life, dossier_id)
        assert [fault.msgid for fault in told.value.faults] == [rule]  # type: ignore[attr-defined]
    granted(life, Ground(WRITTEN, today, today + timedelta(days=1), frozenset({"1.001193"})))
    denial(life, dossier_id)
    assert life.dossier(dossier_id).state is State.PROPOSED
    assert tags(life, "officers")[-1] == Tag.SIGNING_GRANTED


def test_what_the_law_does_not_know_is_refused_beside_its_input(life: Life) -> None:
    today = do(life, lambda call: call.today)
    post_id = post_of(life, DEPUTY)

    def refused(ground: Ground) -> str:
        return str(refused_field(life, lambda call: grant_signing(call, post_id, ground)))

    assert refused(Ground(WRITTEN, today, today)) == "granted_to"
    assert refused(Ground(WRITTEN, procedures=frozenset({"9.999999"}))) == "granted_for"

    def delegated(call: Call) -> None:
        call.db.get_one(PostRow, post_id).signs_as = "TUQ. Chủ tịch"
        grant_signing(call, post_id, Ground(WRITTEN))

    with pytest.raises(Incomplete) as told:
        do(life, delegated)
    assert (told.value.msgid, told.value.params["field"]) == (NO_TERM, "granted_to")
    with pytest.raises(NotLawful) as own:
        granted(life, Ground(WRITTEN), HEAD)
    assert own.value.msgid == OWN_SIGNATURE
    with pytest.raises(NotAllowed):
        do(life, lambda call: grant_signing(call, post_id, Ground(WRITTEN)), HEAD)
