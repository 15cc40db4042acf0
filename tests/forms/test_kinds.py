"""Each kind of field by example: what is understood, what is refused, what is shown."""

from typing import Any

import pytest

from forms.kinds import KINDS, kind_of
from forms.kinds.base import Context, Parsed
from forms.kinds.wire import Wire
from forms.schema import Field
from tests.forms.province import Province
from tests.forms.samples import TODAY, a_field, a_form, options

CONTEXT = Context(today=TODAY, choices=Province())


def field(kind: str, **keys: object) -> Field:
    return a_form(a_field("muc", kind, **keys)).pages[0].fields[0]


def take(field: Field, typed: str | dict[str, str], locale: str = "vi") -> Parsed:
    inputs = {"": typed} if isinstance(typed, str) else typed
    wire = Wire({part: (contents,) for part, contents in inputs.items()})
    return kind_of(field.kind).take(field, wire, Context(locale, TODAY, Province()))


def sentences(field: Field, value: object) -> list[str]:
    problems = kind_of(field.kind).problems(field, value, CONTEXT)
    return [problem.message.about(field.label).say() for problem in problems]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "  Nguyễn   Văn A ", "Nguyễn Văn A"),
        ("text", "Nguye\u0302\u0303n", "Nguyễn"),
        ("text", "a\u200bb\ufeff", "ab"),
        ("text", "một\nhai", "một hai"),
        ("text", " \t ", None),
        ("textarea", " một \r\n\r\n hai ", "một\n\nhai"),
        ("int", "1.234.567", 1234567),
        ("int", "1,234", 1234),
        ("int", "1 234", 1234),
        ("int", "007", 7),
        ("int", "-5", -5),
        ("money", "1.500.000 đ", 1500000),
        ("money", "1500000 VNĐ", 1500000),
        ("money", "2.000 đồng", 2000),
        ("decimal", "1.234.567,5", "1234567.5"),
        ("decimal", "1,50", "1.5"),
        ("decimal", "1.5", "1.5"),
        ("decimal", "1.500", "1500"),
        ("decimal", "-0,0", "0"),
        ("tel", "+84 912 345 678", "0912345678"),
        ("tel", "84912345678", "0912345678"),
        ("tel", "(0204) 3.854-123", "02043854123"),
        ("tel", "+1 202 555 0123", "+12025550123"),
        ("tel", "1900 1234", "19001234"),
        ("email", "An@VIDU.vn", "An@vidu.vn"),
        ("url", "vidu.vn/a", "https://vidu.vn/a"),
        ("citizen_id", "024 190 000 123", "024190000123"),
        ("list", "một\n\n hai \n", ["một", "hai"]),
        ("checkbox", "1", True),
        ("checkbox", "", False),
    ],
)
def test_understood(kind: str, typed: str, value: object) -> None:
    assert take(field(kind), typed) == Parsed(value)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("text", "a\x00b"),
        ("text", "\u202egnp.exe"),
        ("text", "a\ud800"),
        ("text", "x" * 60_000),
        ("int", "1.5"),
        ("int", "1.234,567"),
        ("int", "mười"),
        ("int", "٣"),
        ("int", "9" * 19),
        ("money", "năm triệu"),
        ("decimal", "1,2,3"),
        ("decimal", "1e5"),
        ("decimal", "NaN"),
        ("tel", "12345"),
        ("tel", "01234567890"),
        ("tel", "0912 345 67"),
        ("email", "a@b"),
        ("email", "a b@c.vn"),
        ("url", "javascript://x.y/%0aalert(1)"),
        ("url", "http://[::1"),
        ("citizen_id", "12345"),
        ("citizen_id", "097190000123"),
        ("citizen_id", "000190000123"),
        ("citizen_id", "024990000123"),
        ("citizen_id", "123456789"),
    ],
)
def test_refused_with_a_sentence(kind: str, typed: str) -> None:
    parsed = take(field(kind), typed)
    assert parsed.value is None
    sentence = parsed.problems[0].message.about({"vi": "Mục"}).say()
    assert "Mục" in sentence
    assert "{" not in sentence


def test_nine_digits_only_where_old_cards_are_taken() -> None:
    assert take(field("citizen_id", legacy=True), "123456789").value == "123456789"


