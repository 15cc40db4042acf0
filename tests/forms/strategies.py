"""Answers for Hypothesis: what people type, and what nobody should."""

from datetime import date, datetime

from hypothesis import strategies as st

_LETTERS = st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x1EFF)
_WORDS = st.text(_LETTERS, min_size=1, max_size=12)
WORDS = st.lists(_WORDS, min_size=1, max_size=4).map(" ".join)
DAYS = st.dates(date(1900, 1, 1), date(2024, 6, 15)).map(date.isoformat)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2024, 6, 14)).map(  # noqa: DTZ001 - local time
    lambda moment: moment.strftime("%Y-%m-%dT%H:%M")
)
DECIMALS = st.decimals(-(10**9), 10**9, places=2).map(lambda n: f"{n:f}".rstrip("0").rstrip("."))


@st.composite
def partial_dates(draw: st.DrawFn) -> dict[str, int | None]:
    day = date.fromisoformat(draw(DAYS))
    known = draw(st.integers(1, 3))
    return {
        "year": day.year,
        "month": day.month if known > 1 else None,
        "day": day.day if known > 2 else None,
    }


ROWS = st.fixed_dictionaries(
    {"ten": WORDS},
    optional={
        "sinh": DAYS,
        "phan": st.integers(0, 10**12),
        "la_chu": st.booleans(),
        "ly_do": WORDS,
    },
)

PLAUSIBLE = {
    "ho_ten": WORDS,
    "trinh_bay": st.lists(WORDS, min_size=1, max_size=3).map("\n".join),
    "giay_to": st.sampled_from(["cccd", "ho-chieu"]),
    "gioi_tinh": st.sampled_from(["nam", "nu"]),
    "ngon_ngu": st.lists(st.sampled_from(["vi", "en", "fr"]), min_size=1, unique=True),
    "cam_doan": st.booleans(),
    "so_con": st.integers(0, 30),
    "dien_tich": DECIMALS.filter(lambda text: text not in {"", "-0", "-"}),
    "von": st.integers(0, 10**15),
    "ngay_sinh": DAYS,
    "cha_sinh": partial_dates(),
    "luc_mat": st.one_of(DAYS, MOMENTS),
    "dien_thoai": st.integers(0, 10**8 - 1).map(lambda n: f"09{n:08}"),
    "thu": st.just("an@vidu.vn"),
    "dinh_danh": st.integers(0, 10**8 - 1).map(lambda n: f"0240{n:08}"),
    "noi_o": st.sampled_from(
        [
            {
                "place": "07207",
                "detail": "Số 1",
                "text": "Số 1, phường Trần Phú, thành phố Bắc Giang, tỉnh Bắc Giang",
            },
            {"place": None, "detail": "Tokyo", "text": "Tokyo"},
        ]
    ),
    "noi_nop": st.just({"unit": "07840-ubnd", "place": "07840", "text": "UBND xã Đồng Tân"}),
    "cha_ten": WORDS,
    "thanh_vien": st.lists(ROWS, min_size=1, max_size=5),
    "nganh": st.lists(WORDS, min_size=1, max_size=4),
}


def plausible_answers() -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({}, optional=PLAUSIBLE)


def nasty_text() -> st.SearchStrategy[str]:
    return st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            ["\x00", "\u202eabc", "\ud800", "a" * 60_000, "١٢", "1e999", "-0", "2024-02-30"]
        ),
        st.text(st.characters(), max_size=40),
    )


def anything() -> st.SearchStrategy[object]:
    leaves = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), nasty_text(), st.binary(max_size=5)
    )
    keys = st.one_of(
        st.sampled_from(
            [
                "year",
                "month",
                "day",
                "place",
                "detail",
                "text",
                "unit",
                "name",
                "ten",
                "phan",
                "sinh",
            ]
        ),
        st.text(max_size=5),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=6), st.dictionaries(keys, inner, max_size=4)
        ),
        max_leaves=12,
    )
