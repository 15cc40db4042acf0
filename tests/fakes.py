"""Workers that need no printer, key or mail server, where those are not the subject."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from procedures.ports import Message, Outcome, SignatureReport, SignerRef, Verdict


class FakePress:
    """Prints nothing, but differs when the context differs."""

    def render(self, template: str, context: Mapping[str, object]) -> bytes:
        said = hashlib.sha256(repr((template, sorted(context.items()))).encode()).hexdigest()
        return b"%PDF-1.7 " + said.encode() + b"\nstartxref\n%%EOF"


class FakeSeal:
    """Appends who would have signed."""

    def apply(self, pdf: bytes, *, leader: SignerRef | None, agency: SignerRef) -> bytes:
        names = f"{leader.name if leader else ''}|{agency.name}"
        return pdf + b"\n%signed " + names.encode()


class FakeCopier:
    """Writes the words behind the scan; a signed one needs no copy."""

    def copy(self, scan: bytes, media_type: str, words: Sequence[str]) -> bytes | None:
        del media_type
        return None if b"/ByteRange" in scan else scan + b"\n%" + "|".join(words).encode()


class FakeCheck:
    """Finds one good signature, by the person whose number ends the file's last line."""

    def check(self, pdf: bytes, *, original: bytes | None = None) -> Verdict:
        del original
        signature = SignatureReport(
            field="ChuKy",
            signer="Người ký",
            subject_id=pdf.rpartition(b"%by ")[2].decode(),
            issuer="TEST",
            signed_at=None,
            intact=True,
            trusted=True,
            covers_whole_file=True,
            indication="TOTAL_PASSED",
        )
        return Verdict(Outcome.GENUINE, "declaration-signed", (signature,))


@dataclass
class FakeCourier:
    """Keeps what was sent, by key."""

    sent: dict[str, Message] = field(default_factory=dict)

    def send(self, message: Message) -> None:
        self.sent[message.key] = message
