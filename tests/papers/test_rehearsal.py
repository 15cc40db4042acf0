"""The rehearsal of the decades: today's papers, renewed twice, judged in fifteen years."""

from pathlib import Path

from procedures.papers.rehearsal import rehearse
from procedures.ports import Outcome
from tests.papers.conftest import TestPki, utc_now


def test_todays_papers_are_genuine_in_fifteen_years_and_forgeries_are_not(
    pki: TestPki, fonts_dir: Path, paper: bytes, slip: bytes, blank: bytes
) -> None:
    forged = paper.replace(b"200 60 re", b"300 60 re")
    files = [paper, slip, forged, blank]
    decision, receipt, changed, unsigned = rehearse(files, pki.folder, fonts_dir, utc_now())
    assert decision is not None
    assert receipt is not None
    assert decision.verdict.outcome is receipt.verdict.outcome is Outcome.GENUINE
    assert [stamp.field for stamp in decision.verdict.stamps] == ["DocTS1", "DocTS2", "DocTS3"]
    assert decision.opinion == {"ChuKyLanhDao": "OK", "ConDau": "OK"}
    assert receipt.opinion == {"ConDau": "OK"}
    assert changed is not None
    assert changed.verdict.outcome is Outcome.ALTERED
    assert set(changed.opinion.values()) != {"OK"}
    assert unsigned is None
