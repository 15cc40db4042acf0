"""The square code in the corner of a paper: enough to find it again, nothing more."""

import io
from base64 import b64encode
from urllib.parse import quote

import segno

_MASK = 3  # fixed: the search for the best mask costs more than printing the code
_SCALE = 4


def qr_text(
    *,
    verify_url: str,
    dossier: str,
    procedure: str,
    agency: str,
    paper: str,
) -> str:
    """What the code says (TT 01/2023/TT-VPCP): one address that any telephone opens.

    Dossier, procedure, agency and kind of paper stand after the `#`, so that a reader
    has them without the network and no server's log ever sees them.
    """
    facts = {"hs": dossier, "tt": procedure, "cq": agency, "gt": paper}
    tail = "&".join(f"{key}={quote(value, safe='')}" for key, value in facts.items() if value)
    return f"{verify_url}#{tail}"


def qr_image(text: str) -> str:
    """The code as a PNG `data:` address, the same for the same text."""
    code = segno.make(text, error="m", mask=_MASK, boost_error=False, micro=False)
    picture = io.BytesIO()
    code.save(picture, kind="png", scale=_SCALE, border=2)
    return f"data:image/png;base64,{b64encode(picture.getvalue()).decode()}"
