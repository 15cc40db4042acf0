"""Answers as readers see them, and what changed between two versions."""

from forms.answers import seal_answers
from forms.display import Change, diff, show
from tests.forms.samples import TODAY, a_field, a_form, every_kind

SCHEMA = every_kind()
ANSWERS = {
    "ho_ten": "Nguyễn Văn A",
    "gioi_tinh": "nu",
    "giay_to": "ho-chieu",
    "ngay_sinh": "1990-02-01",
    "cam_doan": True,
    "dien_tich": "1234.5",
    "dien_thoai": "0912345678",
    "noi_o": {"place": "07207", "detail": "Số 1", "text": "Số 1, phường Trần Phú"},
    "thanh_vien": [
        {"ten": "B", "sinh": "2000-03-04", "phan": 5000},
        {"ten": "C", "phan": 7000, "la_chu": True, "ly_do": "x"},
    ],
    "cha_ten": "không hiện",
}


def rows(locale: str = "vi") -> dict[str, tuple[str, ...]]:
    (page,) = show(SCHEMA, ANSWERS, locale, today=TODAY)
    return {row.name: row.lines for row in page.rows}


def test_in_vietnamese() -> None:
    shown = rows()
    assert shown["gioi_tinh"] == ("NU",)
    assert shown["ngay_sinh"] == ("01/02/1990",)
    assert shown["cam_doan"] == ("Có",)
    assert shown["dien_tich"] == ("1.234,5",)
    assert shown["dien_thoai"] == ("0912 345 678",)
    assert shown["noi_o"] == ("Số 1, phường Trần Phú",)
    assert shown["sinh_bang_chu"] == ("Ngày một tháng hai năm một nghìn chín trăm chín mươi",)
    assert shown["tong"] == ("12.000",)
    assert shown["ky"] == ("Nguyễn Văn A",)
    assert shown["thu"] == ()
    assert "cha_ten" not in shown


def test_in_english() -> None:
    shown = rows("en")
    assert shown["gioi_tinh"] == ("NU (en)",)
    assert shown["ngay_sinh"] == ("1 February 1990",)
    assert shown["cam_doan"] == ("Yes",)
    assert shown["dien_tich"] == ("1,234.5",)
    assert shown["sinh_bang_chu"] == (
        "The first of February, one thousand nine hundred and ninety",
    )


def test_tables_have_columns_and_lines() -> None:
    (page,) = show(SCHEMA, ANSWERS, today=TODAY)
    (row,) = (row for row in page.rows if row.name == "thanh_vien")
    assert row.table is not None
    assert row.table.head == ("Mục ten", "Mục sinh", "Mục phan", "Mục la_chu", "Mục ly_do")
    assert row.table.body[0] == ("B", "04/03/2000", "5.000 đồng\n(Năm nghìn đồng)", "", "")
    assert row.table.body[1][3:] == ("Có", "x")
    assert row.lines[0] == (
        "Mục ten: B; Mục sinh: 04/03/2000; Mục phan: 5.000 đồng (Năm nghìn đồng)"
    )


def test_groups_name_their_rows() -> None:
    (page,) = show(SCHEMA, {"gioi_tinh": "nam", "cha_ten": "X"}, today=TODAY)
    assert {row.name: row.group for row in page.rows if row.group} == {
        "cha_ten": "Mục nguoi_cha", "cha_tuoi": "Mục nguoi_cha",
    }  # fmt: skip


def test_pages_that_ask_nothing_are_left_out() -> None:
    form = a_form(a_field("a", "text"), a_field("b", "text", show_when={"filled": "a"}))
    assert [row.name for row in show(form, {})[0].rows] == ["a"]


def test_a_sealed_body_shows_like_the_draft() -> None:
    sealed = seal_answers(SCHEMA, ANSWERS, today=TODAY)
    assert show(SCHEMA, sealed.body, today=TODAY) == show(SCHEMA, ANSWERS, today=TODAY)


def test_what_changed() -> None:
    old = seal_answers(SCHEMA, ANSWERS).body
    new = seal_answers(
        SCHEMA, {**ANSWERS, "ho_ten": "Nguyễn Văn B", "dien_thoai": None, "so_con": 2}
    ).body
    assert diff(old, new, SCHEMA) == [
        Change("ho_ten", "Mục ho_ten", ("Nguyễn Văn A",), ("Nguyễn Văn B",)),
        Change("so_con", "Mục so_con", (), ("2",)),
        Change("dien_thoai", "Mục dien_thoai", ("0912 345 678",), ()),
        Change("ky", "Mục ky", ("Nguyễn Văn A",), ("Nguyễn Văn B",)),
    ]
    assert diff(old, old, SCHEMA) == []
