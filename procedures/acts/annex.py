"""Annexing: files that will go with a result, put beside its draft before it is proposed.

NĐ 30/2020/NĐ-CP, Phụ lục I: văn bản kèm theo in a file of its own is sealed with the number of the
paper. Which results take any, and how many, their procedure says (`annexes` of a result).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.transition import NOT_YOURS, locked
from procedures.acts.words import CHECK_INPUT, WordFault, tidy
from procedures.errors import N_, Incomplete, NotAllowed, NotFound
from procedures.lifecycle import Act, step
from procedures.ports import AnnexReader, BlobStore
from procedures.records import Annex, Attachment, Decision, Dossier, Paper
from procedures.records.paper import PaperState
from procedures.records.standing import standing_of
from procedures.records.versions import version_of
from procedures.rights import may
from procedures.uploads import Upload, UploadRefused, inspect

LONGEST_TITLE = 200
MOST_MEGABYTES = 100
"""All files of a result are sealed in one transaction, some 0.2 s a megabyte."""
PDF = "application/pdf"
NONE_HERE = N_("Kết quả này không phát hành kèm văn bản nào khác.")
TOO_MANY = N_("Mỗi kết quả chỉ kèm được tối đa {most} văn bản.")
TOO_MUCH = N_(
    "Các văn bản kèm theo của một kết quả không quá {most} MB. Hãy giảm dung lượng tệp “{name}”."
)
NO_FILE = N_("Không tìm thấy tệp.")
NO_TITLE = N_("Hãy ghi tên văn bản kèm theo.")
LONG_TITLE = N_("Tên văn bản kèm theo dài quá {most} ký tự.")


@dataclass(frozen=True, slots=True)
class Arranged:
    """What is to become of one annex of a draft: its title, its place among the others, or none."""

    title: str
    place: int = 0
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Drafting:
    """Where the files go: the dossier in the version that was seen, and its result."""

    dossier_id: UUID
    seen_version: int
    result_code: str


def annex(
    call: Call,
    blobs: BlobStore,
    reader: AnnexReader,
    at: Drafting,
    given: tuple[Upload, str],
) -> UUID:
    """Put an officer's file with its title behind the others; without one, its name is the title.

    Raises `UploadRefused` with the reason; the draft stays as it was.
    """
    dossier = _drafted_by(call, at)
    upload, title = given
    found = inspect(upload, ("pdf",))
    return _add(
        call,
        dossier,
        at,
        Annex(
            title=_title(title) or found.filename.rpartition(".")[0],
            filename=found.filename,
            size=len(upload.data),
            sha256=blobs.put(upload.data),
            signatures=reader.read(upload.data, found.filename),
        ),
    )


def annex_own(
    call: Call, blobs: BlobStore, reader: AnnexReader, at: Drafting, attachment_id: UUID
) -> UUID:
    """Put a PDF that the applicant handed in behind the others, under its component's name."""
    dossier = _drafted_by(call, at)
    file = call.db.get(Attachment, attachment_id)
    if file is None or file.dossier_id != dossier.id or file.media_type != PDF:
        raise NotFound(NO_FILE)
    known = next((row for row in _rows(call, at) if row.attachment_id == file.id), None)
    if known is not None:
        return known.id
    components = version_of(call.db, dossier.procedure_version_id).procedure.components
    named = {component.code: component.name["vi"] for component in components}
    return _add(
        call,
        dossier,
        at,
        Annex(
            title=named.get(file.component, file.filename.rpartition(".")[0]),
            filename=file.filename,
            attachment_id=file.id,
            size=file.size,
            sha256=file.sha256,
            signatures=reader.read(blobs.get(file.sha256), file.filename),
        ),
    )


def arrange(call: Call, at: Drafting, wanted: Mapping[UUID, Arranged]) -> None:
    """Give the annexes their titles and places; raises `Incomplete` beside each title's input."""
    _drafted_by(call, at)
    rows = _rows(call, at)
    kept = [row for row in rows if not _of(wanted, row).dropped]
    faults = [fault for row in kept for fault in _faults(row.id, _of(wanted, row).title)]
    if faults:
        raise Incomplete(CHECK_INPUT, faults)
    for row in rows:
        if row not in kept:
            call.db.delete(row)
    kept.sort(key=lambda row: (_of(wanted, row).place, row.ordinal))
    for ordinal, row in enumerate(kept, start=1):
        row.ordinal, row.title = ordinal, _title(_of(wanted, row).title)
    call.db.flush()


