"""Fits out a worker with what seals, checks and asks; the composition root calls nothing deeper.

The parts for trying out take the folder of the test PKI and the address where it answers.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from procedures.papers.appearance import Appearances
from procedures.papers.archive import STAMPING, stampers
from procedures.papers.authorities import Authorities, TimeAuthority
from procedures.papers.citizen import CitizenSignatureCheck
from procedures.papers.code_keys import CodeKeys
from procedures.papers.key_ring import KeyRing
from procedures.papers.keys import FolderKeys, NoKeys
from procedures.papers.pens import PenCase
from procedures.papers.pki_authorities import base_address
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.revocation import Evidence, RevocationDesk
from procedures.papers.scans import ScanCopier
from procedures.papers.seal import Sealer
from procedures.papers.trust import Trust, load_trust
from procedures.papers.wire import Route
from procedures.ports import Keys

Clock = Callable[[], datetime]


def test_authorities(pki_dir: Path, pki_url: str) -> Authorities:
    """Those of the test PKI, which answer at `pki_url` today.

    Certificates name the address of their first day, so a question to that one goes there instead.
    Raises FileNotFoundError before set-up.
    """
    base = pki_url.rstrip("/")
    route = Route(base_address(PkiFolder(pki_dir)), base)
    return Authorities((TimeAuthority(f"{base}/tsa"),), (route,))


def open_keys(pki_dir: Path, now: Clock) -> FolderKeys:
    """The keys of the test PKI; the authorities must have been established."""
    return FolderKeys(PkiFolder(pki_dir), now)


def issued_keys(pki_dir: Path, now: Clock, *, test: bool) -> Keys:
    """The keys whose certificates we can have revoked: the test PKI's, or none."""
    return open_keys(pki_dir, now) if test else NoKeys()


def open_seal(pki_dir: Path, pki_url: str, fonts_dir: Path, now: Clock) -> Sealer:
    """The seal of a worker that believes and uses what the test PKI's folder has."""
    keys = KeyRing(pki_dir, now, test=True)
    ways = test_authorities(pki_dir, pki_url)
    return sealing(keys, ways, fonts_dir, now)(load_trust(pki_dir))


def sealing(
    keys: PenCase, authorities: Authorities, fonts_dir: Path, now: Clock
) -> Callable[[Trust], Sealer]:
    """The seal, once it is told whom to believe; `fonts_dir` holds the paper's face.

    Keys are opened once, however often the trust changes.
    """
    appearances = Appearances(fonts_dir)

    def seal(trust: Trust) -> Sealer:
        return Sealer(
            keys=keys,
            trust=trust,
            wire=authorities.wire(),
            stampers=authorities.time,
            appearances=appearances,
            now=now,
        )

    return seal


def open_check(pki_dir: Path, pki_url: str, now: Clock) -> CitizenSignatureCheck:
    """The check of declarations that believes what the folder's files say."""
    return checking(test_authorities(pki_dir, pki_url), now)(load_trust(pki_dir))


def checking(authorities: Authorities, now: Clock) -> Callable[[Trust], CitizenSignatureCheck]:
    """The check of what citizens signed, once it is told whom to believe."""
    wire = authorities.wire()
    return lambda trust: CitizenSignatureCheck(trust, wire, authorities.time, now)


def judging(now: Clock) -> Callable[[Trust], CitizenSignatureCheck]:
    """The same, with no way to any authority: for `judge` and `look`, which ask none."""
    return checking(Authorities(), now)


def open_codes(pki_dir: Path, now: Clock) -> CodeKeys:
    """What signs QR codes and published lists."""
    return CodeKeys(pki_dir, now)


def ask_of_stampers(paper: bytes, trust: Trust, authorities: Authorities, now: Clock) -> Evidence:
    """What the time authority says today of those who stamped a paper and have not ended yet.

    Raises `Unavailable` when it is silent, `NotAllowed` when one of them stands no more.
    """
    desk = RevocationDesk(trust.time, authorities.wire(), now)
    found = Evidence()
    for chain in stampers(paper):
        if chain[0].not_valid_after > now():
            found += asyncio.run(desk.evidence(chain[0], chain, STAMPING))
    return found


def open_copier(fonts_dir: Path) -> ScanCopier:
    """What makes digital copies of scans; `fonts_dir` holds the paper's face."""
    return ScanCopier(fonts_dir)
