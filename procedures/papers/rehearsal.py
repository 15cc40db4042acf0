"""Rehearses the decades: papers renewed by time authorities to come, and judged when those ended.

Only the test PKI can do so, for its keys are at hand. Everything happens on a copy of its folder
and in one process, whose clock is moved.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from freezegun import freeze_time

from procedures.errors import DomainError
from procedures.papers.outfit import ask_of_stampers, open_seal, test_authorities
from procedures.papers.pki_authorities import rotate_stamper
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.pki_server import serving
from procedures.papers.revocation import Evidence
from procedures.papers.seal import Sealer
from procedures.papers.second_opinion import second_opinion
from procedures.papers.trust import load_trust
from procedures.papers.verdict import RegisterVerifier
from procedures.ports import Verdict

_YEAR = timedelta(days=365)
_STAMPERS_LIFE = 6
RENEWED_AFTER = (5, 10)
JUDGED_AFTER = 15


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A paper after two renewals: our verdict in fifteen years, and pyHanko's by signature."""

    verdict: Verdict
    opinion: dict[str, str]


@dataclass(slots=True)
class _Clock:
    began: datetime
    years: int = field(default=0)

    def now(self) -> datetime:
        return self.began + self.years * _YEAR


def rehearse(
    papers: Sequence[bytes], pki_dir: Path, fonts_dir: Path, now: datetime
) -> list[Rehearsed | None]:
    """Each paper renewed after five and ten years and judged after fifteen.

    None for a file that cannot be renewed.
    """
    clock, trust = _Clock(now), load_trust(pki_dir)
    with TemporaryDirectory(prefix="rehearsal-") as name:
        folder = PkiFolder(Path(name) / "pki")
        shutil.copytree(pki_dir, folder.root)
        with serving(folder.root, 0, clock.now) as server:
            seal = open_seal(folder.root, server.base, fonts_dir, clock.now)
            renewed: list[bytes | None] = list(papers)
            for clock.years in RENEWED_AFTER:
                rotate_stamper(folder, clock.now(), _STAMPERS_LIFE)
                renewed = [_renewed(seal, paper) if paper else None for paper in renewed]
            clock.years = JUDGED_AFTER
            ways = test_authorities(folder.root, server.base)
            current = [
                ask_of_stampers(paper, trust, ways, clock.now) if paper else Evidence()
                for paper in renewed
            ]
    verifier = RegisterVerifier(trust, clock.now)
    with freeze_time(clock.now()):
        return [
            Rehearsed(verifier.verify(paper, None), second_opinion(paper, trust, news, clock.now()))
            if paper
            else None
            for paper, news in zip(renewed, current, strict=True)
        ]


def _renewed(seal: Sealer, paper: bytes) -> bytes | None:
    try:
        return seal.stamp_again(paper)
    except DomainError:
        return None
