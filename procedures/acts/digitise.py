"""Digitising: the worker makes of each compared scan a copy with the mark and the desk's seal.

TT 01/2023/TT-VPCP: what was handed in on paper is scanned, compared and signed. The bytes of the
scan stay as they are in the store; the copy is another file beside it.
"""

from uuid import UUID

from procedures.acts.call import LOCAL_ZONE, Call
from procedures.acts.signing_keys import agency_signer, note_use
from procedures.ports import BlobStore, Copier, Seal
from procedures.records import Attachment, Dossier, UnitRow
from procedures.records.organisations import scanning_unit

MARK = "SAO Y – BẢN SỐ HÓA"


def seal_copy(
    call: Call, copier: Copier, seal: Seal, blobs: BlobStore, attachment_id: UUID
) -> None:
    """Make the copy once; a second time it finds it and stops.

    A file that carries a digital signature already is an electronic original: it needs no copy.
    """
    scan = call.db.get(Attachment, attachment_id, with_for_update=True, populate_existing=True)
    if scan is None or scan.dossier_id is None:
        return
    if scan.checked_at is None or scan.sealed_sha256 is not None:
        return
    dossier = call.db.get_one(Dossier, scan.dossier_id)
    unit = call.db.get_one(UnitRow, scanning_unit(call.db, dossier, scan.answers_version))
    at = call.now.astimezone(LOCAL_ZONE)
    stamp = f"{at:%d/%m/%Y %H:%M:%S} {at:%z}"
    words = (MARK, str(unit.name["vi"]), f"{stamp[:-2]}:{stamp[-2:]}")
    copy = copier.copy(blobs.get(scan.sha256), scan.media_type, words)
    if copy is not None:
        agency = agency_signer(call, unit)
        scan.sealed_sha256 = blobs.put(seal.apply(copy, leader=None, agency=agency))
        note_use(call, seal, agency, scan, unit_id=unit.id)
