"""What is left of our signatures in a file that no reader opens any more.

A truncated or damaged file still holds the envelope of its signature. An issued file always opens;
so where a sound envelope of ours lies in one that does not, the file was changed after signing.
"""

import re
from datetime import datetime

from asn1crypto import cms, parser
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from procedures.papers.paths import NoPathError, Obstacle, path_to
from procedures.papers.stamps import signer_first
from procedures.papers.trust import TrustStore

_ENVELOPE = re.compile(rb"/Contents\s*<([0-9A-Fa-f]{1000,200000})")
_MOST = 10


async def was_ours(data: bytes, store: TrustStore, now: datetime) -> bool:
    """True when a sound envelope of this store lies in the bytes."""
    for number, found in enumerate(_ENVELOPE.finditer(data)):
        if number == _MOST:
            break
        try:
            if await _is_ours(found.group(1), store, now):
                return True
        # What lies in a damaged file may break anything that reads it.
        except Exception:  # noqa: BLE001, S112 - see above
            continue
    return False


async def _is_ours(written: bytes, store: TrustStore, now: datetime) -> bool:
    raw = bytes.fromhex(written[: len(written) // 2 * 2].decode("ascii"))
    signed = cms.ContentInfo.load(raw[: parser.peek(raw)])["content"]
    certificates = signer_first(signed)
    # Which bytes were signed does not matter here, only that the envelope is whole.
    _, valid = validate_sig_integrity(signed["signer_infos"][0], certificates[0], "data", b"")
    if not valid:
        return False
    try:
        await path_to(store, certificates[0], certificates, now)
    except NoPathError as fault:
        return fault.obstacle is Obstacle.EXPIRED
    return True
