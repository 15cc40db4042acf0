"""Where a filing belongs: the place chosen at the start, or the answer that decides it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from forms.schema import FormSchema
from procedures.acts.call import Call
from procedures.catalogue.types import Procedure
from procedures.errors import N_, NotLawful
from procedures.records import Draft, Person, PlaceRow
from procedures.records.directory import DatabaseDirectory, in_force
from procedures.records.versions import Parsed
from procedures.routing import route_for

PLACE_ENDED = N_(
    "{place} đã được sắp xếp lại. Hãy chọn lại địa chỉ quyết định nơi giải quyết hồ sơ."
)


def place_of(call: Call, draft: Draft, procedure: Procedure) -> PlaceRow:
    """The place that decides competence: an answer where the procedure says so."""
    answer = draft.answers.get(procedure.place_from) if procedure.place_from else None
    code = answer.get("place") if isinstance(answer, Mapping) else None
    found = standing_place(call, str(code)) if code else None
    return found or call.db.get_one(PlaceRow, draft.place_id)


def standing_place(call: Call, code: str) -> PlaceRow | None:
    """The place with that code, if it stands today."""
    return call.db.scalar(
        select(PlaceRow).where(PlaceRow.code == code, in_force(PlaceRow, call.today))
    )


def ensure_stands(call: Call, place: PlaceRow) -> None:
    """Raise `NotLawful` when the place was divided since it was chosen: nobody guesses for it."""
    if place.valid_to is not None and place.valid_to <= call.today:
        raise NotLawful(PLACE_ENDED, place=place.name)


def ensure_competent(call: Call, procedure: Procedure, place: PlaceRow) -> None:
    """Raise `NoCompetentUnit` now rather than after an hour of typing."""
    route_for(procedure, place.code, call.today, DatabaseDirectory(call.db))


def first_answers(
    call: Call, owner_id: UUID, version: Parsed, place: PlaceRow
) -> dict[str, object]:
    """The chosen place as the answer that decides; the whole address when the owner lives there."""
    procedure, schema = version.procedure, version.schema
    field = schema.field(procedure.place_from) if procedure.place_from else None
    if field is None:
        return {}
    home = call.db.get_one(Person, owner_id).address or {}
    if home.get("place") == place.code and field.detail != "none":
        return {field.name: home}
    text = ", ".join(_line(call, place))
    return {field.name: {"place": place.code, "detail": "", "text": text}}


def settled_pages(schema: FormSchema, answers: Mapping[str, object]) -> list[str]:
    """The pages that ask nothing but what is answered already: nobody is asked twice."""
    return [
        page.code
        for page in schema.pages
        if page.show_when is None and {leaf.name for leaf in page.leaves()} <= answers.keys()
    ]


def _line(call: Call, place: PlaceRow) -> list[str]:
    """The place's name and those above it, as on an envelope."""
    names: list[str] = []
    at: PlaceRow | None = place
    while at is not None:
        names.append(at.name["vi"])
        at = call.db.get(PlaceRow, at.parent_id) if at.parent_id else None
    return names
