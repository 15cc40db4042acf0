"""What a remote signing service is asked, whatever protocol it speaks.

The holder's key stays with the service; the holder confirms each signature on a phone. So a
signature is ordered, and its outcome is asked for later: nothing here waits for a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from procedures.schemes import Scheme


class Stage(StrEnum):
    """How far an order has come, in the service's own account of it."""

    WAITING = "waiting"
    """The holder has not answered on the phone yet."""
    SIGNED = "signed"
    REFUSED = "refused"
    """The holder said no."""
    EXPIRED = "expired"
    """The service waited long enough."""
    FAILED = "failed"
    """The service itself turned the order down, for the reason that it gives."""
    UNKNOWN = "unknown"
    """The service knows no such order."""


class Hindrance(StrEnum):
    """Why a credential cannot be used from here although it is sound."""

    DISABLED = "disabled"
    NEEDS_PIN = "needs-pin"
    """The service wants a PIN said by us; the portal takes none of a citizen's."""
    NEEDS_CODE = "needs-code"
    """The service wants a one-time code at each signature, which somebody would have to type."""
    NEEDS_LOGIN = "needs-login"
    """The service wants the holder to sign in on its own pages first (CSC `oauth2code`)."""


class Protocols(StrEnum):
    """The ways in which services speak."""

    SMARTCA = "smartca"
    CSC_1 = "csc1"
    CSC_2 = "csc2"


class Login(StrEnum):
    """A service's ways of letting an application in (CSC API 2.0, section 8)."""

    NONE = "external"
    BASIC = "basic"
    CLIENT = "oauth2client"
    ASKED = "info"
    """Whichever of them the service's own `info` names."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A service that citizens may sign at, as an administrator sets it up.

    `notice_key` makes the addresses that its notices come to; `wait_seconds` is how long an order
    may wait for its holder. `by_rsa` is the scheme that is asked of RSA keys where the service lets
    one choose and the key offers it. `phone_url` is where a sample service shows its phone.
    """

    code: str
    name: Mapping[str, str]
    protocol: Protocols
    base_url: str
    client_id: str
    client_secret: str
    notice_key: str
    login: Login = Login.NONE
    by_rsa: Scheme = Scheme.PSS
    seconds: float = 15.0
    wait_seconds: int = 300
    sample: bool = False
    phone_url: str = ""


@dataclass(frozen=True, slots=True)
class Credential:
    """A signing key at the service. `chain` is DER, the holder's own certificate first.

    `signs` has the object identifiers by which the service may be asked to sign, `confirms` the
    means by which its holder confirms, `pins` what it calls the secrets that it wants said; they
    are empty where the protocol names none.
    """

    id: str
    chain: tuple[bytes, ...]
    signs: tuple[str, ...] = ()
    confirms: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()
    hindrance: Hindrance | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One signature to be made; asking for the same order again makes no second one.

    `transaction` is our own number of it, `digest` the SHA-256 of what is to be signed, `code` the
    few characters that portal and phone both show. `account` is how the service knows the holder.
    `pin` goes with it where the credential wants one (`Hindrance.NEEDS_PIN`), and nowhere else.
    """

    transaction: str
    account: str
    credential: Credential
    digest: bytes
    code: str
    title: str
    at: datetime
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an order stands. `reference` finds it again; `reason` is the service's own code."""

    stage: Stage
    reference: str = ""
    signature: bytes = b""
    reason: str = ""


class RemoteSigner(Protocol):
    """A remote signing service.

    Every method raises `Unavailable` when the service is silent, slow, or says what nobody can
    read; then nothing is known and one may ask again.
    """

    def credentials(self, account: str, transaction: str) -> tuple[Credential, ...]:
        """The keys of that account, asked for on behalf of the transaction; none if unknown."""
        ...

    def ask(self, order: Order) -> Progress:
        """Order the signature; most services answer that they wait for the holder."""
        ...

    def outcome(self, order: Order, reference: str) -> Progress:
        """What has become of the order."""
        ...

    def notified(self, mark: str, body: bytes) -> str | None:
        """The transaction that an authentic notice is about; None for anybody else's.

        `mark` is the last part of the address that the notice came to. A notice only says that it
        is time to ask for the outcome: nothing else in it is believed.
        """
        ...
