"""The offices' inbox: by due date, by whose turn it is, late ones marked, few queries."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from portal.wiring import Services
from procedures.acts.hand_over import Target, hand_over
from procedures.records import Dossier
from tests.factories import Life
from tests.portal.officers import Officer, Queries

HANDLER = "tuphap.tanmy"
LEADER = "chutich.tanmy"


def _without_a_name(life: Life) -> Dossier:
    """A dossier that its unit holds and nobody is named for, as after a reorganisation."""
    dossier_id = life.in_progress()
    with life.services.transaction() as call:
        call.db.get_one(Dossier, dossier_id).holder_officer_id = None
    return life.dossier(dossier_id)


def test_what_nobody_was_named_for_stands_in_the_units_queue(app: Flask, life: Life) -> None:
    dossier = _without_a_name(life)
    officer = Officer(app, HANDLER, "xu-ly")
    assert dossier.code in officer.inbox("?hang=don-vi")
    assert "chưa giao cho ai" in officer.text
    assert dossier.code not in officer.inbox("?hang=cua-toi")


def test_the_inbox_opens_where_there_is_work(app: Flask, life: Life) -> None:
    dossier = life.dossier(life.in_progress())
    assert dossier.code in Officer(app, HANDLER, "xu-ly").inbox()


def test_one_press_takes_a_dossier(app: Flask, life: Life) -> None:
    dossier, me = _without_a_name(life), life.actor(HANDLER)
    dossier_id = dossier.id
    officer = Officer(app, HANDLER, "xu-ly")
    assert "Tôi nhận xử lý" in officer.open(dossier_id)
    officer.send(dossier_id, "phan-cong", officer_id=str(me.person_id))
    assert life.dossier(dossier_id).holder_officer_id == me.person_id
    assert dossier.code in officer.inbox("?hang=cua-toi")
    assert "Tôi nhận xử lý" not in officer.open(dossier_id)


def test_what_waits_for_others_is_told_with_whom(app: Flask, life: Life) -> None:
    asked, proposed = life.dossier(life.asked()), life.dossier(life.proposed())
    officer = Officer(app, HANDLER, "xu-ly")
    officer.inbox("?hang=cho-nguoi-khac")
    assert asked.code in officer.text
    assert "Tạm dừng tính giờ" in officer.text
    person = life.actor(HANDLER).person_id
    with life.services.reading() as db:
        proposer = db.get_one(Dossier, proposed.id)
    assert proposer.holder_officer_id != person


def test_a_leader_finds_what_waits_for_the_signature(app: Flask, life: Life) -> None:
    dossier = life.dossier(life.proposed())
    leader = Officer(app, LEADER, "xu-ly")
    assert dossier.code in leader.inbox()
    assert "Chờ tôi ký" in leader.text
    assert "Của tôi" not in leader.text


def test_late_and_due_today_are_said_in_words(app: Flask, life: Life, services: Services) -> None:
    late, soon = life.in_progress(), life.in_progress()
    with services.transaction() as call:
        past = {"due_at": call.now - timedelta(minutes=5), "received_at": call.now - timedelta(9)}
        call.db.execute(
            update(Dossier)
            .where(Dossier.id == late)
            .values(submitted_at=call.now - timedelta(10), **past)
        )
    officer = Officer(app, HANDLER, "xu-ly")
    officer.inbox("?hang=don-vi&han=qua-han")
    assert "Quá hạn từ" in officer.text
    assert str(late) in officer.text
    assert str(soon) not in officer.text
    assert officer.inbox("?hang=don-vi").index(str(late)) < officer.text.index(str(soon))


def test_the_inbox_takes_few_queries(app: Flask, life: Life, services: Services) -> None:
    life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    with Queries(services.engine) as asked:
        officer.inbox("?hang=don-vi")
    assert len(asked.seen) <= 8, asked.seen


def test_a_desk_officer_has_no_business_here(app: Flask) -> None:
    desk = Officer(app, "motcua.tanmy", "xu-ly")
    desk.inbox()
    assert desk.status == 403


def test_handed_to_a_name_it_is_that_persons(app: Flask, life: Life) -> None:
    dossier_id = life.received()
    dossier, me = life.dossier(dossier_id), life.actor(HANDLER)
    unit = next(iter(me.unit_ids))
    with life.services.transaction(life.actor("motcua.tanmy")) as call:
        hand_over(call, dossier_id, dossier.version, Target(unit, me.person_id))
    life.take(dossier_id)
    assert dossier.code in Officer(app, HANDLER, "xu-ly").inbox("?hang=cua-toi")
