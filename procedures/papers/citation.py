"""How a paper names the law that it rests on: kind, number, and what the text is about."""

import re
from collections.abc import Mapping
from typing import Final

_KINDS: Final[Mapping[str, str]] = {
    "NĐ-CP": "Nghị định số {number} của Chính phủ",
    "QĐ-TTg": "Quyết định số {number} của Thủ tướng Chính phủ",
    "NQ-HĐND": "Nghị quyết số {number} của Hội đồng nhân dân",
    "TT": "Thông tư số {number}",
    "TTLT": "Thông tư liên tịch số {number}",
    "QĐ": "Quyết định số {number}",
}
_NUMBERED: Final = re.compile(r"(.+) \((\d+/[^()\s]+)\)")
_STATUTES: Final = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
_VERBS: Final = (
    "quy định",
    "sửa đổi",
    "hướng dẫn",
    "bãi bỏ",
    "bỏ ",
    "ban hành",
    "công bố",
    "phê duyệt",
)


def citation(basis: str | Mapping[str, object]) -> str:
    """{number, title}, or "title (number)", as a `Căn cứ` line words it; other text as it is."""
    if isinstance(basis, str):
        numbered = _NUMBERED.fullmatch(basis)
        if numbered is None:
            return basis
        title, number = numbered.groups()
    else:
        number, title = str(basis.get("number", "")), _vietnamese(basis.get("title", ""))
    if number and number in title:
        return title
    if title.startswith(_STATUTES) or not number:
        return f"{title} số {number}" if number else title
    return f"{_kind(number)} {_about(title)}".rstrip()


def _vietnamese(title: object) -> str:
    return str(title.get("vi", "")) if isinstance(title, Mapping) else str(title)


def _kind(number: str) -> str:
    suffix = number.rsplit("/", 1)[-1]
    for key in (suffix, suffix.split("-", 1)[0]):
        if key in _KINDS:
            return _KINDS[key].format(number=number)
    return f"văn bản số {number}"


def _about(title: str) -> str:
    if not title:
        return ""
    lowered = title[0].lower() + title[1:]
    return lowered if lowered.startswith(_VERBS) else f"về {lowered}"
