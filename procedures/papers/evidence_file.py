"""The evidence of one check as one file: kept beside the declaration, read again in any year.

Its shape is in EVIDENCE.md beside this module.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TypeVar
from zipfile import BadZipFile, ZipFile, ZipInfo

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from asn1crypto.x509 import Certificate

from procedures.papers.revocation import Evidence

_FORMAT = "signature-evidence/1"
_MANIFEST = "evidence.json"
_STAMP = "file.tst"
_UNIX = 3
_Asn1 = TypeVar("_Asn1", Certificate, OCSPResponse, CertificateList)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a verdict rested on. `file` is the SHA-256 of what was checked, in hexadecimal.

    `token` is a time stamp (RFC 3161, DER) over that digest.
    """

    file: str
    token: bytes
    known: Evidence


def pack(proof: Proof) -> bytes:
    """The archive; the same proof gives the same bytes."""
    entries = [(_STAMP, proof.token), *_entries(proof.known)]
    said = {"entries": [name for name, _ in entries], "file": proof.file, "format": _FORMAT}
    manifest = json.dumps(said, separators=(",", ":"), sort_keys=True).encode()
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in ((_MANIFEST, manifest), *entries):
            entry = ZipInfo(name)
            entry.create_system = _UNIX
            archive.writestr(entry, data)
    return out.getvalue()


def unpack(data: bytes) -> Proof:
    """What `pack` was given; raises ValueError for anything else."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            said = json.loads(archive.read(_MANIFEST))
            if said["format"] != _FORMAT:
                raise ValueError(said["format"])
            known = Evidence(
                tuple(_read(archive, said["entries"], "certificates/", Certificate)),
                tuple(_read(archive, said["entries"], "ocsp/", OCSPResponse)),
                tuple(_read(archive, said["entries"], "crl/", CertificateList)),
            )
            return Proof(said["file"], archive.read(_STAMP), known)
    except (BadZipFile, KeyError, TypeError, NotImplementedError) as fault:
        raise ValueError(str(fault)) from fault


def _entries(known: Evidence) -> Iterator[tuple[str, bytes]]:
    for folder, ending, things in (
        ("certificates", "cer", known.certificates),
        ("ocsp", "ors", known.ocsps),
        ("crl", "crl", known.crls),
    ):
        named = {hashlib.sha256(thing.dump()).hexdigest(): thing.dump() for thing in things}
        yield from ((f"{folder}/{name}.{ending}", der) for name, der in sorted(named.items()))


def _read(archive: ZipFile, entries: list[str], folder: str, kind: type[_Asn1]) -> Iterator[_Asn1]:
    for name in entries:
        if name.startswith(folder):
            yield kind.load(archive.read(name), strict=True)
