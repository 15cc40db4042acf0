"""Kiosk, counter and board: a number is taken, called, served, and leads to the intake."""

import pytest
from sqlalchemy import func, select

from portal.wiring import Services
from procedures.records import CalendarVersion, UnitRow
from tests.acts.intake import CLERK, COLLEAGUE, desk_of
from tests.factories import Life
from tests.pages import PageClient
from tests.portal.officers import Queries


@pytest.fixture
def desk(services: Services, life: Life) -> int:
    """The clerk's desk, open every day: these tests run on any."""
    unit_id = desk_of(life)
    with services.transaction() as call:
        code = call.db.get_one(UnitRow, unit_id).calendar_code
        newest = call.db.scalar(
            select(func.max(CalendarVersion.version)).where(CalendarVersion.code == code)
        )
        call.db.add(
            CalendarVersion(
                code=code,
                version=(newest or 0) + 1,
                week={str(day): [["00:00", "23:59"]] for day in range(7)},
                days=[],
                document="TEST",
                created_at=call.now,
            )
        )
    return unit_id


def _take(client: PageClient, desk: int, errand: str = "file") -> None:
    client.get(f"/mot-cua/lay-so/{desk}")
    client.post(f"/mot-cua/lay-so/{desk}", {"viec": errand})
    assert client.status == 200


def _first(client: PageClient) -> str:
    assert client.tree is not None
    return next(str(b.get("value")) for b in client.tree.iter("input") if b.get("name") == "so")


def test_a_number_is_taken_printed_called_and_served(
    client: PageClient, services: Services, desk: int
) -> None:
    client.sign_in(CLERK)
    _take(client, desk)
    assert "Số thứ tự 1" in client.text
    _take(client, desk, "ask")
    assert "Số thứ tự 2" in client.text
    at = f"/mot-cua/goi-so/{desk}"
    with Queries(services.engine) as queries:
        client.get(at)
    assert len(queries.seen) <= 8
    client.post(at, {"lam": "goi", "quay": "2"})
    assert "Mời số 1." in client.text
    came = client.get(f"/mot-cua/bang-so/{desk}")
    assert "quầy 2" in client.text
    assert came.headers["Refresh"] == "10"
    client.get(f"{at}?quay=2")
    came = client.post(at, {"lam": "nhap", "so": _first(client), "quay": "2"})
    assert came.request.path == "/mot-cua/tai-quay"


def test_who_did_not_come_is_noted_and_taken_back(client: PageClient, desk: int) -> None:
    client.sign_in(CLERK)
    _take(client, desk)
    at = f"/mot-cua/goi-so/{desk}"
    client.get(at)
    client.post(at, {"lam": "goi", "quay": ""})
    assert "Hãy ghi số hoặc tên quầy." in client.text
    client.post(at, {"lam": "goi", "quay": "1"})
    ticket = _first(client)
    for step, said in (
        ("goi-lai", "Mời lại số 1."),
        ("vang", "Số 1 không đến."),
        ("hoan-tac", "Số 1 đã có mặt."),
        ("phuc-vu", "Đang phục vụ số 1."),
        ("phuc-vu", "Số này đã được phục vụ"),
    ):
        client.post(at, {"lam": step, "so": ticket, "quay": "1"})
        assert said in client.text
    client.post(at, {"lam": "goi", "quay": "1"})
    assert "Không còn ai chờ." in client.text
    client.post(at, {"lam": "x", "so": ticket})
    assert client.status == 404


def test_a_wrong_errand_is_told_on_the_kiosk(client: PageClient, desk: int) -> None:
    client.sign_in(CLERK)
    client.get(f"/mot-cua/lay-so/{desk}")
    client.post(f"/mot-cua/lay-so/{desk}", {"viec": "x"})
    assert client.status == 409
    assert "Hãy chọn việc cần làm." in client.text


def test_another_desks_queue_is_not_there(client: PageClient, desk: int) -> None:
    client.sign_in(COLLEAGUE)
    for page in ("lay-so", "goi-so", "bang-so"):
        client.get(f"/mot-cua/{page}/{desk}")
        assert client.status == 404
