"""Typed text in its one normal form: composed letters, plain spaces, nothing invisible."""

import re
import unicodedata

from forms.errors import N_, msg

from .base import Refused

LONGEST = 50_000
"""Characters that are looked at at all; no field takes that many."""

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SPACES = re.compile(r"[^\S\n]+")
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean(text: str, *, several_lines: bool = False) -> str:
    """NFC, trimmed, runs of spaces made one; raises Refused on control characters.

    Zero-width characters, which come with pasted text, go silently. Characters that turn the
    reading direction are refused: with them a name can be made to read as another.
    """
    if len(text) > LONGEST:
        raise Refused(msg(N_("Mục “{label}” quá dài.")))
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    if several_lines:
        lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
        text = "\n".join(lines).strip("\n")
    else:
        text = " ".join(text.split())
    if any(unicodedata.category(char) in _REFUSED and char != "\n" for char in text):
        raise Refused(
            msg(N_("Mục “{label}” có ký tự không dùng được. Hãy xóa và gõ lại bằng bàn phím."))
        )
    return unicodedata.normalize("NFC", text)


def compact(text: str, *, drop: str = " .-") -> str:
    """The text without the separators that people put between digits."""
    return "".join(char for char in clean(text) if char not in drop)
