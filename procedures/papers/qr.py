"""The square code in the corner of a paper: enough to find it again, and to check it offline.

The code is one address that any telephone opens. What stands after its `#` never reaches a server:

=====  ==================================================================
hs     code of the dossier                   (TT 01/2023/TT-VPCP)
tt     code of the procedure
cq     code of the agency whose paper it is
gt     kind of paper, by the name of its template
so     number and symbol as printed
ng     date printed on it, YYYYMMDD
ht     initials of the person whom it concerns
d      first 16 bytes of SHA-256 of the file `du-lieu.json` inside the PDF, base64url
k      name of the signing key
s      signature: ECDSA on P-256 with SHA-256, r and s in 64 bytes, base64url
=====  ==================================================================

The signature is over all that stands between the last `/` of the address and `&s=`, as it is
written: the verification code, the `#` and the facts. The host is not in it, since an address
changes with the province; the keys are published at `/xac-minh/khoa.json` (RFC 7517). Codes of
papers that were printed before have neither `k` nor `s`; they are checked in the register.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

import zxingcpp

from procedures.base64url import base64url
from procedures.ports import CodeSigner

_SCALE = 4  # readers that smooth pictures would blur squares of one dot
_BORDER = 2
_WHITE = 255
DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class CodePicture:
    """A drawn code: `width` dots each way, a bit for each, row by row, 1 for white.

    Every row begins a new byte.
    """

    width: int
    dots: bytes


def qr_text(
    *,
    verify_url: str,
    dossier: str,
    procedure: str,
    agency: str,
    paper: str,
) -> str:
    """What every code says: the address, with the facts that a reader has without the network."""
    return f"{verify_url}#{_tail({'hs': dossier, 'tt': procedure, 'cq': agency, 'gt': paper})}"


def proved(text: str, context: Mapping[str, object], data: bytes, signer: CodeSigner) -> str:
    """The same with what the paper says of itself, and the province's signature over it all.

    `data` is the machine-readable file that travels inside the paper.
    """
    key_id = signer.current()
    digest = hashlib.sha256(data).digest()[:DIGEST_BYTES]
    facts = {
        "so": str(context.get("number_text") or ""),
        "ng": str(context["date"])[:10].replace("-", ""),
        "ht": initials(_holder(context)),
        "d": base64url(digest),
        "k": key_id,
    }
    said = f"{text}&{_tail(facts)}"
    signature = signer.sign(key_id, said.rpartition("/")[2].encode())
    return f"{said}&s={base64url(signature)}"


def initials(name: str) -> str:
    """NVA of Nguyễn Văn A: what a stranger compares with the paper, and learns nothing from."""
    return "".join(word[0] for word in name.upper().split() if word[0].isalnum())[:8]


def code_picture(text: str) -> CodePicture:
    """The code of the text, with a margin; the same for the same text.

    The lowest correction keeps the squares large: a code that is misread fails its signature.
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    drawn = code.to_image(scale=1, add_quiet_zones=False)
    side = drawn.shape[0]
    squares = bytes(drawn)  # type: ignore[call-overload]  # the stubs forget its buffer
    rows = (squares[at : at + side] for at in range(0, len(squares), side))
    width = (side + 2 * _BORDER) * _SCALE
    blank = _row(bytes([_WHITE]) * side, width) * _BORDER
    return CodePicture(width, blank + b"".join(_row(row, width) for row in rows) + blank)


def _row(squares: bytes, width: int) -> bytes:
    """A row of squares between its margins, as many dots high as a square is."""
    margin = "1" * (_BORDER * _SCALE)
    bits = "".join("1" * _SCALE if square else "0" * _SCALE for square in squares)
    size = -(-width // 8)
    line = int(f"{margin}{bits}{margin}".ljust(8 * size, "1"), 2)
    return line.to_bytes(size, "big") * _SCALE


def _holder(context: Mapping[str, object]) -> str:
    applicant = context.get("applicant")
    name = applicant.get("name", "") if isinstance(applicant, Mapping) else ""
    return str(context.get("holder") or name)


def _tail(facts: Mapping[str, str]) -> str:
    # A `/` would end what is signed: quoted, it cannot.
    return "&".join(f"{key}={quote(value, safe='')}" for key, value in facts.items() if value)
