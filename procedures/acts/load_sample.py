"""Loading the sample province: places, units, calendars, procedures and people; idempotent."""

from collections.abc import Sequence

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.change_calendar import calendar_row
from procedures.acts.publish_version import publish_version
from procedures.acts.sign_in import hash_password
from procedures.catalogue.province import province
from procedures.catalogue.sample import (
    SampleCitizen,
    SampleOfficer,
    sample_citizens,
    sample_officers,
    sample_units,
)
from procedures.catalogue.shipped import shipped_procedures
from procedures.holidays import calendar_codes, seed_calendar
from procedures.records import (
    Account,
    CalendarVersion,
    Person,
    PlaceRow,
    PostRow,
    ProcedureVersion,
    TierRow,
    UnitRow,
)
from procedures.routing import Place, Unit

OFFICE_HOURS = "hanh-chinh"


def load_sample(call: Call, password: str) -> None:
    """Add what is missing of the sample; what is there already is left as it is."""
    if call.db.scalar(select(PlaceRow.id).limit(1)) is None:
        _tiers(call)
        grow(call, *sample_units(province().valid_from))
    _calendars(call)
    _procedures(call)
    hashed = hash_password(password)
    for officer in sample_officers():
        hire(call, officer, hashed)
    for citizen in sample_citizens():
        _citizen(call, citizen, hashed)


def _tiers(call: Call) -> None:
    call.db.add_all(
        TierRow(code=tier.code, rank=tier.rank, name=dict(tier.name)) for tier in province().tiers
    )
    call.db.flush()


def grow(call: Call, places: Sequence[Place], units: Sequence[Unit]) -> None:
    """Write a tree whose parts are all among these, wider ones before those inside them."""
    place_rows = {place.code: _place_row(place) for place in places}
    call.db.add_all(place_rows.values())
    call.db.flush()
    for place in places:
        place_rows[place.code].parent_id = place_rows[place.parent].id if place.parent else None
    unit_rows = {unit.key: _unit_row(unit, place_rows[unit.place]) for unit in units}
    call.db.add_all(unit_rows.values())
    call.db.flush()
    for unit in units:
        unit_rows[unit.key].parent_id = unit_rows[unit.parent].id if unit.parent else None
    call.db.flush()


def _place_row(place: Place) -> PlaceRow:
    kind = province().place_type(place.name["vi"])
    return PlaceRow(
        code=place.code,
        tier=place.tier,
        name=dict(place.name),
        bare_name=place.name["vi"].removeprefix(kind["vi"]).strip(),
        valid_from=place.valid_from,
        valid_to=None,
    )


def _unit_row(unit: Unit, place: PlaceRow) -> UnitRow:
    return UnitRow(
        code_2020=unit.code_2020,
        code_2016=unit.code_2016,
        kind=unit.kind,
        place_id=place.id,
        name=dict(unit.name),
        short_name=unit.abbreviation,
        calendar_code=OFFICE_HOURS,
        contact={"address": place.name["vi"], "phone": "", "email": ""},
        valid_from=unit.valid_from,
        valid_to=None,
    )


def _calendars(call: Call) -> None:
    known = set(call.db.scalars(select(CalendarVersion.code)))
    for code in calendar_codes():
        if code not in known:
            call.db.add(calendar_row(call, seed_calendar(code), document="hạt giống"))
    call.db.flush()


def _procedures(call: Call) -> None:
    known = set(call.db.scalars(select(ProcedureVersion.code)))
    for shipped in shipped_procedures():
        if shipped.code not in known:
            publish_version(call, shipped.body, shipped.procedure.effective_from)


def hire(call: Call, officer: SampleOfficer, hashed: str) -> None:
    """Give the officer an account and posts, unless there is one already."""
    if _has_account(call, officer.username):
        return
    person = Person(
        full_name=officer.full_name,
        gender=officer.gender,
        phone=officer.phone or None,
        email=officer.email,
    )
    _with_account(call, person, officer.username, hashed)
    for post in officer.posts:
        unit = call.db.scalars(
            select(UnitRow)
            .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
            .where(UnitRow.kind == post.kind, PlaceRow.code == post.place)
        ).one()
        call.db.add(
            PostRow(
                person_id=person.id,
                unit_id=unit.id,
                role=post.role,
                title=dict(post.title),
                signs_as=post.signs_as,
                granted_by=post.granted_by,
                valid_from=unit.valid_from,
            )
        )
    call.db.flush()


def _citizen(call: Call, citizen: SampleCitizen, hashed: str) -> None:
    if _has_account(call, citizen.username):
        return
    place = call.db.scalars(select(PlaceRow).where(PlaceRow.code == citizen.place)).one()
    person = Person(
        full_name=citizen.full_name,
        citizen_no=citizen.citizen_no,
        birth_date=citizen.birth_date,
        gender=citizen.gender,
        phone=citizen.phone or None,
        email=citizen.email,
        address={
            "place": citizen.place,
            "detail": citizen.detail,
            "text": ", ".join([citizen.detail, *_line(call, place)]),
        },
    )
    _with_account(call, person, citizen.username, hashed)


def _line(call: Call, place: PlaceRow | None) -> list[str]:
    names: list[str] = []
    while place is not None:
        names.append(place.name["vi"])
        place = call.db.get(PlaceRow, place.parent_id) if place.parent_id else None
    return names


def _has_account(call: Call, username: str) -> bool:
    return call.db.scalar(select(Account.username).where(Account.username == username)) is not None


def _with_account(call: Call, person: Person, username: str, hashed: str) -> None:
    call.db.add(person)
    call.db.flush()
    call.db.add(Account(person_id=person.id, username=username, password_hash=hashed, sample=True))
    call.db.flush()
