"""What versions 1.0.4 and 2.0 of the CSC API say differently; what they mean is in `csc`."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from procedures.providers import Credential, Hindrance, Order
from procedures.remote.reading import part, parts, to_base64
from procedures.remote.wire import Json

SHA256 = "2.16.840.1.101.3.4.2.1"
_TYPED = frozenset({"Password", "ChallengeResponse"})
"""Kinds of authentication objects whose value an application would have to ask the holder for."""


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
    def confirmation(self, credential: Credential) -> Json:
        """What else an authorisation says: by what means the holder is to confirm."""

    @abstractmethod
    def hindrance(self, info: Json) -> Hindrance | None:
        """Why the credential cannot be used from here."""

    @abstractmethod
    def confirms(self, info: Json) -> tuple[str, ...]:
        """The means by which its holder confirms."""


class Version1(Words):
    """CSC API 1.0.4 (2019)."""

    root = "csc/v1"

    def hashes(self, order: Order) -> Json:
        return {"hash": [to_base64(order.digest)]}

    def digest_name(self) -> Json:
        return {"hashAlgo": SHA256}

    def confirmation(self, credential: Credential) -> Json:  # noqa: ARG002 - version 2 needs it
        return {}

    def hindrance(self, info: Json) -> Hindrance | None:
        match info.get("authMode"):
            case "oauth2code":
                return Hindrance.NEEDS_LOGIN
            case "explicit" if any(_present(part(info, name)) for name in ("PIN", "OTP")):
                return Hindrance.NEEDS_SECRET
            case _:
                return None

    def confirms(self, info: Json) -> tuple[str, ...]:  # noqa: ARG002 - version 2 needs it
        return ()


class Version2(Words):
    """CSC API 2.0 (2023) and its successors under the same address."""

    root = "csc/v2"

    def hashes(self, order: Order) -> Json:
        return {"hashes": [to_base64(order.digest)]}

    def digest_name(self) -> Json:
        return {"hashAlgorithmOID": SHA256}

    def confirmation(self, credential: Credential) -> Json:
        named = [{"id": one} for one in credential.confirms]
        return {"authData": named, **self.digest_name()} if named else self.digest_name()

    def hindrance(self, info: Json) -> Hindrance | None:
        auth = part(info, "auth")
        if auth.get("mode") == "oauth2code":
            return Hindrance.NEEDS_LOGIN
        typed = [one for one in _objects(auth) if one.get("type") in _TYPED]
        either = " OR " in str(auth.get("expression") or "")
        enough = either and self.confirms(info)
        return Hindrance.NEEDS_SECRET if typed and not enough else None

    def confirms(self, info: Json) -> tuple[str, ...]:
        """The first means that needs nothing typed, such as an application on the phone."""
        found = (one.get("id") for one in _objects(part(info, "auth")) if not _is_typed(one))
        return tuple(one for one in found if isinstance(one, str))[:1]


def _objects(auth: Json) -> tuple[Mapping[str, object], ...]:
    return tuple(parts(auth, "objects"))


def _is_typed(one: Json) -> bool:
    return one.get("type") in _TYPED


def _present(factor: Json) -> bool:
    return str(factor.get("presence")).lower() in {"true", "optional"}
