"""issue: each paper is printed, sealed and entered once, and the last result ends the wait."""

from uuid import UUID

import pytest
from sqlalchemy.exc import NoResultFound

from procedures.acts.issue import issue_paper, print_paper
from procedures.acts.transition import transition
from procedures.errors import NotAllowed
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records.paper import PaperState
from procedures.tags import Tag
from tests.acts.doing import done, put_forward, tried
from tests.acts.found import ledger_of, papers_of, promised
from tests.acts.stages import Stages
from tests.factories import Life
from tests.fakes import FakePress, FakeSeal


def _issue_again(life: Life, paper_id: UUID) -> None:
    with life.services.transaction() as call:
        print_paper(call, FakePress(), life.services.blobs, paper_id)
        issue_paper(call, FakeSeal(), life.services.blobs, paper_id)


def test_the_last_result_ends_the_wait_and_the_desk_has_it(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.ISSUED)
    dossier = life.dossier(dossier_id)
    tags = [entry.tag for entry in ledger_of(life, dossier_id)]
    assert tags[-2:] == [Tag.PAPER_ISSUED, Tag.ISSUE]
    assert dossier.holder_unit_id == dossier.desk_unit_id
    assert dossier.returned_at is None
    assert promised(life, dossier_id)[-1] == "issued"


def test_an_online_result_is_returned_as_it_is_issued(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.RETURNED)
    dossier = life.dossier(dossier_id)
    assert ledger_of(life, dossier_id)[-1].detail == {"how": "online"}
    assert dossier.holder_unit_id is None
    assert dossier.returned_at is not None


def test_done_twice_it_is_done_once(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.ISSUED)
    (paper,) = papers_of(life, dossier_id, results=True)
    rows = len(ledger_of(life, dossier_id))
    _issue_again(life, paper.id)
    (again,) = papers_of(life, dossier_id, results=True)
    assert (again.issued_sha256, again.issued_at) == (paper.issued_sha256, paper.issued_at)
    assert len(ledger_of(life, dossier_id)) == rows


def test_the_signed_file_begins_with_the_very_bytes_that_were_read(stages: Stages) -> None:
    (paper,) = papers_of(stages.life, stages.at(State.ISSUED), results=True)
    blobs = stages.life.services.blobs
    assert paper.printed_sha256
    assert paper.issued_sha256
    assert blobs.get(paper.issued_sha256).startswith(blobs.get(paper.printed_sha256))


def test_a_result_is_not_sealed_before_its_leader_signed(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.PROPOSED)
    (paper,) = papers_of(life, dossier_id, results=True)
    _issue_again(life, paper.id)
    assert papers_of(life, dossier_id, results=True)[0].state is PaperState.PRINTED
    assert life.dossier(dossier_id).state is State.PROPOSED


def test_a_slip_moves_no_dossier(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RECEIVED)
    version = life.dossier(dossier_id).version
    life.work()
    (slip,) = papers_of(life, dossier_id)
    assert slip.state is PaperState.ISSUED
    assert (life.dossier(dossier_id).version, life.dossier(dossier_id).state) == (
        version,
        State.RECEIVED,
    )


def test_no_person_issues_a_dossier(stages: Stages) -> None:
    dossier_id = stages.fresh(State.DECIDED)

    def by_hand(call: object, at: UUID, seen: int) -> None:
        with transition(call, Act.ISSUE, at, seen):  # type: ignore[arg-type]
            pass

    for role in (Role.APPLICANT, Role.RECEIVER):
        with pytest.raises(NotAllowed):
            tried(stages.life, stages.person(role, dossier_id), by_hand, dossier_id)


def test_a_paper_that_never_was_is_an_error_that_stays_with_its_row(stages: Stages) -> None:
    with pytest.raises(NoResultFound):
        _issue_again(stages.life, UUID(int=1))


def test_a_voided_paper_is_never_printed(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    done(life, stages.person(Role.HANDLER, dossier_id), put_forward, dossier_id)
    (paper,) = papers_of(life, dossier_id, results=True)
    with life.services.transaction() as call:
        row = call.db.get_one(type(paper), paper.id)
        row.state, row.void_reason = PaperState.VOID, "Thử"
    life.work()
    (after,) = papers_of(life, dossier_id, results=True)
    assert (after.state, after.printed_sha256) == (PaperState.VOID, None)
