"""Answers that pass every rule of the shipped forms: examples, mended where rules meet."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from forms.answers import example_answers
from forms.kinds.base import Context
from forms.schema import FormSchema

COUPLE = {
    "nu_ho_ten": "Nguyễn Thị Thu Hà",
    "nu_so_dinh_danh": "024194000115",
    "nu_ngay_sinh": "1994-03-12",
    "nam_ho_ten": "Trần Quốc Việt",
    "nam_so_dinh_danh": "024088000231",
    "nam_ngay_sinh": "1988-11-05",
}
"""Two of the sample citizens, who marry."""


def address(place: str) -> dict[str, str]:
    """An e-form address value."""
    return {"place": place, "detail": "Thôn 1", "text": "Thôn 1"}


def agency(place: str) -> dict[str, str]:
    """An e-form agency value."""
    return {"unit": "", "place": place, "text": "Ủy ban nhân dân"}


def good_answers(
    schema: FormSchema, place: str, today: date, overrides: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A full set of answers for a form that is filed at `place`."""
    answers = dict(example_answers(schema, Context(today=today)))
    mended = {**_mended(schema, today), **(overrides or {})}
    for leaf in schema.leaves():
        if leaf.name in mended:
            answers[leaf.name] = mended[leaf.name]
        elif leaf.kind == "address" and leaf.name in answers:
            answers[leaf.name] = address(place)
        elif leaf.kind == "agency" and leaf.name in answers:
            answers[leaf.name] = agency(place)
        elif leaf.kind == "table" and isinstance(found := answers.get(leaf.name), list):
            answers[leaf.name] = [_row(row) for row in cast("list[dict[str, Any]]", found)]
    return answers


def _mended(schema: FormSchema, today: date) -> dict[str, Any]:
    names = {leaf.name: leaf for leaf in schema.leaves()}
    mended: dict[str, Any] = {
        "ten_hkd": "Hộ kinh doanh Bình Minh",
        "ma_so_hkd": "8123456789",
        "ma_the": "TE1249876543210",
    }
    if "nam_so_dinh_danh" in names:
        mended.update(COUPLE)
    if "ngay_sinh" in names and "ho_ten_con" in names:
        mended["ngay_sinh"] = (today - timedelta(days=20)).isoformat()
    if "ngay_sinh" in names and names["ngay_sinh"].kind == "partial_date":
        age = 10 if "nhom_doi_tuong" in names else 30
        mended["ngay_sinh"] = {"year": today.year - age, "month": 2, "day": 1}
    return mended


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "ma_nganh": "4711"} if "ten_nganh" in row or "ma_nganh" in row else row
