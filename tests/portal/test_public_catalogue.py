"""Finding a procedure: by words however they are typed, by filters, page after page."""

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from portal.wiring import Services
from procedures.acts.call import Call
from procedures.acts.publish_version import publish_version
from procedures.reads.catalogue import Wanted, facets, fields, search, similar
from procedures.records import ProcedureVersion
from tests.pages import PageClient

TODAY = date(2026, 11, 20)


def codes(services: Services, **wanted: str) -> list[str]:
    with services.reading() as db:
        return [card.code for card in search(db, Wanted(**wanted), TODAY).cards]


def body_of(services: Services, code: str) -> dict[str, Any]:
    with services.reading() as db:
        row = db.scalars(select(ProcedureVersion).where(ProcedureVersion.code == code)).one()
        return deepcopy(row.body)


def publish(call: Call, body: Mapping[str, Any], code: str, name: str, since: date) -> None:
    changed = {**body, "code": code, "name": {"vi": name, "en": f"{name} en"}}
    publish_version(call, changed, since)


@pytest.mark.parametrize(
    "words", ["khai sinh", "KHAI SINH", "khai  sinh,", "khaí sịnh", "birth regist", "1.001193"]
)
def test_words_find_with_and_without_diacritics(services: Services, words: str) -> None:
    assert "1.001193" in codes(services, words=words)


def test_every_word_must_occur_and_short_words_stand_whole(services: Services) -> None:
    assert codes(services, words="khai sinh xây dựng") == []
    assert codes(services, words="trợ cấp") == ["1.001776"]  # not “trong”, not “cap nhat”


def test_hits_in_the_name_come_first(services: Services) -> None:
    found = codes(services, words="khai sinh")
    assert found[:2] == ["1.001193", "2.000986"]
    assert codes(services, words="hộ")[0] == "1.001612"


def test_what_a_database_or_a_pattern_would_trip_over_finds_nothing(services: Services) -> None:
    for words in ("\x00", "%' OR 1=1 --", "(((", "\\", "[a", "." * 50, "đ" * 500):
        codes(services, words=words)
    assert codes(services, field="\\", tier="%", level="x") == []


def test_filters_narrow_and_can_be_combined(services: Services) -> None:
    civil = {"1.000894", "1.001193", "1.004873", "2.000986"}
    assert set(codes(services, field="ho-tich")) == civil
    assert codes(services, tier="tinh") == ["3.000333"]
    assert set(codes(services, level="mot-phan")) == {"1.000894", "1.001776", "1.013225"}
    assert codes(services, words="khai", field="ho-tich", tier="xa", level="toan-trinh") == [
        "1.001193",
        "2.000986",
    ]


def test_only_versions_in_force_are_listed(services: Services) -> None:
    body = body_of(services, "1.001193")
    with services.transaction() as call:
        publish(call, body, "1.900001", "Thủ tục của ngày mai", TODAY + timedelta(days=1))
        publish(call, body, "1.900002", "Thủ tục đã thu hồi", date(2025, 1, 1))
        call.db.execute(
            update(ProcedureVersion)
            .where(ProcedureVersion.code == "1.900002")
            .values(withdrawn_at=call.now, withdrawn_grounds="Ban hành nhầm")
        )
        publish(call, body, "1.900003", "Thủ tục bản một", date(2025, 1, 1))
        publish(call, body, "1.900003", "Thủ tục bản hai", TODAY)
    with services.reading() as db:
        names = [c.name["vi"] for c in search(db, Wanted("thu tuc"), TODAY, size=50).cards]
        tomorrow = search(db, Wanted("ngay mai"), TODAY + timedelta(days=1)).cards
    assert "Thủ tục bản hai" in names
    assert not {"Thủ tục của ngày mai", "Thủ tục đã thu hồi", "Thủ tục bản một"} & set(names)
    assert [card.code for card in tomorrow] == ["1.900001"]


