"""Applying a reorganisation: everything follows, nothing is promised anew, nothing twice."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from procedures.acts.apply_reorganisation import Applied, due_reorganisations
from procedures.acts.send_back import send_back
from procedures.acts.transition import locked
from procedures.errors import Incomplete, NotLawful
from procedures.lifecycle import State
from procedures.people import Role
from procedures.reads.actors import actor_of
from procedures.records import (
    Handover,
    LedgerEntry,
    Leg,
    Paper,
    PlaceRow,
    PlaceSuccession,
    PostRow,
    UnitRow,
    UnitSuccession,
)
from procedures.records.ledger import chain_hash
from procedures.records.paper import PaperState
from procedures.reform import Choices
from tests.acts.doing import acting
from tests.acts.found import legs_of, papers_of
from tests.factories import Life
from tests.reforms import (
    CHOSEN,
    SECOND,
    TAN_MY,
    TRAN_PHU,
    Clock,
    applied,
    approved,
    clock,
    code,
    local_noon,
    post_of,
    row,
    small,
    tomorrow,
)

__all__ = ["clock"]


def unit_id(life: Life, code_2020: str) -> int:
    """The unit that stands under the code."""
    with life.services.reading() as db:
        return db.scalars(
            select(UnitRow.id).where(UnitRow.code_2020 == code_2020, UnitRow.valid_to.is_(None))
        ).one()


def place_of(life: Life, dossier_id: UUID) -> PlaceRow:
    """The place that the dossier belongs to."""
    with life.services.reading() as db:
        return db.get_one(PlaceRow, life.dossier(dossier_id).place_id)


def test_the_tree_ends_and_begins_on_the_day(life: Life) -> None:
    day = tomorrow(life)
    made = approved(life, small(day))
    done = applied(life, made, day)
    assert done.posts > 0
    with life.services.reading() as db:
        old = db.scalars(select(PlaceRow).where(PlaceRow.code == TAN_MY)).one()
        new = db.scalars(select(PlaceRow).where(PlaceRow.code == "90001")).one()
        assert (old.valid_to, new.valid_from, new.valid_to) == (day, day, None)
        assert new.parent_id == old.parent_id
        department = db.scalars(
            select(UnitRow)
            .where(UnitRow.code_2020 == code("24/so-tu-phap"))
            .order_by(UnitRow.valid_from)
        ).all()
        assert [unit.valid_to for unit in department] == [day, None]
        assert [unit.short_name for unit in department] == ["STP", "STPM"]
        assert department[1].parent_id == department[0].parent_id
        places = db.scalars(select(PlaceSuccession).order_by(PlaceSuccession.id)).all()
        assert [(p.whole, p.usual) for p in places] == [(True, True), (False, False), (False, True)]
        assert len(db.scalars(select(UnitSuccession)).all()) == 3 + 6 + 1


def test_a_dossier_goes_along_with_its_legs_and_its_promise(life: Life) -> None:
    day = tomorrow(life)
    dossier_id = life.in_progress()
    before = life.dossier(dossier_id)
    made = approved(life, small(day))
    assert applied(life, made, day).dossiers == 1
    after = life.dossier(dossier_id)
    assert after.holder_unit_id == unit_id(life, "N90001.ubnd")
    assert after.desk_unit_id == unit_id(life, "N90001.mot-cua")
    assert place_of(life, dossier_id).code == "90001"
    kept = ("due_at", "due_trace", "calendar_version_id", "procedure_version_id", "received_at")
    assert all(getattr(after, name) == getattr(before, name) for name in kept)
    assert after.version == before.version + 1
    old_desk = before.desk_unit_id
    open_units = {leg.unit_id for leg in legs_of(life, dossier_id) if leg.closed_at is None}
    assert open_units == {after.holder_unit_id, after.desk_unit_id}
    assert [leg.unit_id for leg in legs_of(life, dossier_id) if leg.closed_at] == [old_desk]


def test_the_chain_of_each_dossier_goes_on(life: Life) -> None:
    day = tomorrow(life)
    dossier_id = life.in_progress()
    applied(life, approved(life, small(day)), day)
    with life.services.reading() as db:
        rows = db.scalars(
            select(LedgerEntry)
            .where(LedgerEntry.stream == str(dossier_id))
            .order_by(LedgerEntry.seq)
        ).all()
    last = rows[-1]
    assert last.tag == "system:dossier:carry_over"
    assert (last.from_state, last.to_state) == ("in_progress", "in_progress")
    assert last.prev_hash == rows[-2].hash
    assert [row.hash for row in rows] == [chain_hash(row) for row in rows]
    assert last.detail["document"] == "NQ 01/TEST"


def test_officers_keep_their_work_at_the_new_unit(life: Life) -> None:
    day = tomorrow(life)
    dossier_id = life.in_progress()
    officer = life.actor("tuphap.tanmy")
    with life.services.transaction() as call:
        dossier = life.dossier(dossier_id)
        dossier = call.db.merge(dossier)
        dossier.holder_officer_id = officer.person_id
        leg = call.db.scalars(
            select(Leg).where(Leg.dossier_id == dossier_id, Leg.closed_at.is_(None)).limit(1)
        ).one()
        assert leg.opened_at is not None
        leg.officer_id = officer.person_id
    applied(life, approved(life, small(day)), day)
    after = life.dossier(dossier_id)
    assert after.holder_officer_id == officer.person_id
    with life.services.reading() as db:
        posts = db.scalars(
            select(PostRow).where(PostRow.person_id == officer.person_id).order_by(PostRow.id)
        ).all()
    assert [(post.valid_from, post.valid_to) for post in posts][1:] == [(day, None)]
    assert posts[0].valid_to == day
    assert posts[1].unit_id == after.holder_unit_id
    assert posts[1].title == posts[0].title


def test_who_was_chosen_apart_does_not_go_with_the_unit(life: Life) -> None:
    day = tomorrow(life)
    police, desk = post_of(life, "congan.tanmy"), post_of(life, "motcua.tanmy")
    later = post_of(life, "vhxh.tanmy")
    posts = {str(police): "end", str(later): "end", "999999": "+N90001.ubnd"}
    choices = replace(CHOSEN, posts=posts)
    with life.services.transaction() as call:
        call.db.execute(update(PostRow).where(PostRow.id == later).values(valid_from=day))
    made = approved(life, small(day), choices)
    assert row(life, made).choices["posts"] == {str(police): "end", str(later): "end"}
    applied(life, made, day)
    with life.services.reading() as db:
        for post, stays in ((police, 1), (desk, 2)):
            person_id = db.get_one(PostRow, post).person_id
            held = db.scalars(select(PostRow).where(PostRow.person_id == person_id)).all()
            assert len(held) == stays
            assert db.get_one(PostRow, post).valid_to == day
        assert db.get(PostRow, later) is None


def test_of_a_divided_place_the_choice_decides(life: Life) -> None:
    day = tomorrow(life)
    everybody = life.in_progress(place=TRAN_PHU)
    applied(life, approved(life, small(day)), day)
    assert place_of(life, everybody).code == SECOND.removeprefix("+")
    assert life.dossier(everybody).holder_unit_id == unit_id(life, "N90003.ubnd")


def test_who_keeps_a_code_counts_on(life: Life, clock: Clock) -> None:
    """Applied late on its day, a renamed desk does not give a dossier's number twice."""
    day = tomorrow(life)
    desk = code(f"{TAN_MY}/mot-cua")
    renamed = {"step": "change", "unit": desk, "name": {"vi": "Điểm mới", "en": "New Point"}}
    body = {**small(day), "units": [renamed], "new_places": [], "places": [], "new_units": []}
    made = approved(life, body, Choices())
    clock.set(local_noon(day))
    first = life.received()
    applied(life, made, day)
    assert life.dossier(first).desk_unit_id == unit_id(life, desk)
    second = life.received()
    assert [life.dossier(each).code[-5:] for each in (first, second)] == ["-0001", "-0002"]
    numbers = [papers_of(life, each)[0].number for each in (first, second)]
    assert numbers == [1, 2]


