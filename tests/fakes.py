"""Workers that need no printer, key or mail server, where those are not the subject."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from procedures.anchors import IssuedList, Store
from procedures.papers.annex_check import LOCKED
from procedures.ports import (
    ArchiveStamp,
    CannotSign,
    Checked,
    Holder,
    KeyFacts,
    Message,
    Outcome,
    Prepared,
    SignatureReport,
    SignerRef,
    Verdict,
)
from procedures.providers import Credential, Order, Progress
from procedures.uploads import UploadRefused


class FakePress:
    """Prints nothing, but differs when the context differs."""

    def render(self, template: str, context: Mapping[str, object]) -> bytes:
        said = hashlib.sha256(repr((template, sorted(context.items()))).encode()).hexdigest()
        return b"%PDF-1.7 " + said.encode() + b"\nstartxref\n%%EOF"


STAMPED = b"\n%stamped"


def _stamp_of(data: bytes, began: datetime) -> ArchiveStamp:
    """Good for ten years at first, and ten more each time."""
    times = 1 + data.count(STAMPED)
    return ArchiveStamp(
        at=began + timedelta(days=3650 * (times - 1)),
        stamper=f"TSA {times}",
        certificate_sha256=hashlib.sha256(str(times).encode()).hexdigest(),
        certificate_ends=began + timedelta(days=3650 * times),
        algorithms=("ecdsa-p256", "sha256"),
    )


@dataclass
class FakeSeal:
    """Appends who would have signed, and each time stamp.

    `lists` is where its certificates say that they would be revoked.
    """

    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    lists: tuple[str, ...] = ()

    def apply(self, pdf: bytes, *, leader: SignerRef | None, agency: SignerRef) -> bytes:
        names = f"{leader.name if leader else ''}|{agency.name}"
        return pdf + b"\n%signed " + names.encode()

    def close(self, pdf: bytes, *, agency: SignerRef) -> bytes:
        return pdf + b"\n%sealed " + agency.name.encode()

    def annex(self, pdf: bytes, *, words: Sequence[str], agency: SignerRef) -> bytes:
        return pdf + f"\n%goes with {'|'.join(words)} by {agency.name}".encode()

    def stamp_again(self, pdf: bytes) -> bytes:
        return pdf + STAMPED

    def newest_stamp(self, pdf: bytes) -> ArchiveStamp | None:
        return _stamp_of(pdf, self.began)

    def used(self, signer: SignerRef) -> KeyFacts:
        return self._facts(signer.name, "fake", signer.key_id)

    def used_outside(self, pdf: bytes) -> KeyFacts:
        holder = pdf.split(b"%token ")[1].split(b"\n")[0].decode()
        return self._facts(holder, "outside", f"token of {holder}")

    def _facts(self, holder: str, store: str, name: str) -> KeyFacts:
        """One key for each name, for three years."""
        digest = hashlib.sha256(name.encode()).hexdigest()
        began = datetime(2024, 1, 1, tzinfo=UTC)
        ends = began + timedelta(days=1096)
        return KeyFacts(holder, store, digest[:16], digest, began, ends, self.lists)


class FakeAnnexReader:
    """Counts the lines that name a signer; refuses what says that it is locked."""

    def read(self, pdf: bytes, name: str) -> int:
        if b"%locked" in pdf:
            raise UploadRefused(LOCKED, name=name)
        return pdf.count(b"%by ")


class FakeTool:
    """Takes back what begins as it was served and ends in the leader's name."""

    def open(self, pdf: bytes, *, leader: str, agency: str) -> bytes:
        return pdf + b"\n%places " + leader.encode() + b"|" + agency.encode()

    def check(self, served: bytes, signed: bytes, *, leader: str) -> None:
        if signed != served + b"\n%token " + leader.encode():
            raise CannotSign("Tệp gửi về không phải là văn bản đã giao để ký, hoặc đã bị sửa.")


@dataclass
class FakeKeys:
    """Keeps which certificates were to be revoked."""

    revoked: dict[str, datetime] = field(default_factory=dict)

    def ensure(self, signers: Sequence[SignerRef]) -> None:
        """Every key is there."""

    def revoke(self, serial: str, since: datetime) -> bool:
        self.revoked[serial] = since
        return True


class FakeCodes:
    """Signs with what anybody could write."""

    def current(self) -> str:
        return "thu"

    def sign(self, key_id: str, message: bytes) -> bytes:
        return hashlib.sha512(key_id.encode() + message).digest()


