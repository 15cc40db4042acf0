"""Judges a file that somebody brings: genuine only when every condition holds.

The register is asked by the caller and comes in as the expectation; the signatures are judged
here, without a network, from what the sealed file carries.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from procedures.papers.afterwards import only_stamps_follow
from procedures.papers.composition import composition_fault
from procedures.papers.examination import CLOCKS_DIFFER, Finding, Measure, examine
from procedures.papers.news import News
from procedures.papers.reading import UnreadableError, carried_evidence, open_pdf
from procedures.papers.scars import was_ours
from procedures.papers.trust import Trust
from procedures.ports import Expectation, Outcome, Verdict
from procedures.reasons import OUTCOMES, REASONS, Reason

__all__ = ["OUTCOMES", "REASONS", "Reason", "RegisterVerifier", "verdict_of"]

# What weighs most comes first when several signatures disagree.
_WEIGHT = (Outcome.ALTERED, Outcome.REVOKED, Outcome.UNKNOWN, Outcome.INDETERMINATE)
# All that may come after the seal; after the leader's signature the seal itself comes.
_FOR_THE_LONG_TERM = frozenset({ModificationLevel.NONE, ModificationLevel.LTA_UPDATES})


class RegisterVerifier:
    """Implements `procedures.ports.Verifier` with the government's trust store.

    `news` brings the authorities' newest lists, as far as the system holds any.
    """

    def __init__(
        self,
        trust: Trust,
        now: Callable[[], datetime],
        news: Callable[[], News] = News,
    ) -> None:
        self._trust = trust
        self._now = now
        self._news = news

    def verify(self, data: bytes, expectation: Expectation | None) -> Verdict:
        """The verdict on a file of any kind; no file makes it raise."""
        registered, news = _is_registered(data, expectation), self._news()
        try:
            reader = open_pdf(data)
            # Bytes that the register knows are exact already.
            before = expectation.before if expectation else 0
            findings = asyncio.run(self._examine(reader, news, before, need_exact=not registered))
            fault = _fault(reader, findings, expectation)
        except UnreadableError as unreadable:
            return verdict_of(self._unreadable(unreadable.reason, data, expectation))
        # A hostile file can break any layer below; that it did is the answer.
        except Exception:  # noqa: BLE001 - see above
            return verdict_of(self._unreadable(Reason.UNREADABLE, data, expectation))
        if fault is None and expectation is None:
            fault = Reason.SIGNATURES_VALID
        elif fault is None:
            fault = Reason.REGISTER_MATCH if registered else Reason.REGISTER_MISMATCH
        return verdict_of(fault, findings)

    async def _examine(
        self, reader: PdfFileReader, news: News, before: int, *, need_exact: bool
    ) -> list[Finding]:
        now = self._now()
        measure = Measure(
            signers=self._trust.government,
            time=self._trust.time,
            known=carried_evidence(reader).told_by(now + CLOCKS_DIFFER),
            now=now,
            news=news,
            need_exact=need_exact,
        )
        return await examine_all(reader.embedded_signatures[before:], measure)

    def _unreadable(self, reason: Reason, data: bytes, expectation: Expectation | None) -> Reason:
        # A damaged file that was ours, or claims to be a registered paper, is a changed one.
        if reason is not Reason.UNREADABLE:
            return reason
        ours = expectation is not None or asyncio.run(
            was_ours(data, self._trust.government, self._now())
        )
        return Reason.DIGEST_BROKEN if ours else reason


def verdict_of(reason: Reason, findings: Sequence[Finding] = ()) -> Verdict:
    """The verdict that a reason means."""
    return Verdict(OUTCOMES[reason], reason.value, tuple(f.report for f in findings))


def weightiest(findings: Sequence[Finding]) -> Reason | None:
    """The most serious fault of all signatures, or None when each is sound."""
    faults = [finding.reason for finding in findings if finding.reason is not None]
    faults.sort(key=lambda reason: _WEIGHT.index(OUTCOMES[reason]))
    return faults[0] if faults else None


async def examine_all(
    signatures: Sequence[EmbeddedPdfSignature], measure: Measure
) -> list[Finding]:
    """The findings in the signatures' order.

    From the newest back: a sound archive time stamp proves that all before it existed at its time,
    and so each stamper need only have been good until the next one stamped (EN 319 102-1, 5.6).
    """
    found: list[Finding] = []
    existed = measure.now
    for signature in reversed(signatures):
        finding = await examine(signature, measure, existed)
        if finding.report.is_stamp and finding.reason is None:
            existed = finding.report.signed_at or existed
        found.append(finding)
    return found[::-1]


def _fault(
    reader: PdfFileReader, findings: Sequence[Finding], expectation: Expectation | None
) -> Reason | None:
    if not findings:
        return Reason.SIGNATURE_MISSING if expectation else Reason.NO_SIGNATURE
    fault = weightiest(findings) or composition_fault(reader, expectation)
    if fault is None and not findings[-1].report.covers_whole_file:
        return Reason.BYTES_ADDED
    return fault or _added_fault(reader, findings, expectation.before if expectation else 0)


def _added_fault(reader: PdfFileReader, findings: Sequence[Finding], before: int) -> Reason | None:
    signatures = reader.embedded_signatures[before:]
    seal = max(at for at, finding in enumerate(findings) if not finding.report.is_stamp)
    if not all(finding.later in _FOR_THE_LONG_TERM for finding in findings[seal:]):
        return Reason.CONTENT_CHANGED
    return None if only_stamps_follow(reader, signatures[seal]) else Reason.BYTES_ADDED


def _is_registered(data: bytes, expectation: Expectation | None) -> bool:
    if expectation is None:
        return False
    return hashlib.sha256(data).hexdigest() in (expectation.sha256, *expectation.renewed)
