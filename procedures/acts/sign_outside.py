"""Signing with one's own token: a program outside fetches each paper and brings it back signed.

The program knows no session; it holds tickets that are good once, for some minutes, for one person
and one paper. When the last paper of the decision is back, the decision is signed as `decide` does.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.decide import decide, papers_to_sign
from procedures.acts.send_back import open_decision
from procedures.acts.sign_read import OTHER_BYTES
from procedures.acts.transition import locked
from procedures.errors import N_, NotFound, Stale
from procedures.lifecycle import Act, step
from procedures.ports import BlobStore, LeadersTool
from procedures.records import OutsideSigning, Paper, Person, UnitRow
from procedures.records.paper import PaperState

MINUTES = 15
TICKET_LETTERS = 32
NO_TICKET = N_("Liên kết này không đúng, đã dùng rồi hoặc đã hết hạn. Hãy mở lại trang ký.")


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the program outside is told of one paper; the two words are told only now."""

    paper_id: UUID
    title: Mapping[str, str]
    notation: str
    dated: str
    to_fetch: str
    to_return: str
    expires_at: datetime


def sign_outside(
    call: Call,
    tool: LeadersTool,
    blobs: BlobStore,
    dossier_id: UUID,
    seen: tuple[int, Mapping[UUID, str]],
) -> Sequence[Ticket]:
    """Tickets for the papers that were read; `seen` is the dossier's version and their digests.

    Refuses whatever `decide` would refuse; nothing is decided yet. A paper that the same person
    has brought back already needs no other ticket.
    """
    version, digests = seen
    dossier = locked(call, dossier_id, version)
    step(dossier.state, Act.DECIDE)
    papers = papers_to_sign(call, dossier, open_decision(call, dossier), digests)
    awaited = [paper for paper in papers if paper.presigned_sha256 is None]
    return [_ticket(call, tool, blobs, paper, version) for paper in awaited]


def fetch_outside(call: Call, blobs: BlobStore, word: str) -> bytes:
    """The file to be signed, once; raises `NotFound`."""
    row = _open(call, OutsideSigning.fetch_sha256 == _digest(word))
    if row is None or row.fetched_at is not None:
        raise NotFound(NO_TICKET)
    row.fetched_at = call.now
    call.db.flush()
    return blobs.get(row.served_sha256)


def person_of(call: Call, word: str) -> UUID:
    """Whose ticket to bring a file back it is; raises `NotFound`."""
    row = _open(call, OutsideSigning.return_sha256 == _digest(word))
    if row is None or row.returned_at is not None:
        raise NotFound(NO_TICKET)
    return row.person_id


def return_outside(
    call: Call, tool: LeadersTool, blobs: BlobStore, word: str, signed: bytes
) -> UUID:
    """Take the signed file back, as the ticket's person; returns the dossier's id.

    Raises `NotFound`, `CannotSign` for a file that is not the served one signed by that person
    (the ticket stays good), `Stale` when the paper is another by now, and what `decide` raises.
    """
    row = _open(call, OutsideSigning.return_sha256 == _digest(word))
    if row is None or row.returned_at is not None or row.person_id != call.actor.person_id:
        raise NotFound(NO_TICKET)
    paper = call.db.get_one(Paper, row.paper_id, with_for_update=True, populate_existing=True)
    if paper.state is not PaperState.PRINTED or paper.printed_sha256 != row.seen_sha256:
        raise Stale(OTHER_BYTES)
    person = call.db.get_one(Person, row.person_id)
    tool.check(blobs.get(row.served_sha256), signed, leader=person.full_name)
    row.signed_sha256 = paper.presigned_sha256 = blobs.put(signed)
    row.returned_at = call.now
    call.db.flush()
    _decide_when_whole(call, paper, row.seen_version)
    return paper.dossier_id


def _decide_when_whole(call: Call, paper: Paper, seen_version: int) -> None:
    papers = call.db.scalars(select(Paper).where(Paper.decision_id == paper.decision_id)).all()
    if all(each.presigned_sha256 for each in papers):
        seen = {each.id: each.printed_sha256 or "" for each in papers}
        decide(call, paper.dossier_id, seen_version, seen)


def _ticket(call: Call, tool: LeadersTool, blobs: BlobStore, paper: Paper, version: int) -> Ticket:
    assert paper.printed_sha256 is not None
    assert call.actor.person_id is not None
    person = call.db.get_one(Person, call.actor.person_id)
    unit = call.db.get_one(UnitRow, paper.unit_id)
    printed = blobs.get(paper.printed_sha256)
    served = tool.open(printed, leader=person.full_name, agency=unit.name["vi"])
    made = Ticket(
        paper_id=paper.id,
        title=paper.title,
        notation=str(paper.context.get("number_text", "")),
        dated=f"{paper.dated:%d/%m/%Y}",
        to_fetch=call.token(TICKET_LETTERS),
        to_return=call.token(TICKET_LETTERS),
        expires_at=call.now + timedelta(minutes=MINUTES),
    )
    row = OutsideSigning(
        paper_id=paper.id,
        person_id=person.id,
        seen_version=version,
        seen_sha256=paper.printed_sha256,
        served_sha256=blobs.put(served),
        fetch_sha256=_digest(made.to_fetch),
        return_sha256=_digest(made.to_return),
        created_at=call.now,
        expires_at=made.expires_at,
    )
    call.db.add(row)
    call.db.flush()
    return made


def _open(call: Call, condition: object) -> OutsideSigning | None:
    return call.db.scalar(
        select(OutsideSigning)
        .where(condition, OutsideSigning.expires_at > call.now)  # type: ignore[arg-type]
        .with_for_update()
    )


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
