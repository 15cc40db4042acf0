"""What the acts need from the outside world, as small interfaces.

Bytes go in and come out; no port knows HTTP, a queue or a database row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from procedures.anchors import CertificateStanding
from procedures.errors import NotLawful


class Outcome(StrEnum):
    """The closed vocabulary of verification (ETSI EN 319 102-1 statuses, told to a citizen)."""

    GENUINE = "GENUINE"
    ALTERED = "ALTERED"
    UNKNOWN = "UNKNOWN"
    REVOKED = "REVOKED"
    INDETERMINATE = "INDETERMINATE"


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One signature of a file, as an independent validation sees it.

    `signed_at` is the time proven by the timestamp, never the signer's own claim.
    `subject_id` is the personal or tax number in the certificate, empty when it has none.
    `is_stamp` marks an archive time stamp: nobody's will, but proof of what existed at its time.
    """

    field: str
    signer: str
    subject_id: str
    issuer: str
    signed_at: datetime | None
    intact: bool
    trusted: bool
    covers_whole_file: bool
    indication: str
    is_stamp: bool = False
    certificate: str = ""
    """SHA-256 of the signer's certificate, hexadecimal."""
    standing: CertificateStanding | None = None
    """None where no list of its authority is in hand."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a file: outcome, a reason code, and the signatures found.

    `reason` is a stable code such as "register-match" or "content-changed";
    `procedures.papers.verdict.REASONS` holds its Vietnamese sentence.
    """

    outcome: Outcome
    reason: str
    signatures: tuple[SignatureReport, ...] = ()
    locked: bool = False
    """Whether a signature forbids every further one (ISO 32000-1, 12.8.2.2)."""

    @property
    def signers(self) -> tuple[SignatureReport, ...]:
        """Those who signed and sealed, without the archive time stamps."""
        return tuple(report for report in self.signatures if not report.is_stamp)

    @property
    def stamps(self) -> tuple[SignatureReport, ...]:
        """The archive time stamps, the oldest first."""
        return tuple(report for report in self.signatures if report.is_stamp)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the register says a paper must carry: its digest and its signature fields.

    `renewed` are the digests of its later editions, each with one archive time stamp more;
    `before` is how many signatures others had made in it when it came to be sealed.
    """

    sha256: str
    fields: tuple[str, ...]
    renewed: tuple[str, ...] = ()
    before: int = 0


@dataclass(frozen=True, slots=True)
class SignerRef:
    """Which key signs, and how its holder is shown. The key itself never leaves the worker.

    `key_id` names the key in the key store (a post's or a unit's), e.g. "leader-<post id>".
    """

    key_id: str
    name: str
    title: str
    organisation: str


class BlobStore(Protocol):
    """Content-addressed files: the address is the lower-case SHA-256 of the bytes."""

    def put(self, data: bytes) -> str: ...
    def get(self, sha256: str) -> bytes: ...
    def exists(self, sha256: str) -> bool: ...


class Press(Protocol):
    """Turns a named template and a frozen context into the bytes of a PDF/A-3a.

    Raises `Unavailable` only for faults that a later try can cure.
    """

    def render(self, template: str, context: Mapping[str, object]) -> bytes: ...


@dataclass(frozen=True, slots=True)
class ArchiveStamp:
    """What is to be known of a file's newest archive time stamp, to renew it in time.

    `algorithms` are what it rests on, as the algorithm policy names them: "sha256", "ecdsa-p256".
    """

    at: datetime
    stamper: str
    certificate_sha256: str
    certificate_ends: datetime
    algorithms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What a register says of a key: its store, and its certificate (serial in hexadecimal)."""

    holder: str
    store: str
    serial: str
    sha256: str
    valid_from: datetime
    valid_to: datetime
    lists: tuple[str, ...] = ()
    """Where its authority's list of revoked certificates is."""


class Seal(Protocol):
    """Signs and seals the bytes of a rendered paper; only the worker holds one.

    `leader` signs first and certifies; `agency` seals last. A slip carries only the agency's seal.
    Returns the whole signed file or raises: `Unavailable` when an authority is silent, `NotAllowed`
    when a certificate is revoked or untrusted, `NotLawful` when the bytes cannot be signed.
    """

    def apply(self, pdf: bytes, *, leader: SignerRef | None, agency: SignerRef) -> bytes: ...

    def close(self, pdf: bytes, *, agency: SignerRef) -> bytes:
        """The sealed file of a paper that its leader signed outside; raises as `apply`."""

    def annex(self, pdf: bytes, *, words: Sequence[str], agency: SignerRef) -> bytes:
        """The sealed file that goes with a paper: the words and the time at its top right.

        What was signed in it before stays valid; raises as `apply`.
        """

    def stamp_again(self, pdf: bytes) -> bytes:
        """The file with one more archive time stamp; what it was is the beginning of it."""

    def newest_stamp(self, pdf: bytes) -> ArchiveStamp | None:
        """What closes a file of ours; None for one that has no archive time stamp."""

    def used(self, signer: SignerRef) -> KeyFacts:
        """The key with which `apply` last signed for the signer."""

    def used_outside(self, pdf: bytes) -> KeyFacts:
        """The key with which a leader signed the file outside, before `close`."""


