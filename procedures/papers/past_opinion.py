"""What pyHanko's own procedure for past signatures says of a declaration, from stored evidence.

It is ETSI EN 319 102-1, 5.6.2.4, by another hand than `examination`: told that file, certificates
and answers existed at the proven time, it looks back to that time, and it fetches nothing.
"""

import asyncio
from collections.abc import Iterator
from datetime import datetime

from pyhanko.sign.ades.report import AdESIndeterminate, AdESPassed
from pyhanko.sign.validation.ades import ades_past_signature_validation
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.ltv.poe import KnownPOE, POEManager, POEType, digest_for_poe
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from procedures.papers.evidence_file import Proof, unpack
from procedures.papers.examination import is_archive_stamp
from procedures.papers.existence import existed_at
from procedures.papers.packed import PaperReader
from procedures.papers.revocation import Evidence
from procedures.papers.second_opinion import policy
from procedures.papers.trust import Trust


def past_opinion(pdf: bytes, evidence: bytes, trust: Trust, kept_since: datetime) -> dict[str, str]:
    """By field of each signature: "OK", or what pyHanko finds wrong.

    Only of the signers' certificates: what was changed after signing is not asked of it here.
    Raises ValueError for what is no evidence.
    """
    return asyncio.run(_asked(pdf, unpack(evidence), trust, kept_since))


async def _asked(pdf: bytes, proof: Proof, trust: Trust, kept_since: datetime) -> dict[str, str]:
    at = await existed_at(proof, trust.time, kept_since)
    signatures = PaperReader(pdf).embedded_signatures
    return {
        signature.field_name: "NO_POE" if at is None else await _said(signature, proof, trust, at)
        for signature in signatures
        if not is_archive_stamp(signature)
    }


async def _said(signature: EmbeddedPdfSignature, proof: Proof, trust: Trust, at: datetime) -> str:
    known = _knowledge(proof.known)
    existing = POEManager()
    for existence in (*known.assert_existence_known_at(at), _existence_of(signature, at)):
        existing.register_known_poe(existence)
    spec = SignatureValidationSpec(
        cert_validation_policy=policy(trust.citizens),
        ts_cert_validation_policy=policy(trust.time),
        revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        local_knowledge=known,
    )
    try:
        found = await ades_past_signature_validation(
            signature.signed_data, spec, existing, AdESIndeterminate.OUT_OF_BOUNDS_NO_POE
        )
    # A damaged file may break any layer of the library.
    except Exception as fault:  # noqa: BLE001 - see above
        indication = getattr(fault, "ades_subindication", None)
        return type(fault).__name__ if indication is None else str(indication.standard_name)
    return "OK" if found is AdESPassed.OK else str(found.standard_name)


def _knowledge(known: Evidence) -> LocalKnowledge:
    return LocalKnowledge(
        known_ocsps=list(_containers(known)),
        known_crls=[CRLContainer(listed) for listed in known.crls],
        known_certs=list(known.certificates),
    )


def _containers(known: Evidence) -> Iterator[OCSPContainer]:
    for answer in known.ocsps:
        yield from OCSPContainer.load_multi(answer)


def _existence_of(signature: EmbeddedPdfSignature, at: datetime) -> KnownPOE:
    digest = digest_for_poe(signature.signer_info["signature"].native)
    return KnownPOE(POEType.PROVIDED, digest, at)
