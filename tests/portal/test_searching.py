"""Searching: by name, code and citizen number; none of it in an address; only what one may read."""

import unicodedata
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import literal, select

from portal.wiring import Services
from procedures.folding import fold
from procedures.lifecycle import State
from procedures.people import as_citizen_no
from procedures.reads.inbox import Filters, elsewhere
from procedures.records import Dossier, Person
from procedures.records.spelling import folded
from procedures.records.standing import standing_of
from procedures.rights import may_read
from tests.acts.stages import Stages
from tests.factories import Life
from tests.portal.officers import Officer, Queries
from tests.portal.waiting import offer

DESK, HANDLER, LEADER = "motcua.tanmy", "tuphap.tanmy", "chutich.tanmy"
AWAY = "tuphap.tranphu"
READERS = (DESK, HANDLER, LEADER, AWAY, "motcua.tranphu", "chutich.tranphu", "quantri")


@pytest.fixture
def number(life: Life) -> str:
    """The citizen number of whoever files in these tests."""
    with life.services.reading() as db:
        person = db.get_one(Person, life.actor("congdan1").person_id)
    assert person.citizen_no is not None
    return person.citizen_no


def address(officer: Officer, words: str, query: str = "") -> str:
    """Where a search leads, not followed."""
    officer.inbox()
    token = officer.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    fields = {"csrf_token": token, "q": words, **dict(p.split("=") for p in query.split("&") if p)}
    return officer.page.http.post(f"/{officer.room}/tim", data=fields).headers["Location"]


@pytest.mark.parametrize("typed", ["{0}", " {1} {2} ", "{1}.{2}"])
def test_a_citizen_number_finds_its_dossiers(
    app: Flask, life: Life, number: str, typed: str
) -> None:
    dossier = life.dossier(life.in_progress())
    officer = Officer(app, HANDLER, "xu-ly")
    said = typed.format(number, number[:3], number[3:])
    assert dossier.code in officer.search(said, "?hang=don-vi")
    assert "Hồ sơ khác bạn được xem" not in officer.text
    assert dossier.code not in officer.search(number[:-1] + "0", "?hang=don-vi")
    assert "khớp bộ lọc" in officer.text


def test_part_of_a_number_finds_nobody(app: Flask, life: Life, number: str) -> None:
    dossier = life.dossier(life.in_progress())
    assert dossier.code not in Officer(app, HANDLER, "xu-ly").search(number[:9], "?hang=don-vi")
    assert dossier.code not in Officer(app, HANDLER, "xu-ly").search(number[:11], "?hang=don-vi")


def test_nothing_personal_stands_in_the_address(app: Flask, life: Life, number: str) -> None:
    dossier = life.dossier(life.in_progress())
    officer = Officer(app, HANDLER, "xu-ly")
    for words in (number, "nguyen thi thu ha", "Nguyễn Thị"):
        there = address(officer, words, "hang=don-vi&xep=nop")
        query = parse_qs(urlsplit(there).query)
        assert set(query) == {"hang", "xep", "tim"}
        assert not any(word in there.lower() for word in (number, "nguy", "thu+ha", "q="))
        officer.page.get(there)
        assert dossier.code in officer.text
        assert f'value="{words}"' in officer.text
        assert there.replace("&", "&amp;").partition("?")[2] in officer.text


def test_an_address_opens_for_its_searcher_only(app: Flask, life: Life, number: str) -> None:
    dossier = life.dossier(life.in_progress())
    there = address(Officer(app, HANDLER, "xu-ly"), number[:-1] + "0", "hang=don-vi")
    again = Officer(app, HANDLER, "xu-ly")
    again.page.get(there)
    assert dossier.code not in again.text, "the same person, signed in anew"
    leader = Officer(app, LEADER, "xu-ly")
    leader.page.get(there)
    assert dossier.code in leader.text, "for anybody else it asks for nothing"
    assert number[:-1] not in leader.text
    for broken in (f"{there[:-4]}AAAA", f"{there}%C3%A9", "/xu-ly?hang=don-vi&tim=x"):
        again.page.get(broken)
        assert again.status == 200
        assert dossier.code in again.text


def test_the_desk_finds_what_has_left_it(app: Flask, life: Life, number: str) -> None:
    dossier = life.dossier(life.in_progress())
    clerk = Officer(app, DESK, "mot-cua")
    assert dossier.code not in clerk.inbox()
    for words in (number, dossier.code, dossier.code.lower()):
        text = clerk.search(words)
        assert dossier.code in text.partition("Hồ sơ khác bạn được xem")[2]
        assert "Đang xử lý" in text
    assert dossier.code not in clerk.search("nguyen thi thu ha"), "a name opens no other room"
    assert dossier.code not in Officer(app, "motcua.tranphu", "mot-cua").search(number)


def test_searching_takes_few_queries(
    app: Flask, life: Life, services: Services, number: str
) -> None:
    life.submitted()
    life.in_progress()
    officer = Officer(app, DESK, "mot-cua")
    there = address(officer, number, "hang=cho-tiep-nhan")
    with Queries(services.engine) as asked:
        officer.page.get(there)
    assert "Hồ sơ khác bạn được xem" in officer.text
    assert len(asked.seen) <= 8, asked.seen


def test_elsewhere_is_what_the_rights_let_read(life: Life, number: str) -> None:
    stages = Stages(life)
    for state in State:
        stages.at(state)
    given = stages.fresh(State.IN_PROGRESS)
    to = next(iter(life.actor(AWAY).unit_ids))
    offer(life, given, life.actor(HANDLER), to, "")
    readers = [life.actor(username) for username in READERS]
    with life.services.reading() as db:
        every = db.query(Dossier).all()
        assert {dossier.state for dossier in every} >= {State.RETURNED, State.PROPOSED}
        for reader in readers:
            found = {each.id for each in elsewhere(db, reader, Filters(words=number), ())}
            own = [d for d in every if d.applicant_id == life.actor("congdan1").person_id]
            assert found == {d.id for d in own if may_read(reader, standing_of(db, d))}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("024099000111", "024099000111"),
        ("024 099 000 111", "024099000111"),
        ("024.099.000.111", "024099000111"),
        ("121234567", "121234567"),
        ("0240990001", ""),
        ("٠٢٤٠٩٩٠٠٠١١١", ""),
        ("H02.31-260101-0001", ""),
        ("", ""),
    ],
)
def test_what_counts_as_a_citizen_number(said: str, meant: str) -> None:
    assert as_citizen_no(said) == meant


def test_the_database_folds_as_the_portal_does(services: Services) -> None:
    vowels = [v + mark for v in "aăâeêioôơuưy" for mark in ("", *"\u0300\u0301\u0303\u0309\u0323")]
    written = unicodedata.normalize("NFC", "".join([*vowels, "đçñš"]))
    said = f"{written}{written.upper()} Nguyễn  Thị"
    with services.reading() as db:
        found = db.scalar(select(folded(literal(said))))
    assert " ".join(str(found).split()) == fold(said)
