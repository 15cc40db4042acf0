"""Keeps the evidence of a check provable: one more time stamp over it before the newest ages.

As with an issued paper (`procedures.papers.archive`), what proves today that the earlier stampers
stood goes in first, and the new stamp covers that, too.
"""

from dataclasses import replace

from procedures.errors import N_, NotLawful
from procedures.papers.archive import ensure_gathered, gathered
from procedures.papers.evidence_file import (
    Proof,
    Renewal,
    newest_token,
    next_manifest,
    proof_of,
    unpack,
)
from procedures.papers.existence import existed_at
from procedures.papers.revocation import RevocationDesk
from procedures.papers.stamps import HttpStamper, rests_on, signed_data
from procedures.ports import ArchiveStamp

NOT_EVIDENCE = N_("Tệp này không phải là chứng cứ kiểm tra chữ ký nên không gia hạn được.")
PROVES_NOTHING = N_(
    "Chứng cứ kiểm tra chữ ký không còn tự chứng minh được thời điểm tồn tại của tờ khai nên không "
    "gia hạn được."
)


async def renewed(pdf: bytes, evidence: bytes, stamper: HttpStamper, time: RevocationDesk) -> Proof:
    """The evidence of the file with one more time stamp.

    Raises `Unavailable` when an authority is silent, `NotAllowed` when a stamper is revoked or has
    ended already, `NotLawful` for evidence that is none of this file or proves nothing today.
    """
    try:
        proof = proof_of(pdf, evidence)
        newest = signed_data(newest_token(proof))
    except ValueError as fault:
        raise NotLawful(NOT_EVIDENCE) from fault
    known = await gathered(stamper, time, [newest])
    manifest = next_manifest(proof, known)
    token = stamper.token(manifest)
    ensure_gathered(stamper, known)
    whole = replace(proof, renewals=(*proof.renewals, Renewal(manifest, token, known)))
    if await existed_at(whole, time.store, time.now()) is None:
        raise NotLawful(PROVES_NOTHING)
    return whole


def newest_stamp(evidence: bytes) -> ArchiveStamp:
    """What the newest time stamp of the evidence rests on; raises `NotLawful` for no evidence."""
    try:
        return rests_on(newest_token(unpack(evidence)))
    except ValueError as fault:
        raise NotLawful(NOT_EVIDENCE) from fault
