"""Time stamps by RFC 3161 over HTTP."""

from asn1crypto import cms, tsp
from asn1crypto.x509 import Certificate
from pyhanko.sign.timestamps import TimeStamper

from procedures.errors import Unavailable
from procedures.papers.wire import SILENT, Wire


class HttpStamper(TimeStamper):
    """Asks the time authority; remembers the certificates that came with its last answer."""

    def __init__(self, wire: Wire, url: str) -> None:
        super().__init__()
        self._wire = wire
        self._url = url
        self._last: cms.ContentInfo | None = None

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The authority's answer; raises `Unavailable` when it is silent or talks nonsense."""
        answer = self._wire.post(self._url, req.dump(), "application/timestamp-query")
        try:
            response = tsp.TimeStampResp.load(answer, strict=True)
            granted = response["status"]["status"].native == "granted"
        except ValueError as fault:
            raise Unavailable(SILENT) from fault
        if not granted:
            raise Unavailable(SILENT)
        self._last = response["time_stamp_token"]
        return response

    async def certificates(self) -> tuple[Certificate, ...]:
        """The stamper's certificate first, then what else its last stamp carried."""
        if self._last is None:
            await self.async_timestamp(bytes(32), "sha256")
        return signer_first(self._last["content"])


def signer_first(signed: cms.SignedData) -> tuple[Certificate, ...]:
    """The certificates of a signed message, its signer's own at the head."""
    serial = signed["signer_infos"][0]["sid"].chosen["serial_number"].native
    found = [choice.chosen for choice in signed["certificates"] if choice.name == "certificate"]
    found.sort(key=lambda certificate: certificate.serial_number != serial)
    return tuple(found)
