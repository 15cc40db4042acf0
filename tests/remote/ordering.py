"""Orders to signing services, and whether what comes back is a signature of them."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cryptography import x509

from procedures.papers.keys import Citizen
from procedures.papers.pens import recognised
from procedures.providers import (
    Credential,
    Login,
    Order,
    Progress,
    Protocols,
    Provider,
    RemoteSigner,
    Stage,
)
from procedures.remote.opening import open_signer
from procedures.schemes import Scheme

SIGNER = Citizen("Trần Thị Bình", "024123456789")
OTHER = Citizen("Nguyễn Văn An", "024987654321")
NOTICES = "https://dvc.example/ky-tu-xa/bao"
DATA = b"the signed attributes"


def provider(base_url: str, protocol: Protocols, login: Login = Login.NONE) -> Provider:
    """A provider at that address."""
    return Provider(
        code="thu",
        name={"vi": "Thử", "en": "Sample"},
        protocol=protocol,
        base_url=base_url,
        client_id="cong-dich-vu-cong",
        client_secret="bi-mat-cua-cong",
        notice_key="n" * 32,
        login=login,
        seconds=5.0,
    )


def order(credential: Credential, transaction: str, account: str = SIGNER.citizen_id) -> Order:
    """An order for the signature of `DATA`."""
    return Order(
        transaction=transaction,
        account=account,
        credential=credential,
        digest=hashlib.sha256(DATA).digest(),
        code=transaction[-6:].upper(),
        title="Ký tờ khai",
        at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    )


def signed_by(progress: Progress, credential: Credential) -> Scheme | None:
    """How the holder of the credential signed `DATA`; None when that did not happen."""
    assert progress.stage is Stage.SIGNED
    certificate = x509.load_der_x509_certificate(credential.chain[0])
    found = recognised(certificate, progress.signature, DATA)
    return found.scheme if found else None


def opened(at: Provider) -> RemoteSigner:
    """The adapter to that provider."""
    return open_signer(at, NOTICES)


@dataclass(frozen=True, slots=True)
class Placed:
    """An order that was placed, with what the service said."""

    order: Order
    progress: Progress

    def under(self, transaction: str) -> Order:
        """The same wish under another number."""
        return replace(self.order, transaction=transaction)


def place(signer: RemoteSigner, transaction: str) -> Placed:
    """Order a signature of the signer's only key."""
    (credential,) = signer.credentials(SIGNER.citizen_id, transaction)
    wanted = order(credential, transaction)
    return Placed(wanted, signer.ask(wanted))
