"""A second look at papers by readers that are not ours, today and in fifteen years.

pdfsig (Poppler) and qpdf read the file as anybody's would; pyHanko follows ETSI's own procedure
without a network; the rules of PDF/A are tried on the signed file. With the test PKI the clock is
moved, too.
"""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from portal.verification import verify_file
from portal.wiring import Services, utc_now, ways_to
from procedures.errors import DomainError
from procedures.papers.outfit import ask_of_stampers
from procedures.papers.pdfa import RULES_NOT_RUN, broken_rules
from procedures.papers.rehearsal import JUDGED_AFTER, RENEWED_AFTER, Rehearsed, rehearse
from procedures.papers.revocation import Evidence
from procedures.papers.second_opinion import second_opinion
from procedures.papers.trust import Trust

_SECONDS = 60
_GENUINE = "GENUINE"


def looked_at_again(services: Services, files: Sequence[Path]) -> list[dict[str, Any]]:
    """One object a file, each check with what it said; `sound` when all of them agree."""
    papers = [file.read_bytes() for file in files]
    trust = services.trust.now()
    settings = services.settings
    later: Sequence[Rehearsed | None] = [None] * len(papers)
    if settings.test_pki:
        later = rehearse(papers, settings.pki_dir, settings.paper_fonts_dir, utc_now())
    return [
        _told(services, file, _opinion(services, paper, trust), then)
        for file, paper, then in zip(files, papers, later, strict=True)
    ]


def rules_not_run() -> list[str]:
    """What of PDF/A-3 nobody tried here: veraPDF, the reference, cannot be had."""
    return [f"{rule['clause']} {rule['rule']}" for rule in RULES_NOT_RUN]


def _told(services: Services, file: Path, opinion: str, later: Rehearsed | None) -> dict[str, Any]:
    verdict = verify_file(services, file)
    checks = {
        "pdfsig": _pdfsig(file),
        "qpdf": _qpdf(file),
        "pyhanko": opinion,
        "pdfa": ", ".join(broken_rules(file.read_bytes())) or "OK",
        f"in_{JUDGED_AFTER}_years": _rehearsed(later),
    }
    sound = verdict["verdict"] == _GENUINE and all(
        said in {"OK", "not tried"} for said in checks.values()
    )
    return {**verdict, **checks, "sound": sound}


def _pdfsig(file: Path) -> str:
    """Poppler cannot judge time stamps, but says whether the last of them covers the file."""
    said = _output("pdfsig", "-nocert", str(file))
    if said is None:
        return "not installed"
    found = said.split("Signature #")[1:]
    own = [one for one in found if "ETSI.CAdES.detached" in one]
    sound = bool(own) and all("Signature is Valid." in one for one in own)
    whole = bool(found) and "Total document signed" in found[-1]
    return "OK" if sound and whole else "INVALID"


def _qpdf(file: Path) -> str:
    said = _output("qpdf", "--check", str(file))
    if said is None:
        return "not installed"
    return "OK" if "No syntax or stream encoding errors" in said and "WARNING" not in said else said


def _output(*command: str) -> str | None:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except FileNotFoundError:
        return None
    return done.stdout + done.stderr


def _joined(opinion: Mapping[str, str]) -> str:
    wrong = [f"{field}: {said}" for field, said in opinion.items() if said != "OK"]
    return ", ".join(wrong) or ("OK" if opinion else "no signature")


def _opinion(services: Services, paper: bytes, trust: Trust) -> str:
    try:
        current = ask_of_stampers(paper, trust, ways_to(services.settings), utc_now)
    except DomainError:
        # Of the stampers nobody says anything good: pyHanko is not told so either.
        current = Evidence()
    return _joined(second_opinion(paper, trust, current, utc_now()))


def _rehearsed(later: Rehearsed | None) -> str:
    if later is None:
        return "not tried"
    renewed = len(later.verdict.stamps) > len(RENEWED_AFTER)
    if later.verdict.outcome.value != _GENUINE or not renewed:
        return f"{later.verdict.outcome.value}: {later.verdict.reason}"
    return _joined(later.opinion)
