"""A declaration that a citizen signed: is it ours, whole, and whose is the signature.

Judged only from what can be kept: the authorities are asked first, their answers become a file of
evidence with a time stamp over the declaration, and the verdict is read from that. So it is the
same in twenty years, when nobody answers any more.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from procedures.errors import NotAllowed, Unavailable
from procedures.papers.archive import STAMPING
from procedures.papers.authorities import TimeAuthority
from procedures.papers.evidence_file import Proof, pack, proof_of
from procedures.papers.evidence_renewal import newest_stamp, renewed
from procedures.papers.examination import Finding, Measure, examine
from procedures.papers.existence import existed_at
from procedures.papers.hand import stamped
from procedures.papers.paths import NoPathError, Obstacle, path_to
from procedures.papers.reading import UnreadableError, carried_evidence, open_pdf
from procedures.papers.revocation import Evidence, RevocationDesk, UntrustedError, WithdrawnError
from procedures.papers.stamps import HttpStamper, signer_first
from procedures.papers.trust import Trust
from procedures.papers.untouched import only_signed
from procedures.papers.verdict import verdict_of, weightiest
from procedures.papers.wire import SILENT, Wire
from procedures.ports import ArchiveStamp, Checked, Verdict
from procedures.reasons import Reason

_SIGNING = frozenset({"non_repudiation"})


class CitizenSignatureCheck:
    """Implements `procedures.ports.SignatureCheck` with the citizens' trust store.

    `look`, `judge` and `newest_stamp` ask nobody; the others belong to a worker.
    `stampers` are the time authorities, the preferred one first.
    """

    def __init__(
        self,
        trust: Trust,
        wire: Wire,
        stampers: Sequence[TimeAuthority],
        now: Callable[[], datetime],
    ) -> None:
        self._trust = trust
        self._now = now
        self._stamper = HttpStamper(wire, stampers, now)
        self._citizens = RevocationDesk(trust.citizens, wire, now)
        self._time = RevocationDesk(trust.time, wire, now)

    def look(self, pdf: bytes, *, original: bytes | None = None) -> Verdict:
        """All that can be said without a network.

        The reason `awaiting-revocation-check` means that nothing is wrong so far.
        """
        opened = _opened(pdf, original)
        return opened if isinstance(opened, Verdict) else self._read(opened, None, self._now())

    def stamp(self, pdf: bytes, region: tuple[int, int]) -> bytes:
        """The file with a time stamp beside the signature in the region, which becomes B-T."""
        self._stamper.begin()
        return stamped(pdf, region, self._stamper.token)

    def check(self, pdf: bytes, *, original: bytes | None = None) -> Checked:
        """The full verdict with what it rests on; raises `Unavailable` when an authority is silent.

        What is refused for its bytes alone has no evidence.
        """
        opened = _opened(pdf, original)
        if isinstance(opened, Verdict):
            return Checked(opened, b"", None)
        try:
            proof = asyncio.run(self._gathered(hashlib.sha256(pdf).hexdigest(), opened))
        except Unavailable:
            raise
        # Validation data and certificates are a stranger's; what cannot be read is damage.
        except Exception:  # noqa: BLE001 - see above
            return Checked(verdict_of(Reason.SIGNATURE_DAMAGED), b"", None)
        at = self._proven(proof, self._now())
        if at is None:
            # What the time authority sent proves nothing: the next try may bring better.
            raise Unavailable(SILENT)
        return Checked(self._read(opened, proof, at), pack(proof), at)

    def judge(
        self, pdf: bytes, *, original: bytes | None, evidence: bytes, kept_since: datetime | None
    ) -> Verdict:
        """The verdict from the evidence of an earlier check; see the port."""
        opened = _opened(pdf, original)
        if isinstance(opened, Verdict):
            return opened
        try:
            proof = proof_of(pdf, evidence)
        except ValueError:
            return verdict_of(Reason.UNDECIDED)
        at = self._proven(proof, kept_since)
        if at is None:
            return verdict_of(Reason.STAMP_UNTRUSTED)
        return self._read(opened, proof, at)

    def stamp_again(self, pdf: bytes, evidence: bytes) -> bytes:
        """The evidence of the file with one more time stamp; see `evidence_renewal`."""
        return pack(asyncio.run(renewed(pdf, evidence, self._stamper, self._time)))

    def newest_stamp(self, evidence: bytes) -> ArchiveStamp:
        """What the newest time stamp of the evidence rests on."""
        return newest_stamp(evidence)

    def _proven(self, proof: Proof, kept_since: datetime | None) -> datetime | None:
        known_at, alone = kept_since or self._now(), kept_since is None
        return asyncio.run(existed_at(proof, self._trust.time, known_at, alone=alone))

    def _read(self, reader: PdfFileReader, proof: Proof | None, moment: datetime) -> Verdict:
        try:
            return asyncio.run(self._examined(reader, proof, moment))
        except Exception:  # noqa: BLE001 - as in `check`
            return verdict_of(Reason.SIGNATURE_DAMAGED)

    async def _examined(
        self, reader: PdfFileReader, proof: Proof | None, moment: datetime
    ) -> Verdict:
        signatures: Sequence[EmbeddedPdfSignature] = reader.embedded_signatures
        known = proof.known if proof is not None else Evidence()
        measure = Measure(
            signers=self._trust.citizens,
            time=self._trust.time,
            known=known + carried_evidence(reader),
            now=moment,
            need_revocation=proof is not None,
            need_stamp=False,
        )
        if proof is not None and await self._any_revoked(signatures, proof.known, moment):
            return verdict_of(Reason.SIGNER_REVOKED)
        findings = [await examine(signature, measure) for signature in signatures]
        fault = _signature_fault(findings) or _passed(online=proof is not None)
        verdict = verdict_of(fault, findings)
        return replace(verdict, locked=any(_locks(signature) for signature in signatures))

    async def _any_revoked(
        self, signatures: Sequence[EmbeddedPdfSignature], known: Evidence, moment: datetime
    ) -> bool:
        """Whether a signer is revoked by now, even if a stamp says that the signature was first.

        Who can sign again with a good key is asked to: a stamp of minutes ago decides nothing.
        """
        for signature in signatures:
            others = (*signature.other_embedded_certs, *known.certificates)
            try:
                await path_to(
                    self._trust.citizens,
                    signature.signer_cert,
                    others,
                    moment,
                    ocsps=known.ocsps,
                    crls=known.crls,
                )
            except NoPathError as fault:
                if fault.obstacle is Obstacle.REVOKED:
                    return True
        return False

    async def _gathered(self, sha256: str, reader: PdfFileReader) -> Proof:
        found = Evidence()
        for signature in reader.embedded_signatures:
            own = signature.signer_cert
            others = signature.other_embedded_certs
            found += await _asked(self._citizens, own, others, _SIGNING)
            for token in extract_tst_data_iter(signature.signer_info, signed=False):
                chain = signer_first(token)
                found += await _asked(self._time, chain[0], chain, STAMPING)
        self._stamper.begin()
        token = self._stamper.token_of(bytes.fromhex(sha256))
        chain = self._stamper.certificates()
        try:
            found += await self._time.evidence(chain[0], chain, STAMPING)
        except NotAllowed as fault:
            raise Unavailable(SILENT) from fault
        return Proof(sha256, token, found)


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
    except WithdrawnError as revoked:
        return revoked.evidence


def _opened(pdf: bytes, original: bytes | None) -> PdfFileReader | Verdict:
    """A reader over the signed declaration, or what is to be said of a file that is none."""
    try:
        reader = open_pdf(pdf)
        fault = _foreign_fault(pdf, reader, original)
    except UnreadableError as unreadable:
        return verdict_of(unreadable.reason)
    return reader if fault is None else verdict_of(fault)


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
