"""Examines one signature or archive time stamp of a file, at the time that is proven for it.

pyHanko's long-term procedure reports success for files that were changed afterwards, so nothing
here rests on one status: the bytes, the coverage, the kind of later changes, the two paths and
their revocation data are each asked, and the first that fails names the reason.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from asn1crypto import cms
from asn1crypto.x509 import Certificate
from pyhanko.sign.ades.report import AdESIndeterminate, AdESSubIndic
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import AlgorithmUsagePolicy

from procedures.anchors import CertificateStanding
from procedures.papers.algorithms import accepted
from procedures.papers.capacity import fits
from procedures.papers.identity import holder_name, issuer_name, may_sign, subject_number
from procedures.papers.news import News
from procedures.papers.paths import NoPathError, Obstacle, path_to
from procedures.papers.revocation import Evidence
from procedures.papers.shape import is_exact
from procedures.papers.stamps import signer_first
from procedures.papers.trust import TrustStore
from procedures.ports import SignatureReport
from procedures.reasons import Reason

_PASSED = "TOTAL-PASSED"
_CONSTRAINED = "SIG_CONSTRAINTS_FAILURE"
"""The signature is sound, and not what is asked for here (EN 319 102-1, table 3)."""
_WHOLE = frozenset({SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION})
_HARMLESS = frozenset(
    {
        ModificationLevel.NONE,
        ModificationLevel.LTA_UPDATES,
        ModificationLevel.FORM_FILLING,
    }
)
_NO_DATA = frozenset(
    {
        AdESIndeterminate.TRY_LATER,
        AdESIndeterminate.NO_POE,
        AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE,
    }
)
_WEAK = frozenset(
    {
        AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
        AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
    }
)
CLOCKS_DIFFER = timedelta(minutes=5)
_Status = PdfSignatureStatus | DocumentTimestampStatus


@dataclass(frozen=True, slots=True)
class Measure:
    """What a signature is measured by: whom to believe, what is known, and which time it is.

    `known` proves that certificates stood; `news`, newer than that, may say that one did not.
    `need_revocation` False accepts a path without revocation data, for the quick look that a web
    request may take; `need_stamp` True refuses a signature without a trusted time; `need_exact`
    True refuses an envelope that is not as this system writes it. `algorithms` says what a
    signature may rest on.
    """

    signers: TrustStore
    time: TrustStore
    known: Evidence
    now: datetime
    news: News = field(default_factory=News)
    need_revocation: bool = True
    need_stamp: bool = True
    need_exact: bool = False
    algorithms: AlgorithmUsagePolicy = field(default_factory=accepted)


@dataclass(frozen=True, slots=True)
class Finding:
    """A signature's report with the first thing wrong with it, or None.

    `later` is the kind of what changed after it, where that could be told.
    """

    report: SignatureReport
    reason: Reason | None
    later: ModificationLevel | None = None


@dataclass(frozen=True, slots=True)
class _Stamp:
    time: datetime
    certificates: tuple[Certificate, ...]


async def examine(
    signature: EmbeddedPdfSignature, measure: Measure, existed: datetime | None = None
) -> Finding:
    """What is to be said of one signature; a fault in its structure is a finding, not an error.

    `existed` is a time at which it is proven to have existed: that of the archive time stamp over
    it. Whoever stamped it must have been good then; without such a proof, today.
    """
    try:
        return await _examine(signature, measure, existed or measure.now)
    # The structure comes from a stranger: whatever breaks while reading it is damage.
    except Exception:  # noqa: BLE001 - see above
        return Finding(_damaged(signature), Reason.SIGNATURE_DAMAGED)


async def _examine(signature: EmbeddedPdfSignature, measure: Measure, existed: datetime) -> Finding:
    stamp = _stamp_of(signature)
    stamp_fault = await _stamp_fault(stamp, measure, existed)
    stamped = stamp.time if stamp is not None and stamp_fault is None else None
    moment = stamped or (stamp.time if stamp and measure.need_stamp else measure.now)
    home, standing = await _home(signature, measure, moment)
    if is_archive_stamp(signature):
        status: _Status = await async_validate_pdf_timestamp(
            signature, _context(measure.time, measure, moment)
        )
    else:
        status = await async_validate_pdf_signature(
            signature,
            signer_validation_context=_context(measure.signers, measure, moment),
            ts_validation_context=_context(measure.time, measure, moment),
        )
    reason = (
        _broken(status)
        or home
        or (None if may_sign(signature.signer_cert) else Reason.UNDECIDED)
        or _untrusted(status)
        or (_badly_stamped(status) or stamp_fault if measure.need_stamp else None)
        or _changed(status)
        or (None if fits(signature.signer_cert, signature.field_name) else Reason.ROLE_SWAPPED)
    )
    if reason is None and measure.need_exact:
        exact = is_exact(signature, measure.known.certificates)
        reason = None if exact else Reason.SIGNATURE_DAMAGED
    report = replace(_report(signature, status, stamped, reason), standing=standing)
    return Finding(report, reason, status.modification_level)


def _context(store: TrustStore, measure: Measure, moment: datetime) -> ValidationContext:
    standing = store.at(moment)
    return ValidationContext(
        trust_roots=standing.anchors,
        other_certs=[*measure.known.certificates, *standing.intermediates],
        ocsps=measure.known.ocsps,
        crls=measure.known.crls,
        allow_fetching=False,
        moment=moment,
        revocation_mode="require" if measure.need_revocation else "soft-fail",
        # An answer given after the signature tells about the signature's time as well.
        retroactive_revinfo=True,
        algorithm_usage_policy=measure.algorithms,
    )


def _stamp_of(signature: EmbeddedPdfSignature) -> _Stamp | None:
    if is_archive_stamp(signature):
        return _read_stamp(signature.signed_data)
    for token in extract_tst_data_iter(signature.signer_info, signed=False):
        return _read_stamp(token)
    return None


def _read_stamp(token: cms.SignedData) -> _Stamp:
    certificates = signer_first(token)
    time: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return _Stamp(time, certificates)


def is_archive_stamp(signature: EmbeddedPdfSignature) -> bool:
    """True for a time stamp over the file (ISO 32000-2, 12.8.5), False for a signature."""
    return bool(signature.sig_object_type == "/DocTimeStamp")


async def _stamp_fault(stamp: _Stamp | None, measure: Measure, existed: datetime) -> Reason | None:
    if stamp is None:
        return Reason.STAMP_MISSING
    if stamp.time > existed + CLOCKS_DIFFER or not may_sign(stamp.certificates[0]):
        return Reason.STAMP_UNTRUSTED
    try:
        # Not at the stamp's own time: whoever holds the key of an expired or revoked stamper can
        # write any time into it.
        path = await path_to(
            measure.time,
            stamp.certificates[0],
            stamp.certificates,
            existed,
            ocsps=measure.known.ocsps,
            crls=measure.known.crls,
            claimed=stamp.time,
        )
    except NoPathError:
        return Reason.STAMP_UNTRUSTED
    revoked = measure.news.spoils(path, existed, measure.now, claimed=stamp.time)
    return Reason.STAMP_UNTRUSTED if revoked else None


async def _home(
    signature: EmbeddedPdfSignature, measure: Measure, moment: datetime
) -> tuple[Reason | None, CertificateStanding | None]:
    """What stands between the signer and its store, and what the newest list says of the signer."""
    store = measure.time if is_archive_stamp(signature) else measure.signers
    others = [*signature.other_embedded_certs, *measure.known.certificates]
    try:
        path = tuple(await path_to(store, signature.signer_cert, others, moment))
    except NoPathError as fault:
        return _path_reason(fault, signature.signer_cert, store, moment), None
    revoked = measure.news.spoils(path, moment, measure.now, claimed=moment)
    standing = measure.news.standing(path, measure.now)
    return (Reason.SIGNER_REVOKED if revoked else None), standing


def _path_reason(
    fault: NoPathError, certificate: Certificate, store: TrustStore, moment: datetime
) -> Reason:
    if fault.obstacle is Obstacle.REVOKED:
        return Reason.SIGNER_REVOKED
    if fault.obstacle is Obstacle.EXPIRED:
        return Reason.EXPIRED
    if _names_our_key(certificate, store.at(moment)):
        return Reason.SIGNATURE_DAMAGED
    return Reason.ISSUER_ENDED if _names_our_key(certificate, store) else Reason.FOREIGN_SIGNER


def _names_our_key(certificate: Certificate, store: TrustStore) -> bool:
    # A certificate that names one of our keys as its issuer's, and yet does not verify, is ours
    # with a changed byte.
    keys = {member.key_identifier for member in (*store.anchors, *store.intermediates)}
    return certificate.authority_key_identifier in keys


def _broken(status: _Status) -> Reason | None:
    if not (status.intact and status.valid):
        return Reason.DIGEST_BROKEN
    return None


def _untrusted(status: _Status) -> Reason | None:
    if status.revoked:
        return Reason.SIGNER_REVOKED
    if status.trusted:
        return None
    if status.trust_problem_indic in _WEAK:
        return Reason.WEAK_ALGORITHM
    return Reason.NO_REVOCATION_DATA if status.trust_problem_indic in _NO_DATA else Reason.UNDECIDED


def _badly_stamped(status: _Status) -> Reason | None:
    if isinstance(status, DocumentTimestampStatus) or status.timestamp_validity is None:
        return None
    stamp = status.timestamp_validity
    if not (stamp.valid and stamp.intact):
        return Reason.SIGNATURE_DAMAGED
    return None if stamp.trusted else Reason.STAMP_UNTRUSTED


def _changed(status: _Status) -> Reason | None:
    if status.coverage not in _WHOLE:
        return Reason.BYTES_ADDED
    if status.docmdp_ok is False or status.modification_level not in _HARMLESS:
        return Reason.CONTENT_CHANGED
    return None


def _report(
    signature: EmbeddedPdfSignature,
    status: _Status,
    stamped: datetime | None,
    reason: Reason | None,
) -> SignatureReport:
    certificate: Certificate = signature.signer_cert
    proven = stamped is not None and (
        isinstance(status, DocumentTimestampStatus)
        or (status.timestamp_validity is not None and status.timestamp_validity.trusted)
    )
    return SignatureReport(
        field=signature.field_name,
        signer=holder_name(certificate),
        subject_id=subject_number(certificate),
        issuer=issuer_name(certificate),
        signed_at=stamped if proven else None,
        intact=status.intact and status.valid,
        trusted=status.trusted,
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        indication=_indication(status.trust_problem_indic, reason),
        is_stamp=is_archive_stamp(signature),
        certificate=certificate.sha256.hex(),
    )


def _indication(indic: AdESSubIndic | None, reason: Reason | None) -> str:
    if reason is None:
        return _PASSED
    if reason is Reason.ROLE_SWAPPED:
        return _CONSTRAINED
    return indic.standard_name if indic is not None else reason.value.upper()


def _damaged(signature: EmbeddedPdfSignature) -> SignatureReport:
    return SignatureReport(
        field=signature.field_name,
        signer="",
        subject_id="",
        issuer="",
        signed_at=None,
        intact=False,
        trusted=False,
        covers_whole_file=False,
        indication="FORMAT_FAILURE",
        is_stamp=is_archive_stamp(signature),
    )
