"""What the applicant handed in, version by version: answers, files and the declaration."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from forms.answers import canonical_json
from procedures.catalogue.types import Procedure
from procedures.clock import VIETNAM
from procedures.records import AnswersVersion, Attachment, Declaration
from procedures.records.declaration import DeclarationState
from procedures.routing import Text


@dataclass(frozen=True, slots=True)
class HandedFile:
    """One file, for one component of the dossier."""

    id: UUID
    component: str
    component_name: Text
    filename: str
    media_type: str
    size: int
    compared: bool
    """An officer compared the scan with the paper."""
    copied: bool
    """Its sealed digital copy is there."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature on the declaration, as the worker found it."""

    signer: str
    issuer: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SentDeclaration:
    """The declaration of one version; without signatures the applicant stands by it unsigned.

    `proven_at` is when the signed file existed at the latest, where evidence of the check is kept.
    """

    id: UUID
    state: DeclarationState
    checked_at: datetime | None
    proven_at: datetime | None
    signatures: tuple[Signature, ...]

    @property
    def is_signed(self) -> bool:
        return self.state is DeclarationState.SIGNED


@dataclass(frozen=True, slots=True)
class Sent:
    """One handing-in. `intact`: the answers still have the digest they were sealed with."""

    version: int
    body: Mapping[str, object]
    digest: str
    intact: bool
    submitted_at: datetime
    files: tuple[HandedFile, ...]
    declaration: SentDeclaration | None

    @property
    def day(self) -> date:
        """The day of handing in, on which the answers' rules are read for ever after."""
        return self.submitted_at.astimezone(VIETNAM).date()


def sent(db: Session, dossier_id: UUID, procedure: Procedure) -> tuple[Sent, ...]:
    """Every version, oldest first, with the files that came with it, in one query."""
    rows = db.execute(
        select(AnswersVersion, Declaration, _files())
        .outerjoin(
            Declaration,
            (Declaration.dossier_id == AnswersVersion.dossier_id)
            & (Declaration.answers_version == AnswersVersion.version),
        )
        .where(AnswersVersion.dossier_id == dossier_id)
        .order_by(AnswersVersion.version)
    )
    names = {component.code: component.name for component in procedure.components}
    return tuple(
        Sent(
            version=answers.version,
            body=answers.body,
            digest=answers.digest,
            intact=hashlib.sha256(canonical_json(answers.body)).hexdigest() == answers.digest,
            submitted_at=answers.submitted_at,
            files=tuple(_file(item, names) for item in files),
            declaration=_declaration(declaration) if declaration else None,
        )
        for answers, declaration, files in rows
    )


def _files() -> ScalarSelect[Sequence[Mapping[str, Any]]]:
    """The files of the version at hand, gathered by the database to save a query."""
    item = func.jsonb_build_object(
        "id",
        Attachment.id,
        "component",
        Attachment.component,
        "filename",
        Attachment.filename,
        "media_type",
        Attachment.media_type,
        "size",
        Attachment.size,
        "compared",
        Attachment.checked_at.is_not(None),
        "copied",
        Attachment.sealed_sha256.is_not(None),
    )
    ordered = aggregate_order_by(item, Attachment.uploaded_at, Attachment.id)
    return (
        select(func.coalesce(func.jsonb_agg(ordered), func.jsonb_build_array()))
        .where(
            Attachment.dossier_id == AnswersVersion.dossier_id,
            Attachment.answers_version == AnswersVersion.version,
        )
        .correlate(AnswersVersion)
        .scalar_subquery()
    )


def _file(item: Mapping[str, Any], names: Mapping[str, Text]) -> HandedFile:
    code = str(item["component"])
    return HandedFile(
        id=UUID(item["id"]),
        component=code,
        component_name=names.get(code, {"vi": code}),
        filename=item["filename"],
        media_type=item["media_type"],
        size=item["size"],
        compared=item["compared"],
        copied=item["copied"],
    )


def _declaration(row: Declaration) -> SentDeclaration:
    verdict = row.verdict or {}
    found = verdict.get("signatures", ())
    return SentDeclaration(
        id=row.id,
        state=row.state,
        checked_at=_moment(verdict.get("checked_at")),
        proven_at=_moment(verdict.get("proven_at")) if row.evidence_sha256 else None,
        signatures=tuple(
            Signature(s["signer"], s["issuer"], _moment(s.get("signed_at"))) for s in found
        ),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
