"""Lets a key that is elsewhere sign a declaration (PAdES B-B, with room to become B-T).

The file is prepared here with room for the signature and its time stamp, the key signs the
attributes wherever it lives, and the file is finished here. None of that asks anybody: the time
stamp is the worker's to fetch (`stamped`), before it judges the file.
"""

import asyncio
from binascii import hexlify, unhexlify
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO

from asn1crypto import parser
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata, PdfSigner

from procedures.errors import N_
from procedures.papers.certificates import (
    certificates_of,
    fit_key,
    longest_signature,
    own_signature,
)
from procedures.papers.envelope import Envelope, with_stamp
from procedures.papers.identity import holder_name, issuer_name, subject_number
from procedures.papers.paths import NoPathError, Obstacle, path_to
from procedures.papers.signing import PaperWriter
from procedures.papers.trust import TrustStore
from procedures.ports import CannotSign, Holder, Prepared

FIELD = "ChuKyNguoiKhai"
ENDED = N_("Chứng thư số đã hết hạn. Hãy dùng chứng thư số còn hiệu lực.")
NOT_BEGUN = N_("Chứng thư số chưa có hiệu lực. Hãy dùng chứng thư số đang có hiệu lực.")
FOREIGN = N_(
    "Chứng thư số này không do tổ chức chứng thực chữ ký số được tin cậy cấp cho người dân. "
    "Hãy dùng chứng thư số khác hoặc cách ký khác."
)
NOT_FOR_SIGNING = N_(
    "Chứng thư số này không dùng để ký văn bản được (mục đích sử dụng không có “chống chối bỏ”). "
    "Hãy dùng chứng thư số khác."
)
NO_ROOM = N_("Không thêm được chữ ký vào tệp đang có. Hãy lập lại tờ khai rồi ký lại từ đầu.")
NOT_ITS_OWN = N_("Chữ ký nhận được không phải do chứng thư số đã chọn tạo ra. Hãy ký lại.")

_DIGEST = "sha256"
_SIGNS = "non_repudiation"
_SPARE = 64
_STAMP_ROOM = 12 * 1024
"""Bytes for a time stamp: those of public authorities, with their chain, take 2,000 to 8,000."""


class CitizensHand:
    """Implements `procedures.ports.Hand` with the citizens' trust store."""

    def __init__(self, store: TrustStore, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def holder(self, chain: Sequence[bytes]) -> Holder:
        """Whose certificate signs; raises `CannotSign` when it may not."""
        certificate = self._path(chain)[-1]
        return Holder(
            name=holder_name(certificate),
            subject_id=subject_number(certificate),
            issuer=issuer_name(certificate),
            ends=certificate.not_valid_after,
        )

    def prepare(self, pdf: bytes, chain: Sequence[bytes]) -> Prepared:
        """The file with one more, invisible, signature field, empty as yet."""
        path = self._path(chain)
        envelope = _envelope(path)
        attributes, token = envelope.signed_attributes(bytes(32)), bytes(_STAMP_ROOM)
        room = len(envelope.close(attributes, longest_signature(path[-1]), token))
        try:
            return asyncio.run(_with_room(pdf, path[-1], envelope, 2 * (room + _SPARE)))
        # What another tool wrote into the file may stop the writer anywhere.
        except Exception as fault:
            raise CannotSign(NO_ROOM) from fault

    def finish(self, prepared: Prepared, chain: Sequence[bytes], signature: bytes) -> bytes:
        """The signed file.

        An ECDSA signature may come as DER or as its two numbers in a row, an RSA one by either
        scheme.
        """
        path = self._path(chain)
        own = own_signature(path[-1], prepared.attributes, signature)
        if own is None:
            raise CannotSign(NOT_ITS_OWN)
        closed = _envelope(path).close(prepared.attributes, own, None)
        finished = _filled(prepared.file, prepared.region, closed)
        if finished is None:
            raise CannotSign(NO_ROOM)
        return finished

    def _path(self, chain: Sequence[bytes]) -> tuple[Certificate, ...]:
        """From the authority below the root down to the signer."""
        own, *others = certificates_of(chain)
        now = self._now()
        if own.not_valid_after < now:
            raise CannotSign(ENDED)
        if own.not_valid_before > now:
            raise CannotSign(NOT_BEGUN)
        fit_key(own)
        usage = own.key_usage_value
        if usage is None or _SIGNS not in usage.native:
            raise CannotSign(NOT_FOR_SIGNING)
        try:
            path = asyncio.run(path_to(self._store, own, others, now))
        except NoPathError as fault:
            expired = fault.obstacle is Obstacle.EXPIRED
            raise CannotSign(NOT_BEGUN if expired else FOREIGN) from fault
        return tuple(member for member in path if member.self_signed == "no")


def stamped(pdf: bytes, region: tuple[int, int], token: Callable[[bytes], bytes]) -> bytes:
    """A finished file with a time stamp beside the signature in the region; `token` fetches it.

    One that is too large for the room is left out. Raises ValueError where no signature of ours
    without a stamp is.
    """
    start, end = region
    room = unhexlify(pdf[start + 1 : end - 1])
    closed = room[: parser.peek(room)]
    filled = _filled(pdf, region, with_stamp(closed, token))
    return pdf if filled is None else filled


def _filled(pdf: bytes, region: tuple[int, int], envelope: bytes) -> bytes | None:
    """The file with the envelope in its room, a PDF string of zeros; None when it is too large."""
    start, end = region
    written = hexlify(envelope).upper()
    if len(written) > end - start - 2:
        return None
    return pdf[:start] + b"<" + written.ljust(end - start - 2, b"0") + b">" + pdf[end:]


def _envelope(path: Sequence[Certificate]) -> Envelope:
    return Envelope(path[-1], path[:-1])


async def _with_room(pdf: bytes, own: Certificate, envelope: Envelope, room: int) -> Prepared:
    writer = PaperWriter(BytesIO(pdf))
    name = _free_name(writer.prev)
    meta = PdfSignatureMetadata(
        field_name=name, md_algorithm=_DIGEST, subfilter=SigSeedSubFilter.PADES
    )
    field = SigFieldSpec(name, readable_field_name="Chữ ký của người khai")
    blank = ExternalSigner(own, None, signature_value=1)
    digest, _, output = await PdfSigner(
        meta, signer=blank, new_field_spec=field
    ).async_digest_doc_for_signing(writer, bytes_reserved=room)
    output.seek(0)
    return Prepared(
        file=output.read(),
        attributes=envelope.signed_attributes(digest.document_digest),
        region=(digest.reserved_region_start, digest.reserved_region_end),
    )


def _free_name(reader: PdfFileReader) -> str:
    taken = {signature.field_name for signature in reader.embedded_signatures}
    names = (FIELD, *(f"{FIELD}{number}" for number in range(2, len(taken) + 2)))
    return next(name for name in names if name not in taken)
