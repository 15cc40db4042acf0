"""Files that somebody made to cost time or memory, or with a tool that does too much.

Each gets its verdict in bounded time, and none passes.
"""

import resource
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from time import monotonic

import pikepdf
import pytest
from pikepdf import Array, Dictionary

from procedures.papers.citizen_pen import sign_as_citizen
from procedures.papers.hand import CitizensHand
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.reading import LARGEST_FILE
from procedures.ports import CannotSign, Outcome
from tests.papers.conftest import CITIZEN, PASSWORD, TestPki, utc_now
from tests.papers.holders import holding
from tests.papers.test_hand import KEYS

MOST_SECONDS = 20
MOST_MEGABYTES = 400
"""Beyond what the process had before; the reader keeps every object of five thousand pages."""


def _saved(made: pikepdf.Pdf, **how: object) -> bytes:
    out = BytesIO()
    made.save(out, **how)  # type: ignore[arg-type]
    return out.getvalue()


def _encrypted(blank: bytes) -> bytes:
    lock = pikepdf.Encryption(owner="o", user="", R=6)
    return _saved(pikepdf.open(BytesIO(blank)), encryption=lock)


def _locked(blank: bytes) -> bytes:
    lock = pikepdf.Encryption(owner="o", user="u", R=6)
    return _saved(pikepdf.open(BytesIO(blank)), encryption=lock)


def _xfa(blank: bytes) -> bytes:
    made = pikepdf.open(BytesIO(blank))
    template = made.make_stream(b"<template xmlns='http://www.xfa.org/schema/xfa-template/3.3/'/>")
    made.Root.AcroForm = made.make_indirect(
        Dictionary(Fields=Array(), XFA=Array([pikepdf.String("template"), template]))
    )
    return _saved(made)


def _five_thousand_pages(blank: bytes) -> bytes:
    made = pikepdf.open(BytesIO(blank))
    for _ in range(5000):
        made.add_blank_page()
    return _saved(made)


@cache
def _object_stream_bomb(blank: bytes) -> bytes:
    """A revision whose cross-reference stream unfolds to a quarter of a gigabyte of nothing."""
    bomb = zlib.compress(bytes(256 * 1024 * 1024), 1)
    bomb = zlib.compress(bomb, 9)
    number, at = 9000, len(blank) + 1
    head = (
        f"{number} 0 obj\n<</Type/XRef/Size 9001/W[1 4 2]/Index[0 9001]/Root 1 0 R"
        f"/Filter[/FlateDecode/FlateDecode]/Length {len(bomb)}>>\nstream\n"
    )
    tail = f"\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n"
    return blank + b"\n" + head.encode() + bomb + tail.encode()


def _nested(blank: bytes) -> bytes:
    """An array in an array, fifty thousand deep, where the catalogue should be."""
    deep = b"[" * 50_000 + b"]" * 50_000
    at = len(blank) + 1
    body = b"\n9000 0 obj\n" + deep + b"\nendobj\n"
    xref = f"xref\n9000 1\n{at:010} 00000 n \ntrailer\n<</Size 9001/Root 9000 0 R>>\n"
    return blank + body + xref.encode() + f"startxref\n{at + len(body) - 1}\n%%EOF\n".encode()


def _endless(blank: bytes) -> bytes:
    """A cross-reference table whose predecessor is itself."""
    at = len(blank)
    table = f"xref\n0 0\ntrailer\n<</Size 1/Root 1 0 R/Prev {at}>>\nstartxref\n{at}\n%%EOF\n"
    return blank + table.encode()


def _heavy(blank: bytes) -> bytes:
    return blank + b"%" + b"0" * LARGEST_FILE + b"\nstartxref\n0\n%%EOF\n"


BAD: dict[str, tuple[Callable[[bytes], bytes], frozenset[str]]] = {
    "encrypted": (_encrypted, frozenset({"encrypted"})),
    "locked": (_locked, frozenset({"encrypted", "unreadable"})),
    "xfa": (_xfa, frozenset({"not-our-declaration"})),
    "five thousand pages": (_five_thousand_pages, frozenset({"too-large"})),
    "object stream bomb": (_object_stream_bomb, frozenset({"unreadable", "too-large"})),
    "nested": (_nested, frozenset({"unreadable"})),
    "endless": (_endless, frozenset({"unreadable", "too-large"})),
    "heavy": (_heavy, frozenset({"too-large"})),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_file_is_named_in_bounded_time_and_memory(
    pki: TestPki, blank: bytes, name: str
) -> None:
    make, reasons = BAD[name]
    bad = make(blank)
    began, had = monotonic(), _megabytes()
    checked = pki.check.check(bad, original=blank)
    for verdict in (pki.check.look(bad, original=blank), checked.verdict):
        assert verdict.reason in reasons
        assert verdict.outcome is not Outcome.GENUINE
    assert monotonic() - began < MOST_SECONDS
    assert _megabytes() - had < MOST_MEGABYTES


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.parametrize("name", ["xfa", "five thousand pages"])
def test_what_was_changed_so_and_then_signed_does_not_pass(
    pki: TestPki, blank: bytes, name: str
) -> None:
    signed = sign_as_citizen(BAD[name][0](blank), pki.p12(), PASSWORD)
    began = monotonic()
    verdict = pki.check.check(signed, original=blank).verdict
    assert verdict.outcome is not Outcome.GENUINE
    assert verdict.reason in BAD[name][1]
    assert monotonic() - began < MOST_SECONDS


@pytest.mark.parametrize("name", ["encrypted", "endless", "nested", "object stream bomb"])
def test_no_room_is_made_in_a_bad_file(pki: TestPki, blank: bytes, name: str) -> None:
    person = (CITIZEN.full_name, CITIZEN.citizen_id)
    held = holding(PkiFolder(pki.folder), KEYS["p256"](), person, utc_now())
    began = monotonic()
    with pytest.raises(CannotSign):
        CitizensHand(pki.trust.citizens, utc_now).prepare(BAD[name][0](blank), held.chain)
    assert monotonic() - began < MOST_SECONDS
