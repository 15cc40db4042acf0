"""What was begun before a reorganisation and is gone on with after it."""

from collections.abc import Iterator, Mapping
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.begin_intake import Intake, begin_intake
from procedures.acts.choose_desk import NOT_A_DESK, choose_desk
from procedures.acts.completeness import Missing, outstanding
from procedures.acts.declare import prepare
from procedures.acts.submit import submit
from procedures.acts.supplement import open_supplement, supplement
from procedures.errors import Incomplete, NotLawful
from procedures.records import Draft, Person, PlaceRow, UnitRow
from procedures.records.moved import Moved, told_anew
from procedures.records.versions import version_of
from tests.acts.intake import NOBODY_YET, desk_of
from tests.factories import CITIZEN, Life
from tests.reforms import (
    TAN_MY,
    TRAN_PHU,
    Clock,
    applied,
    approved,
    clock,
    code,
    local_noon,
    small,
    tomorrow,
)

__all__ = ["clock"]

ELSEWHERE = "07228"
PLACE_FIELD = "noi_dang_ky"


def reformed(life: Life, clock: Clock) -> None:
    """The small change happened, and it is noon of its day."""
    day = tomorrow(life)
    applied(life, approved(life, small(day)), day)
    clock.set(local_noon(day))


def kept(life: Life, draft_id: UUID) -> Draft:
    """The draft as it is."""
    with life.services.reading() as db:
        return db.get_one(Draft, draft_id)


def desk(life: Life, code_2020: str) -> int:
    """The unit that stands under the code."""
    with life.services.reading() as db:
        return db.scalars(
            select(UnitRow.id).where(UnitRow.code_2020 == code_2020, UnitRow.valid_to.is_(None))
        ).one()


def with_desk(life: Life, place: str, chosen: str) -> UUID:
    """A complete draft at a place, to be received at the desk of another one."""
    draft_id = life.declared(place=place)
    with life.services.transaction(life.actor(CITIZEN)) as call:
        choose_desk(call, draft_id, desk(life, code(f"{chosen}/mot-cua")))
    return draft_id


def places_in(value: object) -> Iterator[object]:
    """Every place that the answers name."""
    if isinstance(value, Mapping):
        yield from (value[name] for name in ("place",) if name in value)
        for part in value.values():
            yield from places_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from places_in(part)


def test_a_draft_is_handed_in_at_the_place_that_follows(life: Life, clock: Clock) -> None:
    draft_id = life.draft()
    reformed(life, clock)
    draft = kept(life, draft_id)
    with life.services.reading() as db:
        assert db.get_one(PlaceRow, draft.place_id).code == "90001"
    assert draft.answers[PLACE_FIELD]["place"] == "90001"
    assert "Đa Mai" in draft.answers[PLACE_FIELD]["text"]
    assert TAN_MY not in set(places_in(draft.answers))


def test_a_draft_at_a_divided_place_asks_again(life: Life, clock: Clock) -> None:
    draft_id = life.declared(place=TRAN_PHU)
    reformed(life, clock)
    assert PLACE_FIELD not in kept(life, draft_id).answers
    with (
        life.services.transaction(life.actor(CITIZEN)) as call,
        pytest.raises((NotLawful, Incomplete)),
    ):
        submit(call, draft_id, unsigned=True)


def test_every_address_in_a_draft_goes_along_or_is_asked_again(life: Life, clock: Clock) -> None:
    """The draft's own place stands as it was; what it tells of other places does not."""
    draft_id = life.draft(place=ELSEWHERE)
    with life.services.transaction() as call:
        draft = call.db.get_one(Draft, draft_id)
        whole, divided, *_ = (name for name in sorted(draft.answers) if _address(draft, name))
        told = {"detail": "Số 7", "text": "Số 7, nơi cũ"}
        draft.answers = {
            **draft.answers,
            whole: {**told, "place": TAN_MY},
            divided: {**told, "place": TRAN_PHU},
        }
        pages = version_of(call.db, draft.procedure_version_id).schema.pages
        asks = {page.code for page in pages if divided in {leaf.name for leaf in page.leaves()}}
        before = set(draft.pages_done)
    reformed(life, clock)
    draft = kept(life, draft_id)
    assert draft.answers[whole]["place"] == "90001"
    assert draft.answers[whole]["text"].startswith("Số 7, Phường Đa Mai, ")
    assert divided not in draft.answers
    assert asks
    assert before - set(draft.pages_done) == asks


def _address(draft: Draft, name: str) -> bool:
    answer = draft.answers[name]
    return name != PLACE_FIELD and isinstance(answer, dict) and "detail" in answer


