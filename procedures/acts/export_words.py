"""The words of registers and control slips, in Vietnamese as the circulars' forms print them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from procedures.acts.call import LOCAL_ZONE
from procedures.clock import Outcome
from procedures.lifecycle import State
from procedures.records import Dossier
from procedures.records.control import (
    ControlRow,
    cooperating_units,
    handling_units,
    outcome_of,
)
from procedures.records.endings import EndedPaper
from procedures.tables import Cell, Column
from procedures.tags import TITLES, Tag

RETURNS: Mapping[str, str] = MappingProxyType(
    {
        "online": "Trực tuyến",
        "desk": "Tại Bộ phận Một cửa",
        "post": "Bưu chính công ích",
    }
)
OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {Outcome.EARLY: "Trước hạn", Outcome.ON_TIME: "Đúng hạn", Outcome.LATE: "Quá hạn"}
)
_ENDS: Mapping[State, str] = MappingProxyType(
    {State.WITHDRAWN: TITLES[Tag.WITHDRAW], State.STOPPED: TITLES[Tag.STOP]}
)
_COLUMNS = (
    ("TT", 6),
    ("Mã hồ sơ", 24),
    ("Tên thủ tục hành chính", 36),
    ("Số lượng hồ sơ (bộ)", 9),
    ("Tên cá nhân, tổ chức", 26),
    ("Địa chỉ, số điện thoại", 40),
    ("Cơ quan chủ trì giải quyết", 28),
    ("Nhận hồ sơ", 17),
    ("Hẹn trả kết quả", 17),
    ("Trả kết quả", 17),
    ("Phương thức nhận kết quả", 18),
    ("Ký nhận", 12),
    ("Ghi chú", 18),
)


def columns() -> Sequence[Column]:
    """The columns of the register's form, with widths for a spreadsheet."""
    return tuple(Column(head, width) for head, width in _COLUMNS)


def end_words(state: State) -> str:
    """What the register notes of a dossier that ended without a result."""
    return _ENDS.get(state, "")


def ended_words(paper: EndedPaper) -> str:
    """What the register notes of a paper that was revoked or replaced."""
    day = f"{paper.since.astimezone(LOCAL_ZONE):%d/%m/%Y}"
    done, by = ("thay thế", "bằng văn bản") if paper.replaced else ("thu hồi", "theo Quyết định")
    return f"Đã {done} giấy tờ số {paper.number} ngày {day}" + (
        f" {by} số {paper.by}" if paper.by else ""
    )


def printed(cell: Cell) -> str:
    """A cell of the register on paper: moments to the minute, numbers with a leading zero."""
    match cell:
        case datetime():
            return cell.astimezone(LOCAL_ZONE).strftime("%H:%M %d/%m/%Y")
        case int():
            return f"{cell:02d}"
        case _:
            return cell or ""


def control_body(dossier: Dossier, rows: Sequence[ControlRow]) -> dict[str, object]:
    """What the control slip says of the whole, then of each stretch."""
    whole = outcome_of(dossier.finished_at, dossier.due_at)
    return {
        "handling": [unit["vi"] for unit in handling_units(rows)] or [_holder(rows)],
        "cooperating": [unit["vi"] for unit in cooperating_units(rows)],
        "received_at": _iso(dossier.received_at),
        "due_at": _iso(dossier.due_at),
        "finished_at": _iso(dossier.finished_at),
        "result": OUTCOMES[whole] if whole else "",
        "rows": [_row(number, row) for number, row in enumerate(rows, start=1)],
    }


def _holder(rows: Sequence[ControlRow]) -> str:
    return rows[-1].taker_unit["vi"]


def _row(number: int, row: ControlRow) -> dict[str, object]:
    return {
        "ordinal": number,
        "giver_unit": row.giver_unit["vi"] if row.giver_unit else "Người nộp hồ sơ",
        "giver": row.giver,
        "given_at": _iso(row.given_at),
        "taker_unit": row.taker_unit["vi"] + (" (lấy ý kiến)" if row.beside else ""),
        "taker": row.taker,
        "taken_at": _iso(row.taken_at),
        "due_at": _iso(row.due_at),
        "closed_at": _iso(row.closed_at),
        "result": OUTCOMES[row.outcome] if row.outcome else "",
        "lines": [
            {"at": _iso(line.at), "title": line.title, "who": line.who} for line in row.lines
        ],
        "notes": [f"{line.title}: {line.note}" for line in row.lines if line.note],
    }


def _iso(at: datetime | None) -> str:
    return at.astimezone(LOCAL_ZONE).isoformat(timespec="minutes") if at else ""
