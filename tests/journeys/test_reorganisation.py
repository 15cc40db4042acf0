"""Through 2025-07-01: filed in June under three tiers, ended in July under two."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from portal import reorganising
from procedures.acts.call import LOCAL_ZONE
from procedures.acts.declare import prepare
from procedures.acts.load_neighbour import load_neighbour
from procedures.acts.receive import receive
from procedures.acts.submit import submit
from procedures.catalogue.new_places import new_province
from procedures.lifecycle import State
from procedures.people import Role
from procedures.ports import SignerRef
from procedures.reads.administration.reform_plan import derived_plan
from procedures.reads.verification import PaperStanding, paper_by_code
from procedures.records import Dossier, LedgerEntry, Leg, Paper, PlaceRow, UnitRow
from procedures.records.ledger import chain_hash
from procedures.records.weighing import weigh
from procedures.reform import Choices, Matter, decided_by
from tests.acts.found import legs_of, papers_of
from tests.factories import CITIZEN, PASSWORD, Life
from tests.fakes import FakeSeal
from tests.reforms import Clock, approved, clock

__all__ = ["clock"]

JUNE = datetime(2025, 6, 20, 9, tzinfo=LOCAL_ZONE)
MIDNIGHT = datetime(2025, 7, 1, 0, 0, 5, tzinfo=LOCAL_ZONE)
JULY = datetime(2025, 7, 1, 9, tzinfo=LOCAL_ZONE)
DAY = date(2025, 7, 1)
DA_MAI = "07228"
SUOI_HOA = "09187"
KINH_BAC = new_province("tinhbacninh").became[SUOI_HOA][0].code
ALLOWANCE, BUILDING, BIRTH, LINKED = "1.001776", "1.013225", "1.001193", "2.000986"

ORPHANS = text(
    """
    SELECT d.code FROM dossier d
    LEFT JOIN unit holder ON holder.id = d.holder_unit_id AND holder.valid_to IS NULL
    LEFT JOIN unit desk ON desk.id = d.desk_unit_id AND desk.valid_to IS NULL
    LEFT JOIN place ON place.id = d.place_id AND place.valid_to IS NULL
    WHERE d.holder_unit_id IS NOT NULL
      AND (holder.id IS NULL OR desk.id IS NULL OR place.id IS NULL OR EXISTS (
          SELECT FROM leg JOIN unit ON unit.id = leg.unit_id
          WHERE leg.dossier_id = d.id AND leg.closed_at IS NULL AND unit.valid_to IS NOT NULL))
    """
)


class NotedSeal(FakeSeal):
    """Notes whose key would have sealed what."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def apply(self, pdf: bytes, *, leader: SignerRef | None, agency: SignerRef) -> bytes:
        self.keys.append(agency.key_id)
        return super().apply(pdf, leader=leader, agency=agency)


@pytest.fixture
def june(life: Life, clock: Clock) -> Life:
    """The sample province in June 2025, with the tree of the one that it becomes one with."""
    clock.set(JUNE)
    with life.services.transaction() as call:
        assert load_neighbour(call, PASSWORD)
        assert not load_neighbour(call, PASSWORD)
    return life


def plan_of(life: Life, today: date) -> dict[str, Any]:
    """The plan of the change, drawn up over the tree as it stands."""
    with life.services.reading() as db:
        return derived_plan(db, today, None)


def everything_decided(life: Life, body: dict[str, Any]) -> Choices:
    """What the plan proposes, but the officers of the city go where its dossiers are."""
    with life.services.reading() as db:
        weighed = weigh(db, body, {}, JUNE.date())
    assert weighed.faults == ()
    answers: dict[Matter, dict[str, str]] = {}
    for each in weighed.ambiguities:
        here = [option for option in each.options if option.startswith(_base(body, DA_MAI))]
        best = here[0] if here and each.matter is Matter.POSTS else each.proposed
        answers.setdefault(each.matter, {})[each.subject] = best
    return decided_by(answers, Choices())


def _base(body: dict[str, Any], place: str) -> str:
    found = (
        unit["code_2020"]
        for unit in body["new_units"]
        if unit["place"] == f"+{place}" and unit["kind"] == "ubnd"
    )
    return f"+{next(found)}"


def reformed(life: Life, clock: Clock) -> None:
    """Prepared and approved in June, applied by the sweep of the first midnight."""
    body = plan_of(life, JUNE.date())
    approved(life, body, everything_decided(life, body))
    assert reorganising.carry_out_due(life.services) == 0
    clock.set(MIDNIGHT)
    assert reorganising.carry_out_due(life.services) == 1
    assert reorganising.carry_out_due(life.services) == 0
    clock.set(JULY)


def finished(life: Life, dossier_id: UUID) -> Dossier:
    """Brought to its end by whoever has it now."""
    while life.dossier(dossier_id).state in {State.RECEIVED, State.IN_PROGRESS, State.PROPOSED}:
        state = life.dossier(dossier_id).state
        if state is State.RECEIVED:
            life.hand_on(dossier_id)
        elif state is State.IN_PROGRESS:
            life.propose(dossier_id)
            life.work()
        else:
            life.decide(dossier_id)
    life.work()
    return life.dossier(dossier_id)


