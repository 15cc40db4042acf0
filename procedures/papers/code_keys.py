"""The province's keys for QR codes and published lists: ECDSA on P-256, as every phone can check.

They stand apart from the seals of agencies: a code is checked without a chain of certificates,
against the list of public keys that the portal publishes (RFC 7517) and a phone keeps. A key is
published some days before it signs, so that phones that were there meanwhile know it; it stays
published for ever, since papers stay. A key that leaked is withdrawn, and never signs again: what
it signed is then to be asked of the register, since a thief may write any date.

`khoa.json` in the folder is the list; `<kid>.pem` beside it is a private key, which only the worker
opens. Members beyond RFC 7517:

==============  ===========================================================================
signs_from      moment (ISO) from which it signs
signs_until     moment from which it does not, null while no other is named
withdrawn       moment at which it was said to have leaked, null for a key to believe
lost            moment since which it may be in other hands; absent or null as `withdrawn`
papers_from     earliest date that a paper with its code may bear (a day of Viet Nam)
papers_until    latest such date, null while it signs
lost_from       a code of a paper of this date or later is not genuine; null as `lost`
==============  ===========================================================================
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from procedures.base64url import base64url
from procedures.papers.pki_folder import PkiFolder, plain_name, write_atomically
from procedures.papers.wording import as_moment

FOLDER: Final = "ma-qr"
LIST: Final = "khoa.json"
AHEAD: Final = timedelta(days=7)
"""How long before it signs a new key is published, when nobody says otherwise."""
LATE: Final = timedelta(days=7)
"""How long a paper may have waited for the press: its date is then before its key began."""
_WIDTH: Final = 32
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class NoSuchKeyError(LookupError):
    """No key of that name was ever made here."""


def published_keys(pki_dir: Path) -> Mapping[str, Any]:
    """The public keys as a JSON Web Key Set; empty before the first worker has started."""
    try:
        found = json.loads((pki_dir / FOLDER / LIST).read_text("utf-8"))
    except FileNotFoundError:
        return {"keys": []}
    return {"keys": [{**key, **_dates(key)} for key in found["keys"]]}


def _dates(key: Mapping[str, Any]) -> dict[str, str | None]:
    """Which dates papers with its codes bear, and from which on none of them is believed."""
    began, ended = _day(key["signs_from"]), _day(key["signs_until"])
    lost = _day(key.get("lost") or key["withdrawn"])
    return {
        "papers_from": (began - LATE).isoformat() if began else None,
        "papers_until": ended.isoformat() if ended else None,
        "lost_from": lost.isoformat() if lost else None,
    }


def _day(moment: str | None) -> date | None:
    return as_moment(moment).date() if moment else None


class CodeKeys:
    """Implements `procedures.ports.CodeSigner` over a folder; it makes the first key itself."""

    def __init__(self, pki_dir: Path, now: Callable[[], datetime]) -> None:
        self._pki_dir = pki_dir
        self._folder = pki_dir / FOLDER
        self._now = now
        self._loaded: dict[str, ec.EllipticCurvePrivateKey] = {}

    def current(self) -> str:
        """The name of the key that signs now; one whose time is over never comes back."""
        signing = self._signing()
        if signing is not None:
            return signing
        with PkiFolder(self._pki_dir).lock():
            return self._signing() or self._add(timedelta(0))

    def _signing(self) -> str | None:
        now = self._now()
        for key in published_keys(self._pki_dir)["keys"]:
            begun = datetime.fromisoformat(key["signs_from"]) <= now
            over = key["signs_until"] and datetime.fromisoformat(key["signs_until"]) <= now
            if begun and not over and key["withdrawn"] is None:
                return str(key["kid"])
        return None

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
        begins = (self._now() + ahead).replace(microsecond=0)
        name = _name(begins, {key["kid"] for key in keys})
        private = ec.generate_private_key(ec.SECP256R1())
        write_atomically(self._folder / f"{name}.pem", _pem(private), private=True)
        moment = begins.isoformat()
        later = []
        for key in keys:
            if datetime.fromisoformat(key["signs_from"]) > begins:
                later.append(key["signs_from"])
            elif key["signs_until"] is None or datetime.fromisoformat(key["signs_until"]) > begins:
                key["signs_until"] = moment
        public = _public(name, private, moment, until=min(later, default=None))
        self._publish([*keys, public])
        return name

    def withdraw(self, key_id: str, lost: datetime | None = None) -> None:
        """Say that the key is not to be believed, and let another sign at once.

        `lost` is since when it may be in other hands, now when nobody knows. Raises
        `NoSuchKeyError`.
        """
        with PkiFolder(self._pki_dir).lock():
            keys = [dict(key) for key in published_keys(self._pki_dir)["keys"]]
            if key_id not in {key["kid"] for key in keys}:
                raise NoSuchKeyError(key_id)
            moment = self._now().isoformat(timespec="seconds")
            said = {"withdrawn": moment, "lost": lost.isoformat() if lost else moment}
            self._publish([{**key, **said} if key["kid"] == key_id else key for key in keys])
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


def _public(
    name: str, key: ec.EllipticCurvePrivateKey, begins: str, *, until: str | None
) -> dict[str, Any]:
    numbers = key.public_key().public_numbers()
    return {
        "kty": "EC",
        "crv": "P-256",
        "use": "sig",
        "alg": "ES256",
        "kid": name,
        "x": base64url(numbers.x.to_bytes(_WIDTH, "big")),
        "y": base64url(numbers.y.to_bytes(_WIDTH, "big")),
        "signs_from": begins,
        "signs_until": until,
        "withdrawn": None,
    }
