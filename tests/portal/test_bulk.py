"""One act on many dossiers: looked over first, done one by one, each with its own result."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask import Flask

from portal.casework.bulk import executing
from portal.casework.bulk.deeds import DEEDS, deeds_of
from portal.wiring import Services
from procedures.acts.bulk import MOST_ITEMS, Order, Pick, begin, claim
from procedures.acts.hand_over import Target, hand_over
from procedures.acts.receive import receive
from procedures.acts.submit import submit
from procedures.acts.together import REARRANGING
from procedures.errors import Incomplete, NotFound, Stale, Unavailable
from procedures.lifecycle import State
from procedures.people import Role
from procedures.records import BulkItem, LedgerEntry
from procedures.tags import TITLES, Tag
from tests.factories import CITIZEN, Life
from tests.portal.officers import Officer, Queries

DESK, HANDLER, LEADER = "motcua.tanmy", "tuphap.tanmy", "chutich.tanmy"
KEY = re.compile(r'name="khoa" value="([^"]+)"')
CHOSEN = re.compile(r'name="chon" value="([^"]+)"')
LEFT = re.compile(r'action="(/mot-cua/hang-loat/[0-9a-f-]+)"')


def seen(life: Life, *dossiers: UUID) -> list[str]:
    return [f"{one}.{life.dossier(one).version}" for one in dossiers]


def preview(officer: Officer, word: str, chosen: list[str]) -> str:
    officer.page.post(f"/{officer.room}/hang-loat", {"viec": word, "chon": chosen})
    return officer.text


def carry_out(officer: Officer, word: str, **more: str) -> str:
    """Press the button of the preview at hand."""
    key = KEY.search(officer.text)
    assert key is not None
    fields = {"viec": word, "khoa": key.group(1), "chon": CHOSEN.findall(officer.text), **more}
    officer.page.post(f"/{officer.room}/hang-loat/bat-dau", fields)
    return officer.text


def test_the_list_carries_the_version_that_was_seen(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    assert f'value="{seen(life, dossier_id)[0]}"' in officer.inbox()
    assert '<option value="tiep-nhan" selected>' in officer.text
    assert " checked" in officer.inbox("?chon=tat-ca").partition('name="chon"')[2][:200]


def test_a_preview_does_nothing_and_tells_what_each_will_come_to(app: Flask, life: Life) -> None:
    fresh, received = life.submitted(), life.received()
    officer = Officer(app, DESK, "mot-cua")
    officer.inbox()
    text = preview(officer, "tiep-nhan", [*seen(life, fresh, received), f"{uuid4()}.1"])
    assert "làm được 1 trong 3" in text
    assert "Tiếp nhận, hẹn trả kết quả lúc" in text
    assert "Không thể thực hiện thao tác này khi hồ sơ ở tình trạng" in text
    assert "Không tìm thấy hồ sơ." in text
    assert CHOSEN.findall(text) == seen(life, fresh)
    assert life.dossier(fresh).state is State.SUBMITTED


def test_many_are_received_at_once(app: Flask, life: Life) -> None:
    dossiers = [life.submitted() for _ in range(3)]
    officer = Officer(app, DESK, "mot-cua")
    officer.inbox()
    preview(officer, "tiep-nhan", seen(life, *dossiers))
    text = carry_out(officer, "tiep-nhan")
    assert "đã làm 3 trong 3" in text
    assert text.count("Đã làm</strong>") == 3
    assert {life.dossier(one).state for one in dossiers} == {State.RECEIVED}


def test_a_second_press_does_nothing_twice(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    officer.inbox()
    page = preview(officer, "tiep-nhan", seen(life, dossier_id))
    first = carry_out(officer, "tiep-nhan")
    officer.page.text = page
    again = carry_out(officer, "tiep-nhan")
    assert "đã làm 1 trong 1" in first
    assert "đã làm 1 trong 1" in again
    with life.services.reading() as db:
        done = db.query(LedgerEntry).filter_by(dossier_id=dossier_id, tag=Tag.RECEIVE.value).count()
        assert done == 1
        assert db.query(BulkItem).count() == 1


def test_whoever_was_first_alone_wins_and_is_named(app: Flask, life: Life) -> None:
    lost, kept = life.submitted(), life.submitted()
    officer = Officer(app, DESK, "mot-cua")
    officer.inbox()
    chosen = seen(life, lost, kept)
    preview(officer, "tiep-nhan", chosen)
    with life.services.transaction(life.actor(DESK)) as call:
        receive(call, lost, life.dossier(lost).version)
    text = carry_out(officer, "tiep-nhan")
    assert "đã làm 1 trong 2" in text
    assert "Đã có người làm trước" in text
    assert f"“{TITLES[Tag.RECEIVE]}”" in text
    assert life.dossier(lost).version == life.dossier(kept).version
    officer.inbox()
    assert "sau khi bạn mở danh sách" in preview(officer, "tiep-nhan", chosen)


def test_the_counter_hands_many_over_along_the_plan(app: Flask, life: Life) -> None:
    dossiers = [life.received() for _ in range(2)]
    officer = Officer(app, DESK, "mot-cua")
    officer.inbox()
    assert "Chuyển đến" in preview(officer, "chuyen", seen(life, *dossiers))
    assert "đã làm 2 trong 2" in carry_out(officer, "chuyen", note="Cùng một đợt")


def test_results_are_returned_with_one_word_for_all(app: Flask, life: Life) -> None:
    draft_id = life.declared()
    life.return_at_desk(draft_id)
    with life.services.transaction(life.actor(CITIZEN)) as call:
        dossier_id = submit(call, draft_id, unsigned=True).dossier_id
    officer = Officer(app, DESK, "mot-cua")
    officer.do(dossier_id, "tiep-nhan")
    life.hand_on(dossier_id)
    life.work()
    life.propose(dossier_id)
    life.work()
    life.decide(dossier_id)
    life.work()
    officer.inbox("?hang=cho-tra")
    preview(officer, "tra-ket-qua", seen(life, dossier_id))
    assert "Hãy ghi người nhận" in carry_out(officer, "tra-ket-qua", taker=" ")
    assert officer.status == 422
    assert "đã làm 1 trong 1" in carry_out(officer, "tra-ket-qua", taker="Bảng kê 12")
    assert life.dossier(dossier_id).state is State.RETURNED


@pytest.mark.parametrize(
    ("word", "chosen"),
    [
        ("tiep-nhan", []),
        ("xoa-het", [f"{uuid4()}.1"]),
        ("tiep-nhan", ["khong-phai-so", "1.1", f"{uuid4()}.0", f"{uuid4()}.x"]),
        ("tiep-nhan", [f"{uuid4()}.1" for _ in range(MOST_ITEMS + 1)]),
        ("phan-cong", [f"{uuid4()}.1"]),
    ],
)
def test_a_choice_that_is_none_is_refused(app: Flask, word: str, chosen: list[str]) -> None:
    officer = Officer(app, DESK, "mot-cua")
    officer.inbox()
    preview(officer, word, chosen)
    assert officer.status == 400
    officer.page.post("/mot-cua/hang-loat/bat-dau", {"viec": word, "chon": chosen})
    assert officer.status == 400


def test_somebody_elses_dossiers_are_not_told_of(app: Flask, life: Life) -> None:
    dossier_id = life.submitted()
    officer = Officer(app, "motcua.tranphu", "mot-cua")
    officer.inbox()
    assert life.dossier(dossier_id).code not in preview(
        officer, "tiep-nhan", seen(life, dossier_id)
    )
    key = str(uuid4())
    fields = {"viec": "tiep-nhan", "chon": seen(life, dossier_id), "khoa": key}
    officer.page.post("/mot-cua/hang-loat/bat-dau", fields)
    assert officer.status == 400
    other = Officer(app, DESK, "mot-cua")
    other.inbox()
    other.page.post("/mot-cua/hang-loat/bat-dau", fields)
    assert "đã làm 1 trong 1" in other.text
    officer.page.get(f"/mot-cua/hang-loat/{key}")
    assert officer.status == 404


def test_a_run_that_was_broken_off_goes_on(app: Flask, life: Life) -> None:
    dossiers = [life.submitted() for _ in range(3)]
    run_id = uuid4()
    picks = [Pick(one, life.dossier(one).version) for one in dossiers]
    with life.services.transaction(life.actor(DESK)) as call:
        begin(call, run_id, Order("desk", "tiep-nhan", {}), picks)
        begin(call, run_id, Order("desk", "tiep-nhan", {}), picks)
    officer = Officer(app, DESK, "mot-cua")
    officer.page.get(f"/mot-cua/hang-loat/{run_id}")
    assert "Còn 3 hồ sơ chưa làm" in officer.text
    found = LEFT.search(officer.text)
    assert found is not None
    left = len(dossiers)
    while left:
        told = officer.page.post(found.group(1), headers={"X-Progress": "1"}).get_json()
        assert told["all"] == len(dossiers)
        assert told["left"] < left
        left = told["left"]
    officer.page.get(f"/mot-cua/hang-loat/{run_id}")
    assert "đã làm 3 trong 3" in officer.text
    with life.services.transaction(life.actor(DESK)) as call:
        assert claim(call, run_id, 0) is None


def test_while_nobody_can_act_what_is_left_waits(
    app: Flask, life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reorganisation at work is no answer about a dossier."""
    dossiers = [life.submitted() for _ in range(2)]
    officer = Officer(app, DESK, "mot-cua")
    officer.inbox()
    preview(officer, "tiep-nhan", seen(life, *dossiers))

    def busy(*_asked: object) -> None:
        raise Unavailable(REARRANGING)

    with monkeypatch.context() as patched:
        deed = replace(DEEDS["tiep-nhan"], does=busy)
        patched.setattr(executing, "DEEDS", {"tiep-nhan": deed})
        text = carry_out(officer, "tiep-nhan")
    assert "Hệ thống đang sắp xếp lại đơn vị" in text
    assert "Còn 2 hồ sơ chưa làm" in text
    found = LEFT.search(text)
    assert found is not None
    officer.page.post(found.group(1))
    assert "đã làm 2 trong 2" in officer.text