class CodeSigner(Protocol):
    """Signs QR codes and published lists with the province's own key; only the worker holds one.

    `sign` gives ECDSA on P-256 with SHA-256 as 64 bytes, r then s; the same for the same message.
    """

    def current(self) -> str: ...
    def sign(self, key_id: str, message: bytes) -> bytes: ...


class Copier(Protocol):
    """Makes of a scan the PDF of its digital copy, with the words at the top right.

    Returns None for a PDF that is signed digitally already; raises `NotLawful` for bytes that are
    no document. The scan is not touched: what comes back is another file.
    """

    def copy(self, scan: bytes, media_type: str, words: Sequence[str]) -> bytes | None: ...


class AnnexReader(Protocol):
    """Looks at a PDF that is to go with a paper: can it be sealed, and will it verify afterwards.

    Returns how many signatures it carries already; raises `procedures.uploads.UploadRefused`.
    """

    def read(self, pdf: bytes, name: str) -> int: ...


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict with what it rests on.

    `evidence` is a file (procedures/papers/EVIDENCE.md) that proves that what was checked existed
    at `proven_at`; empty, and no such time, when the bytes alone were enough for the verdict.
    """

    verdict: Verdict
    evidence: bytes
    proven_at: datetime | None


class SignatureCheck(Protocol):
    """Validates a PDF that a citizen signed, against the citizens' trust store.

    With `original` the file must be that very declaration with nothing added but signatures.
    `stamp`, `check` and `stamp_again` ask the authorities, so they belong to a worker, and raise
    `Unavailable` when these are silent or say what nobody can use; the others ask nobody.
    """

    def stamp(self, pdf: bytes, region: tuple[int, int]) -> bytes:
        """The file that `Hand.finish` gave, with a time stamp (RFC 3161) for the signature there.

        Its length stays; a stamp that is larger than the room is left out.
        """

    def check(self, pdf: bytes, *, original: bytes | None = None) -> Checked: ...

    def judge(
        self, pdf: bytes, *, original: bytes | None, evidence: bytes, kept_since: datetime | None
    ) -> Verdict:
        """The verdict again, from the evidence that is stored since then.

        None: nobody's word is taken for that, the evidence has to prove itself today.
        """

    def stamp_again(self, pdf: bytes, evidence: bytes) -> bytes:
        """The evidence of the file with one more time stamp over all of it.

        Raises also `NotAllowed` or `NotLawful` for evidence that proves nothing any more.
        """

    def newest_stamp(self, evidence: bytes) -> ArchiveStamp:
        """What the newest time stamp of the evidence rests on."""


class CannotSign(NotLawful):
    """A certificate that may not sign here, or a signature that is not its own: told at once."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose certificate it is; `subject_id` is the personal number, empty when it has none."""

    name: str
    subject_id: str
    issuer: str
    ends: datetime


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file with room for one signature, and the bytes whose signature belongs there.

    `attributes` is a DER SET: its signature with SHA-256 is asked for, not that of the file.
    `region` says where the room begins and ends in the file.
    """

    file: bytes
    attributes: bytes
    region: tuple[int, int]


class Hand(Protocol):
    """Lets a key that is elsewhere sign a declaration: in a page, on a phone, at a provider.

    `chain` holds DER certificates, the signer's own first. Every method asks nobody, so a web
    request may call it, and raises `CannotSign` with a sentence for the person who signs.
    """

    def holder(self, chain: Sequence[bytes]) -> Holder: ...
    def prepare(self, pdf: bytes, chain: Sequence[bytes]) -> Prepared: ...
    def finish(self, prepared: Prepared, chain: Sequence[bytes], signature: bytes) -> bytes: ...


class LeadersTool(Protocol):
    """Hands a paper to a leader's own token, and checks what comes back; asks nobody."""

    def open(self, pdf: bytes, *, leader: str, agency: str) -> bytes: ...

    def check(self, served: bytes, signed: bytes, *, leader: str) -> None:
        """Raise `CannotSign` unless the leader signed exactly what was served."""


class Verifier(Protocol):
    """Judges a file of any kind; a hostile or damaged file gets a verdict, never an exception."""

    def verify(self, data: bytes, expectation: Expectation | None) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Message:
    """A notice to one person. `body` is plain text; nothing in it but what the reader may see."""

    to: str
    subject: str
    body: str
    key: str
    """Idempotency key: the same key is delivered once."""


class Courier(Protocol):
    """Delivers a message, or raises `Unavailable`."""

    def send(self, message: Message) -> None: ...


class Keys(Protocol):
    """Creates a key with its certificate when it is absent; used at set-up and by the worker."""

    def ensure(self, signers: Sequence[SignerRef]) -> None: ...

    def revoke(self, serial: str, since: datetime) -> bool:
        """Have the certificate revoked; False when its authority is not in our hands."""