def test_numbers_follow_the_reader() -> None:
    decimal = field("decimal")
    assert take(decimal, "1,234.5", "en").value == "1234.5"
    assert take(decimal, "1.234", "en").value == "1.234"
    assert take(decimal, "1.234", "vi").value == "1234"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ({"ngay": "1", "thang": "2", "nam": "1990"}, "1990-02-01"),
        ({"ngay": "01", "thang": "02", "nam": " 1990 "}, "1990-02-01"),
        ({"ngay": "1/2/1990"}, "1990-02-01"),
        ({"ngay": "01-02-1990"}, "1990-02-01"),
        ({"ngay": "1990-02-01"}, "1990-02-01"),
        ({"ngay": "", "thang": "", "nam": ""}, None),
    ],
)
def test_dates(typed: dict[str, str], value: str | None) -> None:
    assert take(field("date"), typed) == Parsed(value)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ({"ngay": "31", "thang": "02", "nam": "abc"}, "nam"),
        ({"ngay": "31", "thang": "02", "nam": "1990"}, ""),
        ({"ngay": "31", "thang": "13", "nam": "1990"}, "thang"),
        ({"ngay": "1", "thang": "2", "nam": "90"}, "nam"),
        ({"ngay": "1", "nam": "1990"}, "thang"),
        ({"ngay": "mùng 1"}, "thang"),
    ],
)
def test_wrong_dates_point_at_the_box(typed: dict[str, str], part: str) -> None:
    assert [problem.part for problem in take(field("date"), typed).problems] == [part]


def test_date_bounds() -> None:
    bounded = field("date", not_after="today", not_before={"years_before_today": 14})
    assert sentences(bounded, "2024-06-15") == []
    assert sentences(bounded, "2024-06-16") == ["“Mục muc” không được sau ngày hôm nay."]
    assert sentences(bounded, "2010-06-15") == []
    assert sentences(bounded, "2010-06-14") == ["“Mục muc” không được trước ngày 15/06/2010."]


def test_partial_dates() -> None:
    partial = field("partial_date", not_after="today")
    assert take(partial, {"nam": "1950"}).value == {"year": 1950, "month": None, "day": None}
    assert take(partial, {"thang": "5", "nam": "1950"}).value == {
        "year": 1950, "month": 5, "day": None,
    }  # fmt: skip
    assert take(partial, {"ngay": "29", "thang": "2", "nam": "1950"}).problems
    assert take(partial, {"ngay": "1", "nam": "1950"}).problems[0].part == "thang"
    assert sentences(partial, {"year": 2024, "month": None, "day": None}) == []
    assert sentences(partial, {"year": 2024, "month": 7, "day": None})
    assert sentences(field("partial_date", precision="month"), {"year": 1950})
    show = kind_of("partial_date").lines
    assert show(partial, {"year": 1950, "month": 5}, "vi") == ["05/1950"]
    assert show(partial, {"year": 1950, "month": 5}, "en") == ["May 1950"]
    assert show(partial, {"year": 1950, "month": 5, "day": 2}, "vi") == ["02/05/1950"]


def test_a_moment_may_lack_its_hour_only_where_the_form_says_so() -> None:
    day = {"ngay": "1", "thang": "2", "nam": "2024"}
    assert take(field("datetime", precision="day"), day).value == "2024-02-01"
    assert take(field("datetime"), day).problems[0].part == "gio"
    assert take(field("datetime"), {**day, "gio": "7", "phut": "5"}).value == "2024-02-01T07:05"
    assert take(field("datetime"), {**day, "gio": "24"}).problems[0].part == "gio"
    assert take(field("datetime"), {"gio": "7"}).problems[0].part == "ngay"
    shown = kind_of("datetime").lines(field("datetime"), "2024-02-01T07:05", "vi")
    assert shown == ["07 giờ 05 phút, ngày 01/02/2024"]


def test_choices() -> None:
    select = field("select", options=options("a", "b"))
    assert sentences(select, "c") == ["Hãy chọn “Mục muc” trong danh sách."]
    several = field("multiselect", options=options("a", "b", "c"), max=2)
    wire = Wire({"": ("c", "a", "a")})
    assert kind_of("multiselect").take(several, wire, CONTEXT).value == ["a", "c"]
    assert sentences(several, ["a", "b", "c"]) == ["Chỉ chọn tối đa 2 mục ở “Mục muc”."]
    assert sentences(several, ["x"])


