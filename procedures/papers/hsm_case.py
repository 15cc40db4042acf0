"""Keys inside a security module, reached by PKCS#11: what is to be signed goes in, never a key out.

A module that was unplugged or whose session ended is opened anew and asked once more; when it
stays silent the paper waits, and an administrator reads why.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar, cast

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11 import MGF, Attribute, Mechanism, ObjectClass

from procedures.errors import N_, Unavailable
from procedures.papers.pens import NOT_ITS_OWN, Pen, Signature, fit, verifies
from procedures.papers.private_file import private_bytes
from procedures.schemes import PSS_SALT, Scheme

GONE = N_("Thiết bị bảo mật giữ khóa ký (HSM) không trả lời. Hệ thống sẽ tự thử lại.")
WRONG_PIN = N_("Mã PIN của thiết bị bảo mật giữ khóa ký (HSM) không đúng, hoặc đã bị khóa.")
NO_KEY = N_("Thiết bị bảo mật không có khóa ký hoặc chứng thư số mang nhãn đã khai trong kho khóa.")
NO_SCHEME = N_(
    "Thiết bị bảo mật giữ khóa ký (HSM) không hỗ trợ cách ký của khóa này. Nếu là khóa RSA, hãy "
    "khai kho khóa đó với scheme là pkcs1."
)
_PIN_FAULTS = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinLocked)
_SCHEME_FAULTS = (pkcs11.MechanismInvalid, pkcs11.MechanismParamInvalid, pkcs11.ArgumentsBad)
_BY_RSA = {
    Scheme.PSS: (Mechanism.SHA256_RSA_PKCS_PSS, (Mechanism.SHA256, MGF.SHA256, PSS_SALT)),
    Scheme.PKCS1: (Mechanism.SHA256_RSA_PKCS, None),
}
"""PKCS#11's mechanism of a scheme, and its parameters."""
_PROBE = b"is this certificate the key's own"

Answer = TypeVar("Answer")


@dataclass(slots=True)
class HsmCase:
    """One token: `module` is the vendor's library, `token` its label, `by_rsa` how RSA keys sign.

    A PIN that was refused is not tried again while its file stays the same: tokens lock.
    """

    name: str
    module: Path
    token: str
    pin_file: Path
    now: Callable[[], datetime]
    by_rsa: Scheme = Scheme.PSS
    _session: pkcs11.Session | None = None
    _keys: dict[str, pkcs11.SignMixin] = field(default_factory=dict)
    _refused_pin: bytes | None = None

    def pen(self, label: str) -> Pen:
        """The key with that label, and the certificates on the token; raises `Unavailable`."""
        chain = self._asked(lambda session: _chain(session, label))
        fit(chain[0], self.now())
        made = HsmPen(self, label, chain)
        _prove(made)
        return made

    def sign(self, label: str, data: bytes, scheme: Scheme) -> Signature:
        """The signature; raises `Unavailable`."""
        return self._asked(
            lambda session: Signature(scheme, _signed(self._key(session, label), data, scheme))
        )

    def _key(self, session: pkcs11.Session, label: str) -> pkcs11.SignMixin:
        """The handle of the key, looked for once a session."""
        if label not in self._keys:
            found = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=label)
            self._keys[label] = cast("pkcs11.SignMixin", found)
        return self._keys[label]

    def _asked(self, question: Callable[[pkcs11.Session], Answer]) -> Answer:
        """The token's answer; a session that broke is opened anew, once."""
        with suppress(pkcs11.PKCS11Error):
            if self._session is not None:
                return question(self._session)
        try:
            self._session = self._open()
            return question(self._session)
        except _PIN_FAULTS as fault:
            self._refused_pin = private_bytes(self.pin_file)
            raise Unavailable(WRONG_PIN) from fault
        except (pkcs11.NoSuchKey, pkcs11.MultipleObjectsReturned) as fault:
            raise Unavailable(NO_KEY) from fault
        except _SCHEME_FAULTS as fault:
            raise Unavailable(NO_SCHEME) from fault
        # The binding raises RuntimeError too, where the library itself cannot be loaded.
        except RuntimeError as fault:
            raise Unavailable(GONE) from fault

    def _open(self) -> pkcs11.Session:
        pin = private_bytes(self.pin_file)
        if pin == self._refused_pin:
            raise Unavailable(WRONG_PIN)
        library = pkcs11.lib(str(self.module))
        # What the library remembers of slots, sessions and who is signed in is of before.
        library.reinitialize()
        self._session = None
        self._keys.clear()
        token = library.get_token(token_label=self.token)
        return token.open(user_pin=pin.strip().decode())


@dataclass(frozen=True, slots=True)
class HsmPen:
    """A key that never leaves its token."""

    case: HsmCase
    label: str
    chain: tuple[x509.Certificate, ...]

    @property
    def store(self) -> str:
        return self.case.name

    def sign(self, data: bytes) -> Signature:
        """The signature of the data, made in the token."""
        is_rsa = isinstance(self.chain[0].public_key(), rsa.RSAPublicKey)
        return self.case.sign(self.label, data, self.case.by_rsa if is_rsa else Scheme.ECDSA)


def _chain(session: pkcs11.Session, label: str) -> tuple[x509.Certificate, ...]:
    own = [_certificate(found) for found in session.get_objects(_certificates(label))]
    if len(own) != 1:
        raise Unavailable(NO_KEY)
    every = [_certificate(found) for found in session.get_objects(_certificates())]
    return tuple(_upwards(own[0], every))


def _certificates(label: str | None = None) -> dict[Attribute, object]:
    wanted: dict[Attribute, object] = {Attribute.CLASS: ObjectClass.CERTIFICATE}
    return wanted if label is None else {**wanted, Attribute.LABEL: label}


def _certificate(found: pkcs11.Object) -> x509.Certificate:
    return x509.load_der_x509_certificate(found[Attribute.VALUE])


def _upwards(
    own: x509.Certificate, every: Sequence[x509.Certificate]
) -> Sequence[x509.Certificate]:
    """The certificate, its issuer, that one's issuer, as far as the token knows them."""
    path = [own]
    while path[-1].issuer != path[-1].subject:
        above = [c for c in every if c.subject == path[-1].issuer and c not in path]
        if not above:
            break
        path.append(above[0])
    return path


def _signed(key: pkcs11.SignMixin, data: bytes, scheme: Scheme) -> bytes:
    if scheme in _BY_RSA:
        mechanism, parameters = _BY_RSA[scheme]
        return bytes(key.sign(data, mechanism=mechanism, mechanism_param=parameters))
    # Tokens know ECDSA over a digest; few know the mechanism that digests as well.
    plain = bytes(key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA))
    half = len(plain) // 2
    return encode_dss_signature(
        int.from_bytes(plain[:half], "big"), int.from_bytes(plain[half:], "big")
    )


def _prove(pen: HsmPen) -> None:
    """Refuse a certificate that is not the key's: its papers would never verify."""
    if not verifies(pen.chain[0], pen.sign(_PROBE), _PROBE):
        raise Unavailable(NOT_ITS_OWN)
