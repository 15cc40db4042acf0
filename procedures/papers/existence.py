"""When a file existed at the latest: time stamps (RFC 3161) over its digest, kept beside it.

Each renewal stamps what was kept before it (as the archive time stamps of RFC 4998 follow one
another), so an earlier stamper must have stood when the next one stamped, and only then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from asn1crypto import cms
from pyhanko.sign.validation.errors import SignatureValidationError

from procedures.errors import DomainError
from procedures.papers.archive import STAMPING
from procedures.papers.envelope import stamped_info
from procedures.papers.evidence_file import Proof
from procedures.papers.examination import CLOCKS_DIFFER
from procedures.papers.paths import NoPathError, path_to
from procedures.papers.revocation import Evidence, prove
from procedures.papers.stamps import is_sound, signer_first
from procedures.papers.trust import TrustStore

_SHA256 = "sha256"


@dataclass(frozen=True, slots=True)
class _Link:
    """A token, the SHA-256 that it has to be over, and what proves that its stamper stood."""

    digest: str
    token: bytes
    known: Evidence


async def existed_at(
    proof: Proof, store: TrustStore, known_at: datetime, *, alone: bool = False
) -> datetime | None:
    """The time in the first token over the file's digest, or None when it proves nothing.

    `known_at` is when the proof as it is, with its last token, is known to exist: whoever made that
    token must have stood then, for the holder of a key that ended can write any time. Without
    anybody's word for an earlier time that is today, and the proof stands `alone`: what was told of
    that stamper is of the time when it stamped.
    """
    newest, *earlier = reversed([*_links(proof)])
    at = await _stamped_at(newest, store, known_at, fresh=not alone)
    for link in earlier:
        if at is None:
            return None
        at = await _stamped_at(link, store, at)
    return at


def _links(proof: Proof) -> Iterator[_Link]:
    """The oldest first. What was gathered for a renewal tells of the stamper before it, too."""
    tokens = [(proof.file, proof.token)]
    tokens += [(sha256(one.manifest).hexdigest(), one.token) for one in proof.renewals]
    known = proof.known
    for place, (digest, token) in enumerate(tokens):
        if place < len(proof.renewals):
            known += proof.renewals[place].known
        yield _Link(digest, token, known)


async def _stamped_at(
    link: _Link, store: TrustStore, standing_at: datetime, *, fresh: bool = True
) -> datetime | None:
    """The time in the token, when its stamper stood at that moment; None for any fault.

    With `fresh` False it is enough that it was not revoked when it stamped, nor known to be since.
    """
    try:
        if not is_sound(link.token) or not _is_over(link.digest, link.token):
            return None
        info = stamped_info(link.token)
        chain = signer_first(cms.ContentInfo.load(link.token)["content"])
        at: datetime = info["gen_time"].native
        if at > standing_at + CLOCKS_DIFFER:
            return None
        whole = link.known + Evidence(certificates=chain)
        await path_to(
            store,
            chain[0],
            whole.certificates,
            standing_at,
            ocsps=whole.ocsps,
            crls=whole.crls,
            claimed=at,
        )
        proven = standing_at if fresh else at
        await prove(store, chain[0], whole, STAMPING, proven, looking_back=True)
    except (NoPathError, DomainError, SignatureValidationError):
        return None
    except (ValueError, KeyError, TypeError, IndexError):  # no token at all
        return None
    return at


def _is_over(digest: str, token: bytes) -> bool:
    imprint = stamped_info(token)["message_imprint"]
    kind: str = imprint["hash_algorithm"]["algorithm"].native
    hashed: bytes = imprint["hashed_message"].native
    return kind == _SHA256 and hashed.hex() == digest
