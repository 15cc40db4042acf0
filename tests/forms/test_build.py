"""Pages of WTForms: everything typed is kept, faults stand beside their inputs."""

import json
from collections.abc import Mapping

import pytest
import wtforms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.answers import example_answers
from forms.build import Group, PageForm, build_page, read_page
from forms.kinds import kind_of
from forms.kinds.base import Context
from forms.kinds.wire import Typed, Wire
from forms.loader import load_schema
from forms.rules import check_all
from forms.schema import FormSchema
from tests.forms.province import Province
from tests.forms.samples import TODAY, a_field, a_form, every_kind, options, text
from tests.forms.strategies import nasty_text, plausible_answers

SCHEMA = every_kind()
CONTEXT = Context(today=TODAY, choices=Province())


def page(
    schema: FormSchema, answers: Mapping[str, object] | None = None, code: str = "trang",
    **keys: str,
) -> type[PageForm]:  # fmt: skip
    return build_page(
        schema,
        code,
        answers or {},
        today=TODAY,
        choices=Province(),
        locale=keys.get("locale", "vi"),
    )


def post(**inputs: str | list[str]) -> Typed:
    return Typed({
        name.replace("__", "-"): [typed] if isinstance(typed, str) else typed
        for name, typed in inputs.items()
    })  # fmt: skip


def test_it_is_a_wtforms_form() -> None:
    assert issubclass(page(SCHEMA), wtforms.Form)
    assert all(isinstance(question, wtforms.Field) for question in page(SCHEMA)())


def test_unknown_pages_are_no_pages() -> None:
    with pytest.raises(KeyError):
        page(SCHEMA, code="khong-co")


def test_names_of_wtforms_itself_are_fine_for_questions() -> None:
    schema = a_form(*(a_field(name, "text") for name in ("data", "errors", "validate", "process")))
    form = page(schema)(post(data="a", errors="b"))
    assert form.validate()
    assert read_page(form) == {"data": "a", "errors": "b", "validate": None, "process": None}


def test_what_was_typed_stays_even_if_it_is_wrong() -> None:
    typed = post(ho_ten=" A ", ngay_sinh__ngay="31", ngay_sinh__thang="02", ngay_sinh__nam="abc")
    form = page(SCHEMA)(typed)
    assert not form.validate()
    assert [form["ngay_sinh"].typed(part) for part in ("ngay", "thang", "nam")] == [
        "31",
        "02",
        "abc",
    ]
    assert form["ho_ten"].typed() == " A "
    assert form["ngay_sinh"].focus_id == "ngay_sinh-nam"
    again = page(SCHEMA)(Typed(json.loads(json.dumps(form.typed))))
    assert again.typed == form.typed


def test_faults_stand_beside_their_inputs_and_in_the_summary() -> None:
    form = page(SCHEMA)(
        post(ho_ten="A", giay_to="cccd", gioi_tinh="nu", thanh_vien__0__sinh__ngay="40",
             thanh_vien__0__sinh__thang="1", thanh_vien__0__sinh__nam="2000")
    )  # fmt: skip
    assert not form.validate()
    assert form.errors == {
        "cam_doan": ["Hãy đánh dấu vào ô “Mục cam_doan”."],
        "thanh_vien-0-ten": ["Hãy khai “Mục ten”."],
        "thanh_vien-0-sinh": ["Ngày ở “Mục sinh” phải là số từ 1 đến 31."],
    }
    assert [(line.field, line.message) for line in form.error_list] == [
        ("cam_doan", "Hãy đánh dấu vào ô “Mục cam_doan”."),
        ("thanh_vien-0-ten", "Dòng 1: Hãy khai “Mục ten”."),
        ("thanh_vien-0-sinh-ngay", "Dòng 1: Ngày ở “Mục sinh” phải là số từ 1 đến 31."),
    ]


