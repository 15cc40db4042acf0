"""Answers that name places of before a reorganisation, told in the places that followed.

A place that was divided is not guessed: what named it is left out and asked again. An office that
was chosen is asked again too; one that is told as history stays as it was called.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.schema import FormSchema
from procedures.records.base import Json
from procedures.records.directory import in_force
from procedures.records.reorganisation import PlaceSuccession
from procedures.records.unit import PlaceRow


@dataclass(frozen=True, slots=True)
class Moved:
    """Where an old place is now; `place_id` is None when it was divided."""

    place_id: int | None
    code: str = ""
    line: str = ""

    def address(self, answer: Mapping[str, object]) -> Json:
        """The address with its new place, and the house number as it was."""
        detail = str(answer.get("detail") or "")
        words = ", ".join(part for part in (detail, self.line) if part)
        return {**answer, "place": self.code, "text": words}


def to_place(db: Session, place: PlaceRow) -> Moved:
    """To this place, with its name and those above it as on an envelope."""
    names, at = [place.name["vi"]], place
    while at.parent_id is not None:
        at = db.get_one(PlaceRow, at.parent_id)
        names.append(at.name["vi"])
    return Moved(place.id, place.code, ", ".join(names))


def moved_since(
    db: Session, answers: Mapping[str, object], day: date, today: date
) -> dict[str, Moved]:
    """The places that the answers name and that ended since the day, by the code they had then."""
    rows = db.scalars(
        select(PlaceRow).where(
            PlaceRow.code.in_(set(_codes(answers))),
            in_force(PlaceRow, day),
            PlaceRow.valid_to <= today,
        )
    ).all()
    return {row.code: _followed(db, row) for row in rows}


def _followed(db: Session, place: PlaceRow) -> Moved:
    """From document to document, as long as each place went whole into one."""
    at = place
    while at.valid_to is not None:
        step = db.scalar(
            select(PlaceSuccession).where(
                PlaceSuccession.old_id == at.id, PlaceSuccession.whole.is_(True)
            )
        )
        if step is None:
            return Moved(None)
        at = db.get_one(PlaceRow, step.new_id)
    return to_place(db, at)


def _codes(value: object) -> Iterator[str]:
    """The code of every place that is named, at any depth."""
    if isinstance(value, Mapping):
        if isinstance(value.get("place"), str):
            yield str(value["place"])
        for part in value.values():
            yield from _codes(part)
    elif isinstance(value, list):
        for part in value:
            yield from _codes(part)


def told_anew(
    answers: Mapping[str, object], moved: Mapping[str, Moved]
) -> tuple[Json, frozenset[str]]:
    """The answers in the new places, and the names of those that must be given again."""
    told: Json = {}
    lost: set[str] = set()
    for name, answer in answers.items():
        value = _told(answer, moved)
        if value is not None or answer is None:
            told[name] = value
        if value != answer and _misses(answer, moved):
            lost.add(name)
    return told, frozenset(lost)


def pages_asking(schema: FormSchema, names: frozenset[str]) -> frozenset[str]:
    """The codes of the pages that ask for these answers."""
    return frozenset(
        page.code for page in schema.pages if names & {leaf.name for leaf in page.leaves()}
    )


def _told(value: object, moved: Mapping[str, Moved]) -> object:
    """The value with every moved place in it told anew; None for one that must be given again."""
    if isinstance(value, list):
        return [_told(part, moved) for part in value]
    if not isinstance(value, Mapping):
        return value
    found = _named(value, moved)
    if found is None:
        parts = {name: _told(part, moved) for name, part in value.items()}
        return {name: part for name, part in parts.items() if _kept(part, value[name])}
    return found.address(value) if _goes_along(value, found) else None


def _kept(told: object, before: object) -> bool:
    return told is not None or before is None


def _misses(value: object, moved: Mapping[str, Moved]) -> bool:
    """Whether something in the value must be given again."""
    if isinstance(value, list):
        return any(_misses(part, moved) for part in value)
    if not isinstance(value, Mapping):
        return False
    found = _named(value, moved)
    if found is None:
        return any(_misses(part, moved) for part in value.values())
    return not _goes_along(value, found)


def _named(value: Mapping[str, object], moved: Mapping[str, Moved]) -> Moved | None:
    """Where the place went that the value names; history is not moved."""
    return None if "name" in value else moved.get(str(value.get("place")))


def _goes_along(value: Mapping[str, object], found: Moved) -> bool:
    return found.place_id is not None and "unit" not in value
