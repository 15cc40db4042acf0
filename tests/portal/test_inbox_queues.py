"""The queues between people: offers, questions, messages, what is due; and every filter."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.wiring import Services
from procedures.records import Handover
from procedures.records.handover import HandoverOutcome
from tests.factories import Life
from tests.portal.officers import Officer, Queries
from tests.portal.waiting import held_by, message, offer, question, step_due

DESK, HANDLER, LEADER = "motcua.tanmy", "tuphap.tanmy", "chutich.tanmy"
AWAY = "tuphap.tranphu"


def unit_of(life: Life, username: str) -> int:
    return next(iter(life.actor(username).unit_ids))


def test_an_offer_waits_for_both_sides(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    code = life.dossier(dossier_id).code
    offer(life, dossier_id, life.actor(HANDLER), unit_of(life, AWAY), "Kèm bản giấy")
    taker, giver = Officer(app, AWAY, "xu-ly"), Officer(app, HANDLER, "xu-ly")
    assert code in taker.inbox("?hang=cho-nhan")
    assert "Kèm bản giấy" in taker.text
    assert "Bên giao" in taker.text
    assert code in giver.inbox("?hang=da-chuyen")
    assert "Bên nhận" in giver.text
    assert code not in giver.inbox("?hang=cho-nhan")
    assert code not in taker.inbox("?hang=da-chuyen")
    with life.services.transaction() as call:
        row = call.db.query(Handover).filter(Handover.outcome.is_(None)).one()
        row.outcome, row.answered_at = HandoverOutcome.RECALLED, call.now
    assert code not in taker.inbox("?hang=cho-nhan")
    assert code not in giver.inbox("?hang=da-chuyen")


def test_the_desk_sees_what_it_offered(app: Flask, life: Life) -> None:
    dossier_id = life.received()
    offer(life, dossier_id, life.actor(DESK), unit_of(life, HANDLER))
    officer = Officer(app, DESK, "mot-cua")
    assert life.dossier(dossier_id).code in officer.inbox("?hang=da-chuyen")
    assert life.dossier(dossier_id).code in Officer(app, HANDLER, "xu-ly").inbox("?hang=cho-nhan")


def test_a_question_waits_for_the_unit_that_was_asked(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    code = life.dossier(dossier_id).code
    question(life, dossier_id, life.actor(HANDLER), unit_of(life, AWAY), "Nguồn gốc đất thế nào?")
    asked = Officer(app, AWAY, "xu-ly")
    assert code in asked.inbox("?hang=cho-y-kien")
    assert "Nguồn gốc đất thế nào?" in asked.text
    holder = Officer(app, HANDLER, "xu-ly")
    assert code not in holder.inbox("?hang=cho-y-kien")
    assert holder.inbox("?hang=don-vi").count(f">{code}<") == 1


def test_a_message_waits_for_the_one_it_calls(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress()
    code = life.dossier(dossier_id).code
    writer, reader = life.actor(DESK), life.actor(HANDLER)
    message(life, dossier_id, writer, reader, "Người dân xin nhận sớm")
    message(life, dossier_id, writer, reader, "Đã gọi lại rồi")
    officer = Officer(app, HANDLER, "xu-ly")
    assert officer.inbox("?hang=tin-moi").count(f">{code}<") == 1
    assert "Đã gọi lại rồi" in officer.text
    assert code not in Officer(app, LEADER, "xu-ly").inbox("?hang=tin-moi")


def test_late_and_due_today_go_by_the_step(app: Flask, life: Life) -> None:
    late, today, later = (life.in_progress() for _ in range(3))
    step_due(life, late, minutes=5)
    step_due(life, today, seconds=-1)
    step_due(life, later, days=-3)
    officer = Officer(app, HANDLER, "xu-ly")
    officer.inbox("?hang=qua-han")
    assert str(late) in officer.text
    assert str(later) not in officer.text
    officer.inbox("?hang=hom-nay")
    assert str(late) not in officer.text
    assert str(later) not in officer.text
    assert str(late) in Officer(app, LEADER, "xu-ly").inbox("?hang=qua-han")


def test_what_is_paused_is_not_late(app: Flask, life: Life) -> None:
    dossier_id = life.asked()
    step_due(life, dossier_id, days=2)
    officer = Officer(app, HANDLER, "xu-ly")
    assert str(dossier_id) not in officer.inbox("?hang=qua-han")


def test_filters_by_state_officer_and_days(app: Flask, life: Life) -> None:
    mine, nobodys = life.in_progress(), life.in_progress()
    me = life.actor(HANDLER)
    held_by(life, mine, me)
    held_by(life, nobodys, None)
    officer = Officer(app, HANDLER, "xu-ly")
    officer.inbox(f"?hang=don-vi&can-bo={me.person_id}")
    assert str(mine) in officer.text
    assert str(nobodys) not in officer.text
    assert f'value="{me.person_id}" selected' in officer.text
    assert str(mine) not in officer.inbox("?hang=don-vi&trang-thai=proposed")
    day = life.dossier(mine).submitted_at.astimezone().date()
    tomorrow, yesterday = day + timedelta(days=1), day - timedelta(days=1)
    assert str(mine) in officer.inbox(f"?hang=don-vi&tu={yesterday}&den={tomorrow}")
    assert f'value="{tomorrow}"' in officer.text
    assert str(mine) not in officer.inbox(f"?hang=don-vi&tu={day + timedelta(days=2)}")
    assert str(mine) not in officer.inbox(f"?hang=don-vi&den={day - timedelta(days=2)}")


def test_the_order_can_be_chosen(app: Flask, life: Life) -> None:
    first, second = life.received(), life.received()
    with life.services.transaction() as call:
        from procedures.records import Dossier  # noqa: PLC0415

        row = call.db.get_one(Dossier, second)
        assert row.due_at is not None
        row.due_at -= timedelta(minutes=1)
    officer = Officer(app, DESK, "mot-cua")
    officer.inbox("?hang=da-tiep-nhan")
    assert officer.text.index(str(first)) < officer.text.index(str(second))
    officer.inbox("?hang=da-tiep-nhan&xep=han")
    assert officer.text.index(str(second)) < officer.text.index(str(first))


@pytest.mark.parametrize(
    "query",
    [
        "?hang=cho-nhan",
        "?hang=cho-y-kien",
        "?hang=tin-moi",
        "?hang=qua-han",
        "?hang=don-vi&trang-thai=in_progress&xep=nop",
    ],
)
def test_no_queue_asks_more_than_eight_times(
    app: Flask, life: Life, services: Services, query: str
) -> None:
    dossier_id = life.in_progress()
    message(life, dossier_id, life.actor(DESK), life.actor(HANDLER), "Xem giúp")
    offer(life, dossier_id, life.actor(DESK), unit_of(life, HANDLER))
    officer = Officer(app, HANDLER, "xu-ly")
    with Queries(services.engine) as asked:
        officer.inbox(query)
    assert officer.status == 200
    assert len(asked.seen) <= 8, asked.seen


@pytest.mark.parametrize(
    "query",
    [
        "?tu=hom-qua&den=31-02",
        "?can-bo=ai&trang-thai=xong&xep=x",
        "?den=9999-12-31&tu=0001-01-01",
        "?tim=%00&thu-tuc=%00",
    ],
)
def test_a_filter_that_nobody_wrote_asks_for_nothing(app: Flask, life: Life, query: str) -> None:
    dossier_id = life.in_progress()
    officer = Officer(app, HANDLER, "xu-ly")
    assert str(dossier_id) in officer.inbox(f"{query}&hang=don-vi")
