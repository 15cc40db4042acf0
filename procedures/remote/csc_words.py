"""What versions 1.0.4 and 2.0 of the CSC API say differently; what they mean is in `csc`."""

import re
from abc import ABC, abstractmethod

from procedures.providers import Hindrance, Order
from procedures.remote.reading import part, parts, to_base64
from procedures.remote.wire import Json

SHA256 = "2.16.840.1.101.3.4.2.1"
_PIN, _CODE = "Password", "ChallengeResponse"
"""Kinds of authentication objects (2.0) with a value: one that stays, one for each signature."""
_EITHER = re.compile(r"\bX?OR\b")


class Words(ABC):
    """One version of the API."""

    root: str

    @abstractmethod
    def hashes(self, order: Order) -> Json:
        """What is to be signed."""

    @abstractmethod
    def digest_name(self) -> Json:
        """How it was digested, for where the signature's own name does not say it."""

    @abstractmethod
    def confirmation(self, order: Order) -> Json:
        """What else an authorisation says: by what means the holder confirms, and a PIN."""

    @abstractmethod
    def hindrance(self, info: Json) -> Hindrance | None:
        """Why the credential cannot be used from here."""

    @abstractmethod
    def confirms(self, info: Json) -> tuple[str, ...]:
        """The means by which its holder confirms."""

    @abstractmethod
    def pins(self, info: Json) -> tuple[str, ...]:
        """What the service calls the PINs that it wants."""


class Version1(Words):
    """CSC API 1.0.4 (2019)."""

    root = "csc/v1"

    def hashes(self, order: Order) -> Json:
        return {"hash": [to_base64(order.digest)]}

    def digest_name(self) -> Json:
        return {"hashAlgo": SHA256}

    def confirmation(self, order: Order) -> Json:
        return dict.fromkeys(order.credential.pins, order.pin) if _says_pin(order) else {}

    def hindrance(self, info: Json) -> Hindrance | None:
        mode = info.get("authMode")
        if mode == "oauth2code":
            return Hindrance.NEEDS_LOGIN
        if mode != "explicit":
            return None
        code = str(part(info, "OTP").get("presence")).lower()
        # Where either may be left out, the other is enough.
        if code == "true" or (code == "optional" and not self.pins(info)):
            return Hindrance.NEEDS_CODE
        return Hindrance.NEEDS_PIN if self.pins(info) else None

    def confirms(self, info: Json) -> tuple[str, ...]:  # noqa: ARG002 - version 2 needs it
        return ()

    def pins(self, info: Json) -> tuple[str, ...]:
        present = str(part(info, "PIN").get("presence")).lower() in {"true", "optional"}
        return ("PIN",) if present else ()


class Version2(Words):
    """CSC API 2.0 (2023) and its successors under the same address."""

    root = "csc/v2"

    def hashes(self, order: Order) -> Json:
        return {"hashes": [to_base64(order.digest)]}

    def digest_name(self) -> Json:
        return {"hashAlgorithmOID": SHA256}

    def confirmation(self, order: Order) -> Json:
        named: list[Json] = [{"id": one} for one in order.credential.confirms]
        if _says_pin(order):
            named += [{"id": one, "value": order.pin} for one in order.credential.pins]
        return {"authData": named, **self.digest_name()} if named else self.digest_name()

    def hindrance(self, info: Json) -> Hindrance | None:
        auth = part(info, "auth")
        if auth.get("mode") == "oauth2code":
            return Hindrance.NEEDS_LOGIN
        either = _EITHER.search(str(auth.get("expression") or ""))
        if either and self.confirms(info):
            return None
        pins, codes = self.pins(info), _named(info, _CODE)
        if codes and not (either and pins):
            return Hindrance.NEEDS_CODE
        return Hindrance.NEEDS_PIN if pins else None

    def confirms(self, info: Json) -> tuple[str, ...]:
        """The first means that needs nothing typed, such as an application on the phone."""
        objects = parts(part(info, "auth"), "objects")
        found = (one.get("id") for one in objects if one.get("type") not in {_PIN, _CODE})
        return tuple(one for one in found if isinstance(one, str))[:1]

    def pins(self, info: Json) -> tuple[str, ...]:
        return _named(info, _PIN)


def _says_pin(order: Order) -> bool:
    return order.credential.hindrance is Hindrance.NEEDS_PIN and bool(order.pin)


def _named(info: Json, kind: str) -> tuple[str, ...]:
    """What the authentication objects of a kind are called."""
    objects = parts(part(info, "auth"), "objects")
    found = (one.get("id") for one in objects if one.get("type") == kind)
    return tuple(one for one in found if isinstance(one, str))
