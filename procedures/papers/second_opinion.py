"""What pyHanko's own procedure for long-term signatures says of a paper, without a network.

It is ETSI EN 319 102-1, 5.6.3, by another hand than `examination`: it slides the time of validation
back through the revocation data that the file carries. Only of stampers that have not ended does it
need to be told that they still stand. Not by the current list itself: that would answer for the
earlier stampers of the same authority too, though it is younger than their certificates, and the
slide would stop at a time when these had ended (so pyHanko 0.38 does it).
"""

import asyncio
from datetime import datetime

from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import AdESLTAValidationResult, ades_lta_validation
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    NonRevokedStatusAssertion,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

from procedures.papers.examination import is_archive_stamp
from procedures.papers.packed import PaperReader
from procedures.papers.revocation import Evidence
from procedures.papers.trust import Trust, TrustStore


def second_opinion(pdf: bytes, trust: Trust, current: Evidence, now: datetime) -> dict[str, str]:
    """By field of each signature: "OK", or what pyHanko finds wrong.

    `current` is what the time authority says today of its stampers that have not ended; `now` has
    to be the machine's own time, which the library reads by itself. An indication alone is not
    believed: what was changed after signing passes for it.
    """
    return asyncio.run(_asked(pdf, trust, current, now))


async def _asked(pdf: bytes, trust: Trust, current: Evidence, now: datetime) -> dict[str, str]:
    signatures = PaperReader(pdf).embedded_signatures
    standing = [
        NonRevokedStatusAssertion(signature.signer_cert.sha256, now)
        for signature in signatures
        if is_archive_stamp(signature) and await _stands(signature, trust.time, current, now)
    ]
    spec = _spec(trust, standing)
    return {
        signature.field_name: await _said(signature, spec)
        for signature in signatures
        if not is_archive_stamp(signature)
    }


async def _stands(
    stamp: EmbeddedPdfSignature,
    store: TrustStore,
    current: Evidence,
    now: datetime,
) -> bool:
    context = ValidationContext(
        trust_roots=store.anchors,
        other_certs=[*stamp.other_embedded_certs, *store.intermediates],
        ocsps=current.ocsps,
        crls=current.crls,
        allow_fetching=False,
        moment=now,
        revocation_mode="require",
    )
    validator = CertificateValidator(stamp.signer_cert, validation_context=context)
    try:
        await validator.async_validate_usage({"digital_signature"}, {"time_stamping"})
    except (PathError, ValidationError):
        return False
    return True


async def _said(signature: EmbeddedPdfSignature, spec: PdfSignatureValidationSpec) -> str:
    try:
        result = await ades_lta_validation(signature, spec)
    # A damaged file may break any layer of the library.
    except Exception as fault:  # noqa: BLE001 - see above
        return type(fault).__name__
    if result.ades_subindic is not AdESPassed.OK:
        return str(result.ades_subindic.standard_name)
    return "OK" if _unchanged(result) else "CHANGED"


def _unchanged(result: AdESLTAValidationResult) -> bool:
    status = result.api_status
    return status is not None and status.bottom_line and status.docmdp_ok is not False


def _spec(trust: Trust, standing: list[NonRevokedStatusAssertion]) -> PdfSignatureValidationSpec:
    known = [*trust.government.intermediates, *trust.time.intermediates]
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=policy(trust.government),
            ts_cert_validation_policy=policy(trust.time),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                RevinfoOnlineFetchingRule.LOCAL_ONLY
            ),
            local_knowledge=LocalKnowledge(known_certs=known, nonrevoked_assertions=standing),
        )
    )


def policy(store: TrustStore) -> CertValidationPolicySpec:
    """The store's anchors, and a proof of not being revoked for each certificate below them."""
    return CertValidationPolicySpec(
        SimpleTrustManager.build(list(store.anchors)), CertRevTrustPolicy(REQUIRE_REVINFO)
    )
