"""`python -m portal.local.journey`: serves a throwaway province, walks it, shows what came out."""

import json
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from portal.local.journey.browser import Browser, Stuck
from portal.local.journey.record import keep_papers, timeline
from portal.local.journey.walk import Sign, Walk
from portal.local.journey.world import ROOT, NotServing, World, scenario, world
from procedures.catalogue.sample import sample_citizens
from procedures.clock import VIETNAM
from procedures.papers.citizen_pen import sign_as_citizen
from procedures.papers.pki_folder import PkiFolder

OUTCOME = ROOT / "var" / "journey"
SCAN = Path(__file__).with_name("scan.png")
PNG = "image/png"
_OWN = {"file", "verdict", "reason", "signers", "sound"}
"""What our own verifier says of a file; the other keys are independent readers."""


def main() -> int:
    """Walk both dossiers; 0 when each ended with papers that independent readers accept."""
    began = monotonic()
    today = datetime.now(VIETNAM).date()
    shutil.rmtree(OUTCOME, ignore_errors=True)
    OUTCOME.mkdir(parents=True)
    try:
        with tempfile.TemporaryDirectory(prefix="journey-") as folder, world(Path(folder)) as there:
            walks = [_walk(there, code, told) for code, told in scenario(today).items()]
            _show(there, walks)
            sound = _verify(there)
    except (Stuck, NotServing) as reason:
        sys.stderr.write(f"the journey is stuck: {reason}\n")
        return 1
    sys.stdout.write(f"{monotonic() - began:.1f} s\n")
    return 0 if sound else 1


def _walk(there: World, code: str, told: dict[str, Any]) -> Walk:
    walk = Walk(there, code, told, _signer(there), OUTCOME, ("anh.png", SCAN.read_bytes(), PNG))
    for step in (walk.file, walk.receive, walk.handle, walk.decide, walk.finish):
        step()
    return walk


def _signer(there: World) -> Sign:
    numbers = {citizen.username: citizen.citizen_no for citizen in sample_citizens()}
    folder = PkiFolder(there.settings.pki_dir)

    def sign(pdf: bytes, username: str) -> bytes:
        p12 = folder.citizen_path(numbers[username]).read_bytes()
        return sign_as_citizen(pdf, p12, there.settings.sample_password)

    return sign


def _show(there: World, walks: list[Walk]) -> None:
    anybody = Browser(there.base)
    (OUTCOME / "trust-roots.pem").write_bytes(anybody.fetch("/xac-minh/trust-roots.pem"))
    anybody.close()
    told = []
    for walk in walks:
        papers = keep_papers(there.settings, walk, OUTCOME)
        lines = timeline(there.settings, walk)
        sys.stdout.write(f"\n{walk.procedure} · {walk.code}\n" + "\n".join(lines) + "\n")
        told.append(
            {
                "procedure": walk.procedure,
                "code": walk.code,
                "steps": walk.told,
                "timeline": lines,
                "papers": papers,
            }
        )
    text = json.dumps(told, ensure_ascii=False, indent=2)
    (OUTCOME / "journey.json").write_text(text + "\n", encoding="utf-8")


def _verify(there: World) -> bool:
    """What the system and independent readers say of its results, today and in fifteen years."""
    files = sorted(OUTCOME.glob("*result*.pdf"))
    environment = {
        "VAR_DIR": str(there.settings.var_dir),
        "PKI_DIR": str(there.settings.pki_dir),
        "PKI_URL": there.settings.pki_url,
        "BLOB_URL": there.settings.blob_url,
        "DATABASE_URL": there.settings.database_url,
        "REDIS_URL": there.settings.redis_url,
        "LANG": "C.UTF-8",
    }
    flask = Path(sys.executable).with_name("flask")
    words = [str(flask), "--app", "wsgi", "verify", "--independent", *map(str, files)]
    done = subprocess.run(
        words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    verdicts = [one for one in said if "verdict" in one]
    for verdict in verdicts:
        name = Path(verdict["file"]).name
        sys.stdout.write(f"{name}: {verdict['verdict']} – {', '.join(verdict['signers'])}\n")
        others = {key: verdict[key] for key in verdict if key not in _OWN}
        sys.stdout.write(
            "  " + " · ".join(f"{key}: {value}" for key, value in others.items()) + "\n"
        )
    untried = sum(len(one.get("pdfa_rules_not_run", ())) for one in said)
    sys.stdout.write(
        f"{untried} rules of PDF/A-3 need veraPDF: procedures/papers/pdfa-rules-not-run.json\n"
    )
    return len(files) == len(verdicts) > 0 and all(v["sound"] for v in verdicts)


if __name__ == "__main__":
    sys.exit(main())
