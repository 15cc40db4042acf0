"""The annexes of a paper as its pages tell them: a column beside the paper, for no query more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import InstrumentedAttribute

from procedures.records.annex import Annex


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A file that goes with a paper. `sha256` is of the bytes before sealing; `sealed` after it.

    `size` is in bytes, before sealing; `sealed` is empty until the paper is issued.
    """

    id: UUID
    ordinal: int
    title: str
    size: int
    sha256: str
    sealed: str


def annexes_of(paper_id: InstrumentedAttribute[UUID]) -> ScalarSelect[Any]:
    """A column beside a paper: its annexes as JSON, for `read_annexes`."""
    told = func.jsonb_build_object(
        "id",
        Annex.id,
        "ordinal",
        Annex.ordinal,
        "title",
        Annex.title,
        "size",
        Annex.size,
        "sha256",
        Annex.sha256,
        "sealed",
        func.coalesce(Annex.issued_sha256, ""),
    )
    return (
        select(func.jsonb_agg(aggregate_order_by(told, Annex.ordinal)))
        .where(Annex.paper_id == paper_id)
        .correlate_except(Annex)
        .scalar_subquery()
    )


def read_annexes(found: Iterable[Mapping[str, Any]] | None) -> tuple[AnnexRow, ...]:
    """What the column holds, in the annexes' order."""
    return tuple(
        AnnexRow(
            id=UUID(one["id"]),
            ordinal=one["ordinal"],
            title=one["title"],
            size=one["size"],
            sha256=one["sha256"],
            sealed=one["sealed"],
        )
        for one in found or ()
    )
