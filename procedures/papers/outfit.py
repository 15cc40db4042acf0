"""Fits out a worker from the folder of the test PKI; the composition root calls nothing deeper.

`pki_url` is where the authorities answer today. Certificates name the address of their first day,
so a question to that one goes to `pki_url` instead.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from procedures.papers.appearance import Appearances
from procedures.papers.citizen import CitizenSignatureCheck
from procedures.papers.key_ring import KeyRing
from procedures.papers.keys import FolderKeys
from procedures.papers.pki_authorities import base_address
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.scans import ScanCopier
from procedures.papers.seal import Sealer
from procedures.papers.trust import load_trust
from procedures.papers.wire import Wire

Clock = Callable[[], datetime]


def open_keys(pki_dir: Path, now: Clock) -> FolderKeys:
    """The key store; the authorities must have been established."""
    return FolderKeys(PkiFolder(pki_dir), now)


def open_seal(pki_dir: Path, pki_url: str, fonts_dir: Path, now: Clock) -> Sealer:
    """The seal of a worker; `fonts_dir` holds the paper's face."""
    return Sealer(
        keys=KeyRing(pki_dir, now),
        trust=load_trust(pki_dir),
        wire=_wire(pki_dir, pki_url),
        stamp_url=f"{pki_url.rstrip('/')}/tsa",
        appearances=Appearances(fonts_dir),
        now=now,
    )


def open_check(pki_dir: Path, pki_url: str, now: Clock) -> CitizenSignatureCheck:
    """The check of declarations that citizens signed elsewhere."""
    return CitizenSignatureCheck(load_trust(pki_dir), _wire(pki_dir, pki_url), now)


def open_copier(fonts_dir: Path) -> ScanCopier:
    """What makes digital copies of scans; `fonts_dir` holds the paper's face."""
    return ScanCopier(fonts_dir)


def _wire(pki_dir: Path, pki_url: str) -> Wire:
    return Wire(routes={base_address(PkiFolder(pki_dir)): pki_url.rstrip("/")})