def test_procedures_between_agencies_are_never_shown(
    services: Services, client: PageClient
) -> None:
    body = body_of(services, "1.001193")
    with services.transaction() as call:
        publish(call, body, "1.900004", "Thủ tục nội bộ", date(2025, 1, 1))
        call.db.connection().exec_driver_sql(
            "INSERT INTO procedure_version (code, version, body, digest, name, field_code,"
            " field_name, decided_at, level, search, effective_from, published_at)"
            " SELECT '5.900004', version, body, digest, name, 'noi-bo', field_name, decided_at,"
            " level, search, effective_from, published_at"
            " FROM procedure_version WHERE code = '1.900004'"
        )
    assert codes(services, words="noi bo") == ["1.900004"]
    with services.reading() as db:
        assert "noi-bo" not in {option.code for option in fields(db, TODAY)}
    client.get("/thu-tuc/5.900004")
    assert client.status == 404
    assert client.http.get("/thu-tuc/5.900004.json").status_code == 404


def test_pages_follow_one_another_without_gap_or_repeat(services: Services) -> None:
    body = body_of(services, "1.001193")
    with services.transaction() as call:
        for number in range(25):
            publish(call, body, f"1.9100{number:02d}", f"Việc thứ {number % 7}", date(2025, 1, 1))
    for words in ("", "viec", "khai"):
        with services.reading() as db:
            whole = [c.code for c in search(db, Wanted(words), TODAY, size=100).cards]
            seen: list[str] = []
            after = ""
            while True:
                page = search(db, Wanted(words), TODAY, after, size=4)
                seen += [card.code for card in page.cards]
                if page.next is None:
                    break
                after = page.next
        assert seen == whole
        assert len(seen) == len(set(seen)) >= 9


def test_a_cursor_that_says_nothing_begins_at_the_start(services: Services) -> None:
    with services.reading() as db:
        first = search(db, Wanted(), TODAY).cards
        for cursor in ("x", "9-1.001193", "0-7.001193", "0-1.001193'", "\x00"):
            assert search(db, Wanted(), TODAY, cursor).cards == first


def test_a_slip_of_the_finger_is_met_with_what_comes_near(services: Services) -> None:
    with services.reading() as db:
        assert similar(db, "khai sing", TODAY)[0].code == "1.001193"
        assert similar(db, "zzzz qqqq", TODAY) == ()
        assert similar(db, " ,;", TODAY) == ()


def test_facets_hold_only_what_leads_somewhere(services: Services) -> None:
    with services.reading() as db:
        found = facets(db, TODAY)
        for option in found.fields:
            assert search(db, Wanted(field=option.code), TODAY).cards
        for option in found.tiers:
            assert search(db, Wanted(tier=option.code), TODAY).cards
        assert facets(db, date(2020, 1, 1)).fields == ()


def test_a_page_asks_the_database_three_times(services: Services, client: PageClient) -> None:
    asked: list[str] = []

    def note(*args: Any) -> None:
        asked.append(args[2])

    client.get("/thu-tuc")
    event.listen(services.engine, "before_cursor_execute", note)
    client.get("/thu-tuc?q=khai+sinh&cap=xa")
    assert len(asked) == 3, asked
    event.remove(services.engine, "before_cursor_execute", note)


def test_the_page_keeps_what_was_asked_in_its_address(client: PageClient) -> None:
    client.get("/thu-tuc?q=Khai+sinh&linh-vuc=ho-tich&cap=xa")
    assert client.status == 200
    assert 'value="Khai sinh"' in client.text
    assert '<option value="ho-tich" selected>' in client.text
    assert 'href="/thu-tuc?q=Khai+sinh&amp;cap=xa"' in client.text  # leaves the field out
    assert 'href="/thu-tuc/1.001193"' in client.text


def test_an_empty_page_says_what_to_do(client: PageClient) -> None:
    client.get("/thu-tuc?q=khai+sing&cap=tinh")
    assert client.status == 200
    assert "Không có thủ tục nào có đủ các từ" in client.text
    assert "Có phải bạn tìm" in client.text
    assert "Tìm trong mọi lĩnh vực" in client.text
    client.get("/thu-tuc?cap=%00&q=%3Cscript%3E")
    assert "<script>" not in client.text


def test_the_first_page_lists_the_fields(client: PageClient) -> None:
    client.get("/")
    assert 'href="/thu-tuc?linh-vuc=ho-tich"' in client.text


def test_the_page_in_english(client: PageClient) -> None:
    client.http.set_cookie("lang", "en")
    client.get("/thu-tuc?q=birth")
    assert "Birth registration" in client.text
    assert re.search(r"Civil status", client.text)