def drafted(call: Call, dossier: Dossier, result_code: str | None) -> list[Annex]:
    """The files beside the draft of a result, in their order."""
    found = select(Annex).where(
        Annex.dossier_id == dossier.id,
        Annex.result_code == result_code,
        Annex.paper_id.is_(None),
    )
    return list(call.db.scalars(found.order_by(Annex.ordinal, Annex.added_at)))


def named(rows: Iterable[Annex]) -> list[dict[str, object]]:
    """What the paper and its data say of its annexes: each one's title, and the file unsealed."""
    return [{"title": row.title, "sha256": row.sha256} for row in rows]


def bind(call: Call, paper: Paper, rows: Sequence[Annex]) -> None:
    """From now on they go with this paper."""
    for ordinal, row in enumerate(rows, start=1):
        row.paper_id, row.ordinal = paper.id, ordinal
    call.db.flush()


def release(call: Call, decision: Decision) -> None:
    """Put the annexes of a proposal that was sent back beside the draft again."""
    papers = select(Paper.id).where(
        Paper.decision_id == decision.id, Paper.state != PaperState.ISSUED
    )
    for row in call.db.scalars(select(Annex).where(Annex.paper_id.in_(papers))):
        row.paper_id = None
    call.db.flush()


def same_again(call: Call, old: Paper) -> list[Annex]:
    """The annexes of an issued paper for the one in its place: the same files, unsealed."""
    assert call.actor.person_id is not None
    before = select(Annex).where(Annex.paper_id == old.id).order_by(Annex.ordinal)
    rows = [
        Annex(
            dossier_id=row.dossier_id,
            result_code=row.result_code,
            ordinal=row.ordinal,
            title=row.title,
            filename=row.filename,
            attachment_id=row.attachment_id,
            size=row.size,
            sha256=row.sha256,
            signatures=row.signatures,
            added_at=call.now,
            added_by=call.actor.person_id,
        )
        for row in call.db.scalars(before)
    ]
    call.db.add_all(rows)
    return rows


def _drafted_by(call: Call, at: Drafting) -> Dossier:
    """The dossier, locked, while the actor may propose its result."""
    dossier = locked(call, at.dossier_id, at.seen_version)
    step(dossier.state, Act.PROPOSE)
    if not may(call.actor, Act.PROPOSE, standing_of(call.db, dossier)):
        raise NotAllowed(NOT_YOURS)
    return dossier


def _rows(call: Call, at: Drafting) -> list[Annex]:
    return drafted(call, call.db.get_one(Dossier, at.dossier_id), at.result_code)


def _add(call: Call, dossier: Dossier, at: Drafting, row: Annex) -> UUID:
    assert call.actor.person_id is not None
    results = version_of(call.db, dossier.procedure_version_id).procedure.results
    most = next((result.annexes for result in results if result.code == at.result_code), 0)
    before = _rows(call, at)
    if not most:
        raise UploadRefused(NONE_HERE)
    if len(before) >= most:
        raise UploadRefused(TOO_MANY, most=most)
    if sum(one.size for one in before) + row.size > MOST_MEGABYTES * 1024 * 1024:
        raise UploadRefused(TOO_MUCH, most=MOST_MEGABYTES, name=row.filename)
    row.dossier_id, row.result_code = dossier.id, at.result_code
    row.ordinal = max((one.ordinal for one in before), default=0) + 1
    row.added_at, row.added_by = call.now, call.actor.person_id
    call.db.add(row)
    call.db.flush()
    return row.id


def _of(wanted: Mapping[UUID, Arranged], row: Annex) -> Arranged:
    return wanted.get(row.id) or Arranged(row.title, row.ordinal)


def _title(text: str) -> str:
    return " ".join(tidy(text).split())


def _faults(annex_id: UUID, title: str) -> Iterable[WordFault]:
    field = f"annex-title-{annex_id}"
    if not _title(title):
        yield WordFault(field, NO_TITLE, {})
    elif len(_title(title)) > LONGEST_TITLE:
        yield WordFault(field, LONG_TITLE, {"most": LONGEST_TITLE})
