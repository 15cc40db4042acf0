"""Dates, names of agencies, citations and the corner code are worded as papers word them."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from procedures.papers.citation import citation
from procedures.papers.fields import BLANK, Fields
from procedures.papers.qr import code_picture, qr_text
from procedures.papers.typesetting import as_table, balanced, file_size, lower_first, under
from procedures.papers.wording import clock_time, long_date, long_moment, money, short_date

PAPERS = Path(__file__).parents[2] / "templates" / "papers"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 1, 5), "ngày 05 tháng 01 năm 2024"),
        ("2024-02-29", "ngày 29 tháng 02 năm 2024"),
        ("2024-03-09", "ngày 09 tháng 3 năm 2024"),
        (date(2025, 12, 31), "ngày 31 tháng 12 năm 2025"),
    ],
)
def test_a_zero_stands_before_small_days_and_the_first_two_months(
    day: date | str, said: str
) -> None:
    assert long_date(day) == said


def test_a_moment_is_told_on_the_clock_of_viet_nam() -> None:
    late = datetime(2024, 2, 4, 17, 5, tzinfo=UTC)
    assert long_moment(late) == "00 giờ 05 phút, ngày 05 tháng 02 năm 2024"
    assert clock_time("2024-02-05T02:05:00+00:00") == "09 giờ 05 phút"
    assert short_date("2024-02-04T17:05:00+00:00") == "05/02/2024"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        clock_time("2024-02-05T02:05:00")


def test_money_is_grouped_by_points() -> None:
    assert money(1234567) == "1.234.567 đồng"


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("ỦY BAN NHÂN DÂN XÃ ĐỒNG HƯU", ["ỦY BAN NHÂN DÂN XÃ ĐỒNG HƯU"]),
        ("ỦY BAN NHÂN DÂN THỊ TRẤN PHỒN XƯƠNG", ["ỦY BAN NHÂN DÂN", "THỊ TRẤN PHỒN XƯƠNG"]),
        (
            "PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
            ["PHÒNG LAO ĐỘNG -", "THƯƠNG BINH VÀ XÃ HỘI"],
        ),
    ],
)
def test_a_long_agency_name_breaks_where_it_reads_well(name: str, rows: list[str]) -> None:
    assert balanced(name) == rows


def test_a_very_long_agency_name_takes_as_many_lines_as_it_needs() -> None:
    name = "VĂN PHÒNG HỘI ĐỒNG NHÂN DÂN VÀ ỦY BAN NHÂN DÂN THÀNH PHỐ BẮC GIANG"
    rows = balanced(name)
    assert " ".join(rows) == name
    assert max(map(len, rows)) <= 28


@pytest.mark.parametrize(
    ("name", "parent", "said"),
    [
        ("Sở Tư pháp tỉnh Bắc Giang", "Ủy ban nhân dân tỉnh Bắc Giang", "Sở Tư pháp"),
        ("Công an xã Đồng Hưu", "Ủy ban nhân dân xã Đồng Hưu", "Công an xã Đồng Hưu"),
        ("Ủy ban nhân dân xã Đồng Hưu", "", "Ủy ban nhân dân xã Đồng Hưu"),
    ],
)
def test_a_unit_does_not_repeat_the_place_of_its_superior(
    name: str, parent: str, said: str
) -> None:
    assert under(name, parent) == said


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        (
            {"number": "60/2014/QH13", "title": {"vi": "Luật Hộ tịch"}},
            "Luật Hộ tịch số 60/2014/QH13",
        ),
        (
            {"number": "20/2021/NĐ-CP", "title": "Chính sách trợ giúp xã hội"},
            "Nghị định số 20/2021/NĐ-CP của Chính phủ về chính sách trợ giúp xã hội",
        ),
        (
            {"number": "04/2020/TT-BTP", "title": "Quy định chi tiết Luật Hộ tịch"},
            "Thông tư số 04/2020/TT-BTP quy định chi tiết Luật Hộ tịch",
        ),
        ("Luật Người cao tuổi (39/2009/QH12)", "Luật Người cao tuổi số 39/2009/QH12"),
        ("Quyết định số 1/QĐ-UBND", "Quyết định số 1/QĐ-UBND"),
    ],
)  # fmt: skip
def test_a_law_is_cited_by_kind_number_and_subject(
    basis: str | dict[str, object], said: str
) -> None:
    assert citation(basis) == said


def test_the_code_opens_the_check_and_carries_the_least_facts() -> None:
    text = qr_text(
        verify_url="https://vidu.vn/xac-minh/ABC",
        dossier="H02-1",
        procedure="1.001193",
        agency="H02.31",
        paper="Giấy khai sinh",
    )
    assert text == (
        "https://vidu.vn/xac-minh/ABC#hs=H02-1&tt=1.001193&cq=H02.31&gt=Gi%E1%BA%A5y%20khai%20sinh"
    )


def test_the_code_is_drawn_alike_each_time_and_read_back() -> None:
    text = "https://vidu.vn/xac-minh/ABC#hs=H02-1&gt=Gi%E1%BA%A5y%20khai%20sinh"
    drawn = code_picture(text)
    assert drawn == code_picture(text)
    picture = Image.frombytes("1", (drawn.width, drawn.width), drawn.dots)
    found = zxingcpp.read_barcodes(picture.convert("L"))
    assert [code.text for code in found] == [text]
    assert found[0].ec_level == "L"


def test_fields_are_printed_once_and_none_is_lost() -> None:
    fields = Fields(
        {
            "a": "1",
            "b": {"label": "Số tiền", "lines": ["x", "y"]},
            "c": {"label": "Trống", "lines": []},
            "d": {"label": "Đồng ý", "lines": ["Có"]},
        }
    )
    assert fields.take("a") == "1"
    assert fields.take("c") == BLANK
    assert fields.first("b") == "x"
    assert list(fields.rest()) == [("Đồng ý", ["Có"])]


def test_tables_come_in_two_shapes() -> None:
    rows = [{"Tên": "A", "Mã": "1"}, {"Tên": "B"}]
    assert as_table(rows) == {"head": ["Tên", "Mã"], "body": [["A", "1"], ["B", ""]]}
    shown = {"head": ["Tên"], "body": [["A"]]}
    assert as_table(shown) == as_table([shown]) == shown
    assert as_table(["A", "B"]) is None
    assert as_table({"text": "Thôn Ngọc"}) is None


def test_small_words() -> None:
    assert lower_first("Thôn Ngọc") == "thôn Ngọc"
    assert lower_first("BHXH tỉnh") == "BHXH tỉnh"
    assert [file_size(n) for n in (512, 2048, 2411724)] == ["512 byte", "2 KB", "2,3 MB"]


def test_the_base_style_says_how_each_element_of_a_template_stands() -> None:
    base = (PAPERS / "goc.css").read_text("utf-8").partition("*/")[2]
    spoken_of = set(re.findall(r"\b[a-z][a-z0-9]*\b", re.sub(r"\{[^}]*\}", " ", base)))
    for path in sorted(PAPERS.glob("*.html")):
        used = set(re.findall(r"<([a-z][a-z0-9]*)", path.read_text("utf-8"))) - {"span"}
        assert used <= spoken_of, (path.name, used - spoken_of)
