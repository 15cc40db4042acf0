"""A file's tables say to us what they say to pyHanko, and what it cannot read we refuse too."""

import re
from io import BytesIO
from typing import Any

import pytest
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from procedures.papers.packed import PaperReader
from procedures.papers.press import WeasyPress
from procedures.papers.seal import Sealer
from tests.papers.conftest import AGENCY, LEADER
from tests.papers.samples import BIRTH


def _told(reader: PdfFileReader) -> list[Any]:
    sections = reader.xrefs._xref_sections  # noqa: SLF001 - what the reader goes by
    places = [(one.meta_info.size, one.meta_info.start_location) for one in sections]
    return [*places, *(vars(one.xref_data) for one in sections), reader.trailer.flatten()]


def test_every_revision_of_a_paper_is_read_as_pyhanko_reads_it(
    press: WeasyPress, sealer: Sealer
) -> None:
    printed = press.render("giay-khai-sinh", BIRTH)
    paper = sealer.apply(printed, leader=LEADER, agency=AGENCY)
    ours, theirs = PaperReader(paper), PdfFileReader(BytesIO(paper), strict=True)
    assert _told(ours) == _told(theirs)
    assert ours.xrefs.total_revisions == theirs.xrefs.total_revisions > 2
    assert vars(ours).keys() - {"_packs"} == vars(theirs).keys()


@pytest.mark.parametrize("instead", [b"/Index [0 9]", b"/Index [0 9999]", b"/W [2 2 2]", b"/W [x]"])
def test_a_table_that_is_not_as_it_says_is_refused(press: WeasyPress, instead: bytes) -> None:
    printed = press.render("giay-khai-sinh", BIRTH)
    says = re.escape(instead.split(b"[")[0]) + rb"\[[^]]*\]"
    broken, changed = re.subn(says, instead, printed)
    assert changed == 1
    for read in (PaperReader, lambda data: PdfFileReader(BytesIO(data), strict=True)):
        with pytest.raises(PdfReadError):
            read(broken)
