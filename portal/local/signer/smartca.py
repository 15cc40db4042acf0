"""The service in VNPT SmartCA's shape: `sca/sp769/v1`."""

import base64
from typing import Any, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Blueprint, current_app, jsonify, request
from werkzeug.wrappers import Response

from portal.local.signer.book import Book, Entry, Fate
from portal.local.signer.known import known_client

Json: TypeAlias = dict[str, Any]

smartca = Blueprint("smartca", __name__, url_prefix="/sca/sp769/v1")

_MESSAGES = {
    Fate.WAITING: "sig_wait_for_user_confirm",
    Fate.SIGNED: "SUCCESS",
    Fate.REFUSED: "REJECTED",
    Fate.EXPIRED: "EXPIRED",
}


def book() -> Book:
    """The orders of this process."""
    found: Book = current_app.extensions["book"]
    return found


@smartca.post("/credentials/get_certificate")
def get_certificate() -> Response:
    """The subscriber's certificates."""
    asked = _asked()
    if asked is None:
        return _said(401, "sp_credential_invalid")
    holder = book().holder(str(asked.get("user_id")))
    if holder is None:
        return _said(404, "user_not_found")
    own, issuer, *above = holder.chain
    row = {
        "service_type": "SMARTCA",
        "cert_status": "Đang hoạt động",
        "serial_number": f"{own.serial_number:x}",
        "cert_data": _base64(own),
        "chain_data": {
            "ca_cert": _base64(issuer),
            "root_cert": _base64(above[0]) if above else None,
        },
        "transaction_id": asked.get("transaction_id"),
    }
    return _said(200, "Success", {"user_certificates": [row]})


@smartca.post("/signatures/sign")
def sign() -> Response:
    """Take an order and ask its holder."""
    asked = _asked()
    if asked is None:
        return _said(401, "sp_credential_invalid")
    (file,) = asked["sign_files"]
    number = str(asked["user_id"])
    if book().holder(number) is None:
        return _said(404, "user_not_found")
    try:
        entry = book().open(
            str(asked["transaction_id"]),
            number,
            str(file["doc_id"]),
            str(asked.get("transaction_desc") or ""),
            bytes.fromhex(str(file["data_to_be_signed"])),
        )
    except ValueError:
        return _said(400, "transaction_id_exists")
    data = {"transaction_id": entry.transaction, "tran_code": entry.id}
    return _said(200, _MESSAGES[Fate.WAITING], data)


@smartca.post("/signatures/sign/<name>/status")
def status(name: str) -> Response:
    """How an order stands."""
    entry = book().find(name)
    if entry is None:
        return _said(404, "transaction_not_found")
    return _said(
        200,
        _MESSAGES[entry.fate],
        {"transaction_id": entry.transaction, "signatures": _files(entry)},
    )


def notice(entry: Entry, sp_id: str) -> Json:
    """What the webhook is told of a settled order."""
    return {
        "sp_id": sp_id,
        "status_code": 200,
        "message": _MESSAGES[entry.fate],
        "transaction_id": entry.transaction,
        "signed_files": _files(entry),
    }


def _files(entry: Entry) -> list[Json] | None:
    if not entry.signature:
        return None
    value = base64.b64encode(entry.signature).decode("ascii")
    return [{"doc_id": entry.code, "signature_value": value, "timestamp_signature": None}]


def _asked() -> Json | None:
    body = request.get_json()
    return body if known_client(body.get("sp_id"), body.get("sp_password")) else None


def _said(code: int, message: str, data: Json | None = None) -> Response:
    return jsonify(status_code=code, message=message, data=data)


def _base64(certificate: x509.Certificate) -> str:
    return base64.b64encode(certificate.public_bytes(Encoding.DER)).decode("ascii")
