"""The request to complete a dossier: every component and page offered, all faults in one list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flask import request

from portal.acting import Db
from portal.casework.attempt import ActPage, Answer
from portal.casework.entry import Entry, Refused, refuse_entry
from portal.casework.room import Room
from portal.i18n import gettext as _
from portal.wiring import utc_now
from procedures.acts.ask_supplement import WantedItem, ask_supplement, usual_deadline
from procedures.acts.call import Call
from procedures.clock import VIETNAM
from procedures.errors import N_
from procedures.lifecycle import Act
from procedures.reads.file import Brief
from procedures.routing import Text

TEMPLATE = "office/ask_supplement.html"
FREE_ROWS, MOST_ROWS = 1, 20
NO_WORDS = N_("Hãy ghi nội dung cần bổ sung cho mục đã chọn.")
NO_DAY = N_("Hãy nhập hạn bổ sung là một ngày có thật.")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that may be found wanting. `key` names its inputs."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Rows:
    """What the form offers; `free` counts its blank rows for anything else."""

    components: Sequence[Row]
    pages: Sequence[Row]
    free: int


def supplement_page(room: Room, dossier_id: UUID) -> Answer:
    """The form, a further row when asked for one, or the act."""
    page = ActPage(room, dossier_id, Act.ASK_SUPPLEMENT, TEMPLATE, _rows)
    if "them" in request.form:
        return replace(page, also=_more_rows).show(Entry.posted())
    until = usual_deadline(utc_now().astimezone(VIETNAM).date())
    return page.answer(
        lambda call, entry: _ask(call, dossier_id, entry),
        done=_("Đã gửi yêu cầu bổ sung cho người nộp hồ sơ."),
        first=Entry.fresh(
            **{
                "respond_by-ngay": f"{until:%d}",
                "respond_by-thang": f"{until:%m}",
                "respond_by-nam": f"{until:%Y}",
            }
        ),
    )


def _rows(_db: Db, head: Brief, entry: Entry, more: int = 0) -> Mapping[str, object]:
    typed = len(entry.all("khac"))
    return {
        "rows": Rows(
            components=[Row(f"tp.{c.code}", c.name) for c in head.procedure.components],
            pages=[Row(f"trang.{page.code}", page.title) for page in head.schema.pages],
            free=min(max(FREE_ROWS, typed + more), MOST_ROWS),
        )
    }


def _more_rows(db: Db, head: Brief, entry: Entry) -> Mapping[str, object]:
    return _rows(db, head, entry, 1)


def _ask(call: Call, dossier_id: UUID, entry: Entry) -> None:
    respond_by = entry.day("respond_by")
    faults = [Refused(f"loi.{key}", NO_WORDS) for key in _ticked_without_words(entry)]
    if respond_by is None:
        faults.append(Refused("respond_by", NO_DAY))
    if faults or respond_by is None:
        raise refuse_entry(*faults)
    ask_supplement(
        call,
        dossier_id,
        entry.version,
        wanted=list(_wanted(entry)),
        reason=entry.text("reason"),
        respond_by=respond_by,
    )


def _ticked_without_words(entry: Entry) -> Iterator[str]:
    return (key for key in entry.all("chon") if not entry.text(f"loi.{key}").strip())


def _wanted(entry: Entry) -> Iterator[WantedItem]:
    for name in entry.values:
        prefix, _dot, key = name.partition(".")
        if prefix == "loi":
            yield WantedItem(key.partition(".")[2], entry.text(name))
    for words in entry.all("khac"):
        yield WantedItem("", words)
