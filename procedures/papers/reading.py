"""Opens a file that anyone may have sent: every fault becomes a reason, none an exception."""

import re

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError

from procedures.papers.packed import PaperReader
from procedures.papers.revocation import Evidence
from procedures.reasons import Reason

LARGEST_FILE = 32 * 1024 * 1024
MOST_REVISIONS = 50
MOST_SIGNATURES = 20
MOST_TABLES = 4 * MOST_REVISIONS
"""Words for a table that a file may hold: some revisions have two, and text may hold such words."""
_HEADER_WITHIN = 1024
# pyHanko reads a string digit by digit, which for millions of them takes minutes.
_ENDLESS = re.compile(rb"<[0-9A-Fa-f\s]{500000}|\([^()\\]{500000}")


class UnreadableError(Exception):
    """The file cannot be examined; the reason says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def open_pdf(data: bytes) -> PdfFileReader:
    """A strict reader over the bytes, or `UnreadableError`."""
    if not data:
        raise UnreadableError(Reason.EMPTY)
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise UnreadableError(Reason.NOT_A_PDF)
    if len(data) > LARGEST_FILE or _ENDLESS.search(data) or _tables(data) > MOST_TABLES:
        raise UnreadableError(Reason.TOO_LARGE)
    try:
        reader = PaperReader(data)
        encrypted = reader.encrypted
        revisions = reader.xrefs.total_revisions
        signatures = 0 if encrypted else len(reader.embedded_signatures)
    # A hostile file can make the parser raise anything at all, and that is an answer too.
    except Exception as fault:
        raise UnreadableError(Reason.UNREADABLE) from fault
    if encrypted:
        raise UnreadableError(Reason.ENCRYPTED)
    if revisions > MOST_REVISIONS or signatures > MOST_SIGNATURES:
        raise UnreadableError(Reason.TOO_LARGE)
    return reader


def _tables(data: bytes) -> int:
    # A chain of tables is walked to its end before anybody can ask how long it is.
    return data.count(b"trailer") + data.count(b"/XRef")


def carried_evidence(reader: PdfFileReader) -> Evidence:
    """The validation data that the file brings along; empty when it has none."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Evidence()
    return Evidence(
        certificates=tuple(store.load_certs()),
        ocsps=tuple(
            OCSPResponse.load(ref.get_object().read_data(DecodePurpose.OCSP_RESPONSE))
            for ref in store.ocsps
        ),
        crls=tuple(
            CertificateList.load(ref.get_object().read_data(DecodePurpose.CRL))
            for ref in store.crls
        ),
    )
