"""Keys at a remote signing service that signs without anybody waiting at a phone, or soon after.

Leaders whose keys the public-service authority keeps sign this way. The worker asks for one
signature at a time and waits for it a little; what does not come is tried again with the job. A PIN
comes from a file; whatever somebody would have to type at each signature nobody can.
"""

import hashlib
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509

from procedures.errors import N_, Unavailable
from procedures.papers.pens import NOT_ITS_OWN, Pen, Signature, fit, recognised
from procedures.papers.private_file import private_bytes
from procedures.providers import Credential, Hindrance, Order, Progress, RemoteSigner, Stage

NO_CREDENTIAL = N_("Dịch vụ ký số từ xa không có khóa của người ký, đơn vị này.")
DISABLED = N_("Khóa ở dịch vụ ký số từ xa đang bị khóa hoặc tạm ngừng.")
NO_PIN = N_(
    "Khóa ở dịch vụ ký số từ xa đòi mã PIN. Hãy khai tệp chứa mã PIN (pin_file) của kho khóa."
)
WRONG_PIN = N_(
    "Dịch vụ ký số từ xa từ chối lần ký có mã PIN. Để khóa không bị khóa, hệ thống không thử lại "
    "mã này; hãy kiểm tra rồi ghi lại tệp chứa mã PIN."
)
WANTS_A_PERSON = N_(
    "Khóa ở dịch vụ ký số từ xa đòi mã OTP cho từng chữ ký hoặc đòi đăng nhập, nên hệ thống không "
    "tự ký được."
)
NOT_SIGNED = N_("Dịch vụ ký số từ xa không ký, hoặc người giữ khóa chưa xác nhận. Sẽ thử lại.")
LOOKS = 20
BETWEEN_SECONDS = 1.0


_REFUSALS = {
    Hindrance.DISABLED: DISABLED,
    Hindrance.NEEDS_CODE: WANTS_A_PERSON,
    Hindrance.NEEDS_LOGIN: WANTS_A_PERSON,
}


@dataclass(slots=True)
class CscCase:
    """The keys of one account at a service; `pause` waits between two looks at an order.

    `pin_file` holds the account's PIN. One with which the service signed nothing is not said again
    before its file is written anew: services lock keys.
    """

    name: str
    service: RemoteSigner
    account: str
    now: Callable[[], datetime]
    pin_file: Path | None = None
    pause: Callable[[float], None] = time.sleep
    _refused: int | None = field(default=None, repr=False)

    def pen(self, label: str) -> Pen:
        """The key that the service calls `label`; raises `Unavailable`."""
        listed = self.service.credentials(self.account, _transaction())
        credential = next((one for one in listed if one.id == label), None)
        if credential is None or not credential.chain:
            raise Unavailable(NO_CREDENTIAL)
        if credential.hindrance in _REFUSALS:
            raise Unavailable(_REFUSALS[credential.hindrance])
        self._pin(credential)
        try:
            chain = tuple(x509.load_der_x509_certificate(der) for der in credential.chain)
        except ValueError as fault:
            raise Unavailable(NO_CREDENTIAL) from fault
        fit(chain[0], self.now())
        return CscPen(self, credential, chain)

    def signed(self, credential: Credential, data: bytes) -> Progress:
        """What the service made of the wish, after a few looks at it."""
        transaction, pin = _transaction(), self._pin(credential)
        order = Order(
            transaction=transaction,
            account=self.account,
            credential=credential,
            digest=hashlib.sha256(data).digest(),
            code=transaction[-6:].upper(),
            title="Ký văn bản",
            at=self.now(),
            pin=pin,
        )
        progress = self.service.ask(order)
        for _ in range(LOOKS):
            if progress.stage is not Stage.WAITING:
                break
            self.pause(BETWEEN_SECONDS)
            progress = self.service.outcome(order, progress.reference)
        if pin and progress.stage in {Stage.REFUSED, Stage.FAILED}:
            self._refused = self._written()
            raise Unavailable(WRONG_PIN)
        return progress

    def _pin(self, credential: Credential) -> str:
        """The PIN where the credential wants one, else nothing; raises `Unavailable`."""
        if credential.hindrance is not Hindrance.NEEDS_PIN:
            return ""
        if self.pin_file is None:
            raise Unavailable(NO_PIN)
        pin = private_bytes(self.pin_file).decode().strip()
        if self._refused == self._written():
            raise Unavailable(WRONG_PIN)
        return pin

    def _written(self) -> int:
        assert self.pin_file is not None
        return self.pin_file.stat().st_mtime_ns


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

    def sign(self, data: bytes) -> Signature:
        """The signature of the data; raises `Unavailable` when the service made none."""
        progress = self.case.signed(self.credential, data)
        if progress.stage is not Stage.SIGNED:
            raise Unavailable(NOT_SIGNED)
        signature = recognised(self.chain[0], progress.signature, data)
        if signature is None:
            raise Unavailable(NOT_ITS_OWN)
        return signature


def _transaction() -> str:
    return secrets.token_hex(16)
