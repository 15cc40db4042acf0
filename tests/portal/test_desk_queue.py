"""The desk's queues: what waits, filters in the address, pages by keyset, few queries."""

from datetime import timedelta
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import insert, update

from portal.wiring import Services
from procedures.lifecycle import State
from procedures.reads.inbox import PAGE
from procedures.records import Dossier, SupplementRequest
from tests.acts.doing import ask
from tests.factories import Life
from tests.portal.officers import Officer, Queries

DESK = "motcua.tanmy"


def copies(services: Services, life: Life, count: int) -> list[str]:
    """The codes of dossiers that wait at the desk, oldest first: one real one and its copies."""
    first = life.dossier(life.submitted())
    columns = {c.key: getattr(first, c.key) for c in Dossier.__table__.columns}
    made = [
        {
            **columns,
            "id": uuid4(),
            "code": f"{first.code[:-4]}{9000 + number}",
            "submitted_at": first.submitted_at + timedelta(seconds=number),
        }
        for number in range(1, count)
    ]
    with services.transaction() as call:
        call.db.execute(insert(Dossier), made)
    return [first.code, *(str(row["code"]) for row in made)]


def test_a_new_dossier_waits_with_the_desks_own_limit(app: Flask, life: Life) -> None:
    dossier = life.dossier(life.submitted())
    officer = Officer(app, DESK, "mot-cua")
    text = officer.inbox()
    assert dossier.code in text
    assert "Trả lời trước" in text
    assert "Nguyễn Thị Thu Hà" in text


def test_another_desk_does_not_see_it(app: Flask, life: Life) -> None:
    dossier = life.dossier(life.submitted())
    assert dossier.code not in Officer(app, "motcua.tranphu", "mot-cua").inbox()


def test_each_stage_has_its_queue(app: Flask, life: Life) -> None:
    received = life.dossier(life.received())
    officer = Officer(app, DESK, "mot-cua")
    assert received.code not in officer.inbox("?hang=cho-tiep-nhan")
    assert received.code in officer.inbox("?hang=da-tiep-nhan")
    assert "không có hồ sơ nào" in officer.inbox("?hang=cho-tra")


def test_filters_find_names_without_marks_and_stay_in_the_address(app: Flask, life: Life) -> None:
    dossier = life.dossier(life.submitted())
    officer = Officer(app, DESK, "mot-cua")
    assert dossier.code in officer.search("nguyen thi thu ha")
    assert dossier.code in officer.search("NGUYỄN THỊ")
    assert dossier.code in officer.search(dossier.code[-4:], "?thu-tuc=1.001193")
    assert 'value="1.001193" selected' in officer.text
    assert dossier.code not in officer.inbox("?thu-tuc=1.001776")
    assert dossier.code not in officer.search("%_")
    assert "Bỏ lọc" in officer.text
    assert 'value="100%"' in officer.search("100%")


def test_pages_go_on_and_back_without_counting(app: Flask, life: Life, services: Services) -> None:
    codes = copies(services, life, PAGE * 2 + 3)
    officer = Officer(app, DESK, "mot-cua")
    page = officer.inbox("?hang=cho-tiep-nhan")
    seen = [[code for code in codes if code in page]]
    while 'rel="next"' in officer.text:
        address = officer.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        page = officer.inbox(address.replace("&amp;", "&")[8:])
        seen.append([code for code in codes if code in page])
    assert [len(found) for found in seen] == [PAGE, PAGE, 3]
    assert [code for found in seen for code in found] == codes
    back = officer.text.partition('rel="prev"')[0].rpartition('href="')[2].partition('"')[0]
    page = officer.inbox(back.replace("&amp;", "&")[8:])
    assert [code for code in codes if code in page] == seen[1]
    for size, shown in (("50", 50), ("100", len(codes)), ("7", PAGE)):
        page = officer.inbox(f"?hang=cho-tiep-nhan&moi-trang={size}")
        assert len([code for code in codes if code in page]) == shown


def test_the_counter_stops_at_ninety_nine(app: Flask, life: Life, services: Services) -> None:
    copies(services, life, 101)
    assert "99+" in Officer(app, DESK, "mot-cua").inbox()


def test_a_page_of_the_queue_takes_few_queries(app: Flask, life: Life, services: Services) -> None:
    copies(services, life, PAGE + 5)
    officer = Officer(app, DESK, "mot-cua")
    with Queries(services.engine) as asked:
        officer.inbox()
    assert len(asked.seen) <= 8, asked.seen


def test_an_address_that_nobody_wrote_shows_the_first_page(app: Flask, life: Life) -> None:
    dossier = life.dossier(life.submitted())
    officer = Officer(app, DESK, "mot-cua")
    assert dossier.code in officer.inbox("?hang=la&sau=abc&truoc=1.zz&han=x")
    assert officer.status == 200


def incomplete(life: Life) -> UUID:
    """A dossier that the desk has asked its applicant to complete."""
    dossier_id = life.submitted()
    with life.services.transaction(life.actor(DESK)) as call:
        ask(call, dossier_id, life.dossier(dossier_id).version)
    return dossier_id


def test_what_is_to_be_completed_has_its_queue_and_its_last_day(app: Flask, life: Life) -> None:
    dossier_id = incomplete(life)
    code = life.dossier(dossier_id).code
    officer = Officer(app, DESK, "mot-cua")
    text = officer.inbox("?hang=cho-hoan-thien")
    assert code in text
    assert "Hạn hoàn thiện" in text
    assert "đã hết hạn" not in text
    assert code not in officer.inbox("?hang=cho-tiep-nhan")
    assert f"/mot-cua/{dossier_id}/tu-choi" not in officer.open(dossier_id)
    text = officer.open(dossier_id, "tu-choi")
    assert "đến hết ngày" in text
    assert "Từ chối tiếp nhận</button>" not in text
    officer.send(dossier_id, "tu-choi", grounds="Người nộp không hoàn thiện")
    assert officer.status == 409
    assert "Người nộp không hoàn thiện" in officer.text


def test_when_the_time_is_over_the_desk_refuses_it(
    app: Flask, life: Life, services: Services
) -> None:
    dossier_id = incomplete(life)
    with services.transaction() as call:
        yesterday = call.today - timedelta(days=1)
        call.db.execute(update(SupplementRequest).values(respond_by=yesterday))
    officer = Officer(app, DESK, "mot-cua")
    with Queries(services.engine) as asked:
        text = officer.inbox("?hang=cho-hoan-thien")
    assert len(asked.seen) <= 8, asked.seen
    assert "đã hết hạn, có thể từ chối tiếp nhận" in text
    assert f"/mot-cua/{dossier_id}/tu-choi" in officer.open(dossier_id)
    officer.do(dossier_id, "tu-choi", grounds="Người nộp không hoàn thiện")
    assert life.dossier(dossier_id).state is State.REFUSED
