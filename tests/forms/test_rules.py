"""Conditions, visibility and the faults of whole forms."""

from collections.abc import Mapping

import pytest

from forms.kinds.base import Context
from forms.rules import ALWAYS, NEVER, View, check_all, describe, narrow
from forms.schema import FormSchema
from tests.forms.province import Province
from tests.forms.samples import TODAY, a_field, a_form, every_kind, options, text

FORM = a_form(
    a_field("chon", "radio", options=options("co", "khong")),
    a_field("nhieu", "multiselect", options=options("a", "b")),
    a_field("so", "int"),
    a_field("ngay", "date"),
    a_field("nam", "partial_date"),
    a_field("luc", "datetime"),
    a_field("dong_y", "checkbox"),
    a_field("noi_o", "address"),
    a_field("an", "text", show_when={"eq": ["chon", "co"]}),
)


def holds(cond: Mapping[str, object], **answers: object) -> bool:
    return View(FORM, answers, TODAY).holds(cond)


@pytest.mark.parametrize(
    ("cond", "answers", "expected"),
    [
        ({"eq": ["chon", "co"]}, {"chon": "co"}, True),
        ({"eq": ["chon", "co"]}, {}, False),
        ({"eq": ["chon", None]}, {}, True),
        ({"ne": ["chon", "co"]}, {}, True),
        ({"in": ["chon", ["co", "khong"]]}, {"chon": "khong"}, True),
        ({"eq": ["nhieu", "b"]}, {"nhieu": ["a", "b"]}, True),
        ({"eq": ["dong_y", True]}, {"dong_y": True}, True),
        ({"eq": ["so", 1]}, {"so": True}, False),
        ({"eq": ["noi_o", "24"]}, {"noi_o": {"place": "24", "detail": "", "text": "x"}}, True),
        ({"filled": "so"}, {"so": 0}, True),
        ({"filled": "dong_y"}, {"dong_y": False}, False),
        ({"filled": "nhieu"}, {"nhieu": []}, False),
        ({"not": {"filled": "so"}}, {}, True),
        ({"all": [{"filled": "so"}, {"filled": "chon"}]}, {"so": 1}, False),
        ({"any": [{"filled": "so"}, {"filled": "chon"}]}, {"so": 1}, True),
        ({"le": ["ngay", "today"]}, {"ngay": "2024-06-15"}, True),
        ({"lt": ["ngay", "today"]}, {"ngay": "2024-06-15"}, False),
        ({"le": ["ngay", "today"]}, {"ngay": "2024-06-16"}, False),
        ({"le": ["ngay", "today"]}, {}, True),
        ({"le": [{"today_minus_days": 60}, "ngay"]}, {"ngay": "2024-04-15"}, False),
        ({"le": [{"today_minus_days": 60}, "ngay"]}, {"ngay": "2024-04-16"}, True),
        ({"le": ["ngay", {"years_before_today": 14}]}, {"ngay": "2010-06-15"}, True),
        ({"le": ["ngay", {"years_before_today": 14}]}, {"ngay": "2010-06-16"}, False),
        ({"le": ["so", {"value": 10}]}, {"so": 9}, True),
        ({"lt": ["so", {"value": "10.5"}]}, {"so": 11}, False),
        ({"le": ["ngay", {"value": "2024-01-01"}]}, {"ngay": "2024-01-02"}, False),
        ({"lt": ["nam", "ngay"]}, {"nam": {"year": 2024}, "ngay": "2024-01-02"}, True),
        ({"lt": ["nam", "ngay"]}, {"nam": {"year": 2025}, "ngay": "2024-01-02"}, False),
        ({"le": ["ngay", "luc"]}, {"ngay": "2024-01-02", "luc": "2024-01-02T08:00"}, True),
        ({"lt": ["so", "ngay"]}, {"so": 1, "ngay": "2024-01-02"}, True),
        ({"le": ["ngay", "today"]}, {"ngay": "not a day"}, True),
    ],
)
def test_conditions(cond: dict[str, object], answers: dict[str, object], *, expected: bool) -> None:
    assert holds(cond, **answers) is expected


def test_a_hidden_answer_counts_as_none() -> None:
    assert not holds({"filled": "an"}, chon="khong", an="x")
    assert holds({"filled": "an"}, chon="co", an="x")


def test_required_and_show_when() -> None:
    form = a_form(
        a_field("chon", "radio", options=options("co", "khong"), required=True),
        a_field("ly_do", "text", required=True, show_when={"eq": ["chon", "co"]}),
        a_field("so", "int", required={"eq": ["chon", "khong"]}),
    )
    assert [fault.field for fault in check_all(form, {}, TODAY)] == ["chon"]
    assert [fault.field for fault in check_all(form, {"chon": "co"}, TODAY)] == ["ly_do"]
    assert [fault.field for fault in check_all(form, {"chon": "khong"}, TODAY)] == ["so"]
    assert check_all(form, {"chon": "khong", "so": 0, "ly_do": "\x00"}, TODAY) == []


