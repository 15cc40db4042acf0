"""A leader's own token: it signs the served paper, and nothing but that is taken back."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from procedures.papers import outside
from procedures.papers.outside import LeadersTool
from procedures.papers.seal import Sealer
from procedures.papers.seal_fields import AGENCY_FIELD, LEADER_FIELD
from procedures.papers.verdict import RegisterVerifier
from procedures.ports import CannotSign, Expectation, Outcome, SignerRef
from procedures.reasons import REASONS, Reason
from tests.papers.conftest import AGENCY, LEADER, TestPki, utc_now
from tests.papers.programs import Program


def sign_with_token(
    pki: TestPki,
    data: bytes,
    *,
    who: SignerRef = LEADER,
    field: str = LEADER_FIELD,
    stamp: bool = True,
) -> bytes:
    """What a signing program of somebody else's does: the stock signer of a library."""
    held = pki.keys.held(who)
    url = f"{pki.url}/tsa" if stamp else ""
    return Program(held.key, held.chain, url=url).sign(data, field)


def paint_over(data: bytes) -> bytes:
    """Something else is drawn on the first page."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    red = generic.StreamObject(stream_data=b"1 0 0 rg 200 60 200 60 re f")
    writer.add_stream_to_page(0, writer.add_object(red))
    return _written(writer)


def annotate(data: bytes) -> bytes:
    """A note lies on the first page."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                [generic.NumberObject(edge) for edge in (60, 60, 200, 90)]
            ),
            generic.pdf_name("/Contents"): generic.TextStringObject("Đã sửa"),
        }
    )
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    return _written(writer)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


@pytest.fixture(scope="module")
def tool(pki: TestPki) -> LeadersTool:
    """The check that trusts the tests' PKI."""
    return LeadersTool(pki.trust, utc_now)


@pytest.fixture(scope="module")
def served(tool: LeadersTool, blank: bytes) -> bytes:
    """A paper as it is handed to a token."""
    return tool.open(blank, leader=LEADER.name, agency=AGENCY.name)


def test_what_is_served_begins_with_what_was_read_and_comes_back_to_be_sealed(
    pki: TestPki,
    tool: LeadersTool,
    blank: bytes,
    served: bytes,
    sealer: Sealer,
    verifier: RegisterVerifier,
    told: Callable[..., str],
) -> None:
    assert served.startswith(blank)
    signed = sign_with_token(pki, served)
    tool.check(served, signed, leader=LEADER.name)
    sealed = sealer.close(signed, agency=AGENCY)
    assert sealed.startswith(signed)
    assert told(sealed, "pdfsig", "-nocert").count("Signature is Valid.") == 2
    verdict = verifier.verify(
        sealed, Expectation(hashlib.sha256(sealed).hexdigest(), (LEADER_FIELD, AGENCY_FIELD))
    )
    assert verdict.outcome is Outcome.GENUINE, verdict
    assert [one.signer for one in verdict.signers] == [LEADER.name, AGENCY.name]
    key = sealer.used_outside(signed)
    assert (key.holder, key.store, key.sha256) == (
        LEADER.name,
        "outside",
        verdict.signers[0].certificate,
    )
    assert [urlsplit(one).path for one in key.lists] == ["/crl/cong-vu-ca.crl"]


def test_nothing_else_is_taken_back(
    pki: TestPki, tool: LeadersTool, blank: bytes, served: bytes, stranger: TestPki
) -> None:
    other = SignerRef("leader-77", "Người Ký Khác", "Chủ tịch", AGENCY.organisation)
    namesake = SignerRef("unit-78", LEADER.name, "", LEADER.name)
    returned = {
        outside.NOT_SERVED: [
            served,
            b"",
            b"%PDF-1.7",
            sign_with_token(pki, tool.open(blank, leader="A", agency="B")),
            sign_with_token(pki, paint_over(served)),
            sign_with_token(pki, annotate(served)),
            paint_over(sign_with_token(pki, served)),
        ],
        outside.NOT_SIGNED: [paint_over(served), sign_with_token(pki, served, field=AGENCY_FIELD)],
        outside.OTHER_PERSON: [sign_with_token(pki, served, who=other)],
        REASONS[Reason.ROLE_SWAPPED]: [sign_with_token(pki, served, who=namesake)],
        REASONS[Reason.FOREIGN_SIGNER]: [sign_with_token(stranger, served)],
        REASONS[Reason.STAMP_MISSING]: [sign_with_token(pki, served, stamp=False)],
    }
    for msgid, files in returned.items():
        for number, data in enumerate(files):
            with pytest.raises(CannotSign) as told:
                tool.check(served, data, leader=LEADER.name)
            assert told.value.msgid == msgid, number
