"""Writes the time stamps of the test authority (RFC 3161).

certomancer's stamper loads its key and encodes its certificate anew for each stamp, which takes
several times what the stamp needs; whoever measures papers would measure that instead.
"""

import hashlib
import secrets
from datetime import UTC, datetime

from asn1crypto import core, tsp
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding

from procedures.papers.der import GENERALIZED_TIME, SEQUENCE, explicit, integer, tlv
from procedures.papers.envelope import Envelope
from procedures.papers.pens import Pen

_SERIAL_BITS = 63
_DIRECTORY_NAME = 4
_VERSION = integer(1)
# Of the arc that ITU-T X.660 keeps for examples: stamps of no legal force.
_POLICY = core.ObjectIdentifier("2.999.3161").dump()
_GRANTED = tsp.PKIStatusInfo({"status": "granted"}).dump()


class StampPress:
    """One stamper, whose key and certificate are read once."""

    def __init__(self, stamper: Pen) -> None:
        certificate = Certificate.load(stamper.chain[0].public_bytes(Encoding.DER))
        self._stamper = stamper
        self._envelope = Envelope(certificate, (), "tst_info")
        self._name = explicit(0, explicit(_DIRECTORY_NAME, certificate.subject.dump()))

    def answer(self, request: bytes, at: datetime) -> bytes:
        """The response to a request, DER, with the stamper's certificate inside.

        Raises ValueError for what is no request.
        """
        asked = tsp.TimeStampReq.load(request, strict=True)
        info = tlv(
            SEQUENCE,
            _VERSION,
            _POLICY,
            asked["message_imprint"].dump(),
            integer(secrets.randbits(_SERIAL_BITS)),
            _moment(at),
            asked["nonce"].dump(),
            self._name,
        )
        attributes = self._envelope.signed_attributes(hashlib.sha256(info).digest())
        signature = self._stamper.sign(attributes)
        token = self._envelope.close(attributes, signature, None, info)
        return tlv(SEQUENCE, _GRANTED, token)


def _moment(at: datetime) -> bytes:
    """GeneralizedTime in UTC; RFC 3161 wants a fraction without zeros at its end."""
    text = f"{at.astimezone(UTC):%Y%m%d%H%M%S.%f}".rstrip("0").rstrip(".")
    return tlv(GENERALIZED_TIME, f"{text}Z".encode("ascii"))
