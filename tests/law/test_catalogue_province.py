"""The sample province has the offices that it says, each with codes of its own."""

import re
import unicodedata
from collections import Counter
from datetime import date

from procedures.catalogue import (
    all_places,
    country_places,
    labels,
    sample_citizens,
    sample_officers,
    sample_units,
    shipped_procedures,
)
from procedures.catalogue.agencies import all_units, reversed_code
from procedures.catalogue.places import plain
from procedures.people import Role
from procedures.routing import Function, Register, route_for

TODAY = date(2024, 11, 22)
CODE_2020 = re.compile(r"H02(\.[A-Z0-9]{2}){0,3}")
CODE_2016 = re.compile(r"\d{3}\.\d{2}\.\d{2}\.H02")
LONGEST_CODE = 35
ROLES = {
    Function.RECEPTION: Role.RECEIVER,
    Function.HANDLING: Role.HANDLER,
    Function.OPINION: Role.HANDLER,
    Function.APPROVAL: Role.LEADER,
    Function.SIGNING: Role.LEADER,
    Function.RETURN: Role.RECEIVER,
}


def test_one_province_ten_districts_and_their_communes() -> None:
    assert Counter(place.tier for place in all_places()) == {"tinh": 1, "huyen": 10, "xa": 192}


def test_twenty_departments_and_one_centre_at_the_province() -> None:
    units = [unit for unit in all_units() if unit.place == "24"]
    assert len(units) == 1 + 20 + 1
    assert {unit.kind for unit in units} >= {"ubnd", "mot-cua", "so-tu-phap", "so-xay-dung"}


def test_every_place_has_its_committee_and_its_desk() -> None:
    kinds = Counter(unit.kind for unit in all_units())
    assert kinds["ubnd"] == kinds["mot-cua"] == len(all_places())


def test_codes_have_the_form_of_the_regulations_and_are_unique() -> None:
    units = all_units()
    for unit in units:
        assert CODE_2020.fullmatch(unit.code_2020), unit
        assert CODE_2016.fullmatch(unit.code_2016), unit
        assert len(unit.code_2020) <= LONGEST_CODE
    assert len({unit.code_2020 for unit in units}) == len(units)
    assert len({unit.code_2016 for unit in units}) == len(units)
    assert len({unit.key for unit in units}) == len(units)


def test_both_notations_name_the_same_agency() -> None:
    assert reversed_code("H02") == "000.00.00.H02"
    assert reversed_code("H02.03") == "000.00.03.H02"
    assert reversed_code("H02.31.05") == "000.05.31.H02"
    assert reversed_code("H02.31.43.01") == "001.43.31.H02"


def test_every_unit_but_the_provincial_committee_belongs_to_another() -> None:
    keys = {unit.key for unit in all_units()}
    roots = [unit for unit in all_units() if unit.parent is None]
    assert [unit.key for unit in roots] == ["24/ubnd"]
    assert all(unit.parent in keys for unit in all_units() if unit.parent)


def test_parents_come_first() -> None:
    seen: set[str] = set()
    for place in all_places():
        assert place.parent is None or place.parent in seen
        seen.add(place.code)
    keys: set[str] = set()
    for unit in all_units():
        assert unit.parent is None or unit.parent in keys
        keys.add(unit.key)


def test_names_are_whole_in_both_languages() -> None:
    for name in [place.name for place in all_places()] + [unit.name for unit in all_units()]:
        assert set(name) == {"vi", "en"}
        assert all(unicodedata.is_normalized("NFC", words) for words in name.values())
        assert name["en"].isascii(), name


def test_names_follow_the_type_of_the_place() -> None:
    names = {place.code: place.name for place in all_places()}
    assert names["222"] == {"vi": "Thị xã Việt Yên", "en": "Viet Yen Town"}
    assert names["07687"] == {"vi": "Phường Tân Mỹ", "en": "Tan My Ward"}
    units = {unit.key: unit for unit in all_units()}
    assert units["213/phong-kinh-te-ha-tang"].name == {
        "vi": "Phòng Quản lý đô thị thành phố Bắc Giang",
        "en": "Division of Urban Management of Bac Giang City",
    }
    assert (
        units["217/phong-kinh-te-ha-tang"].name["vi"] == "Phòng Kinh tế và Hạ tầng huyện Lạng Giang"
    )
    assert units["07432/cong-an"].name["vi"] == "Công an xã Tân Dĩnh"


def test_marks_fall_away_in_english() -> None:
    assert plain("Đồng Kỳ ữ ợ ẩ") == "Dong Ky u o a"


def test_nothing_stands_before_the_data_begins() -> None:
    assert sample_units(date(2023, 12, 31)) == ([], [])
    places, units = sample_units(TODAY)
    assert (len(places), len(units)) == (len(all_places()), len(all_units()))


def test_the_country_holds_the_province() -> None:
    country = country_places()
    assert {place.code for place in all_places() if place.tier == "xa"} <= {
        place.code for place in country if place.tier == "xa"
    }
    assert Counter(place.tier for place in country) == {"tinh": 63, "huyen": 696, "xa": 10035}


def test_officers_hold_posts_that_exist() -> None:
    keys = {unit.key for unit in all_units()}
    officers = sample_officers()
    assert len({officer.username for officer in officers}) == len(officers)
    for officer in officers:
        assert re.fullmatch(r"[a-z]+[0-9]?(\.[a-z]+)?", officer.username)
        assert officer.posts
        assert all(post.unit_key in keys for post in officer.posts)


def test_only_a_deputy_signs_for_another() -> None:
    for officer in sample_officers():
        for post in officer.posts:
            for_another = any(line.startswith("KT. ") for line in post.signs_as.splitlines())
            assert post.title["vi"].startswith("Phó ") == for_another


def test_leaders_of_a_committee_sign_for_the_committee() -> None:
    for officer in sample_officers():
        for post in officer.posts:
            collective = post.role is Role.LEADER and post.kind == "ubnd"
            assert post.signs_as.startswith("TM. Ủy ban nhân dân") == collective


def test_every_procedure_can_be_completed_where_there_are_officers() -> None:
    directory = Register(*sample_units(TODAY))
    manned = {(post.unit_key, post.role) for officer in sample_officers() for post in officer.posts}
    for commune in ("07687", "07213", "07432"):
        for shipped in shipped_procedures():
            for leg in route_for(shipped.procedure, commune, TODAY, directory):
                if leg.function is not Function.SEAL:  # the worker's, who holds no post
                    at = (leg.unit.key, ROLES[leg.function])
                    assert at in manned, (commune, shipped.code, leg)


def test_there_is_an_administrator() -> None:
    posts = [post for officer in sample_officers() for post in officer.posts]
    assert any(post.role is Role.ADMIN for post in posts)


def test_citizens_have_the_numbers_that_their_birth_gives_them() -> None:
    communes = {place.code for place in all_places() if place.tier == "xa"}
    citizens = sample_citizens()
    assert len({citizen.citizen_no for citizen in citizens}) == len(citizens)
    for citizen in citizens:
        century = (citizen.birth_date.year - 1900) // 100 * 2
        digit = century + (1 if citizen.gender == "nu" else 0)
        assert citizen.citizen_no[:6] == f"024{digit}{citizen.birth_date:%y}"
        assert re.fullmatch(r"\d{12}", citizen.citizen_no)
        assert citizen.place in communes


def test_every_set_of_labels_is_bilingual() -> None:
    for of in ("subject", "level", "channel", "function", "file", "signing", "tier"):
        assert all(set(text) == {"vi", "en"} for text in labels(of).values())
    assert set(labels("function")) == set(Function)