def test_what_was_filed_in_june_ends_in_july(june: Life, clock: Clock) -> None:
    """Given dossiers at many stages, when the districts go, then each goes on to its end."""
    seal = NotedSeal()
    june.workers = replace(june.workers, seal=seal)
    issued = june.issued(BIRTH)
    at_desk = june.submitted(BIRTH)
    with_commune = june.in_progress(ALLOWANCE)
    with_district = june.in_progress(ALLOWANCE)
    june.hand_on(with_district)
    before_the_chair = june.proposed(BUILDING)
    paused = june.asked(BIRTH)
    linked = june.in_progress(LINKED)
    next_door = june.in_progress(BIRTH, place=SUOI_HOA)
    open_before = [at_desk, with_commune, with_district, before_the_chair, paused, linked]
    open_before.append(next_door)
    signed, signed_next_door = june.proposed(BIRTH), june.proposed(BIRTH, place=SUOI_HOA)
    june.decide(signed)
    june.decide(signed_next_door)
    promises = {each: june.dossier(each).due_at for each in open_before}

    reformed(june, clock)

    with june.services.reading() as db:
        assert db.execute(ORPHANS).all() == []
        units = {unit.id: unit for unit in db.scalars(select(UnitRow))}
        places = {place.id: place for place in db.scalars(select(PlaceRow))}
    for each in open_before:
        dossier = june.dossier(each)
        assert dossier.due_at == promises[each]
        assert places[dossier.place_id].code == (KINH_BAC if each == next_door else DA_MAI)
        assert dossier.holder_unit_id is not None
        assert units[dossier.holder_unit_id].valid_from == DAY
    holder = june.dossier(with_district).holder_unit_id
    assert holder is not None
    assert units[holder].kind == "phong-van-hoa-xa-hoi"

    seal.keys.clear()
    june.work()
    for each in (signed, signed_next_door):
        assert june.dossier(each).state in {State.ISSUED, State.RETURNED}
    assert all(key.endswith("-20240101") for key in seal.keys)
    assert {key[:11] for key in seal.keys} == {"agency-h02-", "agency-h05-"}

    seal.keys.clear()
    for each in (with_commune, with_district, before_the_chair, next_door):
        assert finished(june, each).state in {State.ISSUED, State.RETURNED}
    assert seal.keys
    assert all(key.startswith("agency-h05-") and key.endswith("-20250701") for key in seal.keys)
    for each in (issued, signed, signed_next_door, with_district, next_door):
        for paper in papers_of(june, each, results=True):
            if paper.issued_at is not None:
                _stands(june, paper)
    _whole_chains(june)


def _stands(life: Life, paper: Paper) -> None:
    """Whoever scans the code finds the paper, under the name of the agency that issued it."""
    with life.services.reading() as db:
        found = paper_by_code(db, paper.verify_code)
        agency = db.get_one(UnitRow, paper.unit_id).name["vi"]
    assert found is not None
    assert found.standing is PaperStanding.STANDS
    assert found.agency["vi"] == agency
    assert paper.context["agency"]["name"] == agency


def _whole_chains(life: Life) -> None:
    with life.services.reading() as db:
        rows = db.scalars(
            select(LedgerEntry)
            .where(LedgerEntry.dossier_id.is_not(None))
            .order_by(LedgerEntry.stream, LedgerEntry.seq)
        ).all()
    last: dict[str, str] = {}
    for row in rows:
        assert row.prev_hash == last.get(row.stream, "")
        assert row.hash == chain_hash(row)
        last[row.stream] = row.hash


def test_new_filings_go_by_two_tiers(june: Life, clock: Clock) -> None:
    """A draft begun in June is handed in in July; a new one is begun where a commune is new."""
    draft_id = june.draft(ALLOWANCE)
    reformed(june, clock)
    fresh = june.submitted(ALLOWANCE, place=DA_MAI)
    with june.services.reading() as db:
        kinds = {
            (unit.kind, place.code)
            for unit, place in db.execute(
                select(UnitRow, PlaceRow)
                .join(Leg, Leg.unit_id == UnitRow.id)
                .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
                .where(Leg.dossier_id == fresh)
            )
        }
    assert kinds == {
        ("mot-cua", DA_MAI),
        ("ubnd", DA_MAI),
        ("phong-van-hoa-xa-hoi", DA_MAI),
    }
    assert [leg.code for leg in legs_of(june, fresh)] == [
        "tiep-nhan",
        "xet-duyet",
        "tham-dinh",
        "ky",
        "tra",
    ]
    assert finished_from_desk(june, fresh).state in {State.ISSUED, State.RETURNED}
    assert june.dossier(_hand_in(june, draft_id)).place_id == june.dossier(fresh).place_id


def finished_from_desk(life: Life, dossier_id: UUID) -> Dossier:
    """Received first."""
    dossier = life.dossier(dossier_id)
    with life.services.transaction(life.officer(dossier.desk_unit_id, Role.RECEIVER)) as call:
        receive(call, dossier_id, dossier.version)
    return finished(life, dossier_id)


def _hand_in(life: Life, draft_id: UUID) -> UUID:

    with life.services.transaction(life.actor(CITIZEN)) as call:
        prepare(call, draft_id)
    life.work()
    if life.asks_for_signature(draft_id):
        life.sign(draft_id, life.actor(CITIZEN))
    with life.services.transaction(life.actor(CITIZEN)) as call:
        return submit(call, draft_id, unsigned=True).dossier_id
