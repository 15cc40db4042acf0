"""VNPT SmartCA's own REST shape (integration document of the service, part 3: `sca/sp769/v1`).

The service shows the holder the document's code; the portal shows the same one. An order lives
about 300 seconds. Its webhook carries no proof of who sends it, so it is only a nudge.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import quote

from procedures.errors import Unavailable
from procedures.providers import Credential, Hindrance, Order, Progress, Stage
from procedures.remote.marks import same, standing_mark
from procedures.remote.reading import from_base64, part, parts, reason, text
from procedures.remote.wire import NOT_ADMITTED, UNREADABLE, Json, JsonWire

_CERTIFICATES = "sca/sp769/v1/credentials/get_certificate"
_SIGN = "sca/sp769/v1/signatures/sign"
_NOT_ADMITTED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_ACTIVE = frozenset({"đang hoạt động", "valid", "active"})
_STAGES: Mapping[str, Stage] = MappingProxyType(
    {
        "expire": Stage.EXPIRED,
        "reject": Stage.REFUSED,
        "cancel": Stage.REFUSED,
        "wait": Stage.WAITING,
        "pending": Stage.WAITING,
        "process": Stage.WAITING,
    }
)
"""Words in the message of a transaction's status; the service spells them in several ways."""


@dataclass(frozen=True, slots=True)
class SmartCa:
    """Implements `procedures.providers.RemoteSigner`; an account is the citizen's number."""

    wire: JsonWire
    sp_id: str
    sp_password: str
    notice_key: str

    def credentials(self, account: str, transaction: str) -> tuple[Credential, ...]:
        body = {"user_id": account, "serial_number": "", "transaction_id": transaction}
        answer = self._known(_CERTIFICATES, body)
        if _code(answer) != HTTPStatus.OK:
            return ()
        return tuple(self._credentials(part(answer, "data")))

    def _credentials(self, data: Json) -> Iterator[Credential]:
        for row in parts(data, "user_certificates"):
            above = part(row, "chain_data")
            written = [text(row, "cert_data")]
            written += [str(above[key]) for key in ("ca_cert", "root_cert") if above.get(key)]
            status = str(row.get("cert_status_code") or row.get("cert_status") or "active")
            yield Credential(
                id=text(row, "serial_number"),
                chain=tuple(from_base64(one) for one in written),
                hindrance=None if status.lower() in _ACTIVE else Hindrance.DISABLED,
            )

    def ask(self, order: Order) -> Progress:
        """A turned down order is looked up: it may be there from a try that was cut off."""
        answer = self._known(_SIGN, _written(order))
        if _code(answer) == HTTPStatus.OK:
            data = part(answer, "data")
            return Progress(Stage.WAITING, reference=text(data, "transaction_id"))
        there = self.outcome(order, order.transaction)
        if there.stage is not Stage.UNKNOWN:
            return there
        return Progress(Stage.FAILED, reason=reason(answer, "message"))

    def outcome(self, order: Order, reference: str) -> Progress:
        answer = self.wire.post(f"{_SIGN}/{quote(reference, safe='')}/status", {}).body
        signed = {row.get("doc_id"): row for row in parts(part(answer, "data"), "signatures")}
        if order.code in signed:
            signature = from_base64(text(signed[order.code], "signature_value"))
            return Progress(Stage.SIGNED, reference, signature)
        if signed:
            raise Unavailable(UNREADABLE)
        said = str(answer.get("message") or "").lower()
        # A transaction that is there, with a message of no known word, has no signature yet.
        other = Stage.WAITING if _code(answer) == HTTPStatus.OK else Stage.UNKNOWN
        stage = next((stage for word, stage in _STAGES.items() if word in said), other)
        return Progress(stage, reference, reason=reason(answer, "message"))

    def notified(self, mark: str, body: bytes) -> str | None:
        if not same(mark, standing_mark(self.notice_key)):
            return None
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            return None
        if not isinstance(told, dict) or told.get("sp_id") != self.sp_id:
            return None
        transaction = told.get("transaction_id")
        return transaction if isinstance(transaction, str) else None

    def _known(self, path: str, body: Json) -> Json:
        """The answer to a question that says who asks."""
        known = {"sp_id": self.sp_id, "sp_password": self.sp_password}
        answer = self.wire.post(path, {**known, **body}).body
        if _code(answer) in _NOT_ADMITTED:
            raise Unavailable(NOT_ADMITTED)
        return answer


def _written(order: Order) -> Json:
    file = {
        "file_type": "pdf",
        "data_to_be_signed": order.digest.hex(),
        "doc_id": order.code,
        "sign_type": "hash",
    }
    return {
        "user_id": order.account,
        "transaction_id": order.transaction,
        "transaction_desc": order.title,
        "serial_number": order.credential.id,
        "time_stamp": order.at.astimezone(UTC).strftime("%Y%m%d%H%M%SZ"),
        "sign_files": [file],
    }


def _code(answer: Json) -> object:
    return answer.get("status_code")
