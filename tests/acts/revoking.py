"""Proposals about issued papers, as good words make them."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.instruments import Asked
from procedures.acts.propose_revocation import propose_revocation
from procedures.acts.revoke import Ruling, revoke
from procedures.people import Role
from procedures.reads.revocations import values_of
from procedures.records import Dossier, Paper, PostRow, Revocation
from procedures.records.paper import PaperState
from procedures.records.revocable import deciding_unit, may_be_revoked
from procedures.records.revocation import Ending

GROUNDS = "Hồ sơ có giấy tờ chưa được xem xét"
RIGHT_NAME = "Trần Thị Đúng"


def standing_result(call: Call, dossier_id: UUID) -> Paper:
    """The first result of the dossier that is worth something."""
    return (
        call.db.scalars(
            select(Paper)
            .where(
                Paper.dossier_id == dossier_id,
                Paper.is_result,
                Paper.state == PaperState.ISSUED,
                Paper.revoked_at.is_(None),
            )
            .order_by(Paper.created_at)
        ).first()
        or Paper()
    )


def ask_by_decision(call: Call, dossier_id: UUID, seen: int) -> None:
    """Propose a decision of our own to revoke its newest paper that may be, to the first leader."""
    dossier = call.db.get(Dossier, dossier_id) or Dossier()
    papers = select(Paper).where(Paper.dossier_id == dossier_id, Paper.revoked_at.is_(None))
    newest = papers.order_by(Paper.created_at.desc())
    paper = next(p for p in call.db.scalars(newest) if may_be_revoked(dossier.state, p))
    asked = Asked(paper.id, Ending.REVOKED, GROUNDS, _leader(call, dossier, paper))
    propose_revocation(call, dossier_id, seen, asked)


def _leader(call: Call, dossier: Dossier, paper: Paper) -> int:
    """The first post of a leader at the unit that decides."""
    unit = deciding_unit(call.db, dossier, paper)
    leader = select(PostRow.id).where(PostRow.unit_id == unit, PostRow.role == Role.LEADER)
    return call.db.scalars(leader.order_by(PostRow.id)).first() or 0


def ask_to_replace(
    call: Call, dossier_id: UUID, seen: int, changes: Mapping[str, object] | None = None
) -> None:
    """Propose another paper in its place, the name corrected, to the first leader."""
    paper = standing_result(call, dossier_id)
    dossier = call.db.get_one(Dossier, dossier_id)
    asked = Asked(
        paper.id,
        Ending.REPLACED,
        "Ghi sai họ, chữ đệm, tên",
        signer_post_id=_leader(call, dossier, paper),
        fields={**values_of(call.db, paper.id), "ho_ten": RIGHT_NAME, **(changes or {})},
    )
    propose_revocation(call, dossier_id, seen, asked)


def sign_instrument(call: Call, dossier_id: UUID, seen: int) -> None:
    """Sign what stands printed to end a paper, as if it had been read."""
    printed = (
        select(Paper.printed_sha256)
        .join(Revocation, Revocation.instrument_id == Paper.id)
        .where(Revocation.dossier_id == dossier_id, Revocation.decided_at.is_(None))
    )
    revoke(call, dossier_id, seen, Ruling(seen=call.db.scalar(printed) or "", sure=True))
