"""Judging files for the command line and the verification page; nothing of a file is kept."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from portal.wiring import Services, verifier
from procedures.errors import NotFound
from procedures.papers.code_keys import published_keys
from procedures.ports import Verdict
from procedures.reads.retired_keys import doubted
from procedures.reads.verification import (
    RegisteredPaper,
    judge,
    paper_by_code,
    paper_by_digest,
)
from procedures.reasons import OUTCOMES, Reason

MEGABYTE = 1024 * 1024

log = structlog.get_logger(__name__)


def verify_bytes(
    services: Services, data: bytes, code: str = ""
) -> tuple[Verdict, RegisteredPaper | None]:
    """The verdict on a file, and the register's entry for it.

    The entry is that of the paper with the verification code, when one is given: the file then
    has to be that very paper. Otherwise it is the one that was issued with these very bytes.
    """
    if len(data) > services.settings.upload_max_mb * MEGABYTE:
        return _verdict(Reason.TOO_LARGE), None
    try:
        claimed, own = _registered(services, data, code)
        if claimed and own and claimed.id != own.id:
            return _verdict(Reason.REGISTER_MISMATCH), claimed
        paper = own or claimed
        newest = _newest_edition(services, data, paper)
        verdict = judge(verifier(services.trust, services.news), newest, paper)
        with services.reading() as db:
            return doubted(db, verdict), paper
    except SQLAlchemyError as fault:
        log.warning("register does not answer", error=type(fault).__name__)
        return _verdict(Reason.REGISTER_SILENT), None
    except (OSError, ValueError) as fault:
        log.warning("no trust to judge by", error=type(fault).__name__)
        return _verdict(Reason.UNDECIDED), None


def _registered(
    services: Services, data: bytes, code: str
) -> tuple[RegisteredPaper | None, RegisteredPaper | None]:
    """The paper that the code names, and the one that was issued with these bytes."""
    with services.reading() as db:
        claimed = paper_by_code(db, code) if code else None
        return claimed, paper_by_digest(db, hashlib.sha256(data).hexdigest())


def _newest_edition(services: Services, data: bytes, paper: RegisteredPaper | None) -> bytes:
    """The newest edition of a registered file, which begins with every earlier one.

    So a copy saved years ago is proved by the time stamps that its paper has got since.
    """
    if paper is None or hashlib.sha256(data).hexdigest() not in paper.editions[:-1]:
        return data
    try:
        newest = services.blobs.get(paper.editions[-1])
    except (NotFound, ValueError):
        return data
    return newest if newest.startswith(data) else data


def verify_file(services: Services, file: Path) -> dict[str, object]:
    """The verdict as `flask verify` prints it; whatever stands at the path gets one."""
    data = _read(file, services.settings.upload_max_mb * MEGABYTE + 1)
    verdict = _verdict(Reason.NO_FILE) if data is None else verify_bytes(services, data)[0]
    return {
        "file": str(file),
        "verdict": verdict.outcome.value,
        "reason": verdict.reason,
        "signers": [signature.signer for signature in verdict.signers],
    }


def code_keys_of(services: Services) -> Mapping[str, Any]:
    """The public keys of QR codes and lists, as a JSON Web Key Set."""
    return published_keys(services.settings.pki_dir)


def _read(file: Path, most: int) -> bytes | None:
    """The first `most` bytes of a regular file: a pipe would wait, a device would never end."""
    try:
        if not file.is_file():
            return None
        with file.open("rb") as source:
            return source.read(most)
    except (OSError, ValueError):
        return None


def _verdict(reason: Reason) -> Verdict:
    return Verdict(OUTCOMES[reason], reason.value)
