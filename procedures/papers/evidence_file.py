"""The evidence of one check as one file: kept beside the declaration, read again in any year.

Its shape is in EVIDENCE.md beside this module.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TypeVar
from zipfile import BadZipFile, ZipFile, ZipInfo

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from asn1crypto.x509 import Certificate

from procedures.papers.revocation import Evidence

_FORMAT = "signature-evidence/1"
_RENEWAL_FORMAT = "signature-evidence-renewal/1"
_DIGEST = "sha256"
_MANIFEST = "evidence.json"
_STAMP = "file.tst"
_RENEWAL_MANIFEST = "manifest.json"
_RENEWAL_STAMP = "manifest.tst"
_UNIX = 3
_Asn1 = TypeVar("_Asn1", Certificate, OCSPResponse, CertificateList)


@dataclass(frozen=True, slots=True)
class Renewal:
    """One more time stamp over everything kept before it.

    `known` proves that the earlier stampers stood then, and this one. `manifest` names every entry
    so far by its digest, those of `known` too; `token` (RFC 3161, DER) is over the manifest's
    SHA-256.
    """

    manifest: bytes
    token: bytes
    known: Evidence


@dataclass(frozen=True, slots=True)
class Proof:
    """What a verdict rested on. `file` is the SHA-256 of what was checked, in hexadecimal.

    `token` is a time stamp (RFC 3161, DER) over that digest; the renewals follow, oldest first.
    """

    file: str
    token: bytes
    known: Evidence
    renewals: tuple[Renewal, ...] = ()


def pack(proof: Proof) -> bytes:
    """The archive; the same proof gives the same bytes."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in _entries(proof):
            entry = ZipInfo(name)
            entry.create_system = _UNIX
            archive.writestr(entry, data)
    return out.getvalue()


def next_manifest(proof: Proof, known: Evidence) -> bytes:
    """What the next renewal's token is to be over, once that evidence was gathered for it."""
    folder = _folder_of(len(proof.renewals) + 1)
    digests = _digests([*_entries(proof), *_of_evidence(folder, known)])
    return _canonical(_told(proof.file, digests))


def unpack(data: bytes) -> Proof:
    """What `pack` was given; raises ValueError for anything else."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            said = json.loads(archive.read(_MANIFEST))
            if said["format"] != _FORMAT:
                raise ValueError(said["format"])
            names = [_MANIFEST, *said["entries"]]
            return Proof(
                file=said["file"],
                token=archive.read(_STAMP),
                known=_evidence(archive, names, ""),
                renewals=tuple(_renewals(archive, said["file"], names)),
            )
    except (BadZipFile, KeyError, TypeError, AttributeError, NotImplementedError) as fault:
        raise ValueError(str(fault)) from fault


def newest_token(proof: Proof) -> bytes:
    """The token that nothing newer covers."""
    return proof.renewals[-1].token if proof.renewals else proof.token


def proof_of(pdf: bytes, evidence: bytes) -> Proof:
    """What the evidence proves of the file; raises ValueError for any that is not its own."""
    proof = unpack(evidence)
    if proof.file != hashlib.sha256(pdf).hexdigest():
        raise ValueError(proof.file)
    return proof


def _entries(proof: Proof) -> Iterator[tuple[str, bytes]]:
    first = [(_STAMP, proof.token), *_of_evidence("", proof.known)]
    names = [name for name, _ in first]
    said = {"entries": names, "file": proof.file, "format": _FORMAT}
    yield _MANIFEST, _canonical(said)
    yield from first
    for number, renewal in enumerate(proof.renewals, start=1):
        folder = _folder_of(number)
        yield from _of_evidence(folder, renewal.known)
        yield folder + _RENEWAL_MANIFEST, renewal.manifest
        yield folder + _RENEWAL_STAMP, renewal.token


def _of_evidence(home: str, known: Evidence) -> Iterator[tuple[str, bytes]]:
    for folder, ending, things in (
        ("certificates", "cer", known.certificates),
        ("ocsp", "ors", known.ocsps),
        ("crl", "crl", known.crls),
    ):
        named = {hashlib.sha256(thing.dump()).hexdigest(): thing.dump() for thing in things}
        yield from ((f"{home}{folder}/{name}.{ending}", der) for name, der in sorted(named.items()))


def _renewals(archive: ZipFile, file: str, before: list[str]) -> Iterator[Renewal]:
    """Each with a manifest that names every entry before it, as it is; raises ValueError."""
    present, names = set(archive.namelist()), list(before)
    number = 1
    while (folder := _folder_of(number)) + _RENEWAL_MANIFEST in present:
        manifest = archive.read(folder + _RENEWAL_MANIFEST)
        own = [name for name in json.loads(manifest)["entries"] if name.startswith(folder)]
        digests = _digests((name, archive.read(name)) for name in [*names, *own])
        if json.loads(manifest) != _told(file, digests):
            raise ValueError(folder)
        token = archive.read(folder + _RENEWAL_STAMP)
        yield Renewal(manifest, token, _evidence(archive, own, folder))
        names += [*own, folder + _RENEWAL_MANIFEST, folder + _RENEWAL_STAMP]
        number += 1


def _evidence(archive: ZipFile, names: list[str], home: str) -> Evidence:
    return Evidence(
        tuple(_read(archive, names, f"{home}certificates/", Certificate)),
        tuple(_read(archive, names, f"{home}ocsp/", OCSPResponse)),
        tuple(_read(archive, names, f"{home}crl/", CertificateList)),
    )


def _read(archive: ZipFile, names: list[str], folder: str, kind: type[_Asn1]) -> Iterator[_Asn1]:
    for name in names:
        if name.startswith(folder):
            yield kind.load(archive.read(name), strict=True)


def _folder_of(number: int) -> str:
    return f"renewals/{number}/"


def _digests(entries: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in entries}


def _told(file: str, digests: dict[str, str]) -> dict[str, object]:
    return {"digest": _DIGEST, "entries": digests, "file": file, "format": _RENEWAL_FORMAT}


def _canonical(said: Mapping[str, object]) -> bytes:
    return json.dumps(said, separators=(",", ":"), sort_keys=True).encode()
