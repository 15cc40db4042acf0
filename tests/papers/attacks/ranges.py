"""Byte ranges that overlap, leave gaps, end early, run backwards or beyond the file."""

from collections.abc import Callable
from functools import partial

from tests.papers.attacks import raw

Range = tuple[int, ...]


def _in_place(data: bytes, write: Callable[[int, int, int], str]) -> bytes:
    found = raw.byte_range(data)
    a, b, c = (int(found[at]) for at in (1, 2, 3))
    room = data.index(b"/Type", found.end()) - found.start() - 1
    words = f"/ByteRange {write(a, b, c)}".encode().ljust(room)
    return data[: found.start()] + words + data[found.start() + room :]


def _by_update(data: bytes, write: Callable[[int, int, int], str]) -> bytes:
    """The same in a new version of the signature, which no digest covers."""
    found = raw.byte_range(data)
    a, b, c = (int(found[at]) for at in (1, 2, 3))
    name = raw.last_field(data)
    number = raw.number(
        data, lambda pdf: next(f for f in pdf.Root.AcroForm.Fields if name == f.T).V
    )
    start, end = raw.contents(data)
    kind = b"/DocTimeStamp" if name.startswith("DocTS") else b"/Sig"
    filters = b"ETSI.RFC3161" if name.startswith("DocTS") else b"ETSI.CAdES.detached"
    words = b"<</Type%b/Filter/Adobe.PPKLite/SubFilter/%b/Contents<%b>/ByteRange %b>>" % (
        kind,
        filters,
        data[start:end],
        write(a, b, c).encode(),
    )
    return raw.update(data, {number: words})


_RANGES: dict[str, Callable[[int, int, int], str]] = {
    "backwards": lambda a, b, c: f"[{b} {c} 0 {a}]",
    "beyond_the_end": lambda a, b, c: f"[0 {a} {b} {c + 1000}]",
    "four_parts": lambda a, b, c: f"[0 {a} {b} {c} {b} {c} 0 0]",
    "gap_wider": lambda a, b, c: f"[0 {a - 1} {b} {c}]",
    "gap_elsewhere": lambda a, b, c: f"[0 {a - 600} {b - 600} {c + 600}]",
    "late_start": lambda a, b, c: f"[9 {a - 9} {b} {c}]",
    "negative": lambda a, b, c: f"[0 {a} {b} -{c}]",
    "no_gap": lambda a, b, c: f"[0 {a + (b - a)} {b} {c}]",
    "overlapping": lambda a, b, c: f"[0 {a} {a - 500} {c + b - a + 500}]",
    "real_numbers": lambda a, b, c: f"[0 {a}.0 {b}.0 {c}.0]",
    "short_end": lambda a, b, c: f"[0 {a} {b} {c - 100}]",
}
_IN_PLACE = ("backwards", "gap_wider", "negative", "overlapping", "real_numbers", "short_end")
CHANGES = {f"range_{name}": partial(_in_place, write=_RANGES[name]) for name in _IN_PLACE}
CHANGES |= {
    f"range_{name}_by_update": partial(_by_update, write=write)
    for name, write in _RANGES.items()
    if name not in {"backwards", "real_numbers"}
}
