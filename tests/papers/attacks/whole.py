"""The whole file written anew, cut short, locked or without its signatures."""

from io import BytesIO

import pikepdf


def truncate(data: bytes) -> bytes:
    """The last tenth is missing."""
    return data[: len(data) * 9 // 10]


def halve(data: bytes) -> bytes:
    """The second half is missing."""
    return data[: len(data) // 2]


def behead(data: bytes) -> bytes:
    """The first bytes are missing."""
    return data[20:]


def last_bytes_missing(data: bytes) -> bytes:
    """The mark of the end is missing."""
    return data[:-7]


def save_again(data: bytes) -> bytes:
    """Another program wrote the whole file anew."""
    return _again(data)


def save_packed(data: bytes) -> bytes:
    """Another program wrote it anew with its objects packed."""
    return _again(data, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def save_for_the_web(data: bytes) -> bytes:
    """Another program wrote it anew for fast reading over a network."""
    return _again(data, linearize=True)


def lock(data: bytes) -> bytes:
    """Another program put a password on it."""
    return _again(data, encryption=pikepdf.Encryption(owner="x", user="y"))


def lock_for_owner(data: bytes) -> bytes:
    """Anybody may open it, but it may not be changed."""
    return _again(data, encryption=pikepdf.Encryption(owner="x", user=""))


def strip_signatures(data: bytes) -> bytes:
    """The form with all signatures is taken out."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        del pdf.Root.AcroForm
        pdf.pages[0].Annots = pikepdf.Array()
        pdf.save(out)
    return out.getvalue()


def pages_only(data: bytes) -> bytes:
    """The pages were printed into a new file, without what was signed."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf, pikepdf.new() as new:
        for page in pdf.pages:
            page.Annots = pikepdf.Array()
        new.pages.extend(pdf.pages)
        new.save(out)
    return out.getvalue()


def _again(data: bytes, **how: object) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(out, **how)  # type: ignore[arg-type]
    return out.getvalue()


CHANGES = {
    change.__name__: change
    for change in (
        truncate,
        halve,
        behead,
        last_bytes_missing,
        save_again,
        save_packed,
        save_for_the_web,
        lock,
        lock_for_owner,
        strip_signatures,
        pages_only,
    )
}