def test_a_run_is_its_persons_and_of_some_size(life: Life) -> None:
    picks = [Pick(life.submitted(), 1)]
    order, run_id = Order("desk", "tiep-nhan", {}), uuid4()
    with life.services.transaction(life.actor(DESK)) as call:
        begin(call, run_id, order, picks)
    with pytest.raises(NotFound), life.services.transaction(life.actor(HANDLER)) as call:
        begin(call, run_id, order, picks)
    with pytest.raises(Incomplete), life.services.transaction(life.actor(DESK)) as call:
        begin(call, uuid4(), order, [])


def test_a_preview_of_many_asks_no_more_than_eight_times(
    app: Flask, life: Life, services: Services
) -> None:
    dossiers = [life.submitted() for _ in range(3)]
    officer = Officer(app, DESK, "mot-cua")
    officer.inbox()
    chosen = seen(life, *dossiers)
    with Queries(services.engine) as asked:
        preview(officer, "tiep-nhan", chosen)
    assert len(asked.seen) <= 8, asked.seen


def test_each_room_offers_its_own_deeds() -> None:
    for room in ("desk", "office"):
        assert deeds_of(room)
        assert all(room in deed.rooms for deed in deeds_of(room).values())
    assert set(deeds_of("desk")) | set(deeds_of("office")) == set(DEEDS)