def test_what_lives_at_an_old_place_lives_at_the_new_one(life: Life) -> None:
    day = tomorrow(life)
    person_id = life.actor(CITIZEN).person_id
    with life.services.transaction() as call:
        person = call.db.get_one(Person, person_id)
        person.address = {"place": TAN_MY, "detail": "Số 1", "text": "Số 1, Xã Tân Mỹ"}
    applied(life, approved(life, small(day)), day)
    with life.services.reading() as db:
        address = db.get_one(Person, person_id).address
    assert address is not None
    assert address["place"] == "90001"
    assert address["text"].startswith("Số 1, Phường Đa Mai, ")


def test_a_chosen_desk_gives_way_to_the_one_that_took_over(life: Life, clock: Clock) -> None:
    draft_id = with_desk(life, ELSEWHERE, TAN_MY)
    reformed(life, clock)
    assert kept(life, draft_id).desk_unit_id == desk(life, "N90001.mot-cua")
    with life.services.transaction(life.actor(CITIZEN)) as call:
        dossier_id = submit(call, draft_id, unsigned=True).dossier_id
    assert life.dossier(dossier_id).desk_unit_id == desk(life, "N90001.mot-cua")


def test_a_chosen_desk_that_was_divided_is_named_and_chosen_anew(life: Life, clock: Clock) -> None:
    draft_id = with_desk(life, ELSEWHERE, TRAN_PHU)
    reformed(life, clock)
    with life.services.transaction(life.actor(CITIZEN)) as call:
        gaps = outstanding(call, draft_id)
        assert gaps == (Missing("noi-tiep-nhan", NOT_A_DESK, {}),)
        choose_desk(call, draft_id, desk(life, "N90001.mot-cua"))
        assert outstanding(call, draft_id) == ()


def test_what_a_clerk_types_stays_at_the_desk_where_the_clerk_is(life: Life, clock: Clock) -> None:
    clerk = life.actor("motcua.tranphu")
    at = desk_of(life, "motcua.tranphu")
    with life.services.transaction(clerk) as call:
        draft_id = begin_intake(call, Intake(at, "1.001193", ELSEWHERE, "truc-tiep", NOBODY_YET)).id
    reformed(life, clock)
    assert kept(life, draft_id).desk_unit_id == desk(life, "N90003.mot-cua")


@pytest.mark.parametrize("begun", ["after", "before"])
@pytest.mark.parametrize(("place", "now"), [(TAN_MY, "90001"), (TRAN_PHU, "90003")])
def test_a_supplement_is_answered_in_the_places_of_today(
    life: Life, clock: Clock, begun: str, place: str, now: str
) -> None:
    """Of a divided place, where the dossier went; its version stays as it was filed."""
    dossier_id = life.asked(place=place)
    version = life.dossier(dossier_id).procedure_version_id
    if begun == "before":
        with life.services.transaction(life.actor(CITIZEN)) as call:
            open_supplement(call, dossier_id)
    reformed(life, clock)
    with life.services.transaction(life.actor(CITIZEN)) as call:
        draft = open_supplement(call, dossier_id)
        assert draft.answers[PLACE_FIELD]["place"] == now
        assert place not in set(places_in(draft.answers))
        assert draft.procedure_version_id == version
        assert outstanding(call, draft.id) == ()
        prepare(call, draft.id)
    life.work()
    with life.services.transaction(life.actor(CITIZEN)) as call:
        supplement(call, draft.id, unsigned=True)
    assert life.dossier(dossier_id).state.value == "in_progress"


def test_history_stays_as_it_was_called_and_a_chosen_office_is_asked_again() -> None:
    moved = {"1": Moved(9, "9", "Phường Chín"), "2": Moved(None)}
    home = {"place": "1", "detail": "Số 1", "text": "cũ"}
    answers = {
        "home": home,
        "office": {"unit": "H.1", "place": "1", "text": "UBND"},
        "once": {"name": "UBND xã Một", "place": "1", "text": "UBND xã Một"},
        "rows": [{"at": home, "who": "A"}, {"at": {**home, "place": "2"}, "who": "B"}],
        "none": None,
    }
    there = {"place": "9", "detail": "Số 1", "text": "Số 1, Phường Chín"}
    told, lost = told_anew(answers, moved)
    assert told == {
        "home": there,
        "once": answers["once"],
        "rows": [{"at": there, "who": "A"}, {"who": "B"}],
        "none": None,
    }
    assert lost == {"office", "rows"}
