"""The service in the shape of the CSC API 2.0, with a holder who confirms on a phone."""

import base64
import secrets

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Blueprint, current_app, jsonify, request
from werkzeug.wrappers import Response

from portal.local.signer.book import Entry, Fate
from portal.local.signer.known import known_client
from portal.local.signer.smartca import Json, book

csc = Blueprint("csc", __name__, url_prefix="/csc/v2")
_ECDSA_SHA256, _RSA_SHA256 = "1.2.840.10045.4.3.2", "1.2.840.113549.1.1.11"
Answer = Response | tuple[Response, int]


@csc.before_request
def check_token() -> Answer | None:
    """Every question but for the token itself carries one."""
    if request.endpoint == "csc.token":
        return None
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if given and given in _tokens():
        return None
    return _refused("invalid_token", "The access token is not valid", 401)


@csc.post("/oauth2/token")
def token() -> Answer:
    """A token for the client (RFC 6749, section 4.4)."""
    if not known_client(request.form.get("client_id"), request.form.get("client_secret")):
        return _refused("invalid_client", "Invalid parameter client_secret")
    made = secrets.token_urlsafe(24)
    _tokens().add(made)
    return jsonify(access_token=made, token_type="Bearer", expires_in=3600)  # noqa: S106 - its kind


@csc.post("/info")
def info() -> Answer:
    """What the service can do."""
    return jsonify(
        specs="2.0.0.2",
        name="TEST",
        authType=["oauth2client"],
        asynchronousOperationMode=bool(current_app.config["ANSWERS_APART"]),
        methods=["credentials/list", "credentials/info", "credentials/authorize"],
    )


@csc.post("/credentials/list")
def credentials_list() -> Answer:
    """A subscriber has one credential, named by the personal number."""
    number = str(_asked().get("userID"))
    if book().holder(number) is None:
        return _refused("invalid_request", "Invalid parameter userID")
    return jsonify(credentialIDs=[number])


@csc.post("/credentials/info")
def credentials_info() -> Answer:
    """The key, its chain, and how its holder confirms."""
    holder = book().holder(str(_asked().get("credentialID")))
    if holder is None:
        return _refused("invalid_request", "Invalid parameter credentialID")
    algorithm = _RSA_SHA256 if isinstance(holder.key, rsa.RSAPrivateKey) else _ECDSA_SHA256
    return jsonify(
        key={"status": "enabled", "algo": [algorithm], "len": holder.key.key_size},
        cert={
            "status": "valid",
            "certificates": [
                base64.b64encode(c.public_bytes(Encoding.DER)).decode("ascii") for c in holder.chain
            ],
        },
        auth={
            "mode": "explicit",
            "expression": "mobile",
            "objects": [{"type": "MobileApp", "id": "mobile"}],
        },
        SCAL="2",
        multisign=1,
    )


@csc.post("/credentials/authorize")
def authorize() -> Answer:
    """Ask the holder; the answer comes later, by the handle."""
    asked = _asked()
    (digest,) = asked["hashes"]
    transaction, number = str(asked["clientData"]), str(asked["credentialID"])
    entry = book().find(transaction)
    if entry is None:
        title, _, code = str(asked.get("description") or "").rpartition(" ")
        entry = book().open(transaction, number, code, title, base64.b64decode(digest))
    return jsonify(handle=entry.id), 202


@csc.post("/credentials/authorizeCheck")
def authorize_check() -> Answer:
    """The activation data once the holder has confirmed."""
    entry = book().find(str(_asked().get("handle")))
    match entry:
        case Entry(fate=Fate.WAITING):
            return jsonify(handle=entry.id), 202
        case Entry(fate=Fate.SIGNED, sad=sad) if sad:
            return jsonify(SAD=sad, expiresIn=300)
        case Entry(fate=Fate.REFUSED):
            return _refused("access_denied", "The user denied the authorization")
        case Entry(fate=Fate.EXPIRED):
            return _refused("invalid_request", "The authorization expired")
        case _:
            return _refused("invalid_request", "Invalid parameter handle")


@csc.post("/signatures/signHash")
def sign_hash() -> Answer:
    """The signature of the authorised digest, now or by polling."""
    asked = _asked()
    entry = book().spend(str(asked.get("SAD") or ""))
    if entry is None:
        return _refused("invalid_request", "Invalid parameter SAD")
    if base64.b64decode(asked["hashes"][0]) != entry.digest:
        return _refused("invalid_request", "Hash is not authorized by the SAD")
    if asked.get("operationMode") == "A":
        return jsonify(responseID=entry.id)
    return _signatures(entry)


@csc.post("/signatures/signPolling")
def sign_polling() -> Answer:
    """The signature that was asked for in the asynchronous mode."""
    entry = book().find(str(_asked().get("requestID")))
    if entry is None or not entry.signature:
        return _refused("invalid_request", "Invalid parameter requestID")
    return _signatures(entry)


def _signatures(entry: Entry) -> Response:
    return jsonify(signatures=[base64.b64encode(entry.signature).decode("ascii")])


def _asked() -> Json:
    found: Json = request.get_json()
    return found


def _tokens() -> set[str]:
    found: set[str] = current_app.extensions["tokens"]
    return found


def _refused(error: str, words: str, status: int = 400) -> Answer:
    return jsonify(error=error, error_description=words), status