def test_sentences_are_in_the_readers_language() -> None:
    english = {"Hãy khai “{label}”.": "Fill in {label}."}
    form = build_page(
        SCHEMA,
        "trang",
        {},
        locale="en",
        today=TODAY,
        translate=lambda said: english.get(said, said),
    )()
    form.validate()
    assert form["ho_ten"].errors == ["Fill in Mục ho_ten (en)."]
    assert form["ho_ten"].label.text == "Mục ho_ten (en)"


def test_questions_of_other_answers_are_not_asked() -> None:
    schema = a_form(
        a_field("chon", "radio", options=options("co", "khong")),
        a_field("them", "text", required=True, show_when={"eq": ["chon", "co"]}),
    )
    form = page(schema)(post(chon="khong", them="\x00"))
    assert form["them"].show_when_json == '{"eq": ["chon", "co"]}'
    assert form["them"].condition_text == "“Mục chon” là “CO”"
    assert form.validate()
    assert read_page(form) == {"chon": "khong", "them": None}
    assert not page(schema)(post(chon="co")).validate()


def test_what_other_pages_settled_is_not_asked_again(two_pages: FormSchema) -> None:
    form = page(two_pages, {"chon": "co"}, "hai")()
    assert [question.name for question in form] == ["ten"]
    assert form["ten"].show_when_json == ""
    assert [*page(two_pages, {"chon": "khong"}, "hai")()] == []


def test_answers_come_before_what_is_known_of_the_person() -> None:
    schema = a_form(
        a_field("ten", "text", prefill="person.full_name"),
        a_field("sinh", "partial_date", prefill="person.birth"),
        a_field("sai", "int", prefill="person.birth"),
    )
    prefill = {"person": {"full_name": "Nguyễn A", "birth": "1990-02-01"}}
    form = build_page(schema, "trang", {}, today=TODAY, prefill=prefill)()
    assert (form["ten"].typed(), form["sinh"].typed("nam")) == ("Nguyễn A", "1990")
    assert form["sai"].typed() == ""
    form = build_page(schema, "trang", {"ten": None}, today=TODAY, prefill=prefill)()
    assert form["ten"].typed() == ""


def test_rows_are_added_and_removed_by_buttons() -> None:
    rows = {"thanh_vien__0__ten": "A", "thanh_vien__0__row": "1", "thanh_vien__1__ten": "",
            "thanh_vien__1__row": "1", "thanh_vien__2__ten": "C"}  # fmt: skip
    form = page(SCHEMA)(post(**rows, **{"_add:thanh_vien": "1"}))
    assert form.command
    assert [row[0].typed() for row in form["thanh_vien"].rows] == ["A", "", "C", ""]
    form = page(SCHEMA)(post(**rows, **{"_remove:thanh_vien:0": "1"}))
    assert [row[0].typed() for row in form["thanh_vien"].rows] == ["", "C"]
    form = page(SCHEMA)(post(**rows))
    assert form.command is None
    assert [row[0].typed() for row in form["thanh_vien"].rows] == ["A", "C"]
    assert form["thanh_vien"].rows[1][0].name == "thanh_vien-1-ten"
    assert read_page(form)["thanh_vien"] == [
        {"ten": "A", "la_chu": False},
        {"ten": "C", "la_chu": False},
    ]


def test_a_table_never_grows_past_its_limit() -> None:
    rows = {f"thanh_vien__{index}__ten": "A" for index in range(5)}
    form = page(SCHEMA)(post(**rows, **{"_add:thanh_vien": "1"}))
    assert len(form["thanh_vien"].rows) == 5
    assert not form["thanh_vien"].may_add


def test_conditions_in_rows_speak_of_the_rows_inputs() -> None:
    reason = page(SCHEMA)()["thanh_vien"].rows[0][-1]
    assert reason.show_when_json == '{"filled": "thanh_vien-0-la_chu"}'
    assert reason.condition_text == "có khai “Mục la_chu”"


def test_the_next_list_of_places_comes_without_a_script() -> None:
    form = page(SCHEMA)(post(noi_o__0="24", **{"_refresh:noi_o": "1"}))
    assert form.command
    levels = form["noi_o"].levels
    assert [(level.part, level.chosen) for level in levels] == [("0", "24"), ("1", "")]
    assert [place.code for place in levels[1].options] == ["213", "217"]


