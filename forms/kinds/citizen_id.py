"""The personal identification number.

Twelve digits (Nghị định 137/2015/NĐ-CP Điều 13, Thông tư 59/2021/TT-BCA Điều 4): three for the
province or country of birth registration, one for century and sex, two for the year of birth,
six at random. Provinces run from 001 to 096; numbers for births abroad are left to the register,
so this checks what a slip of the hand would break and no more.
"""

import re

from forms.errors import N_, msg

from .base import Context, FieldLike, Refused
from .cleaning import compact
from .text import TextKind

_TWELVE = re.compile(r"[0-9]{12}")
_NINE = re.compile(r"[0-9]{9}")
LAST_PROVINCE = 96
LAST_SEX_DIGIT = 3
"""0 and 1: born in the 20th century; 2 and 3: in the 21st. Nobody has a later one yet."""


class CitizenIdKind(TextKind):
    """The digits without separators."""

    name = "citizen_id"
    longest = 12

    def normal(self, field: FieldLike, text: str) -> str:
        digits = compact(text)
        if not digits or (field.legacy and _NINE.fullmatch(digits)):
            return digits
        if not _TWELVE.fullmatch(digits):
            raise Refused(
                msg(N_("“{label}” phải có 12 chữ số (hoặc 9 chữ số với chứng minh nhân dân cũ)."))
                if field.legacy
                else msg(N_("“{label}” phải có đúng 12 chữ số."))
            )
        if not 1 <= int(digits[:3]) <= LAST_PROVINCE or int(digits[3]) > LAST_SEX_DIGIT:
            raise Refused(
                msg(N_("“{label}” không phải là số định danh đã cấp. Hãy xem lại từng chữ số."))
            )
        return digits

    def example(self, field: FieldLike, context: Context) -> str | None:
        return "024090000123"