def test_applying_twice_does_nothing_again(life: Life) -> None:
    day = tomorrow(life)
    life.in_progress()
    made = approved(life, small(day))
    first = applied(life, made, day)
    assert first.dossiers == 1
    assert applied(life, made, day) == Applied()
    assert (row(life, made).done, row(life, made).total) == (1, 1)


def test_it_waits_for_its_day_and_for_approval(life: Life) -> None:
    day = tomorrow(life)
    made = approved(life, small(day))
    with pytest.raises(NotLawful):
        applied(life, made, day - timedelta(days=1))
    with life.services.aside() as call:
        assert due_reorganisations(call) == []
    with acting(life, life.actor("quantri"), local_noon(day)) as call:
        assert due_reorganisations(call) == [made]


def test_an_offer_that_nobody_answered_goes_to_who_follows(life: Life) -> None:
    day = tomorrow(life)
    dossier_id = life.in_progress()
    dossier = life.dossier(dossier_id)
    other = unit_id(life, code(f"{TAN_MY}/cong-an"))
    with life.services.transaction() as call:
        leg = next(leg for leg in legs_of(life, dossier_id) if leg.closed_at is None)
        call.db.add(
            Handover(
                dossier_id=dossier_id,
                from_leg_id=leg.id,
                from_unit_id=dossier.holder_unit_id,
                to_unit_id=other,
                officer_id=life.actor("congan.tanmy").person_id,
                offered_at=call.now,
                offered_by=life.actor("tuphap.tanmy").person_id,
            )
        )
        call.db.add(
            Leg(
                dossier_id=dossier_id,
                ordinal=5,
                code="",
                function="opinion",
                unit_id=other,
                beside=True,
                opened_at=call.now,
            )
        )
    applied(life, approved(life, small(day)), day)
    with life.services.reading() as db:
        offer = db.scalars(
            select(Handover).where(Handover.dossier_id == dossier_id, Handover.outcome.is_(None))
        ).one()
    police = unit_id(life, "N90001.cong-an")
    assert (offer.from_unit_id, offer.to_unit_id) == (unit_id(life, "N90001.ubnd"), police)
    assert offer.officer_id == life.actor("congan.tanmy").person_id
    beside = next(leg for leg in legs_of(life, dossier_id) if leg.beside)
    assert beside.unit_id == police