def test_what_was_offered_is_taken_by_many_at_once(app: Flask, life: Life) -> None:
    dossiers = [life.received() for _ in range(2)]
    for one in dossiers:
        with life.services.transaction(life.actor(DESK)) as call:
            hand_over(call, one, life.dossier(one).version, Target())
    officer = Officer(app, HANDLER, "xu-ly")
    officer.inbox("?hang=cho-nhan")
    assert '<option value="nhan" selected>' in officer.text
    preview(officer, "nhan", seen(life, *dossiers))
    assert "đã làm 2 trong 2" in carry_out(officer, "nhan")
    me = life.actor(HANDLER).person_id
    assert {life.dossier(one).holder_officer_id for one in dossiers} == {me}


def test_a_leader_assigns_many_to_one_officer(app: Flask, life: Life) -> None:
    dossiers = [life.in_progress() for _ in range(2)]
    colleague = life.actor("vhxh.tanmy")
    assert life.dossier(dossiers[0]).holder_unit_id in colleague.units_as(Role.HANDLER)
    officer = Officer(app, LEADER, "xu-ly")
    officer.inbox("?hang=don-vi")
    chosen = seen(life, *dossiers)
    assert colleague.name in preview(officer, "phan-cong", chosen)
    assert "Hãy chọn cán bộ được giao." in carry_out(officer, "phan-cong", officer_id="")
    assert "không giữ chức vụ" in carry_out(officer, "phan-cong", officer_id=str(uuid4()))
    officer.inbox("?hang=don-vi")
    preview(officer, "phan-cong", chosen)
    done = carry_out(officer, "phan-cong", officer_id=str(colleague.person_id), note="Chia việc")
    assert "đã làm 2 trong 2" in done
    assert {life.dossier(one).holder_officer_id for one in dossiers} == {colleague.person_id}


def test_bulk_and_single_acts_lose_no_update(app: Flask, life: Life) -> None:
    """Two people at the same moment: one run over many, one press on each of the same."""
    dossiers = [life.submitted() for _ in range(4)]
    officer = Officer(app, DESK, "mot-cua")
    officer.inbox()
    preview(officer, "tiep-nhan", seen(life, *dossiers))

    def alone() -> int:
        won = 0
        for one in reversed(dossiers):
            try:
                with life.services.transaction(life.actor(DESK)) as call:
                    receive(call, one, 1)
                won += 1
            except Stale:
                continue
        return won

    with ThreadPoolExecutor(1) as pool:
        single = pool.submit(alone)
        text = carry_out(officer, "tiep-nhan")
        won = single.result(timeout=60)
    assert text.count("Đã làm</strong>") + won == len(dossiers)
    assert text.count("Đã có người làm trước</strong>") == won
    with life.services.reading() as db:
        rows = db.query(LedgerEntry).filter_by(tag=Tag.RECEIVE.value).all()
        assert sorted(str(row.dossier_id) for row in rows) == sorted(map(str, dossiers))
