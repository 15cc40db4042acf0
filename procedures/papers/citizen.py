"""A declaration that a citizen signed elsewhere: is it ours, whole, and whose is the signature."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from procedures.errors import NotAllowed, Unavailable
from procedures.papers.examination import Finding, Measure, examine
from procedures.papers.reading import UnreadableError, carried_evidence, open_pdf
from procedures.papers.revocation import Evidence, RevocationDesk, UntrustedError
from procedures.papers.stamps import signer_first
from procedures.papers.trust import Trust
from procedures.papers.untouched import only_signed
from procedures.papers.verdict import verdict_of, weightiest
from procedures.papers.wire import Wire
from procedures.ports import Verdict
from procedures.reasons import Reason

_SIGNING = frozenset({"non_repudiation"})
_STAMPING = frozenset({"time_stamping"})


class CitizenSignatureCheck:
    """Implements `procedures.ports.SignatureCheck` with the citizens' trust store.

    `look` asks nobody and may run in a web request; `check` asks the authorities for revocation
    data and belongs to a worker.
    """

    def __init__(self, trust: Trust, wire: Wire, now: Callable[[], datetime]) -> None:
        self._trust = trust
        self._now = now
        self._citizens = RevocationDesk(trust.citizens, wire, now)
        self._time = RevocationDesk(trust.time, wire, now)

    def look(self, pdf: bytes, *, original: bytes | None = None) -> Verdict:
        """All that can be said without a network.

        The reason `awaiting-revocation-check` means that nothing is wrong so far.
        """
        return self._judged(pdf, original, online=False)

    def check(self, pdf: bytes, *, original: bytes | None = None) -> Verdict:
        """The full verdict; raises `Unavailable` when an authority does not answer."""
        return self._judged(pdf, original, online=True)

    def _judged(self, pdf: bytes, original: bytes | None, *, online: bool) -> Verdict:
        try:
            reader = open_pdf(pdf)
            fault = _foreign_fault(pdf, reader, original)
        except UnreadableError as unreadable:
            return verdict_of(unreadable.reason)
        if fault is not None:
            return verdict_of(fault)
        try:
            return asyncio.run(self._examined(reader, online=online))
        except Unavailable:
            raise
        # Validation data and certificates are a stranger's; what cannot be read is damage.
        except Exception:  # noqa: BLE001 - see above
            return verdict_of(Reason.SIGNATURE_DAMAGED)

    async def _examined(self, reader: PdfFileReader, *, online: bool) -> Verdict:
        signatures: Sequence[EmbeddedPdfSignature] = reader.embedded_signatures
        try:
            known = await self._evidence(signatures) if online else Evidence()
        except NotAllowed:
            return verdict_of(Reason.SIGNER_REVOKED)
        measure = Measure(
            signers=self._trust.citizens,
            time=self._trust.time,
            known=known + carried_evidence(reader),
            now=self._now(),
            need_revocation=online,
            need_stamp=False,
        )
        findings = [await examine(signature, measure) for signature in signatures]
        verdict = verdict_of(_signature_fault(findings) or _passed(online=online), findings)
        return replace(verdict, locked=any(_locks(signature) for signature in signatures))

    async def _evidence(self, signatures: Sequence[EmbeddedPdfSignature]) -> Evidence:
        found = Evidence()
        for signature in signatures:
            own = signature.signer_cert
            others = signature.other_embedded_certs
            found += await _asked(self._citizens, own, others, _SIGNING)
            for token in extract_tst_data_iter(signature.signer_info, signed=False):
                chain = signer_first(token)
                found += await _asked(self._time, chain[0], chain, _STAMPING)
        return found


def _locks(signature: EmbeddedPdfSignature) -> bool:
    return signature.docmdp_level is MDPPerm.NO_CHANGES


async def _asked(
    desk: RevocationDesk,
    certificate: Certificate,
    others: Sequence[Certificate],
    usage: frozenset[str],
) -> Evidence:
    try:
        return await desk.evidence(certificate, others, usage)
    except UntrustedError:
        # The addresses in a certificate that nobody vouches for are never visited.
        return Evidence()


def _foreign_fault(pdf: bytes, reader: PdfFileReader, original: bytes | None) -> Reason | None:
    if original is not None and not pdf.startswith(original):
        return Reason.NOT_OUR_DECLARATION
    if not reader.embedded_signatures:
        return Reason.NO_SIGNATURE
    if original is not None and not _only_signed(reader, original):
        return Reason.CONTENT_CHANGED
    return None


def _only_signed(reader: PdfFileReader, original: bytes) -> bool:
    issued = open_pdf(original).xrefs.total_revisions
    try:
        return only_signed(reader, issued)
    # Comparing revisions walks a stranger's objects; what cannot be compared is not accepted.
    except Exception:  # noqa: BLE001 - see above
        return False


def _signature_fault(findings: Sequence[Finding]) -> Reason | None:
    fault = weightiest(findings)
    if fault is None and not findings[-1].report.covers_whole_file:
        return Reason.BYTES_ADDED
    return fault


def _passed(*, online: bool) -> Reason:
    return Reason.DECLARATION_SIGNED if online else Reason.AWAITING_REVOCATION_CHECK
