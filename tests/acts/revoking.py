"""Proposals about issued papers, as good words make them."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.propose_revocation import Asked, propose_revocation
from procedures.acts.revoke import Ruling, revoke
from procedures.people import Role
from procedures.reads.revocations import values_of
from procedures.records import Paper, PostRow, Revocation
from procedures.records.lineage import answers_for
from procedures.records.paper import PaperState
from procedures.records.revocation import Ending

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


def ask_to_replace(
    call: Call, dossier_id: UUID, seen: int, changes: Mapping[str, object] | None = None
) -> None:
    """Propose another paper in its place, the name corrected, to the first leader."""
    paper = standing_result(call, dossier_id)
    leader = select(PostRow.id).where(
        PostRow.unit_id == answers_for(call.db, paper.id), PostRow.role == Role.LEADER
    )
    asked = Asked(
        paper.id,
        Ending.REPLACED,
        "Ghi sai họ, chữ đệm, tên",
        signer_post_id=call.db.scalars(leader.order_by(PostRow.id)).first() or 0,
        fields={**values_of(call.db, paper.id), "ho_ten": RIGHT_NAME, **(changes or {})},
    )
    propose_revocation(call, dossier_id, seen, asked)


def sign_replacement(call: Call, dossier_id: UUID, seen: int) -> None:
    """Sign the replacement that stands printed, as if it had been read."""
    printed = (
        select(Paper.printed_sha256)
        .join(Revocation, Revocation.replacement_id == Paper.id)
        .where(Revocation.dossier_id == dossier_id, Revocation.decided_at.is_(None))
    )
    revoke(call, dossier_id, seen, Ruling(seen=call.db.scalar(printed) or ""))
