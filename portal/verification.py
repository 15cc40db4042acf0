"""Judging files for the command line and the verification page."""

import hashlib
from pathlib import Path

from portal.wiring import Services, verifier
from procedures.ports import Verdict
from procedures.reads.verification import RegisteredPaper, judge, paper_by_digest


def verify_bytes(services: Services, data: bytes) -> tuple[Verdict, RegisteredPaper | None]:
    """The verdict on a file, and the register's entry when these very bytes were issued."""
    digest = hashlib.sha256(data).hexdigest()
    with services.reading() as db:
        paper = paper_by_digest(db, digest)
    return judge(verifier(services.settings.pki_dir), data, paper), paper


def verify_file(services: Services, file: Path) -> dict[str, object]:
    """The verdict as `flask verify` prints it; a file that cannot be read gets one too."""
    try:
        data = file.read_bytes()
    except OSError as fault:
        return {
            "file": str(file),
            "verdict": "INDETERMINATE",
            "reason": f"unreadable-file: {type(fault).__name__}",
            "signers": [],
        }
    verdict, _paper = verify_bytes(services, data)
    return {
        "file": str(file),
        "verdict": verdict.outcome.value,
        "reason": verdict.reason,
        "signers": [signature.signer for signature in verdict.signatures],
    }
