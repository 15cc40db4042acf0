"""The files beside the draft of a result, which will go with its paper."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.records import Annex


@dataclass(frozen=True, slots=True)
class DraftedAnnex:
    """One file; `size` in bytes, `signatures` those that others made in it.

    `attachment_id` is the applicant's own file that it is; None for an officer's.
    """

    id: UUID
    ordinal: int
    title: str
    filename: str
    size: int
    signatures: int
    attachment_id: UUID | None


def drafted_annexes(db: Session, dossier_id: UUID) -> Mapping[str, list[DraftedAnnex]]:
    """By the code of the result, in their order; those of a proposal are not among them."""
    rows = db.scalars(
        select(Annex)
        .where(Annex.dossier_id == dossier_id, Annex.paper_id.is_(None))
        .order_by(Annex.ordinal, Annex.added_at)
    )
    found: dict[str, list[DraftedAnnex]] = defaultdict(list)
    for row in rows:
        found[row.result_code].append(
            DraftedAnnex(
                id=row.id,
                ordinal=row.ordinal,
                title=row.title,
                filename=row.filename,
                size=row.size,
                signatures=row.signatures,
                attachment_id=row.attachment_id,
            )
        )
    return found
