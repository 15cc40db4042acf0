"""Keys at a remote signing service that signs without anybody waiting at a phone, or soon after.

Leaders whose keys the public-service authority keeps sign this way. The worker asks for one
signature at a time and waits for it a little; what does not come is tried again with the job.
"""

import hashlib
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from procedures.errors import N_, Unavailable
from procedures.papers.pens import NOT_ITS_OWN, Pen, fit, verifies
from procedures.providers import Credential, Order, Progress, RemoteSigner, Stage

NO_CREDENTIAL = N_("Dịch vụ ký số từ xa không có khóa của người ký, đơn vị này.")
WANTS_A_PERSON = N_(
    "Khóa ở dịch vụ ký số từ xa đòi mã PIN, mã OTP hoặc đăng nhập, nên hệ thống không tự ký được."
)
NOT_SIGNED = N_("Dịch vụ ký số từ xa không ký, hoặc người giữ khóa chưa xác nhận. Sẽ thử lại.")
LOOKS = 20
BETWEEN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class CscCase:
    """The keys of one account at a service; `pause` waits between two looks at an order."""

    name: str
    service: RemoteSigner
    account: str
    now: Callable[[], datetime]
    pause: Callable[[float], None] = time.sleep

    def pen(self, label: str) -> Pen:
        """The key that the service calls `label`; raises `Unavailable`."""
        listed = self.service.credentials(self.account, _transaction())
        credential = next((one for one in listed if one.id == label), None)
        if credential is None or not credential.chain:
            raise Unavailable(NO_CREDENTIAL)
        if credential.hindrance is not None:
            raise Unavailable(WANTS_A_PERSON)
        try:
            chain = tuple(x509.load_der_x509_certificate(der) for der in credential.chain)
        except ValueError as fault:
            raise Unavailable(NO_CREDENTIAL) from fault
        fit(chain[0], self.now())
        return CscPen(self, credential, chain)

    def signed(self, credential: Credential, data: bytes) -> Progress:
        """What the service made of the wish, after a few looks at it."""
        transaction = _transaction()
        order = Order(
            transaction=transaction,
            account=self.account,
            credential=credential,
            digest=hashlib.sha256(data).digest(),
            code=transaction[-6:].upper(),
            title="Ký văn bản",
            at=self.now(),
        )
        progress = self.service.ask(order)
        for _ in range(LOOKS):
            if progress.stage is not Stage.WAITING:
                break
            self.pause(BETWEEN_SECONDS)
            progress = self.service.outcome(order, progress.reference)
        return progress


@dataclass(frozen=True, slots=True)
class CscPen:
    """One key of a case."""

    case: CscCase
    credential: Credential
    chain: Sequence[x509.Certificate]

    @property
    def store(self) -> str:
        """The case's name."""
        return self.case.name

    def sign(self, data: bytes) -> bytes:
        """The signature of the data; raises `Unavailable` when the service made none."""
        progress = self.case.signed(self.credential, data)
        if progress.stage is not Stage.SIGNED:
            raise Unavailable(NOT_SIGNED)
        if not verifies(self.chain[0], progress.signature, data):
            raise Unavailable(NOT_ITS_OWN)
        return progress.signature


def _transaction() -> str:
    return secrets.token_hex(16)
