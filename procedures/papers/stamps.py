"""Time stamps by RFC 3161 over HTTP."""

import hashlib
import math
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from asn1crypto import cms, tsp
from asn1crypto.core import ObjectIdentifier
from asn1crypto.x509 import Certificate
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from procedures.errors import Unavailable
from procedures.papers.algorithms import scheme_of
from procedures.papers.authorities import TimeAuthority
from procedures.papers.der import SEQUENCE, TRUE, inside, integer, tlv
from procedures.papers.envelope import imprint, stamped_info
from procedures.papers.identity import holder_name
from procedures.papers.wire import SILENT, Wire
from procedures.ports import ArchiveStamp

_NONCE_BITS = 64
_CLOCKS_DIFFER = timedelta(minutes=5)
_RECOVERS_SECONDS = 300.0
_GRANTED = frozenset({"granted", "granted_with_mods"})
_CURVES = {"secp256r1": "p256", "secp384r1": "p384", "secp521r1": "p521"}


class HttpStamper:
    """Asks the time authorities, the first that answers; remembers what came with its last answer.

    With a clock of our own, a stamp whose time is far from it is refused. An authority that took
    over from a silent one keeps stamping for a while, and always to the end of a paper (`begin`).
    """

    def __init__(
        self,
        wire: Wire,
        authorities: Sequence[TimeAuthority],
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._wire = wire
        self._authorities = authorities
        self._now = now
        self._last: bytes | None = None
        self._turn = 0
        self._took_over = -math.inf

    def begin(self) -> None:
        """A paper begins: the preferred authority is asked again when it had time to recover."""
        if self._turn and time.monotonic() - self._took_over > _RECOVERS_SECONDS:
            self._turn, self._last = 0, None

    def token(self, data: bytes) -> bytes:
        """A token over the data's SHA-256, DER.

        Raises `Unavailable` when every authority is silent or answers something else.
        """
        return self.token_of(hashlib.sha256(data).digest())

    def token_of(self, digest: bytes) -> bytes:
        """A token over a SHA-256 digest, DER; raises as `token` does."""
        last = Unavailable(SILENT)
        for step in range(len(self._authorities)):
            turn = (self._turn + step) % len(self._authorities)
            try:
                token = self._asked(self._authorities[turn], digest)
            except Unavailable as fault:
                last = fault
                continue
            if turn != self._turn:
                self._turn, self._took_over = turn, time.monotonic()
            self._last = token
            return token
        raise last

    def _asked(self, authority: TimeAuthority, digest: bytes) -> bytes:
        nonce = secrets.randbits(_NONCE_BITS)
        policy = ObjectIdentifier(authority.policy).dump() if authority.policy else b""
        question = tlv(SEQUENCE, integer(1), imprint(digest), policy, integer(nonce), TRUE)
        answer = self._wire.post(
            authority.url, question, "application/timestamp-query", authority.authorization
        )
        try:
            status, token = inside(answer)
            info = stamped_info(token)
            granted = tsp.PKIStatusInfo.load(status)["status"].native in _GRANTED
            same = info["message_imprint"]["hashed_message"].native == digest
            asked = not authority.policy or info["policy"].dotted == authority.policy
            sound = is_sound(token) and self._in_time(info["gen_time"].native)
        except (ValueError, KeyError, TypeError, IndexError, SignatureValidationError) as fault:
            raise Unavailable(SILENT) from fault
        if not (granted and same and asked and sound and info["nonce"].native == nonce):
            raise Unavailable(SILENT)
        return token

    def _in_time(self, stamped: datetime) -> bool:
        return self._now is None or abs(stamped - self._now()) <= _CLOCKS_DIFFER

    def certificates(self) -> tuple[Certificate, ...]:
        """The stamper's certificate first, then what else its last stamp carried."""
        return signer_first(cms.ContentInfo.load(self.sample())["content"])

    def sample(self) -> bytes:
        """The last token, or a first one asked for nothing."""
        return self._last or self.token(b"")


def is_sound(token: bytes) -> bool:
    """Whether the stamp is signed by the certificate that it carries."""
    signed = cms.ContentInfo.load(token)["content"]
    said = signed["encap_content_info"]["content"].contents
    digest = hashlib.sha256(said).digest()
    signer = signer_first(signed)[0]
    return all(validate_sig_integrity(signed["signer_infos"][0], signer, "tst_info", digest))


def signer_first(signed: cms.SignedData) -> tuple[Certificate, ...]:
    """The certificates of a signed message, its signer's own at the head."""
    serial = signed["signer_infos"][0]["sid"].chosen["serial_number"].native
    found = [choice.chosen for choice in signed["certificates"] if choice.name == "certificate"]
    found.sort(key=lambda certificate: certificate.serial_number != serial)
    return tuple(found)


def signed_data(token: bytes) -> cms.SignedData:
    """The envelope of a token; raises ValueError for what is no token."""
    try:
        stamped_info(token)
    except (TypeError, KeyError, IndexError) as fault:
        raise ValueError(token[:8]) from fault
    return cms.ContentInfo.load(token)["content"]


def rests_on(token: bytes) -> ArchiveStamp:
    """What a token's proof rests on, in the words of the algorithm policy.

    Raises ValueError for what is no token.
    """
    signed = signed_data(token)
    info = stamped_info(token)
    certificate = signer_first(signed)[0]
    imprinted = info["message_imprint"]["hash_algorithm"]["algorithm"].native
    (signer,) = signed["signer_infos"]
    digest = signer["digest_algorithm"]["algorithm"].native
    scheme = scheme_of(signer["signature_algorithm"])
    named = (imprinted, digest, _key(certificate), scheme)
    return ArchiveStamp(
        at=info["gen_time"].native,
        stamper=holder_name(certificate),
        certificate_sha256=certificate.sha256.hex(),
        certificate_ends=certificate.not_valid_after,
        algorithms=tuple(sorted({name for name in named if name})),
    )


def _key(certificate: Certificate) -> str:
    """The kind and size of the certificate's key, as the algorithm policy names it."""
    key = certificate.public_key
    if key.algorithm == "ec":
        return f"ecdsa-{_CURVES.get(key.curve[1], key.curve[1])}"
    return f"{key.algorithm}-{key.bit_size}"
