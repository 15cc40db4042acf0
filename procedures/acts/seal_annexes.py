"""Sealing the files that go with a paper, in the transaction that issues it: all of them or none.

A worker that dies between two of them leaves bytes in the store that no row names; the outbox
brings the paper back, and all is sealed anew.
"""

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.restamp import note_stamp
from procedures.acts.signing_keys import note_use
from procedures.ports import BlobStore, Seal, SignerRef
from procedures.records import Annex, Paper

TRIAL = "Bản thử nghiệm, không có giá trị pháp lý"


def seal_annexes(
    call: Call, seal: Seal, blobs: BlobStore, paper: Paper, agency: SignerRef
) -> list[dict[str, object]]:
    """Seal each with the paper's number and symbol; what the ledger says of them."""
    words = [f"Số: {paper.notation}"]
    if call.house.test_mark:
        words.append(TRIAL)
    rows = call.db.scalars(
        select(Annex).where(Annex.paper_id == paper.id).order_by(Annex.ordinal)
    ).all()
    for row in rows:
        sealed = seal.annex(blobs.get(row.sha256), words=words, agency=agency)
        row.issued_sha256 = blobs.put(sealed)
        note_use(call, seal, agency, row, unit_id=paper.unit_id)
        note_stamp(call, seal, paper, row.ordinal, (row.issued_sha256, sealed))
    return [{"title": row.title, "sha256": row.issued_sha256} for row in rows]
