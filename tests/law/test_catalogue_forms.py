"""The shipped forms let an honest person through and stop the contradictions they name."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest

from forms.answers import seal_answers
from forms.display import show
from forms.kinds import kind_of
from forms.kinds.base import Context
from forms.loader import load_fields, load_schema
from forms.rules import check_all
from forms.schema import FormSchema
from procedures.catalogue import Shipped, shipped_procedures

TODAY = date(2024, 11, 22)
HOME = {"place": "07687", "detail": "Tổ dân phố Mỹ Cầu", "text": "Phường Tân Mỹ"}
LINE = {"ten_nganh": "Bán lẻ lương thực", "ma_nganh": "4711", "nganh_chinh": True}
MEMBER = {
    "ho_ten": "Thân Văn Hòa",
    "ngay_sinh": "1990-01-02",
    "so_dinh_danh": "024090000451",
    "quan_he": "Em ruột",
}
TYPED: Mapping[str, object] = {
    "ten_hkd": "Hộ kinh doanh Hoa Sen",
    "nganh_nghe": [LINE],
    "thanh_vien": [MEMBER],
    "ma_so_hkd": "20A8012345",
    "ma_the": "TE1240000012345",
    "tai_khoan_so": "0123456789",
}
BORN: Mapping[str, str] = {"1.001776": "2012-03-04", "2.000986": "2024-11-01"}

each = pytest.mark.parametrize("shipped", shipped_procedures(), ids=lambda shipped: shipped.code)


@cache
def schema_of(code: str) -> FormSchema:
    shipped = next(shipped for shipped in shipped_procedures() if shipped.code == code)
    return load_schema(shipped.procedure.form)


def filled(schema: FormSchema, code: str = "", /, **changes: object) -> dict[str, object]:
    """Answers to every question, the hidden ones too, with these changes."""
    context = Context(today=TODAY)
    answers = {field.name: kind_of(field.kind).example(field, context) for field in schema.leaves()}
    answers |= {field.name: HOME for field in schema.leaves() if field.kind == "address"}
    answers |= {name: value for name, value in TYPED.items() if schema.field(name)}
    if code in BORN:
        answers["ngay_sinh"] = BORN[code]
    return answers | changes


def faults(code: str, **changes: object) -> list[str | None]:
    """The fields at fault in a form that is right but for these changes."""
    schema = schema_of(code)
    return [fault.field for fault in check_all(schema, filled(schema, code, **changes), TODAY)]


@each
def test_a_filled_form_passes_and_shows_in_both_languages(shipped: Shipped) -> None:
    schema = schema_of(shipped.code)
    answers = filled(schema, shipped.code)
    assert check_all(schema, answers, TODAY) == []
    sealed = seal_answers(schema, answers, today=TODAY)
    for locale in ("vi", "en"):
        assert show(schema, sealed.body, locale, today=TODAY)


@each
def test_what_was_answered_fits_into_the_result(shipped: Shipped) -> None:
    form = schema_of(shipped.code)
    answers = seal_answers(form, filled(form, shipped.code), today=TODAY).body
    for result in shipped.procedure.results:
        schema = load_fields(list(result.fields), title=result.name)
        taken = {
            field.name: answers[field.prefill.removeprefix("answers.")]
            for field in schema.leaves()
            if field.prefill and field.prefill.removeprefix("answers.") in answers
        }
        assert check_all(schema, filled(schema, **taken), TODAY) == [], result.code


def test_an_empty_form_is_told_every_gap_at_once() -> None:
    for shipped in shipped_procedures():
        schema = schema_of(shipped.code)
        assert len(check_all(schema, {}, TODAY)) > len(schema.pages) // 2


@pytest.mark.parametrize(
    ("born", "asked"), [("2024-11-20", False), ("2024-09-23", False), ("2024-09-22", True)]
)
def test_a_late_registration_is_asked_for_its_reason_and_not_stopped(
    born: str, *, asked: bool
) -> None:
    schema = schema_of("1.001193")
    answers = filled(schema, ngay_sinh=born)
    pages = {page.code for page in show(schema, answers, today=TODAY)}
    assert ("dang-ky-muon" in pages) is asked
    assert check_all(schema, answers, TODAY) == []


@pytest.mark.parametrize("code", ["1.001193", "2.000986"])
def test_parents_are_older_than_their_child(code: str) -> None:
    later = {"year": 2025, "month": None, "day": None}
    assert "me_ngay_sinh" in faults(code, me_ngay_sinh=later)
    assert "cha_ngay_sinh" in faults(code, cha_ngay_sinh=later)
    assert faults(code, me_khai="khong", quan_he="cha") == []


def test_a_parent_who_files_is_named() -> None:
    assert faults("1.001193", quan_he="me", me_khai="khong") == ["me_khai"]
    assert faults("1.001193", quan_he="cha", cha_khai="khong") == ["cha_khai"]


@pytest.mark.parametrize(
    ("sex", "year", "wrong"),
    [("nam", 2005, True), ("nam", 2004, False), ("nu", 2007, True), ("nu", 2006, False)],
)
def test_marriage_has_its_age(sex: str, year: int, *, wrong: bool) -> None:
    """A bare year is doubted only when no day of it would do."""
    born = {"year": year, "month": None, "day": None}
    found = faults("1.004873", muc_dich="ket-hon", gioi_tinh=sex, ngay_sinh=born)
    assert found == (["muc_dich"] if wrong else [])


def test_a_married_person_does_not_marry_again() -> None:
    assert faults(
        "1.004873", tinh_trang="dang-co-vo-chong", muc_dich="ket-hon", ngay_sinh="1990-01-01"
    ) == ["muc_dich"]


def test_a_period_does_not_end_before_it_begins() -> None:
    assert faults("1.004873", tu_ngay="2020-01-02", den_ngay="2020-01-01") == ["den_ngay"]


def test_a_household_business_has_an_adult_owner_and_a_full_name() -> None:
    assert faults("1.001612", ngay_sinh="2006-11-23") == ["ngay_sinh"]
    assert faults("1.001612", ngay_sinh="2006-11-22") == []
    assert faults("1.001612", ten_hkd="Cửa hàng Hoa Sen") == ["ten_hkd"]
    assert faults("1.001612", ten_hkd="HỘ KINH DOANH HOA SEN") == []


def test_members_are_asked_for_only_when_a_household_founds_the_business() -> None:
    schema = schema_of("1.001612")
    alone = show(schema, filled(schema, chu_the="ca-nhan"), today=TODAY)
    family = show(schema, filled(schema, chu_the="ho-gia-dinh"), today=TODAY)
    assert {page.code for page in family} - {page.code for page in alone} == {"thanh-vien"}
    assert faults("1.001612", chu_the="ho-gia-dinh", thanh_vien=[]) == ["thanh_vien"]


def test_measurements_of_a_building_agree() -> None:
    assert faults("1.013225", dien_tich_xay_dung="100", tong_dien_tich_san="90",
                  dien_tich_dat="200", tu_thiet_ke="khong") == ["tong_dien_tich_san"]  # fmt: skip
    assert faults("1.013225", dien_tich_xay_dung="100", tong_dien_tich_san="100",
                  dien_tich_dat="90", tu_thiet_ke="khong") == ["dien_tich_xay_dung"]  # fmt: skip


@pytest.mark.parametrize(
    ("storeys", "floor", "height", "wrong"),
    [
        (3, "250", "12", True),
        (2, "250", "12", False),
        (3, "249.99", "12", False),
        (3, "250", "11.99", False),
    ],
)
def test_a_household_designs_only_a_small_house(
    storeys: int, floor: str, height: str, *, wrong: bool
) -> None:
    """Luật Xây dựng 2014, Điều 79 khoản 7: small by any one of three measures will do."""
    found = faults("1.013225", so_tang=storeys, tong_dien_tich_san=floor, chieu_cao=height,
                   tu_thiet_ke="co", dien_tich_xay_dung="80", dien_tich_dat="120")  # fmt: skip
    assert found == (["tu_thiet_ke"] if wrong else [])


def test_form_two_of_the_judicial_record_is_asked_for_in_person() -> None:
    assert faults("3.000333", loai_phieu="so-2", nguoi_nop="uy-quyen") == ["nguoi_nop"]
    assert faults("3.000333", loai_phieu="so-1", nguoi_nop="uy-quyen") == []
    assert faults("3.000333", nguoi_nop="cha-me", ngay_sinh="1990-01-01") == ["nguoi_nop"]


@pytest.mark.parametrize(
    ("group", "born", "wrong"),
    [
        ("nguoi-cao-tuoi", 1941, False),
        ("nguoi-cao-tuoi", 1990, True),
        ("tre-duoi-3-tuoi", 2023, False),
        ("tre-duoi-3-tuoi", 2019, True),
        ("tre-em-hiv", 2005, True),
        ("nguoi-khuyet-tat", 1990, False),
    ],
)
def test_a_group_of_the_allowance_has_its_age(group: str, born: int, *, wrong: bool) -> None:
    year = {"year": born, "month": None, "day": None}
    found = faults("1.001776", nhom_doi_tuong=group, ngay_sinh=year)
    assert found == (["ngay_sinh"] if wrong else [])


def test_the_linked_procedure_is_for_small_children() -> None:
    assert faults("2.000986", ngay_sinh="2018-11-22") == ["ngay_sinh"]
    assert faults("2.000986", ngay_sinh="2018-11-23") == []
