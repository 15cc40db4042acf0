"""The Cloud Signature Consortium's API, versions 1.0.4 and 2.0, as an application speaks it.

A credential is authorised for exactly one digest (SCAL 2 wants it, SCAL 1 allows it). Where the
service answers at once, the order is signed at once; where it waits for the holder, version 2 says
so with a handle (`credentials/authorizeCheck`), and version 1 keeps the question open meanwhile.
"""

from collections.abc import Callable
from http import HTTPStatus

from procedures.errors import Unavailable
from procedures.providers import Credential, Hindrance, Order, Progress, Stage
from procedures.remote.csc_words import Words
from procedures.remote.marks import transaction_of
from procedures.remote.reading import from_base64, part, reason, text, texts, to_base64
from procedures.remote.tokens import Tokens
from procedures.remote.wire import NOT_ADMITTED, UNREADABLE, Answer, Json, JsonWire
from procedures.schemes import PSS_PARAMETERS, Scheme

MOST_CREDENTIALS = 30
HASH_IMPLIED = ("1.2.840.10045.4.3.2", "1.2.840.113549.1.1.11")
"""ECDSA, and RSASSA-PKCS1-v1_5, with SHA-256: the names that say how the data was digested."""
HASH_APART = ("1.2.840.10045.2.1", "1.2.840.113549.1.1.1")
"""The same keys by name alone."""
PSS = "1.2.840.113549.1.1.10"
"""RSASSA-PSS, whose name leaves everything to its parameters."""
HANDLE, RESPONSE = "handle", "response"
_REFUSED = ("access_denied", "denied", "refused", "rejected", "cancel")
_EXPIRED = ("expired", "timed out", "timeout")