@dataclass
class FakeLists:
    """The lists that a test puts down, by their address; an exception is raised."""

    held: dict[tuple[Store, str], IssuedList | Exception] = field(default_factory=dict)

    def addresses(self) -> Sequence[tuple[Store, str]]:
        return list(self.held)

    def fetch(self, store: Store, address: str) -> IssuedList:
        found = self.held[store, address]
        if isinstance(found, Exception):
            raise found
        return found


class FakeCopier:
    """Writes the words behind the scan; a signed one needs no copy."""

    def copy(self, scan: bytes, media_type: str, words: Sequence[str]) -> bytes | None:
        del media_type
        return None if b"/ByteRange" in scan else scan + b"\n%" + "|".join(words).encode()


class FakeCheck:
    """Finds a good signature for each line that names a person by number.

    Its evidence is the digest of the file, another each time; a stamp is a line at the end.
    """

    began = datetime.now(UTC)

    def stamp(self, pdf: bytes, region: tuple[int, int]) -> bytes:
        del region
        return pdf + b"\n%at a time"

    def check(self, pdf: bytes, *, original: bytes | None = None) -> Checked:
        del original
        found = tuple(
            SignatureReport(
                field="ChuKy",
                signer="Người ký",
                subject_id=line.split(b"\n")[0].decode(),
                issuer="TEST",
                signed_at=None,
                intact=True,
                trusted=True,
                covers_whole_file=True,
                indication="TOTAL_PASSED",
            )
            for line in pdf.split(b"%by ")[1:]
        )
        verdict = Verdict(Outcome.GENUINE, "declaration-signed", found)
        at = datetime(2026, 3, 2, 9, tzinfo=UTC)
        return Checked(verdict, _evidence_of(pdf) + secrets.token_bytes(8), at)

    def judge(
        self, pdf: bytes, *, original: bytes | None, evidence: bytes, kept_since: datetime | None
    ) -> Verdict:
        del kept_since
        if not evidence.startswith(_evidence_of(pdf)):
            return Verdict(Outcome.INDETERMINATE, "undecided")
        return self.check(pdf, original=original).verdict

    def stamp_again(self, pdf: bytes, evidence: bytes) -> bytes:
        assert evidence.startswith(_evidence_of(pdf))
        return evidence + STAMPED

    def newest_stamp(self, evidence: bytes) -> ArchiveStamp:
        return _stamp_of(evidence, self.began)


def _evidence_of(pdf: bytes) -> bytes:
    return b"evidence of " + hashlib.sha256(pdf).digest()


class FakeHand:
    """A certificate is its holder's number; the right signature is the word "signed"."""

    def holder(self, chain: Sequence[bytes]) -> Holder:
        ends = datetime(2030, 1, 1, tzinfo=UTC)
        return Holder(name="Người ký", subject_id=chain[0].decode(), issuer="TEST", ends=ends)

    def prepare(self, pdf: bytes, chain: Sequence[bytes]) -> Prepared:
        line = b"\n%by " + chain[0]
        return Prepared(pdf + line, hashlib.sha256(pdf).digest(), (len(pdf), len(pdf + line)))

    def finish(self, prepared: Prepared, chain: Sequence[bytes], signature: bytes) -> bytes:
        if signature != b"signed" or not prepared.file.endswith(b"%by " + chain[0]):
            raise CannotSign("another key")
        return prepared.file


@dataclass
class FakeCourier:
    """Keeps what was sent, by key."""

    sent: dict[str, Message] = field(default_factory=dict)

    def send(self, message: Message) -> None:
        self.sent[message.key] = message


@dataclass
class FakeSigner:
    """A signing service whose every answer a test decides; it counts what it was asked.

    `answers` are given one after another, the last one again and again; an exception is raised.
    """

    keys: tuple[Credential, ...] = ()
    answers: list[Progress | Exception] = field(default_factory=list)
    asked: list[Order] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)

    def credentials(self, account: str, transaction: str) -> tuple[Credential, ...]:
        del transaction
        return self.keys or (Credential("khoa-1", (account.encode(),), ("1.2",), ("mobile",)),)

    def ask(self, order: Order) -> Progress:
        self.asked.append(order)
        return self._answer(order)

    def outcome(self, order: Order, reference: str) -> Progress:
        assert order == self.asked[-1]
        self.looked.append(reference)
        return self._answer(order)

    def notified(self, mark: str, body: bytes) -> str | None:
        return body.decode() if mark == "dung" else None

    def _answer(self, order: Order) -> Progress:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return replace(answer, reference=f"ref-{order.transaction}")
