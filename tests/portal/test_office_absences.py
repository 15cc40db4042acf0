"""Vắng mặt: planned by oneself, one's leader or an administrator; warned of when handing over."""

from datetime import date, timedelta

import pytest
from flask import Flask

from portal.wiring import Services
from procedures.people import Role
from procedures.reads.officers import officers_at
from tests.factories import Life
from tests.pages import PageClient
from tests.portal.officers import Officer, Queries

AT = "/xu-ly/vang-mat"


def _today(life: Life) -> date:
    with life.services.transaction() as call:
        return call.today


def _days(first: date, back: date) -> dict[str, str]:
    return {
        f"{name}-{part}": str(value)
        for name, day in (("valid_from", first), ("valid_to", back))
        for part, value in (("ngay", day.day), ("thang", day.month), ("nam", day.year))
    }


def _substitute(life: Life, username: str) -> str:
    return str(life.actor(username).person_id)


def test_both_days_are_asked_for_at_once_and_the_ways_of_signing_explained(
    client: PageClient,
) -> None:
    client.sign_in("tuphap.tanmy")
    client.get(AT)
    assert "cấp phó ký thay cấp trưởng" in client.text
    assert "Thừa ủy quyền" in client.text
    client.post(AT, {"reason": "Đi công tác"})
    assert client.status == 422
    assert 'href="#valid_from"' in client.text
    assert 'href="#valid_to"' in client.text
    assert 'value="Đi công tác"' in client.text


def test_an_officer_is_away_and_a_colleague_stands_in(
    client: PageClient, services: Services, life: Life
) -> None:
    today = _today(life)
    client.sign_in("tuphap.tanmy")
    with Queries(services.engine) as queries:
        client.get(AT)
    assert len(queries.seen) <= 8
    assert "Không có ngày vắng mặt nào sắp tới." in client.text
    sent = _days(today, today + timedelta(days=2))
    client.post(AT, {**sent, "substitute": _substitute(life, "vhxh.tanmy"), "reason": "Nghỉ phép"})
    assert client.status == 200
    assert life.actor("vhxh.tanmy").name in client.text
    assert "Trở lại sớm" in client.text
    mine = life.dossier(life.in_progress())
    client.sign_in("vhxh.tanmy")
    client.get("/xu-ly?hang=cua-toi")
    assert mine.code in client.text
    client.sign_in("tuphap.tanmy")
    client.post(AT, dict(sent))
    assert client.status == 422
    assert 'href="#valid_from"' in client.text
    client.post(AT, {})
    assert client.status == 422


def test_handing_over_and_assigning_tell_who_is_away_and_who_stands_in(
    app: Flask, client: PageClient, life: Life
) -> None:
    today = _today(life)
    client.sign_in("tuphap.tanmy")
    client.get(AT)
    sent = _days(today, today + timedelta(days=2))
    client.post(AT, {**sent, "substitute": _substitute(life, "vhxh.tanmy")})
    officer = Officer(app, "motcua.tanmy", "mot-cua")
    officer.open(life.received(), "chuyen")
    assert "đang vắng mặt" in officer.text
    assert f"{life.actor('vhxh.tanmy').name} thay" in officer.text


def test_a_leader_plans_for_the_unit_and_calls_it_off(client: PageClient, life: Life) -> None:
    today = _today(life)
    client.sign_in("chutich.tanmy")
    client.get(AT)
    sent = _days(today + timedelta(days=5), today + timedelta(days=7))
    client.post(AT, {**sent, "person": _substitute(life, "tuphap.tanmy")})
    assert client.status == 200
    assert life.actor("tuphap.tanmy").name in client.text
    href = client.text.split('/ket-thuc"')[0].rpartition('href="')[2] + "/ket-thuc"
    client.get(href)
    assert "chưa bắt đầu" in client.text
    client.post(href)
    assert "Không có ngày vắng mặt nào sắp tới." in client.text


def test_an_administrator_plans_and_ends_for_anybody(client: PageClient, life: Life) -> None:
    today = _today(life)
    person = life.actor("tuphap.tanmy").person_id
    at = f"/quan-tri/can-bo/{person}/vang-mat"
    client.sign_in("quantri")
    client.get(f"/quan-tri/can-bo/{person}")
    assert f'href="{at}"' in client.text
    client.get(at)
    client.post(at, _days(today, today + timedelta(days=9)))
    assert client.status == 200
    href = client.text.split('/ket-thuc"')[0].rpartition('href="')[2] + "/ket-thuc"
    client.get(href)
    client.post(href, {"on-ngay": "1", "on-thang": "1", "on-nam": "2001"})
    assert client.status == 422
    back = today + timedelta(days=1)
    on = {"on-ngay": str(back.day), "on-thang": str(back.month), "on-nam": str(back.year)}
    client.post(href, dict(on))
    assert client.status == 200
    with life.services.reading() as db:
        unit = min(life.actor("tuphap.tanmy").units_as(Role.HANDLER))
        away = [one.away_until for one in officers_at(db, unit, Role.HANDLER, today)]
    assert back in away


@pytest.mark.parametrize("stranger", ["vhxh.tanmy", "chutich.tranphu"])
def test_nobody_else_ends_it(client: PageClient, life: Life, stranger: str) -> None:
    today = _today(life)
    client.sign_in("tuphap.tanmy")
    client.get(AT)
    client.post(AT, _days(today, today + timedelta(days=9)))
    href = client.text.split('/ket-thuc"')[0].rpartition('href="')[2] + "/ket-thuc"
    client.sign_out()
    client.sign_in(stranger)
    client.get(href)
    assert client.status == 404
