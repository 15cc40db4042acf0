"""Slips: on the form of their day; the apology is signed by its leader before the seal."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import LOCAL_ZONE, Call
from procedures.acts.papers import Sheet, reserve
from procedures.acts.slips_underway import apology_sheet
from procedures.catalogue import Procedure
from procedures.lifecycle import State
from procedures.people import Role
from procedures.records import Dossier, Leg, Paper, Person, PostRow
from procedures.records.paper import PaperState
from procedures.records.versions import version_of
from procedures.routing import Function
from tests.acts.found import papers_of
from tests.acts.stages import Stages
from tests.factories import Life

REASON = "Phải xác minh tại nơi cư trú trước đây"


def _case(call: Call, dossier_id: UUID) -> tuple[Dossier, Procedure, PostRow]:
    dossier = call.db.get_one(Dossier, dossier_id)
    procedure = version_of(call.db, dossier.procedure_version_id).procedure
    leader = (
        select(PostRow)
        .join(Leg, Leg.unit_id == PostRow.unit_id)
        .where(Leg.dossier_id == dossier_id, Leg.function == Function.SIGNING)
        .where(PostRow.role == Role.LEADER)
        .order_by(PostRow.id)
        .limit(1)
    )
    return dossier, procedure, call.db.scalars(leader).one()


def _apology(call: Call, dossier: Dossier, procedure: Procedure, signer: PostRow) -> Sheet:
    assert dossier.due_at is not None
    return apology_sheet(
        call,
        dossier,
        procedure,
        until=dossier.due_at.date() + timedelta(days=3),
        reason=REASON,
        promised_before=dossier.due_at,
        signer=signer,
    )


def _apologised(life: Life, dossier_id: UUID) -> None:
    with life.services.transaction() as call:
        dossier, procedure, signer = _case(call, dossier_id)
        reserve(call, dossier, procedure, _apology(call, dossier, procedure, signer))
    life.work()


def test_an_apology_is_signed_by_its_leader_and_sealed(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    _apologised(life, dossier_id)
    paper = papers_of(life, dossier_id)[-1]
    assert (paper.kind, paper.is_result) == ("van-ban-xin-loi", False)
    assert paper.state is PaperState.ISSUED
    assert paper.context["reason"] == REASON
    with life.services.reading() as db:
        post = db.get_one(PostRow, paper.signer_post_id)
        assert paper.unit_id == post.unit_id
        name = db.get_one(Person, post.person_id).full_name
    assert paper.context["signatory"]["name"] == name
    assert paper.issued_sha256 is not None
    signed = life.services.blobs.get(paper.issued_sha256).decode(errors="replace")
    assert f"%signed {name}|" in signed


def test_an_apology_does_not_move_the_dossier(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    before = life.dossier(dossier_id)
    _apologised(life, dossier_id)
    after = life.dossier(dossier_id)
    assert (after.state, after.version) == (before.state, before.version)


def test_the_form_is_that_of_the_day(stages: Stages) -> None:
    last = datetime(2025, 9, 14, 9, tzinfo=LOCAL_ZONE)
    with stages.life.services.transaction() as call:
        dossier, procedure, signer = _case(call, stages.at(State.IN_PROGRESS))
        sheets = [
            _apology(replace(call, now=day), dossier, procedure, signer)
            for day in (last, last + timedelta(days=1))
        ]
    assert [sheet.kind for sheet in sheets] == ["phieu-xin-loi", "van-ban-xin-loi"]
    assert [sheet.symbol for sheet in sheets] == ["PXL", "VBXL"]
    assert all(sheet.signer is signer for sheet in sheets)


def test_the_entry_in_the_register_is_the_number_of_the_reception_slip(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.RECEIVED)
    (slip,) = papers_of(life, dossier_id)
    assert slip.context["book"] == str(slip.year)
    with life.services.reading() as db:
        series = select(Paper.number).where(
            Paper.unit_id == slip.unit_id, Paper.symbol == "TNHS", Paper.year == slip.year
        )
        numbers = sorted(db.scalars(series))
    assert numbers == list(range(1, len(numbers) + 1))
    assert slip.dated >= date(slip.year, 1, 1)