def test_groups_keep_their_questions_together() -> None:
    groups = [node for node in page(SCHEMA)().nodes if isinstance(node, Group)]
    assert [child.name for group in groups for child in group.children] == ["cha_ten", "cha_tuoi"]
    assert groups[0].condition_text == "không phải: “Mục giay_to” là “CCCD”"
    assert groups[0].show_when_json == '{"not": {"eq": ["giay_to", "cccd"]}}'


def test_money_is_repeated_in_words() -> None:
    form = page(SCHEMA)(post(von="1.500.000"))
    assert form["von"].in_words == "Một triệu năm trăm nghìn đồng"


def test_rules_between_pages_wait_for_the_later_page() -> None:
    pages = [
        {"code": name, "title": text(name), "fields": [a_field(name, "int")]}
        for name in ("mot", "hai")
    ]
    check = {"unless": {"le": ["mot", "hai"]}, "field": "mot", "message": text("Nhỏ hơn.")}
    schema = load_schema(
        {"code": "x", "version": 1, "title": text("X"), "pages": pages, "checks": [check]}
    )
    assert page(schema, {"hai": 1}, "mot")(post(mot="2")).validate()
    form = page(schema, {"mot": 2}, "hai")(post(hai="1"))
    assert not form.validate()
    assert [(line.field, line.message) for line in form.error_list] == [("", "Nhỏ hơn.")]
    assert [(f.page, f.field) for f in check_all(schema, {"mot": 2, "hai": 1})] == [("mot", "mot")]


@given(plausible_answers())
def test_a_page_shows_back_what_it_read(answers: dict[str, object]) -> None:
    form = page(SCHEMA, answers)()
    again = page(SCHEMA)(Typed(form.typed))
    for question in again:
        stored = answers.get(question.name)
        normal = None
        if stored is not None:
            normal = kind_of(question.kind).read(question.definition, stored)
        if question.kind == "checkbox":
            normal = bool(normal)
        if question.kind == "table":
            normal = normal and [{"la_chu": False, **row} for row in normal]
        assert question.data == normal, question.name


def test_examples_survive_the_page() -> None:
    answers = example_answers(SCHEMA, CONTEXT)
    form = page(SCHEMA)(Typed(page(SCHEMA, answers)().typed))
    assert form.validate(), form.errors
    read = read_page(form)
    assert check_all(SCHEMA, read, TODAY, choices=Province()) == []


_PARTS = ["", "-ngay", "-thang", "-nam", "-0", "-1", "-detail", "-unit", "-name", "-0-ten",
          "-1-phan", "-99999-ten", "-0-sinh-ngay", "-x"]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from([field.name for field in SCHEMA.leaves()]), st.sampled_from(_PARTS)
        ).map("".join),
        st.lists(nasty_text(), min_size=1, max_size=3),
        max_size=10,
    )
)
def test_no_post_breaks_a_page(typed: dict[str, list[str]]) -> None:
    form = page(SCHEMA)(Typed(typed))
    passed = form.validate()
    assert passed is (not form.errors)
    assert len(form.error_list) >= len(form.errors)
    read = read_page(form)
    if passed:
        assert check_all(SCHEMA, read, TODAY, choices=Province()) == []


def test_a_huge_post_is_read_in_bounded_time() -> None:
    typed = Typed({f"thanh_vien-{index}-ten": ["A"] for index in range(10**6)})
    form = page(SCHEMA)(typed)
    assert not form.validate()
    assert form["thanh_vien"].errors == ["“Mục thanh_vien” chỉ nhận tối đa 5 dòng."]
    assert len(form["thanh_vien"].rows) == 5


def test_a_wire_sees_only_its_own_field() -> None:
    wire = Wire({"0-ten": ("A",), "0-ten_khac": ("B",), "0": ("C",)})
    assert wire.under("0").parts == {"ten": ("A",), "ten_khac": ("B",), "": ("C",)}
    assert wire.under("0").under("ten").parts == {"": ("A",)}