class Csc:
    """Implements `procedures.providers.RemoteSigner`; an account is the service's user id."""

    def __init__(
        self,
        wire: JsonWire,
        words: Words,
        tokens: Tokens,
        notice_key: str,
        notice_address: Callable[[str], str],
        by_rsa: Scheme,
    ) -> None:
        self._wire = wire
        self._words = words
        self._tokens = tokens
        self._notice_key = notice_key
        self._notice_address = notice_address
        plain = (*HASH_IMPLIED, *HASH_APART)
        self._wanted = (PSS, *plain) if by_rsa is Scheme.PSS else (*plain, PSS)
        self._apart: bool | None = None

    def credentials(self, account: str, transaction: str) -> tuple[Credential, ...]:  # noqa: ARG002 - not a word of this API
        listed = self._ask("credentials/list", {"userID": account})
        if not listed.ok:
            return ()
        names = texts(listed.body, "credentialIDs")[:MOST_CREDENTIALS]
        return tuple(found for name in names if (found := self._credential(name)))

    def _credential(self, name: str) -> Credential | None:
        body = {"credentialID": name, "certificates": "chain", "certInfo": False, "authInfo": True}
        answer = self._ask("credentials/info", body)
        if not answer.ok:
            return None
        key = part(answer.body, "key")
        chain = texts(part(answer.body, "cert"), "certificates")
        enabled = key.get("status") == "enabled"
        return Credential(
            id=name,
            chain=tuple(from_base64(one) for one in chain),
            signs=texts(key, "algo"),
            confirms=self._words.confirms(answer.body),
            pins=self._words.pins(answer.body),
            hindrance=self._words.hindrance(answer.body) if enabled else Hindrance.DISABLED,
        )

    def ask(self, order: Order) -> Progress:
        body = {
            "credentialID": order.credential.id,
            "numSignatures": 1,
            "description": f"{order.title} {order.code}",
            "clientData": order.transaction,
            **self._words.hashes(order),
            **self._words.confirmation(order),
        }
        # Some services answer a wrong PIN as they answer a stranger; it must not be said for ever.
        ask = self._with_token if order.pin else self._ask
        return self._authorised(order, ask("credentials/authorize", body))

    def outcome(self, order: Order, reference: str) -> Progress:
        kind, _, name = reference.partition(":")
        if kind == HANDLE:
            answer = self._ask("credentials/authorizeCheck", {"handle": name})
            return self._authorised(order, answer)
        if kind == RESPONSE:
            body = {"requestID": name, "clientData": order.transaction}
            return _signed(self._ask("signatures/signPolling", body), reference)
        return Progress(Stage.UNKNOWN, reference)

    def _authorised(self, order: Order, answer: Answer) -> Progress:
        if not answer.ok:
            return _turned_down(answer)
        if answer.body.get("SAD"):
            return self._sign(order, text(answer.body, "SAD"))
        return Progress(Stage.WAITING, f"{HANDLE}:{text(answer.body, HANDLE)}")

    def _sign(self, order: Order, sad: str) -> Progress:
        algorithm = self._algorithm(order.credential)
        body: dict[str, object] = {
            "credentialID": order.credential.id,
            "SAD": sad,
            "signAlgo": algorithm,
            "clientData": order.transaction,
            **self._words.hashes(order),
        }
        if algorithm not in HASH_IMPLIED:
            body |= self._words.digest_name()
        if algorithm == PSS:
            body["signAlgoParams"] = to_base64(PSS_PARAMETERS)
        if self._answers_apart():
            uri = self._notice_address(order.transaction)
            body |= {"operationMode": "A", "response_uri": uri}
        return _signed(self._ask("signatures/signHash", body))

    def _algorithm(self, credential: Credential) -> str:
        """The first that the key offers; raises `Unavailable` when it offers none of ours."""
        for name in self._wanted:
            if name in credential.signs:
                return name
        raise Unavailable(UNREADABLE)

    def _answers_apart(self) -> bool:
        """Whether the service signs in its own time; asked once."""
        if self._apart is None:
            self._apart = self._ask("info", {}).body.get("asynchronousOperationMode") is True
        return self._apart

    def notified(self, mark: str, body: bytes) -> str | None:  # noqa: ARG002 - not believed
        return transaction_of(self._notice_key, mark)

    def _ask(self, method: str, body: Json) -> Answer:
        """The answer to somebody who is let in; raises `Unavailable` for anybody else."""
        answer = self._with_token(method, body)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise Unavailable(NOT_ADMITTED)
        return answer

    def _with_token(self, method: str, body: Json) -> Answer:
        """The answer under a token that stands; one that the service ended is renewed once."""
        path = f"{self._words.root}/{method}"
        answer = self._wire.post(path, body, self._tokens.headers())
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self._tokens.forget()
            answer = self._wire.post(path, body, self._tokens.headers())
        return answer


def _signed(answer: Answer, reference: str = "") -> Progress:
    signatures = texts(answer.body, "signatures")
    if answer.ok and len(signatures) == 1:
        return Progress(Stage.SIGNED, reference, from_base64(signatures[0]))
    if answer.ok and answer.body.get("responseID"):
        return Progress(Stage.WAITING, f"{RESPONSE}:{text(answer.body, 'responseID')}")
    if _still_working(answer):
        return Progress(Stage.WAITING, reference)
    if answer.ok:
        raise Unavailable(UNREADABLE)
    return _turned_down(answer)


def _still_working(answer: Answer) -> bool:
    """Version 2.0 says so as an error, 2.1 with status 202."""
    said = str(answer.body.get("error_description") or "").lower()
    return (
        answer.status == HTTPStatus.ACCEPTED
        or answer.body.get("error") == "accepted_request"
        or "has not yet been completed" in said
    )


def _turned_down(answer: Answer) -> Progress:
    """What an error object means (section 10.1 of both versions)."""
    said = f"{answer.body.get('error')} {answer.body.get('error_description')}".lower()
    code = reason(answer.body, "error") or str(answer.status)
    if any(word in said for word in _REFUSED):
        return Progress(Stage.REFUSED, reason=code)
    if any(word in said for word in _EXPIRED):
        return Progress(Stage.EXPIRED, reason=code)
    if answer.status == HTTPStatus.NOT_FOUND or "invalid parameter handle" in said:
        return Progress(Stage.UNKNOWN, reason=code)
    return Progress(Stage.FAILED, reason=code)