def test_an_unsigned_result_is_printed_anew_and_sealed_by_the_new_agency(
    life: Life, clock: Clock
) -> None:
    day = tomorrow(life)
    dossier_id = life.proposed()
    made = approved(life, small(day))
    assert applied(life, made, day).papers == 1
    clock.set(local_noon(day))
    life.work()
    void, fresh = papers_of(life, dossier_id, results=True)
    assert (void.state, fresh.state) == (PaperState.VOID, PaperState.PRINTED)
    assert fresh.unit_id == unit_id(life, "N90001.ubnd")
    assert (fresh.number, fresh.dated) == (1, day)
    assert fresh.context["agency"]["name"] == "ubnd Đa Mai"
    assert fresh.verify_code != void.verify_code
    life.decide(dossier_id)
    life.work()
    assert life.dossier(dossier_id).state in {State.ISSUED, State.RETURNED}
    sealed = papers_of(life, dossier_id, results=True)[1]
    assert sealed.state is PaperState.ISSUED
    assert sealed.issued_sha256 is not None
    assert life.services.blobs.get(sealed.issued_sha256).endswith("|ubnd Đa Mai".encode())


def test_a_signed_result_is_sealed_by_the_agency_that_signed_it(life: Life, clock: Clock) -> None:
    day = tomorrow(life)
    dossier_id = life.decided()
    old = papers_of(life, dossier_id, results=True)[0]
    assert old.state is PaperState.ORDERED
    applied(life, approved(life, small(day)), day)
    clock.set(local_noon(day))
    life.work()
    sealed = papers_of(life, dossier_id, results=True)[0]
    assert sealed.state is PaperState.ISSUED
    assert sealed.unit_id == old.unit_id
    assert sealed.issued_sha256 is not None
    with life.services.reading() as db:
        name = db.get_one(UnitRow, old.unit_id).name["vi"]
    assert life.services.blobs.get(sealed.issued_sha256).endswith(f"|{name}".encode())
    assert life.dossier(dossier_id).state in {State.ISSUED, State.RETURNED}


def test_a_result_that_was_sent_back_holds_no_number_of_the_old_agency(life: Life) -> None:
    day = tomorrow(life)
    dossier_id = life.proposed()
    dossier = life.dossier(dossier_id)
    assert dossier.holder_unit_id is not None
    leader = life.officer(dossier.holder_unit_id, Role.LEADER)
    with life.services.transaction(leader) as call:
        send_back(call, dossier_id, dossier.version, "Sai họ đệm")
    applied(life, approved(life, small(day)), day)
    assert [p.state for p in papers_of(life, dossier_id, results=True)] == [PaperState.VOID]


def test_the_old_officers_still_read_what_they_had_in_hand(life: Life) -> None:
    """A dossier that ended before stays with its old unit; who took over answers for it."""
    day = tomorrow(life)
    dossier_id = life.issued()
    applied(life, approved(life, small(day)), day)
    with acting(life, life.actor("tuphap.tanmy"), local_noon(day)) as call:
        assert call.actor.person_id is not None
        actor = actor_of(call.db, call.actor.person_id, day)
        assert actor is not None
        assert actor.unit_ids == {unit_id(life, "N90001.ubnd")}
        assert locked(replace(call, actor=actor), dossier_id, None).id == dossier_id


def test_a_tree_that_changed_meanwhile_is_not_forced(life: Life) -> None:
    """Another document took away what this one counts on."""
    day = tomorrow(life)
    body = {**small(day), "document": "NQ 02/TEST"}
    first, second = approved(life, small(day)), approved(life, body)
    applied(life, first, day)
    with pytest.raises(Incomplete):
        applied(life, second, day)
    with life.services.reading() as db:
        assert len(db.scalars(select(PlaceRow).where(PlaceRow.code == "90001")).all()) == 1
        assert db.scalars(select(Paper)).all() == []
