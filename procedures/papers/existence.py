"""When a file existed at the latest: a time stamp (RFC 3161) over its digest, kept beside it."""

from datetime import datetime

from asn1crypto import cms
from pyhanko.sign.validation.errors import SignatureValidationError

from procedures.errors import DomainError
from procedures.papers.archive import STAMPING
from procedures.papers.envelope import stamped_info
from procedures.papers.examination import CLOCKS_DIFFER
from procedures.papers.paths import NoPathError, path_to
from procedures.papers.revocation import Evidence, prove
from procedures.papers.stamps import is_sound, signer_first
from procedures.papers.trust import TrustStore

_SHA256 = "sha256"


async def existed_at(
    sha256: str, token: bytes, known: Evidence, store: TrustStore, kept_since: datetime
) -> datetime | None:
    """The time in the token (DER) over the digest, or None when it proves nothing.

    `kept_since` is since when the token is known to exist: whoever stamped must have stood then,
    for the holder of a key that ended can write any time.
    """
    try:
        if not is_sound(token) or not _is_over(sha256, token):
            return None
        info = stamped_info(token)
        chain = signer_first(cms.ContentInfo.load(token)["content"])
        at: datetime = info["gen_time"].native
        if at > kept_since + CLOCKS_DIFFER:
            return None
        whole = known + Evidence(certificates=chain)
        await path_to(
            store,
            chain[0],
            whole.certificates,
            kept_since,
            ocsps=known.ocsps,
            crls=known.crls,
            claimed=at,
        )
        await prove(store, chain[0], whole, STAMPING, kept_since, looking_back=True)
    except (NoPathError, DomainError, SignatureValidationError):
        return None
    except (ValueError, KeyError, TypeError, IndexError):  # no token at all
        return None
    return at


def _is_over(sha256: str, token: bytes) -> bool:
    imprint = stamped_info(token)["message_imprint"]
    kind: str = imprint["hash_algorithm"]["algorithm"].native
    digest: bytes = imprint["hashed_message"].native
    return kind == _SHA256 and digest.hex() == sha256