def test_groups_hide_their_children() -> None:
    form = a_form(
        a_field("chon", "radio", options=options("co", "khong")),
        {
            **a_field("nhom", "group", show_when={"eq": ["chon", "co"]}),
            "fields": [a_field("trong", "text", required=True)],
        },
    )
    assert check_all(form, {}, TODAY) == []
    assert [fault.field for fault in check_all(form, {"chon": "co"}, TODAY)] == ["trong"]


def test_checks_between_fields() -> None:
    form = a_form(
        a_field("tu", "date", required=True),
        a_field("den", "date"),
        checks=[
            {
                "unless": {"le": ["tu", "den"]},
                "field": "den",
                "message": text("Ngày kết thúc phải sau ngày bắt đầu.", "The end comes first."),
            }
        ],
    )
    assert check_all(form, {"tu": "2024-01-02"}, TODAY) == []
    (fault,) = check_all(form, {"tu": "2024-01-02", "den": "2024-01-01"}, TODAY)
    assert (fault.page, fault.field) == ("trang", "den")
    assert str(fault.message) == "Ngày kết thúc phải sau ngày bắt đầu."
    assert fault.message.say("en") == "The end comes first."
    wrong = check_all(form, {"tu": "2024-13-02", "den": "2024-01-01"}, TODAY)
    assert [fault.field for fault in wrong] == ["tu"]


def test_faults_stand_in_page_order() -> None:
    faults = check_all(every_kind(), {}, TODAY)
    assert [fault.field for fault in faults] == ["ho_ten", "giay_to", "gioi_tinh", "cam_doan"]
    said = [str(fault.message) for fault in faults]
    assert said == [
        "Hãy khai “Mục ho_ten”.",
        "Hãy chọn “Mục giay_to”.",
        "Hãy chọn “Mục gioi_tinh”.",
        "Hãy đánh dấu vào ô “Mục cam_doan”.",
    ]
    assert faults[0].message.say("en", lambda _: "Enter {label}") == "Enter Mục ho_ten (en)"


TABLE = a_form(
    a_field(
        "bang",
        "table",
        required=True,
        min_rows=2,
        max_rows=3,
        columns=[
            a_field("ten", "text", required=True),
            a_field("chu", "checkbox"),
            a_field("ly_do", "text", required=True, show_when={"filled": "chu"}),
        ],
    )
)


@pytest.mark.parametrize(
    ("rows", "paths"),
    [
        (None, ["bang"]),
        ([], ["bang"]),
        ([{"ten": "A"}], ["bang"]),
        ([{"ten": "A"}, {"ten": "B"}], []),
        ([{"ten": "A"}, {"chu": True}], ["bang-1-ten", "bang-1-ly_do"]),
        ([{"ten": "A"}, {"ten": "\x00"}], ["bang-1-ten"]),
        ([{"ten": "A"}] * 4, ["bang"]),
        ([{"ten": "A"}, "B"], ["bang"]),
        ("AB", ["bang"]),
    ],
)
def test_tables(rows: object, paths: list[str]) -> None:
    assert [fault.field for fault in check_all(TABLE, {"bang": rows}, TODAY)] == paths


def test_places_are_checked_when_lists_are_at_hand() -> None:
    form = a_form(a_field("noi_o", "address"))
    gone = {"noi_o": {"place": "99999", "detail": "", "text": "xã Cũ"}}
    assert check_all(form, gone, TODAY) == []
    assert len(check_all(form, gone, TODAY, choices=Province())) == 1


def test_narrowing_settles_what_other_pages_say() -> None:
    view = View(FORM, {"chon": "co", "so": 3}, TODAY)
    far: dict[str, object] = {"eq": ["chon", "co"]}
    near: dict[str, object] = {"filled": "ngay"}
    here = {"ngay"}
    assert narrow(far, here, view) == ALWAYS
    assert narrow({"not": far}, here, view) == NEVER
    assert narrow({"all": [far, near]}, here, view) == near
    assert narrow({"any": [far, near]}, here, view) == ALWAYS
    assert narrow({"all": [{"not": far}, near]}, here, view) == NEVER
    assert narrow({"not": near}, here, view) == {"not": near}


def test_conditions_in_words() -> None:
    cond = {
        "any": [
            {"in": ["chon", ["co", "khong"]]},
            {"all": [{"filled": "so"}, {"not": {"eq": ["nhieu", "a"]}}, {"ne": ["chon", "co"]}]},
        ]
    }
    assert describe(cond, FORM) == (
        "“Mục chon” là “CO” hoặc “KHONG” hoặc có khai “Mục so” và không phải: “Mục nhieu” là “A”"
        " và “Mục chon” không phải là “CO”"
    )
    assert describe({"le": ["ngay", "today"]}, FORM) == "phù hợp với “Mục ngay”"


def test_a_page_may_be_shown_only_sometimes(two_pages: FormSchema) -> None:
    assert [f.field for f in check_all(two_pages, {"chon": "khong"}, TODAY)] == []
    faults = check_all(two_pages, {"chon": "co"}, TODAY)
    assert [(f.page, f.field) for f in faults] == [("hai", "ten")]
    view = View(two_pages, {"chon": "khong"}, TODAY)
    assert [view.shows_page(page) for page in two_pages.pages] == [True, False]


def test_the_context_is_plain() -> None:
    assert Context() == Context("vi", None, None)
