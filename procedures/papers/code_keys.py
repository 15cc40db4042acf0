"""The province's keys for QR codes and published lists: ECDSA on P-256, as every phone can check.

They stand apart from the seals of agencies: a code is checked without a chain of certificates,
against the list of public keys that the portal publishes (RFC 7517) and a phone keeps. A key is
published some days before it signs, so that phones that were there meanwhile know it; it stays
published for ever, since papers stay. A key that leaked is withdrawn: what it signed is then to
be asked of the register.

`khoa.json` in the folder is the published list; `<kid>.pem` beside it is a private key, which only
the worker opens. Members beyond RFC 7517: `signs_from`, `signs_until`, `withdrawn` (ISO moments).
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from procedures.papers.pki_folder import PkiFolder, plain_name, write_atomically

FOLDER: Final = "ma-qr"
LIST: Final = "khoa.json"
AHEAD: Final = timedelta(days=7)
"""How long before it signs a new key is published, when nobody says otherwise."""
_WIDTH: Final = 32
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class NoSuchKeyError(LookupError):
    """No key of that name was ever made here."""


def published_keys(pki_dir: Path) -> Mapping[str, Any]:
    """The public keys as a JSON Web Key Set; empty before the first worker has started."""
    try:
        found: Mapping[str, Any] = json.loads((pki_dir / FOLDER / LIST).read_text("utf-8"))
    except FileNotFoundError:
        return {"keys": []}
    return found


def base64url(data: bytes) -> str:
    """Base64 for addresses, without padding (RFC 7515, section 2)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class CodeKeys:
    """Implements `procedures.ports.CodeSigner` over a folder; it makes the first key itself."""

    def __init__(self, pki_dir: Path, now: Callable[[], datetime]) -> None:
        self._pki_dir = pki_dir
        self._folder = pki_dir / FOLDER
        self._now = now
        self._loaded: dict[str, ec.EllipticCurvePrivateKey] = {}

    def current(self) -> str:
        """The name of the key that signs now: the newest that has begun and was not withdrawn."""
        begun = self._begun()
        if begun:
            return begun[-1]
        with PkiFolder(self._pki_dir).lock():
            return (self._begun() or [self._add(timedelta(0))])[-1]

    def _begun(self) -> list[str]:
        now = self._now()
        return [
            str(key["kid"])
            for key in published_keys(self._pki_dir)["keys"]
            if datetime.fromisoformat(key["signs_from"]) <= now and key["withdrawn"] is None
        ]

    def sign(self, key_id: str, message: bytes) -> bytes:
        """The numbers r and s, 32 bytes each; the same for the same message (RFC 6979)."""
        scheme = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        r, s = decode_dss_signature(self._private(key_id).sign(message, scheme))
        return r.to_bytes(_WIDTH, "big") + s.to_bytes(_WIDTH, "big")

    def add(self, ahead: timedelta = AHEAD) -> str:
        """Publish a new key that signs from then on, in the place of the one before; its name."""
        with PkiFolder(self._pki_dir).lock():
            return self._add(ahead)

    def _add(self, ahead: timedelta) -> str:
        keys = [dict(key) for key in published_keys(self._pki_dir)["keys"]]
        begins = self._now() + ahead
        name = _name(begins, {key["kid"] for key in keys})
        private = ec.generate_private_key(ec.SECP256R1())
        write_atomically(self._folder / f"{name}.pem", _pem(private), private=True)
        for key in keys:
            if key["signs_until"] is None:
                key["signs_until"] = begins.isoformat(timespec="seconds")
        self._publish([*keys, _public(name, private, begins)])
        return name

    def withdraw(self, key_id: str) -> None:
        """Say that the key is not to be believed from now on, and let another sign at once.

        Raises `NoSuchKeyError`.
        """
        with PkiFolder(self._pki_dir).lock():
            keys = [dict(key) for key in published_keys(self._pki_dir)["keys"]]
            if key_id not in {key["kid"] for key in keys}:
                raise NoSuchKeyError(key_id)
            moment = self._now().isoformat(timespec="seconds")
            self._publish(
                [{**key, "withdrawn": moment} if key["kid"] == key_id else key for key in keys]
            )
        self.current()

    def _publish(self, keys: list[dict[str, Any]]) -> None:
        data = json.dumps({"keys": keys}, ensure_ascii=False, indent=1).encode()
        write_atomically(self._folder / LIST, data, private=False)

    def _private(self, key_id: str) -> ec.EllipticCurvePrivateKey:
        if key_id not in self._loaded:
            data = (self._folder / f"{plain_name(key_id)}.pem").read_bytes()
            key = serialization.load_pem_private_key(data, password=None)
            assert isinstance(key, ec.EllipticCurvePrivateKey)
            self._loaded[key_id] = key
        return self._loaded[key_id]


def _name(begins: datetime, taken: set[str]) -> str:
    """Such as 26a: two digits of the year and a letter; short, since each code carries it."""
    year = f"{begins:%y}"
    names = (f"{year}{one}{two}" for one in ("", *_LETTERS) for two in _LETTERS)
    return next(name for name in names if name not in taken)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _public(name: str, key: ec.EllipticCurvePrivateKey, begins: datetime) -> dict[str, Any]:
    numbers = key.public_key().public_numbers()
    return {
        "kty": "EC",
        "crv": "P-256",
        "use": "sig",
        "alg": "ES256",
        "kid": name,
        "x": base64url(numbers.x.to_bytes(_WIDTH, "big")),
        "y": base64url(numbers.y.to_bytes(_WIDTH, "big")),
        "signs_from": begins.isoformat(timespec="seconds"),
        "signs_until": None,
        "withdrawn": None,
    }
