"""Drafts and people's own addresses: what names an old place names the new one, where it is sure.

A place that was divided is not guessed: its draft asks for that page again. So it is with a chosen
desk that has several successors, none of which serves the draft's place.
"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session, aliased

from procedures.acts.call import Call
from procedures.acts.carrying.desks import Desks
from procedures.records import Dossier, Draft, PlaceRow, PlaceSuccession, ProcedureVersion
from procedures.records.moved import Moved, pages_asking, to_place, told_anew
from procedures.records.versions import version_of, version_on

_HOMES = text(
    """
    UPDATE person SET address = address || jsonb_build_object(
        'place', moved.new_code,
        'text', concat_ws(', ', nullif(address->>'detail', ''), moved.line))
    FROM carry_home AS moved
    WHERE person.address->>'place' = moved.old_code
    """
)
_TOUCHED = text(
    """
    SELECT id FROM draft
    WHERE place_id = ANY(:places) OR desk_unit_id = ANY(:units) OR support_unit_id = ANY(:units)
       OR EXISTS (SELECT FROM jsonb_path_query(answers, '$.**.place') AS code
                  WHERE code #>> '{}' = ANY(:codes))
    """
)


def carry_drafts(call: Call, reorganisation_id: UUID) -> int:
    """Point every draft at the places and desks that are now; says how many were touched."""
    moved = dict(_moved(call.db, reorganisation_id))
    by_code = {place.code: to for place, to in moved.items()}
    by_id = {place.id: to for place, to in moved.items()}
    _carry_homes(call.db, by_code)
    desks = Desks.of(call, reorganisation_id)
    touched = call.db.scalars(
        _TOUCHED, {"places": list(by_id), "units": list(desks.ended), "codes": list(by_code)}
    ).all()
    drafts = call.db.scalars(select(Draft).where(Draft.id.in_(touched)).with_for_update()).all()
    for draft in drafts:
        _carry(call, draft, by_id, by_code)
        desks.carry(draft)
    call.db.flush()
    return len(drafts)


def _moved(db: Session, reorganisation_id: UUID) -> Iterator[tuple[PlaceRow, Moved]]:
    old, new = aliased(PlaceRow), aliased(PlaceRow)
    rows = db.execute(
        select(old, new, PlaceSuccession.whole)
        .select_from(PlaceSuccession)
        .join(old, old.id == PlaceSuccession.old_id)
        .join(new, new.id == PlaceSuccession.new_id)
        .where(PlaceSuccession.reorganisation_id == reorganisation_id, PlaceSuccession.usual)
    ).all()
    for was, now, whole in rows:
        yield was, to_place(db, now) if whole else Moved(None)


def _carry_homes(db: Session, moved: Mapping[str, Moved]) -> None:
    db.execute(
        text(
            "CREATE TEMP TABLE carry_home (old_code text, new_code text, line text) ON COMMIT DROP"
        )
    )
    rows = [
        {"old": code, "new": each.code, "line": each.line}
        for code, each in moved.items()
        if each.place_id is not None
    ]
    if rows:
        db.execute(text("INSERT INTO carry_home VALUES (:old, :new, :line)"), rows)
        db.execute(_HOMES)


def _carry(
    call: Call, draft: Draft, by_id: Mapping[int, Moved], by_code: Mapping[str, Moved]
) -> None:
    """The answer to a dossier goes where the dossier went; its version stays as it was filed."""
    at = by_id.get(draft.place_id)
    if draft.dossier_id is not None:
        filed = call.db.get_one(Dossier, draft.dossier_id, populate_existing=True)
        by_code = {**by_code, **_as_filed(call, draft, filed)}
        draft.place_id = filed.place_id
    elif at is not None:
        draft.place_id = at.place_id or draft.place_id
        draft.procedure_version_id = _version(call, draft)
    _answer_anew(call, draft, by_code)


def _as_filed(call: Call, draft: Draft, filed: Dossier) -> dict[str, Moved]:
    """What decided the place of the dossier is at the place that it has now."""
    if draft.place_id == filed.place_id:
        return {}
    was = call.db.get_one(PlaceRow, draft.place_id)
    return {was.code: to_place(call.db, call.db.get_one(PlaceRow, filed.place_id))}


def _version(call: Call, draft: Draft) -> int:
    """The version in force today when it asks the same questions; else the draft's own."""
    own = call.db.get_one(ProcedureVersion, draft.procedure_version_id)
    today = version_on(call.db, own.code, call.today)
    return today.id if today is not None and _asks_alike(own, today) else own.id


def _asks_alike(one: ProcedureVersion, other: ProcedureVersion) -> bool:
    return all(one.body.get(key) == other.body.get(key) for key in ("form", "components"))


def _answer_anew(call: Call, draft: Draft, moved: Mapping[str, Moved]) -> None:
    """Rewrite what names a place, and open the pages whose answers must be given again."""
    answers, lost = told_anew(draft.answers, moved)
    if answers == draft.answers:
        return
    schema = version_of(call.db, draft.procedure_version_id).schema
    again = pages_asking(schema, lost)
    draft.answers = answers
    draft.pages_done = [code for code in draft.pages_done if code not in again]
    draft.version += 1
