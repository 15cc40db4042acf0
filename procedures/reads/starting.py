"""What a person must know and choose before a filing begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.catalogue.types import ChannelKind, Procedure
from procedures.errors import N_, NotFound
from procedures.reads.mine import subject_so_far
from procedures.records import Draft, Person, PlaceRow, ProcedureVersion, TierRow
from procedures.records.directory import in_force
from procedures.records.versions import Parsed, parsed, version_on

MOST_DRAFTS = 20
NO_PROCEDURE = N_("Thủ tục này hiện không nhận hồ sơ trực tuyến.")


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft of the same procedure that may be continued instead."""

    id: UUID
    subject: str
    updated_at: datetime
    over: bool
    """Whether its version of the procedure is over, so that it cannot be handed in as it is."""


@dataclass(frozen=True, slots=True)
class Starting:
    """The procedure in force, how far down its place is chosen, the person's own address.

    `top` says that the procedure is decided at the topmost tier, of which one place stands: there
    is nothing to choose.
    """

    procedure: Procedure
    tier: str
    top: bool
    home: Mapping[str, object] | None
    open_drafts: tuple[OpenDraft, ...]


def starting(
    db: Session,
    code: str,
    person_id: UUID | None,
    on: date,
    channel: ChannelKind = ChannelKind.ONLINE,
) -> Starting:
    """All that the start page shows; raises `NotFound` when nothing may be filed that way.

    At the desk nobody is known yet: without a person there is no address and no draft.
    """
    version = _in_force(db, code, on)
    if version is None or version.procedure.channel(channel) is None:
        raise NotFound(NO_PROCEDURE)
    ranks = dict(db.execute(select(TierRow.code, TierRow.rank)).all())
    tier = max((leg.unit.tier for leg in version.procedure.route), key=lambda code: ranks[code])
    person = db.get_one(Person, person_id) if person_id else None
    return Starting(
        procedure=version.procedure,
        tier=tier,
        top=ranks[tier] == min(ranks.values()) and _stands_alone(db, tier, on),
        home=person.address if person else None,
        open_drafts=_open_drafts(db, code, person.id, on) if person else (),
    )


def _stands_alone(db: Session, tier: str, on: date) -> bool:
    """Before two provinces become one, the trees of both stand side by side."""
    of_tier = select(PlaceRow.id).where(PlaceRow.tier == tier, in_force(PlaceRow, on)).limit(2)
    return len(db.scalars(of_tier).all()) == 1


def _in_force(db: Session, code: str, on: date) -> Parsed | None:
    row = version_on(db, code, on)
    return parsed(row) if row else None


def _open_drafts(db: Session, code: str, person_id: UUID, on: date) -> tuple[OpenDraft, ...]:
    rows = db.execute(
        select(Draft, ProcedureVersion)
        .join(ProcedureVersion, ProcedureVersion.id == Draft.procedure_version_id)
        .where(
            Draft.owner_id == person_id,
            Draft.dossier_id.is_(None),
            Draft.entered_by.is_(None),
            ProcedureVersion.code == code,
        )
        .order_by(Draft.updated_at.desc())
        .limit(MOST_DRAFTS)
    ).all()
    return tuple(
        OpenDraft(
            id=draft.id,
            subject=subject_so_far(draft, version),
            updated_at=draft.updated_at,
            over=version.is_over(on),
        )
        for draft, version in rows
    )
