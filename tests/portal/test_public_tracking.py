"""Tracking: the way of a dossier for whoever holds the slip, and nothing for anybody else."""

import re
import sys
from collections.abc import Callable
from types import BuiltinFunctionType, FrameType
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from portal.wiring import Services
from procedures.lifecycle import STATE_NAMES, State
from procedures.reads.tracking import track
from procedures.records import Dossier, Person
from tests.factories import Life
from tests.pages import PageClient

UNKNOWN = "H02.31.43.01-200101-0001"


def person_of(services: Services, dossier: Dossier) -> Person:
    with services.reading() as db:
        return db.get_one(Person, dossier.applicant_id)


def ask(client: PageClient, code: str, secret: str) -> None:
    client.get("/tra-cuu")
    client.post("/tra-cuu", {"ma": code, "khoa": secret})


def without_token(text: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", text)


def test_the_key_of_the_slip_opens_the_way(life: Life, client: PageClient) -> None:
    dossier = life.dossier(life.in_progress("1.001776"))
    ask(client, dossier.code, dossier.lookup_key)
    assert client.status == 200
    assert dossier.code in client.text
    assert "Đang xử lý" in client.text
    assert "Ủy ban nhân dân phường Tân Mỹ" in client.text
    assert "Phòng Lao động - Thương binh và Xã hội" in client.text
    assert "22 ngày làm việc" in client.text  # the clock's own words
    assert "Hẹn trả kết quả" in client.text


def test_the_applicants_number_opens_it_too(
    life: Life, services: Services, client: PageClient
) -> None:
    dossier = life.dossier(life.submitted())
    number = person_of(services, dossier).citizen_no
    assert number
    ask(client, dossier.code, f"{number[:6]} {number[6:]}")
    assert client.status == 200
    assert "Mới đăng ký" in client.text


@pytest.mark.parametrize("dash", ["-", "–", "‑"])
def test_a_code_may_be_typed_as_it_is_read(life: Life, client: PageClient, dash: str) -> None:
    dossier = life.dossier(life.submitted())
    typed = f" {dossier.code.lower().replace('-', dash)} "
    ask(client, typed, dossier.lookup_key.lower())
    assert client.status == 200


def test_nothing_personal_is_shown(life: Life, services: Services, client: PageClient) -> None:
    dossier = life.dossier(life.asked("1.001776"))
    person = person_of(services, dossier)
    ask(client, dossier.code, dossier.lookup_key)
    kept = (
        person.full_name,
        person.citizen_no,
        person.phone,
        person.email,
        dossier.subject,
        str(dossier.id),
        "mờ",  # the words of the supplement request
    )
    assert not [word for word in kept if word and word in client.text]
    assert dossier.lookup_key not in client.text


@pytest.mark.parametrize(
    ("stage", "state"),
    [
        ("submitted", State.SUBMITTED),
        ("received", State.RECEIVED),
        ("asked", State.AWAITING_SUPPLEMENT),
        ("proposed", State.PROPOSED),
        ("decided", State.DECIDED),
        ("issued", State.RETURNED),
    ],
)
def test_each_stage_is_named(life: Life, client: PageClient, stage: str, state: State) -> None:
    dossier_id: UUID = getattr(life, stage)()
    dossier = life.dossier(dossier_id)
    ask(client, dossier.code, dossier.lookup_key)
    assert client.status == 200
    assert STATE_NAMES[state] in client.text


def test_a_pause_is_told_in_words(life: Life, client: PageClient) -> None:
    dossier = life.dossier(life.asked())
    ask(client, dossier.code, dossier.lookup_key)
    assert "Tạm dừng tính giờ" in client.text
    assert "chờ người nộp bổ sung hồ sơ" in client.text
    assert "ask_supplement" not in client.text


def test_an_unknown_code_and_a_wrong_secret_are_answered_alike(
    life: Life, client: PageClient
) -> None:
    dossier = life.dossier(life.submitted())
    ask(client, dossier.code, "SAI23456XY")
    wrong = without_token(client.text).replace(dossier.code, "")
    assert client.status == 422
    assert f'value="{dossier.code}"' in client.text  # what was typed stays
    assert "SAI23456XY" not in client.text
    ask(client, UNKNOWN, "SAI23456XY")
    assert client.status == 422
    assert without_token(client.text).replace(UNKNOWN, "") == wrong


def steps(failing: Callable[[], object]) -> list[str]:
    """What the core does until the refusal, in order: its own functions and all that they call."""
    ran: list[str] = []

    def ours(frame: FrameType | None) -> bool:
        return frame is not None and frame.f_globals["__name__"].startswith("procedures.")

    def note(frame: FrameType, event: str, told: object) -> None:
        if event == "call" and (ours(frame) or ours(frame.f_back)):
            ran.append(frame.f_code.co_qualname)
        elif event == "c_call" and ours(frame) and isinstance(told, BuiltinFunctionType):
            ran.append(told.__qualname__)

    sys.setprofile(note)
    try:
        assert failing() is None
    finally:
        sys.setprofile(None)
    return ran


def test_both_failures_do_the_same_work(life: Life, services: Services) -> None:
    """Statement by statement and step by step, so that no time tells which of the two it was."""
    dossier = life.dossier(life.submitted())
    asked: list[str] = []

    def note(*args: Any) -> None:
        asked.append(args[2])

    def ran(code: str) -> tuple[list[str], list[str]]:
        with services.reading() as db:
            track(db, UNKNOWN, "SAI23456XY")  # whatever is done once is done
            asked.clear()
            return steps(lambda: track(db, code, "SAI23456XY")), asked.copy()

    event.listen(services.engine, "before_cursor_execute", note)
    wrong, unknown = ran(dossier.code), ran(UNKNOWN)
    event.remove(services.engine, "before_cursor_execute", note)
    assert wrong[1] == unknown[1]
    assert len(wrong[1]) == 2
    assert wrong[0].count("compare_digest") == 2
    assert wrong[0] == unknown[0]


@pytest.mark.parametrize("secret", ["", "-", "--", "ẩn", "\x00", "Ｋ", "0" * 500])
def test_no_empty_secret_opens_anything(life: Life, services: Services, secret: str) -> None:
    dossier = life.dossier(life.submitted())
    with services.transaction() as call:
        call.db.get_one(Person, dossier.applicant_id).citizen_no = None
    with services.reading() as db:
        assert track(db, dossier.code, secret) is None
        assert track(db, UNKNOWN, secret) is None


def test_missing_fields_are_named_beside_them(client: PageClient) -> None:
    ask(client, "", "")
    assert client.status == 422
    assert 'href="#ma"' in client.text
    assert 'href="#khoa"' in client.text
    ask(client, "H02\x00-1", "\x00")
    assert client.status == 422


def test_nothing_is_asked_by_address(client: PageClient) -> None:
    client.get("/tra-cuu?ma=H02.1-241105-0001&khoa=ABC")
    assert 'value="H02.1-241105-0001"' in client.text
    assert 'value="ABC"' not in client.text


def test_guessing_is_slowed_down(client: PageClient) -> None:
    for _ in range(20):
        client.post("/tra-cuu", {"ma": UNKNOWN, "khoa": "SAI23456XY"})
        assert client.status == 422
    client.post("/tra-cuu", {"ma": UNKNOWN, "khoa": "SAI23456XY"})
    assert client.status == 429
    client.get("/tra-cuu")
    assert client.status == 200


def test_guessing_one_dossier_from_many_addresses_is_slowed_down(client: PageClient) -> None:
    for number in range(20):
        place = {"REMOTE_ADDR": f"10.0.0.{number}"}
        client.post("/tra-cuu", {"ma": UNKNOWN, "khoa": "SAI23456XY"}, environ_base=place)
    place = {"REMOTE_ADDR": "10.0.1.1"}
    client.post("/tra-cuu", {"ma": UNKNOWN.lower(), "khoa": "X"}, environ_base=place)
    assert client.status == 429
