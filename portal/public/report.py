"""The report of a verification for programs, by the schema that stands beside it.

Each signature has the indication and subindication of ETSI EN 319 102-1 (5.1.3, tables 5 and 6).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from portal.i18n import gettext as _
from procedures.anchors import CertificateStanding
from procedures.ports import SignatureReport, Verdict
from procedures.reads.verification import RegisteredPaper
from procedures.reasons import REASONS

VERSION = 1
PASSED, FAILED, UNSURE = "TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE"
FAILURES = frozenset(
    {
        "FORMAT_FAILURE",
        "HASH_FAILURE",
        "SIG_CRYPTO_FAILURE",
        "REVOKED",
        "EXPIRED",
        "NOT_YET_VALID",
    }
)
"""Subindications of a signature that fails for certain."""


@cache
def schema(of: str = "verification") -> Mapping[str, Any]:
    """The JSON Schema (2020-12) of both reports, or of the data inside a `paper`."""
    file = Path(__file__).with_name(f"{of}.schema.json")
    found: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def sentence(verdict: Verdict) -> str:
    """The reason as a citizen understands it, in the reader's language."""
    return _(REASONS.get(verdict.reason, ""))


def etsi(report: SignatureReport) -> tuple[str, str]:
    """Indication and subindication; what changed after a signature is a failure of its hash."""
    named = report.indication.replace("-", "_")
    if named == "TOTAL_PASSED":
        return PASSED, ""
    if named in FAILURES:
        return FAILED, named
    return (UNSURE, named) if report.intact else (FAILED, "HASH_FAILURE")


def of_file(
    verdict: Verdict,
    data: bytes,
    paper: RegisteredPaper | None,
    newer: RegisteredPaper | None,
    lost: datetime | None,
) -> Mapping[str, object]:
    """The report on a file; `lost` is as `of_paper` has it."""
    return {
        "version": VERSION,
        "verdict": verdict.outcome.value,
        "reason": verdict.reason,
        "sentence": sentence(verdict),
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "signers": [_signature(signature) for signature in verdict.signers],
        "archive_stamps": [_signature(stamp) for stamp in verdict.stamps],
        "paper": of_paper(paper, newer, lost),
    }


def of_code(
    code: str,
    paper: RegisteredPaper | None,
    newer: RegisteredPaper | None,
    lost: datetime | None,
) -> Mapping[str, object]:
    """What the register says of a verification code."""
    return {
        "version": VERSION,
        "code": code,
        "found": paper is not None,
        "paper": of_paper(paper, newer, lost),
    }


def of_paper(
    paper: RegisteredPaper | None, newer: RegisteredPaper | None, lost: datetime | None
) -> Mapping[str, object] | None:
    """The register's entry; None when it has none. `lost`: its key was lost before it signed."""
    if paper is None:
        return None
    return {
        "standing": paper.standing.value,
        "title": dict(paper.title),
        "number": paper.notation,
        "agency": dict(paper.agency),
        "dated": paper.dated.isoformat(),
        "issued_at": paper.issued_at.isoformat(),
        "dossier": paper.dossier_code,
        "sha256": paper.sha256,
        "revoked_at": paper.revoked_at.isoformat() if paper.revoked_at else None,
        "revoked_grounds": paper.revoked_grounds,
        "revoked_by": _decision(paper),
        "superseded_by": newer.verify_code if newer else None,
        "promise_moved": paper.promise_moved,
        "moved_by": paper.moved_by or None,
        "key_lost_at": lost.isoformat() if lost else None,
        "annexes": [{"title": row.title, "sha256": row.sealed} for row in paper.annexes],
        "annex": paper.annex.row.ordinal if paper.annex else None,
    }


def _decision(paper: RegisteredPaper) -> Mapping[str, str | None] | None:
    if not paper.decision_number or paper.decision_date is None:
        return None
    return {
        "number": paper.decision_number,
        "dated": paper.decision_date.isoformat(),
        "code": paper.decision_code or None,
    }


def _signature(report: SignatureReport) -> Mapping[str, object]:
    indication, subindication = etsi(report)
    return {
        "field": report.field,
        "signer": report.signer,
        "issuer": report.issuer,
        "certificate_sha256": report.certificate or None,
        "signed_at": report.signed_at.isoformat() if report.signed_at else None,
        "intact": report.intact,
        "trusted": report.trusted,
        "covers_whole_file": report.covers_whole_file,
        "indication": indication,
        "subindication": subindication or None,
        "certificate_standing": _standing(report.standing),
    }


def _standing(standing: CertificateStanding | None) -> Mapping[str, object] | None:
    if standing is None:
        return None
    revoked = standing.revoked_at
    return {
        "as_of": standing.as_of.isoformat(),
        "fresh": standing.fresh,
        "revoked_at": revoked.isoformat() if revoked else None,
    }
