"""Forms that the tests fill in: one with every kind, and the pieces to make others."""

from collections.abc import Mapping
from datetime import date

from forms.loader import load_schema
from forms.schema import FormSchema

TODAY = date(2024, 6, 15)
Json = Mapping[str, object]


def text(vi: str, en: str = "") -> Json:
    return {"vi": vi, "en": en or f"{vi} (en)"}


def a_field(name: str, kind: str, **keys: object) -> Json:
    return {"name": name, "kind": kind, "label": text(f"Mục {name}"), **keys}


def options(*values: str) -> list[Json]:
    return [{"value": value, "label": text(value.upper())} for value in values]


def a_form(*fields: Json, **keys: object) -> FormSchema:
    page = {"code": "trang", "title": text("Trang"), "fields": list(fields)}
    return load_schema({"code": "mau", "version": 1, "title": text("Mẫu"), "pages": [page], **keys})


EVERY_KIND: list[Json] = [
    a_field("ho_ten", "text", required=True, max_length=120, autocomplete="name"),
    a_field("trinh_bay", "textarea"),
    a_field("giay_to", "select", options=options("ho-chieu", "cccd"), required=True),
    a_field("gioi_tinh", "radio", options=options("nam", "nu"), required=True),
    a_field("ngon_ngu", "multiselect", options=options("vi", "en", "fr")),
    a_field("cam_doan", "checkbox", required=True),
    a_field("so_con", "int", min=0, max=30),
    a_field("dien_tich", "decimal", suffix=text("m²"), scale=2),
    a_field("von", "money", max=10**15),
    a_field("ngay_sinh", "date", not_after="today", not_before="1900-01-01", autocomplete="bday"),
    a_field("cha_sinh", "partial_date", not_after="today"),
    a_field("luc_mat", "datetime", precision="day"),
    a_field("dien_thoai", "tel"),
    a_field("thu", "email"),
    a_field("trang_web", "url"),
    a_field("dinh_danh", "citizen_id", legacy=True),
    a_field("noi_o", "address", abroad=True, hint=text("Nơi đang ở")),
    a_field("noi_nop", "agency"),
    a_field("noi_dang_ky", "agency_history"),
    {
        **a_field("nguoi_cha", "group", show_when={"not": {"eq": ["giay_to", "cccd"]}}),
        "fields": [
            a_field("cha_ten", "text", show_when={"eq": ["gioi_tinh", "nam"]}, required=True),
            a_field("cha_tuoi", "int"),
        ],
    },
    a_field(
        "thanh_vien",
        "table",
        max_rows=5,
        columns=[
            a_field("ten", "text", required=True),
            a_field("sinh", "date"),
            a_field("phan", "money"),
            a_field("la_chu", "checkbox"),
            a_field("ly_do", "text", show_when={"filled": "la_chu"}, required=True),
        ],
    ),
    a_field("nganh", "list", max_rows=4),
    {**a_field("sinh_bang_chu", "computed"), "of": "ngay_sinh", "as": "date_in_words"},
    {**a_field("tong", "computed"), "of": "thanh_vien.phan", "as": "sum"},
    {**a_field("ky", "signature"), "of": "ho_ten"},
]


def every_kind() -> FormSchema:
    return a_form(*EVERY_KIND)
