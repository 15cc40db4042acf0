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
import io
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from urllib.parse import quote

import segno
from PIL import Image, ImageOps

from procedures.ports import CodeSigner

_MASK = 3  # fixed: the search for the best mask costs more than printing the code
_SCALE = 4
_BORDER = 2
_WHITE = 255
_INK = bytes([_WHITE, 0]) + bytes(254)  # segno writes 0 for white, 1 for black
DIGEST_BYTES = 16


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
        "d": _base64url(digest),
        "k": key_id,
    }
    said = f"{text}&{_tail(facts)}"
    signature = signer.sign(key_id, said.rpartition("/")[2].encode())
    return f"{said}&s={_base64url(signature)}"


def initials(name: str) -> str:
    """NVA of Nguyễn Văn A: what a stranger compares with the paper, and learns nothing from."""
    return "".join(word[0] for word in name.upper().split() if word[0].isalnum())[:8]


def qr_image(text: str) -> str:
    """The code as a PNG `data:` address, the same for the same text.

    The lowest correction keeps the squares large: a code that is misread fails its signature.
    """
    code = segno.make(text, error="l", mask=_MASK, boost_error=False, micro=False)
    squares = b"".join(bytes(row).translate(_INK) for row in code.matrix)
    drawn = Image.frombytes("L", (len(code.matrix),) * 2, squares)
    framed = ImageOps.expand(drawn, _BORDER, _WHITE)
    picture = io.BytesIO()
    # segno's own writer takes as long as making the code.
    ImageOps.scale(framed, _SCALE, Image.Resampling.NEAREST).convert("1").save(picture, "png")
    return f"data:image/png;base64,{b64encode(picture.getvalue()).decode()}"


def _holder(context: Mapping[str, object]) -> str:
    applicant = context.get("applicant")
    name = applicant.get("name", "") if isinstance(applicant, Mapping) else ""
    return str(context.get("holder") or name)


def _tail(facts: Mapping[str, str]) -> str:
    # A `/` would end what is signed: quoted, it cannot.
    return "&".join(f"{key}={quote(value, safe='')}" for key, value in facts.items() if value)


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
