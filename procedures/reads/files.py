"""Who may have which file, asked anew at each download."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from procedures.errors import N_, Hidden, NotFound
from procedures.people import Actor, Role
from procedures.reads.declarations import may_sign
from procedures.records import Annex, Attachment, Declaration, Dossier, Draft, Paper
from procedures.records.drafting import may_work_on
from procedures.records.editions import editions_of, newest_of_evidence
from procedures.records.paper import PaperState
from procedures.records.standing import standing_of
from procedures.rights import Standing, may_read

NO_FILE = N_("Không tìm thấy tệp.")
PDF = "application/pdf"
ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Where the bytes lie, what they are, and the name under which they are handed out."""

    sha256: str
    media_type: str
    filename: str


def attachment_file(
    db: Session, attachment_id: UUID, actor: Actor, *, sealed: bool = False
) -> StoredFile:
    """An uploaded file, or the sealed digital copy of a scan.

    A draft's is for whoever works on it, a dossier's for those who may read it.
    """
    row = db.get(Attachment, attachment_id)
    if row is None:
        raise NotFound(NO_FILE)
    _ensure_reader(db, actor, row.draft_id, row.dossier_id)
    if not sealed:
        return StoredFile(row.sha256, row.media_type, row.filename)
    if row.sealed_sha256 is None:
        raise NotFound(NO_FILE)
    stem = row.filename.rpartition(".")[0] or row.filename
    return StoredFile(row.sealed_sha256, PDF, f"{stem}-so-hoa.pdf")


def declaration_file(
    db: Session, declaration_id: UUID, actor: Actor, *, signed: bool
) -> StoredFile:
    """The printed declaration, or with the signatures so far; for those who must sign it too."""
    row = _readable(db, declaration_id, actor)
    digest = (row.accepted_sha256 or row.signed_sha256) if signed else row.printed_sha256
    if digest is None:
        raise NotFound(NO_FILE)
    name = "to-khai-da-ky.pdf" if signed else "to-khai.pdf"
    return StoredFile(digest, PDF, name)


def evidence_file(db: Session, declaration_id: UUID, actor: Actor) -> StoredFile:
    """What the last verdict on the signed declaration rests on, for whoever may read that file."""
    row = _readable(db, declaration_id, actor)
    if row.evidence_sha256 is None:
        raise NotFound(NO_FILE)
    renewed = newest_of_evidence(db, row.evidence_sha256)
    newest = renewed.sha256 if renewed else row.evidence_sha256
    return StoredFile(newest, ZIP, "chung-cu-chu-ky-to-khai.zip")


def _readable(db: Session, declaration_id: UUID, actor: Actor) -> Declaration:
    row = db.get(Declaration, declaration_id)
    if row is None:
        raise NotFound(NO_FILE)
    if row.draft_id is None or not may_sign(db, row.id, actor):
        _ensure_reader(db, actor, row.draft_id, row.dossier_id)
    return row


def paper_file(db: Session, paper_id: UUID, actor: Actor, *, printed: bool) -> StoredFile:
    """An issued paper for whoever may read the dossier; the unsigned print for its makers."""
    paper = db.get(Paper, paper_id)
    if paper is None:
        raise NotFound(NO_FILE)
    dossier, standing = _read_by(db, actor, paper.dossier_id)
    name = f"{paper.kind}-{dossier.code}.pdf"
    if printed:
        if paper.printed_sha256 is None or not _makes_papers(actor, standing):
            raise NotFound(NO_FILE)
        return StoredFile(paper.printed_sha256, PDF, f"du-thao-{name}")
    if paper.state is not PaperState.ISSUED or paper.issued_sha256 is None:
        raise NotFound(NO_FILE)
    return StoredFile(editions_of(db, paper.id, paper.issued_sha256)[-1], PDF, name)


def annex_file(db: Session, annex_id: UUID, actor: Actor, *, unsealed: bool) -> StoredFile:
    """A sealed annex for whoever may read the dossier; the file before that for its makers."""
    annex = db.get(Annex, annex_id)
    if annex is None:
        raise NotFound(NO_FILE)
    dossier, standing = _read_by(db, actor, annex.dossier_id)
    if unsealed:
        if not _makes_papers(actor, standing):
            raise NotFound(NO_FILE)
        return StoredFile(annex.sha256, PDF, annex.filename)
    if annex.issued_sha256 is None or annex.paper_id is None:
        raise NotFound(NO_FILE)
    newest = editions_of(db, annex.paper_id, annex.issued_sha256, annex.ordinal)[-1]
    return StoredFile(newest, PDF, f"kem-theo-{annex.ordinal}-{dossier.code}.pdf")


def _ensure_reader(
    db: Session, actor: Actor, draft_id: UUID | None, dossier_id: UUID | None
) -> None:
    if draft_id is not None:
        draft = db.get_one(Draft, draft_id)
        if not may_work_on(actor, draft):
            raise NotFound(NO_FILE)
    if dossier_id is not None:
        _read_by(db, actor, dossier_id)


def _read_by(db: Session, actor: Actor, dossier_id: UUID) -> tuple[Dossier, Standing]:
    """The dossier, for those who may read it alone, and where it stands."""
    dossier = db.get_one(Dossier, dossier_id)
    standing = standing_of(db, dossier)
    if not may_read(actor, standing):
        raise Hidden(NO_FILE, dossier_id)
    return dossier, standing


def _makes_papers(actor: Actor, standing: Standing) -> bool:
    """Handlers and leaders of a unit that has or had the dossier in hand."""
    units = actor.units_as(Role.HANDLER) | actor.units_as(Role.LEADER)
    return bool(units & standing.involved_units)
