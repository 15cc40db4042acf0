"""Single bytes changed where they stand, signed ones and those that no signature covers."""

import re
from collections.abc import Callable

from asn1crypto import cms

from tests.papers.attacks import raw

_AUTHORITY_KEY = re.compile(rb"2A8648CE3D04030203(4[0-9A-F])00")


def flip_in_content(data: bytes) -> bytes:
    """One digit of the drawn page becomes another."""
    at = data.index(b"200 60 re")
    return data[:at] + b"3" + data[at + 1 :]


def flip_in_first_signature(data: bytes) -> bytes:
    """One byte in the middle of the first signature."""
    return _other_digit(data, raw.contents(data, last=False)[0] + 400)


def flip_in_last_signature(data: bytes) -> bytes:
    """One byte in the middle of the last signature."""
    return _other_digit(data, raw.contents(data)[0] + 400)


def flip_in_enclosed_certificate(data: bytes) -> bytes:
    """The unused-bits octet of the authority's certificate inside the first signature."""
    found = _AUTHORITY_KEY.search(data, raw.contents(data, last=False)[0])
    assert found is not None
    at = found.end() - 2
    return data[:at] + b"1" + data[at + 1 :]


def flip_case_in_name(data: bytes) -> bytes:
    """A letter of the issuer's name in the first signature changes its case, each time."""
    start, end = raw.contents(data, last=False)
    held = data[start:end].replace(b"54455354204341", b"74455354204341")
    return data[:start] + held + data[end:]


def flip_in_header(data: bytes) -> bytes:
    """The binary comment of the second line."""
    return data[:11] + bytes([data[11] ^ 1]) + data[12:]


def small_digits(data: bytes) -> bytes:
    """The envelope's hexadecimal digits in small letters: the same envelope, other bytes."""
    start, end = raw.contents(data)
    return data[:start] + data[start:end].lower() + data[end:]


def padding_used(data: bytes) -> bytes:
    """A message in the padding behind the envelope."""
    end = raw.contents(data)[1]
    return data[: end - 8] + b"C0FFEE00" + data[end:]


def spaces_in_padding(data: bytes) -> bytes:
    """White space among the padding's digits, which a reader skips."""
    end = raw.contents(data)[1]
    return data[: end - 8] + b"  \n\t    " + data[end:]


def envelope_version(data: bytes) -> bytes:
    """The envelope calls itself a version 5, which nothing signs."""
    return _rewritten(data, lambda signed: signed.__setitem__("version", "v5"))


def envelope_digests(data: bytes) -> bytes:
    """The envelope lists SHA-1 beside the digest that was used."""
    return _rewritten(data, _add_digest)


def envelope_lighter(data: bytes) -> bytes:
    """One of the enclosed certificates is gone."""
    return _rewritten(data, _drop_certificate)


def _add_digest(signed: cms.SignedData) -> None:
    listed = signed["digest_algorithms"]
    signed["digest_algorithms"] = [*listed, cms.DigestAlgorithm({"algorithm": "sha1"})]


def _drop_certificate(signed: cms.SignedData) -> None:
    held = [one.copy() for one in signed["certificates"]]
    signed["certificates"] = cms.CertificateSet(held[:1])


def _rewritten(data: bytes, change: Callable[[cms.SignedData], None]) -> bytes:
    start, end = raw.contents(data, last=False)
    message = cms.ContentInfo.load(raw.envelope(data, last=False))
    signed = message["content"].copy()
    change(signed)
    written = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    digits: bytes = written.hex().upper().encode().ljust(end - start, b"0")
    assert len(digits) == end - start
    return data[:start] + digits + data[end:]


def _other_digit(data: bytes, at: int) -> bytes:
    other = b"0" if data[at : at + 1] != b"0" else b"1"
    return data[:at] + other + data[at + 1 :]


CHANGES = {
    change.__name__: change
    for change in (
        flip_in_content,
        flip_in_first_signature,
        flip_in_last_signature,
        flip_in_enclosed_certificate,
        flip_case_in_name,
        flip_in_header,
        small_digits,
        padding_used,
        spaces_in_padding,
        envelope_version,
        envelope_digests,
        envelope_lighter,
    )
}
