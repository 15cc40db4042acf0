"""Fits out a worker from the folder of the test PKI; the composition root calls nothing deeper.

`pki_url` is where the authorities answer today. Certificates name the address of their first day,
so a question to that one goes to `pki_url` instead.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from procedures.papers.appearance import Appearances
from procedures.papers.archive import STAMPING, stampers
from procedures.papers.citizen import CitizenSignatureCheck
from procedures.papers.code_keys import CodeKeys
from procedures.papers.key_ring import KeyRing, Opener, no_service
from procedures.papers.keys import FolderKeys
from procedures.papers.pki_authorities import base_address
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.revocation import Evidence, RevocationDesk
from procedures.papers.scans import ScanCopier
from procedures.papers.seal import Sealer
from procedures.papers.trust import Trust, load_trust
from procedures.papers.wire import Wire

Clock = Callable[[], datetime]


def open_keys(pki_dir: Path, now: Clock) -> FolderKeys:
    """The key store; the authorities must have been established."""
    return FolderKeys(PkiFolder(pki_dir), now)


def open_seal(pki_dir: Path, pki_url: str, fonts_dir: Path, now: Clock) -> Sealer:
    """The seal of a worker that believes what the folder's files say."""
    return sealing(pki_dir, pki_url, fonts_dir, now)(load_trust(pki_dir))


def sealing(
    pki_dir: Path, pki_url: str, fonts_dir: Path, now: Clock, service: Opener = no_service
) -> Callable[[Trust], Sealer]:
    """The seal, once it is told whom to believe; `fonts_dir` holds the paper's face.

    Keys are opened once, however often the trust changes; `service` opens remote ones.
    """
    wire = _wire(pki_dir, pki_url)
    keys, appearances = KeyRing(pki_dir, now, service), Appearances(fonts_dir)

    def seal(trust: Trust) -> Sealer:
        return Sealer(
            keys=keys,
            trust=trust,
            wire=wire,
            stamp_url=f"{pki_url.rstrip('/')}/tsa",
            appearances=appearances,
            now=now,
        )

    return seal


def open_check(pki_dir: Path, pki_url: str, now: Clock) -> CitizenSignatureCheck:
    """The check of declarations that believes what the folder's files say."""
    return checking(pki_dir, pki_url, now)(load_trust(pki_dir))


def checking(pki_dir: Path, pki_url: str, now: Clock) -> Callable[[Trust], CitizenSignatureCheck]:
    """The check of what citizens signed elsewhere, once it is told whom to believe."""
    wire = _wire(pki_dir, pki_url)
    return lambda trust: CitizenSignatureCheck(trust, wire, now)


def open_codes(pki_dir: Path, now: Clock) -> CodeKeys:
    """What signs QR codes and published lists."""
    return CodeKeys(pki_dir, now)


def ask_of_stampers(
    paper: bytes, trust: Trust, pki_dir: Path, pki_url: str, now: Clock
) -> Evidence:
    """What the time authority says today of those who stamped a paper and have not ended yet.

    Raises `Unavailable` when it is silent, `NotAllowed` when one of them stands no more.
    """
    desk = RevocationDesk(trust.time, _wire(pki_dir, pki_url), now)
    found = Evidence()
    for chain in stampers(paper):
        if chain[0].not_valid_after > now():
            found += asyncio.run(desk.evidence(chain[0], chain, STAMPING))
    return found


def open_copier(fonts_dir: Path) -> ScanCopier:
    """What makes digital copies of scans; `fonts_dir` holds the paper's face."""
    return ScanCopier(fonts_dir)


def _wire(pki_dir: Path, pki_url: str) -> Wire:
    return Wire(routes={base_address(PkiFolder(pki_dir)): pki_url.rstrip("/")})
