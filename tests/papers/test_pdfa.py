"""The signed file keeps the rules of PDF/A-3 that can be tried here; each rule can be broken."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from procedures.papers.pdfa import RULES, RULES_NOT_RUN, broken_rules
from procedures.papers.press import WeasyPress
from procedures.papers.seal import Sealer
from tests.papers.conftest import AGENCY, LEADER
from tests.papers.samples import BIRTH


@pytest.fixture(scope="module")
def signed(sealer: Sealer, press: WeasyPress) -> bytes:
    """A birth certificate, signed, sealed and time-stamped."""
    return sealer.apply(press.render("giay-khai-sinh", BIRTH), leader=LEADER, agency=AGENCY)


@pytest.fixture(scope="module")
def printed(press: WeasyPress) -> bytes:
    return press.render("giay-khai-sinh", BIRTH)


def test_the_signed_and_the_renewed_paper_keep_every_rule(sealer: Sealer, signed: bytes) -> None:
    assert broken_rules(signed) == ()
    assert broken_rules(sealer.stamp_again(signed)) == ()


def _unembed(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in thing:
                    del thing[key]


def _intentless(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def _newer(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Version = Name("/2.0")


def _twice(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF = Array([*pdf.Root.AF, *pdf.Root.AF])


def _scripted(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.JavaScript))


def _silent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def _hidden(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), F=2)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def _seen_through(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents
    resources = pdf.pages[0].obj.Resources
    resources.ExtGState = Dictionary(G=Dictionary(ca=0.5))


def _unidentified(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def _outside(pdf: pikepdf.Pdf) -> None:
    stream = pdf.make_stream(b"", F=pikepdf.String("elsewhere"))
    pdf.Root.Other = pdf.make_indirect(stream)


BREAKS: dict[str, tuple[Callable[[pikepdf.Pdf], None], set[str]]] = {
    "fonts": (_unembed, {"fonts"}),
    "intent": (_intentless, {"output-intent"}),
    "version": (_newer, {"version"}),
    "attachment": (_twice, {"attachments"}),
    "script": (_scripted, {"actions"}),
    "language": (_silent, {"tagged"}),
    "annotation": (_hidden, {"annotations"}),
    "transparency": (_seen_through, {"output-intent", "transparency"}),
    "identification": (_unidentified, {"identification"}),
    "stream": (_outside, {"streams"}),
}


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_each_broken_rule_is_named(printed: bytes, name: str) -> None:
    spoil, rules = BREAKS[name]
    out = BytesIO()
    with pikepdf.open(BytesIO(printed)) as pdf:
        spoil(pdf)
        pdf.save(out)
    assert set(broken_rules(out.getvalue())) == rules


def test_the_bytes_around_are_looked_at_too(signed: bytes) -> None:
    assert broken_rules(signed + b"more") == ("ending",)
    assert broken_rules(b"%PDF-2.0" + signed[8:]) == ("header",)
    assert "byte-ranges" in broken_rules(signed.replace(b"/ByteRange [0 ", b"/ByteRange [1 "))
    assert broken_rules(b"no pdf") == ("readable",)


def test_what_is_not_tried_is_listed() -> None:
    assert len(RULES_NOT_RUN) > 10
    assert all(rule["clause"].startswith("6.") for rule in RULES_NOT_RUN)
    assert len(RULES) == 14
