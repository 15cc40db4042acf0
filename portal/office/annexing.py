"""The annexes of a draft: chosen among the applicant's files or uploaded, named and put in order.

Each is taken in a transaction of its own, so that one bad file spoils neither the others nor what
is typed in the form around them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request
from werkzeug.datastructures import FileStorage

from portal.acting import Db, acting, services
from portal.casework.entry import Entry, Flaw
from portal.i18n import gettext as _
from portal.i18n import translate
from portal.uploading import cut
from portal.wiring import annex_reader
from procedures.acts import annex as annexing
from procedures.catalogue.types import ResultSpec
from procedures.errors import N_, Incomplete, NotFound
from procedures.ports import AnnexReader
from procedures.reads.file import Brief, DraftedAnnex, HandedFile, Sent, drafted_annexes
from procedures.routing import Text
from procedures.uploads import Upload, UploadRefused, harmless_name

COMMAND = "annex"
"""Name of the button that takes files and arranges them, and proposes nothing yet."""
PDF = "application/pdf"
TOO_LARGE = N_(
    "Tệp “{name}” làm lần gửi này vượt quá {most} MB nên chưa được nhận. Hãy chọn tệp nhỏ hơn, "
    "hoặc gửi riêng tệp này."
)


@dataclass(frozen=True, slots=True)
class Slot:
    """What may go with one result: the files beside its draft, and the applicant's still to choose.

    `code` is the result's.
    """

    code: str
    name: Text
    most: int
    files: Sequence[DraftedAnnex]
    offered: Sequence[HandedFile]


def slots(db: Db, head: Brief, handed_in: Sequence[Sent]) -> Mapping[str, Slot]:
    """By result, those to be signed next that take annexes; empty for all others."""
    takers = {code: result for code, result in _takers(head).items() if result.annexes}
    if not takers:
        return {}
    drafted = drafted_annexes(db, head.id)
    found = {}
    for code, result in takers.items():
        files = drafted.get(code, [])
        taken = {file.attachment_id for file in files}
        offered = [
            file
            for version in handed_in
            for file in version.files
            if file.media_type == PDF and file.id not in taken
        ]
        found[code] = Slot(code, result.name, result.annexes, files, offered)
    return found


def take(head: Brief, entry: Entry) -> list[Flaw]:
    """Arrange what stands there, take what was chosen; what was wrong, beside its input.

    Raises `Stale`, `NotLawful` and `NotAllowed` as the acts do.
    """
    flaws: list[Flaw] = []
    for code, result in _takers(head).items():
        if result.annexes:
            at = annexing.Drafting(head.id, entry.version, code)
            for step in (_arrange, _choose, _upload):
                flaws += step(at, entry)
    return flaws


def _takers(head: Brief) -> Mapping[str, ResultSpec]:
    leg = head.signing_leg
    return {result.code: result for result in head.procedure.results_of(leg.code)} if leg else {}


def _arrange(at: annexing.Drafting, entry: Entry) -> Iterator[Flaw]:
    wanted = {
        annex_id: annexing.Arranged(
            title=entry.text(f"annex-title-{annex_id}"),
            place=entry.number(f"annex-place-{annex_id}"),
            dropped=bool(entry.text(f"annex-drop-{annex_id}")),
        )
        for annex_id in _ids(name.removeprefix("annex-title-") for name in entry.values)
    }
    try:
        with acting() as call:
            annexing.arrange(call, at, wanted)
    except Incomplete as refusal:
        yield from entry.after(refusal).flaws


def _choose(at: annexing.Drafting, entry: Entry) -> Iterator[Flaw]:
    field = f"annex-pick-{at.result_code}"
    for attachment_id in _ids(iter(entry.all(field))):
        try:
            with acting() as call:
                annexing.annex_own(call, services().blobs, _reader(), at, attachment_id)
        except (UploadRefused, NotFound) as refusal:
            yield Flaw(field, translate(refusal))


def _upload(at: annexing.Drafting, entry: Entry) -> Iterator[Flaw]:
    field = f"annex-file-{at.result_code}"
    for chosen in request.files.getlist(field):
        if chosen.filename:
            reason = _taken(at, chosen, entry.text(f"annex-new-{at.result_code}"))
            if reason:
                yield Flaw(field, reason)


def _taken(at: annexing.Drafting, chosen: FileStorage, title: str) -> str:
    """Take one file; "" or the reason why it was refused."""
    if cut(chosen.stream):
        most = services().settings.upload_max_mb
        return _(TOO_LARGE).format(name=harmless_name(chosen.filename or ""), most=most)
    upload = Upload(chosen.filename or "", chosen.stream.read())
    try:
        with acting() as call:
            annexing.annex(call, services().blobs, _reader(), at, (upload, title))
    except UploadRefused as refusal:
        return translate(refusal)
    return ""


def _reader() -> AnnexReader:
    return annex_reader(services().settings.upload_max_mb)


def _ids(texts: Iterator[str]) -> Iterator[UUID]:
    for text in texts:
        try:
            yield UUID(text)
        except ValueError:
            continue
