"""Unsigned results: printed again under the agency that follows, with a number of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert

from procedures.acts.call import Call
from procedures.acts.numbering import VERIFY_CODE_LENGTH
from procedures.acts.papers import agency_of, number_text
from procedures.effects import QUEUE_OF, RenderPaper, to_row
from procedures.records import OutboxRow, Paper, PaperNumber, Person, PostRow, UnitRow
from procedures.records.base import Json
from procedures.records.paper import PaperState

VOID_REASON = "Cơ quan ban hành được sắp xếp lại trước khi ký"
_SECTIONS = tuple(
    section
    for section in (files(__package__) / "papers.sql").read_text("utf-8").split(";\n")
    if section.strip()
)
_AGAIN = text(
    """
    SELECT paper.*, carry_paper.decision_id AS for_decision, carry_paper.unit_id AS new_unit,
           carry_paper.post_id AS new_post,
           (SELECT count(*) FROM paper AS other WHERE other.dossier_id = paper.dossier_id
              AND other.kind = paper.kind) AS occasions
    FROM carry_paper JOIN paper ON paper.id = carry_paper.id
    WHERE carry_paper.decision_id IS NOT NULL
      AND carry_paper.signer_unit_id = carry_paper.unit_id
    ORDER BY paper.unit_id, paper.year, paper.number
    """
)


def carry_papers(call: Call, day: date) -> int:
    """Void what names an agency that is no more, and print anew what waits for its signature.

    What is signed already is sealed by the agency that signed it, under its own name and key.
    """
    for section in _SECTIONS:
        call.db.execute(text(section), {"day": day, "reason": VOID_REASON})
    rows = call.db.execute(_AGAIN).all()
    if not rows:
        return 0
    papers = list(_papers(call, rows))
    call.db.execute(insert(Paper), papers)
    call.db.execute(insert(OutboxRow), [_effect(call, paper) for paper in papers])
    return len(papers)


def _papers(call: Call, rows: Sequence[Row[Any]]) -> Iterator[Json]:
    numbers = _Numbers(call, rows)
    heads: dict[tuple[int, int], _Head] = {}
    for row in rows:
        head = heads.get((row.new_unit, row.new_post))
        if head is None:
            head = heads[row.new_unit, row.new_post] = _head(call, row.new_unit, row.new_post)
        number = numbers.next(row.new_unit, row.symbol)
        code = call.token(VERIFY_CODE_LENGTH)
        yield {
            "id": uuid4(),
            "dossier_id": row.dossier_id,
            "kind": row.kind,
            "occasion": row.occasions + 1,
            "is_result": True,
            "result_code": row.result_code,
            "title": row.title,
            "decision_id": row.for_decision,
            "unit_id": row.new_unit,
            "signer_post_id": row.new_post,
            "number": number,
            "symbol": row.symbol,
            "year": call.today.year,
            "dated": call.today,
            "context": {
                **row.context,
                **head.words,
                "number": number,
                "number_text": number_text(number, row.symbol, head.short_name),
                "verify_code": code,
                "verify_url": f"{call.house.base_url}/xac-minh/{code}",
            },
            "state": PaperState.RESERVED,
            "verify_code": code,
            "created_at": call.now,
        }
    numbers.keep()


@dataclass(frozen=True, slots=True)
class _Head:
    """What head and foot of a paper say of its agency and its signatory."""

    short_name: str
    words: Json


def _head(call: Call, unit_id: int, post_id: int) -> _Head:
    unit = call.db.get_one(UnitRow, unit_id)
    post = call.db.get_one(PostRow, post_id)
    person = call.db.get_one(Person, post.person_id)
    words: Json = {
        "agency": agency_of(call, unit),
        "date": call.today.isoformat(),
        "signatory": {
            "authority": post.signs_as,
            "title": post.title["vi"],
            "name": person.full_name,
        },
    }
    return _Head(unit.short_name, words)


def _effect(call: Call, paper: Json) -> Json:
    effect = RenderPaper(paper["id"])
    name, payload = to_row(effect)
    return {
        "effect": name,
        "payload": payload,
        "queue": QUEUE_OF[type(effect)],
        "dossier_id": paper["dossier_id"],
        "created_at": call.now,
    }


class _Numbers:
    """The series of the new agencies, read once and written back once."""

    def __init__(self, call: Call, rows: Sequence[Row[Any]]) -> None:
        self._call = call
        self._last: dict[tuple[int, str], int] = {(row.new_unit, row.symbol): 0 for row in rows}
        units = {unit for unit, _ in self._last}
        for series in call.db.scalars(
            select(PaperNumber).where(
                PaperNumber.unit_id.in_(units), PaperNumber.year == call.today.year
            )
        ):
            self._last[series.unit_id, series.symbol] = series.last

    def next(self, unit_id: int, symbol: str) -> int:
        self._last[unit_id, symbol] += 1
        return self._last[unit_id, symbol]

    def keep(self) -> None:
        """Write the last number of each series."""
        year = self._call.today.year
        statement = insert(PaperNumber).values(
            [
                {"unit_id": unit, "symbol": symbol, "year": year, "last": last}
                for (unit, symbol), last in self._last.items()
                if last
            ]
        )
        self._call.db.execute(
            statement.on_conflict_do_update(
                index_elements=[PaperNumber.unit_id, PaperNumber.symbol, PaperNumber.year],
                set_={"last": statement.excluded.last},
            )
        )