def test_an_address_is_chosen_list_by_list() -> None:
    address = field("address", abroad=True)
    assert take(address, {}).value is None
    assert take(address, {"0": "24"}).problems[0].part == "1"
    assert take(address, {"0": "24", "1": "213"}).problems[0].part == "2"
    assert take(address, {"detail": "Số 5"}).problems[0].part == "0"
    value = {"0": "24", "1": "213", "2": "07207", "detail": "Số 5"}
    assert take(address, value).value == {
        "place": "07207", "detail": "Số 5",
        "text": "Số 5, phường Trần Phú, thành phố Bắc Giang, tỉnh Bắc Giang",
    }  # fmt: skip
    assert take(address, {**value, "0": "01"}).problems[0].part == "1"
    assert take(address, {"abroad": "1", "detail": "Tokyo, Nhật Bản"}).value == {
        "place": None, "detail": "Tokyo, Nhật Bản", "text": "Tokyo, Nhật Bản",
    }  # fmt: skip


def test_an_address_may_stop_at_a_tier() -> None:
    district = field("address", tier="huyen", detail="none")
    value: Any = take(district, {"0": "24", "1": "217"}).value
    assert value["place"] == "217"


def test_an_address_that_no_longer_exists_is_asked_again() -> None:
    gone = {"place": "99999", "detail": "", "text": "xã Cũ"}
    assert sentences(field("address"), gone) == ["Hãy chọn lại địa danh ở “Mục muc”."]


def test_an_agency_is_chosen_by_its_place() -> None:
    agency = field("agency")
    assert take(agency, {}).value is None
    found = take(agency, {"1": "217", "2": "07840"}).value
    assert found == {"unit": "07840-ubnd", "place": "07840", "text": "UBND xã Đồng Tân"}
    two = {"1": "213", "2": "07207"}
    assert take(agency, two).problems[0].part == "unit"
    chosen: Any = take(agency, {**two, "unit": "07207-ubnd-2"}).value
    assert chosen["unit"] == "07207-ubnd-2"
    assert take(field("agency", unit_kinds=["cong-an"]), two).problems


def test_a_former_office_needs_only_its_name() -> None:
    former = field("agency_history")
    assert take(former, {"name": "UBND xã Cũ"}).value == {
        "name": "UBND xã Cũ", "place": None, "text": "UBND xã Cũ",
    }  # fmt: skip
    assert take(former, {"0": "24"}).problems[0].part == "name"
    value: Any = take(former, {"name": "UBND xã Cũ", "0": "24"}).value
    assert value == {
        "name": "UBND xã Cũ", "place": "24", "text": "UBND xã Cũ (tỉnh Bắc Giang)",
    }  # fmt: skip


def test_money_is_shown_in_words() -> None:
    money = field("money")
    assert kind_of("money").lines(money, 1500000, "vi") == [
        "1.500.000 đồng", "(Một triệu năm trăm nghìn đồng)",
    ]  # fmt: skip
    assert kind_of("money").lines(money, 1500000, "en")[0] == "1,500,000 VND"
    assert sentences(money, -1)


def test_patterns_bring_their_own_sentence() -> None:
    own = {"vi": "Ghi dạng 12/2024.", "en": "Write as 12/2024."}
    number = field("text", pattern=r"\d+/\d{4}", pattern_message=own)
    assert sentences(number, "12/2024") == []
    assert sentences(number, "12-2024") == ["Ghi dạng 12/2024."]


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "stored", [None, True, 0, 10**30, 1.5, "", "x", "\x00", [], [[]], {}, {"place": {}}, object()]
)
def test_no_stored_value_breaks_a_kind(kind: str, stored: object) -> None:
    keys: dict[str, object] = {}
    if kind in {"select", "radio", "multiselect"}:
        keys["options"] = options("a")
    if kind == "table":
        keys["columns"] = [a_field("cot", "text")]
    if kind == "group":
        keys["fields"] = [a_field("con", "text")]
    if kind == "computed":
        keys |= {"of": "muc", "as": "upper"}
    made = (
        Field(name="muc", kind=kind, label={"vi": "Mục"})
        if kind == "computed"
        else field(kind, **keys)
    )
    found = KINDS[kind]
    assert isinstance(found.problems(made, stored, CONTEXT), list)
    assert isinstance(found.lines(made, stored, "vi"), list)
    assert isinstance(found.inputs(made, stored, CONTEXT), dict)
