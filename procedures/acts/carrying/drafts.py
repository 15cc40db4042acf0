"""Drafts and people's own addresses: what names an old place names the new one, where it is sure.

A place that was divided is not guessed: its draft asks for that page again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session, aliased

from procedures.acts.call import Call
from procedures.records import Draft, PlaceRow, PlaceSuccession, ProcedureVersion
from procedures.records.base import Json
from procedures.records.versions import version_of

_HOMES = text(
    """
    UPDATE person SET address = address || jsonb_build_object(
        'place', moved.new_code,
        'text', concat_ws(', ', nullif(address->>'detail', ''), moved.line))
    FROM carry_home AS moved
    WHERE person.address->>'place' = moved.old_code
    """
)


@dataclass(frozen=True, slots=True)
class Moved:
    """An old place, whole in a new one; none when it was divided."""

    old_id: int
    old_code: str
    new_id: int | None
    new_code: str = ""
    line: str = ""

    def address(self, answer: Mapping[str, object]) -> Json:
        """The address with its new place, and the house number as it was."""
        detail = str(answer.get("detail") or "")
        words = ", ".join(part for part in (detail, self.line) if part)
        return {**answer, "place": self.new_code, "text": words}


def carry_drafts(call: Call, reorganisation_id: UUID) -> int:
    """Point every draft at a place that was moved to where it is now; says how many."""
    moved = {each.old_id: each for each in _moved(call.db, reorganisation_id)}
    by_code = {each.old_code: each for each in moved.values()}
    _carry_homes(call.db, by_code)
    drafts = call.db.scalars(select(Draft).where(Draft.place_id.in_(moved)).with_for_update()).all()
    for draft in drafts:
        draft.place_id = moved[draft.place_id].new_id or draft.place_id
        draft.procedure_version_id = _version(call, draft)
        _answer_anew(call, draft, by_code)
    call.db.flush()
    return len(drafts)


def _moved(db: Session, reorganisation_id: UUID) -> Iterator[Moved]:
    old, new = aliased(PlaceRow), aliased(PlaceRow)
    rows = db.execute(
        select(old.id, old.code, new, PlaceSuccession.whole)
        .select_from(PlaceSuccession)
        .join(old, old.id == PlaceSuccession.old_id)
        .join(new, new.id == PlaceSuccession.new_id)
        .where(PlaceSuccession.reorganisation_id == reorganisation_id, PlaceSuccession.usual)
    )
    for old_id, old_code, place, whole in rows:
        if whole:
            yield Moved(old_id, old_code, place.id, place.code, ", ".join(_line(db, place)))
        else:
            yield Moved(old_id, old_code, None)


def _line(db: Session, place: PlaceRow | None) -> list[str]:
    names: list[str] = []
    while place is not None:
        names.append(place.name["vi"])
        place = db.get(PlaceRow, place.parent_id) if place.parent_id else None
    return names


def _carry_homes(db: Session, moved: Mapping[str, Moved]) -> None:
    db.execute(
        text(
            "CREATE TEMP TABLE carry_home (old_code text, new_code text, line text) ON COMMIT DROP"
        )
    )
    rows = [
        {"old": each.old_code, "new": each.new_code, "line": each.line}
        for each in moved.values()
        if each.new_id is not None
    ]
    if rows:
        db.execute(text("INSERT INTO carry_home VALUES (:old, :new, :line)"), rows)
        db.execute(_HOMES)


def _version(call: Call, draft: Draft) -> int:
    """The version in force today when it asks the same questions; else the draft's own."""
    own = call.db.get_one(ProcedureVersion, draft.procedure_version_id)
    today = call.db.scalar(
        select(ProcedureVersion).where(
            ProcedureVersion.code == own.code,
            ProcedureVersion.withdrawn_at.is_(None),
            ProcedureVersion.effective_from <= call.today,
            ProcedureVersion.effective_to.is_(None) | (ProcedureVersion.effective_to > call.today),
        )
    )
    return today.id if today is not None and _asks_alike(own, today) else own.id


def _asks_alike(one: ProcedureVersion, other: ProcedureVersion) -> bool:
    return all(one.body.get(key) == other.body.get(key) for key in ("form", "components"))


def _answer_anew(call: Call, draft: Draft, moved: Mapping[str, Moved]) -> None:
    """Rewrite addresses; forget the one that decides the place when it cannot be known."""
    parsed = version_of(call.db, draft.procedure_version_id)
    answers = dict(draft.answers)
    open_pages: set[str] = set()
    for name, answer in draft.answers.items():
        found = moved.get(str(answer.get("place"))) if isinstance(answer, Mapping) else None
        if found is None:
            continue
        if found.new_id is not None:
            answers[name] = found.address(answer)
        elif name == parsed.procedure.place_from:
            del answers[name]
            open_pages |= {
                page.code
                for page in parsed.schema.pages
                if name in {leaf.name for leaf in page.leaves()}
            }
    if answers != draft.answers:
        draft.answers = answers
        draft.pages_done = [code for code in draft.pages_done if code not in open_pages]
        draft.version += 1
