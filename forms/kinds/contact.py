"""Ways to reach a person: telephone, mail, web address."""

import re
from urllib.parse import urlsplit

from forms.errors import N_, msg

from .base import Context, FieldLike, Refused
from .cleaning import clean, compact
from .text import TextKind

_MOBILE = re.compile(r"0[35789][0-9]{8}")
_LANDLINE = re.compile(r"02[0-9]{9}")
_SERVICE = re.compile(r"1[89]00[0-9]{4}(?:[0-9]{2})?")
_ABROAD = re.compile(r"\+[1-9][0-9]{7,14}")
_EMAIL = re.compile(r"[^\s@<>\",;:()\[\]\\]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_][\w-]{1,62}")


class TelKind(TextKind):
    """A Vietnamese number from its 0, without separators; a foreign one from its +."""

    name = "tel"
    longest = 20

    def normal(self, field: FieldLike, text: str) -> str:
        digits = compact(text, drop=" .-()/")
        if not digits:
            return ""
        for prefix in ("+84", "0084"):
            if digits.startswith(prefix):
                digits = "0" + digits.removeprefix(prefix).removeprefix("0")
        if len(digits) in {11, 12} and digits.startswith("84"):
            digits = "0" + digits[2:]
        if any(p.fullmatch(digits) for p in (_MOBILE, _LANDLINE, _SERVICE, _ABROAD)):
            return digits
        raise Refused(
            msg(N_("“{label}” chưa đúng. Ví dụ di động: 0912 345 678; cố định: 0204 3854 123."))
        )

    def show(self, field: FieldLike, value: str, locale: str) -> list[str]:
        if _MOBILE.fullmatch(value):
            return [f"{value[:4]} {value[4:7]} {value[7:]}"]
        return [value]

    def example(self, field: FieldLike, context: Context) -> str | None:
        return "0912345678"


class EmailKind(TextKind):
    """An address with its domain in small letters."""

    name = "email"
    longest = 254

    def normal(self, field: FieldLike, text: str) -> str:
        address = clean(text)
        if not address:
            return ""
        if len(address) > self.longest or not _EMAIL.fullmatch(address):
            raise Refused(msg(N_("“{label}” chưa đúng. Ví dụ: ten@vidu.vn.")))
        name, _, domain = address.rpartition("@")
        return clean(f"{name}@{domain.lower()}")

    def example(self, field: FieldLike, context: Context) -> str | None:
        return "nguoi.dan@vidu.vn"


class UrlKind(TextKind):
    """An http or https address; a bare host gets https."""

    name = "url"
    longest = 2000

    def normal(self, field: FieldLike, text: str) -> str:
        address = clean(text)
        if not address:
            return ""
        if "://" not in address:
            address = f"https://{address}"
        try:
            parts = urlsplit(address)
            known = parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
        except ValueError:
            known = False
        if not known or " " in address:
            raise Refused(msg(N_("“{label}” chưa đúng. Ví dụ: https://vidu.vn.")))
        return address

    def example(self, field: FieldLike, context: Context) -> str | None:
        return "https://vidu.vn"
