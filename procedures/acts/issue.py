"""Issuing: the worker prints, signs, seals and stores; run twice, it finds the file and stops.

Nothing half-signed is ever recorded: the store may keep bytes that no row names, but a row names
only finished files: a paper and its annexes become visible together. The paper's row is locked
while the worker is at it; a worker that dies loses the lock with its connection, and the outbox
brings the effect back.
"""

from uuid import UUID

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.call import Call
from procedures.acts.instruments import is_instrument
from procedures.acts.legs import close, enter, open_leg, release, return_leg
from procedures.acts.outbox import promise
from procedures.acts.restamp import note_stamp
from procedures.acts.revoke import end_by
from procedures.acts.seal_annexes import seal_annexes
from procedures.acts.signing_keys import (
    agency_signer,
    leader_signer,
    note_outside_use,
    note_use,
)
from procedures.acts.transition import locked, transition
from procedures.effects import IssuePaper, Notify
from procedures.lifecycle import Act, State
from procedures.ports import BlobStore, Press, Seal
from procedures.records import Dossier, Paper, UnitRow
from procedures.records.editions import THE_PAPER
from procedures.records.paper import PaperState
from procedures.routing import Function
from procedures.tags import Tag


def print_paper(call: Call, press: Press, blobs: BlobStore, paper_id: UUID) -> None:
    """Make the exact bytes; a slip goes on to the seal, what a leader must read waits."""
    paper = _locked(call, paper_id)
    if paper.state is not PaperState.RESERVED:
        return
    paper.printed_sha256 = blobs.put(press.render(paper.kind, paper.context))
    if paper.is_result or is_instrument(call, paper):
        paper.state = PaperState.PRINTED
        return
    paper.state = PaperState.ORDERED
    promise(call, IssuePaper(paper.id), paper.dossier_id)


def issue_paper(call: Call, seal: Seal, blobs: BlobStore, paper_id: UUID) -> None:
    """Sign and seal the printed bytes, enter them in the register, let the dossier go on."""
    paper = _locked(call, paper_id)
    if paper.state is not PaperState.ORDERED:
        return
    assert paper.printed_sha256 is not None
    post_id, unit_id = paper.signer_post_id, paper.unit_id
    leader = leader_signer(call, post_id) if post_id is not None else None
    agency = agency_signer(call, call.db.get_one(UnitRow, unit_id))
    if paper.presigned_sha256 is not None:
        leader = None
        presigned = blobs.get(paper.presigned_sha256)
        signed = seal.close(presigned, agency=agency)
        note_outside_use(call, seal, paper, presigned)
    else:
        signed = seal.apply(blobs.get(paper.printed_sha256), leader=leader, agency=agency)
    paper.issued_sha256 = blobs.put(signed)
    paper.issued_at = call.now
    paper.state = PaperState.ISSUED
    if leader is not None:
        note_use(call, seal, leader, paper, unit_id=unit_id, post_id=post_id)
    note_use(call, seal, agency, paper, unit_id=unit_id)
    note_stamp(call, seal, paper, THE_PAPER, (paper.issued_sha256, signed))
    annexes = seal_annexes(call, seal, blobs, paper, agency)
    dossier = locked(call, paper.dossier_id, None)
    ledger.append(
        call,
        str(dossier.id),
        Tag.PAPER_ISSUED,
        detail={
            "paper": str(paper.id),
            "kind": paper.kind,
            "sha256": paper.issued_sha256,
            **({"annexes": annexes} if annexes else {}),
        },
        dossier_id=dossier.id,
        unit_id=paper.unit_id,
    )
    end_by(call, paper)
    if paper.is_result:
        _go_on(call, dossier)


def _locked(call: Call, paper_id: UUID) -> Paper:
    return call.db.get_one(Paper, paper_id, with_for_update=True, populate_existing=True)


def _go_on(call: Call, dossier: Dossier) -> None:
    """Finish a decided dossier with its last result; online results are returned at once."""
    call.db.flush()
    if dossier.state is not State.DECIDED or _some_result_unfinished(call, dossier):
        return
    with transition(call, Act.ISSUE, dossier.id, None) as move:
        sealing = open_leg(call.db, dossier)
        if sealing.function is Function.SEAL:
            close(call, sealing)
            enter(call, dossier, return_leg(call.db, dossier))
        move.then.append(Notify(dossier.id, "issued"))
    if dossier.return_method == "online":
        with transition(call, Act.RETURN_RESULT, dossier.id, None) as move:
            move.detail["how"] = "online"
            release(call, dossier)
            dossier.returned_at = call.now


def _some_result_unfinished(call: Call, dossier: Dossier) -> bool:
    unfinished = call.db.scalar(
        select(Paper.id)
        .where(
            Paper.dossier_id == dossier.id,
            Paper.is_result,
            Paper.state.not_in((PaperState.ISSUED, PaperState.VOID)),
        )
        .limit(1)
    )
    return unfinished is not None
