"""Plans of reorganisation for tests: a small one over the sample province, and its life."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal import wiring
from procedures.acts.apply_reorganisation import Applied, apply_reorganisation
from procedures.acts.approve_reorganisation import approve_reorganisation
from procedures.acts.call import LOCAL_ZONE
from procedures.acts.choose_successors import choose_successors
from procedures.acts.prepare_reorganisation import prepare_reorganisation
from procedures.catalogue.agencies import all_units
from procedures.people import SYSTEM
from procedures.records import PlaceRow, PostRow, Reorganisation, UnitRow
from procedures.reform import Choices
from tests.factories import Life

TAN_MY, TRAN_PHU, DISTRICT, PROVINCE = "07687", "07213", "213", "24"
DA_MAI, FIRST, SECOND = "+90001", "+90002", "+90003"
UNITS = {unit.key: unit for unit in all_units()}
KINDS = ("ubnd", "mot-cua", "cong-an")


def code(key: str) -> str:
    """The code of a unit of the sample, by place and kind: `07687/ubnd`."""
    return UNITS[key].code_2020


def new_place(number: str, name: str, parent: str = DISTRICT) -> dict[str, Any]:
    """A commune that begins."""
    return {
        "code": number,
        "tier": "xa",
        "name": {"vi": f"Phường {name}", "en": f"{name} Ward"},
        "bare_name": name,
        "parent": parent,
    }


def new_units(number: str, name: str) -> list[dict[str, Any]]:
    """The three units of a new commune; codes like `N90001.ubnd`."""
    return [
        {
            "code_2020": f"N{number}.{kind}",
            "code_2016": f"{kind}.N{number}",
            "kind": kind,
            "place": f"+{number}",
            "parent": None if kind == "ubnd" else f"+N{number}.ubnd",
            "name": {"vi": f"{kind} {name}", "en": f"{kind} of {name}"},
            "short_name": kind.upper(),
            "calendar": "hanh-chinh",
            "contact": {"address": name, "phone": "", "email": ""},
        }
        for kind in KINDS
    ]


def small(on: date) -> dict[str, Any]:
    """Tân Mỹ goes whole into Đa Mai, Trần Phú is divided in two, a department gets a new name."""
    return {
        "document": "NQ 01/TEST",
        "title": {"vi": "Sắp xếp thử", "en": "A trial"},
        "effective_on": on.isoformat(),
        "new_places": [
            new_place("90001", "Đa Mai"),
            new_place("90002", "Trần Phú Một"),
            new_place("90003", "Trần Phú Hai"),
        ],
        "places": [
            {"step": "merge", "place": TAN_MY, "into": [{"to": DA_MAI}]},
            {
                "step": "split",
                "place": TRAN_PHU,
                "into": [{"to": FIRST, "usual": True}, {"to": SECOND}],
            },
        ],
        "new_units": [
            *new_units("90001", "Đa Mai"),
            *new_units("90002", "Trần Phú Một"),
            *new_units("90003", "Trần Phú Hai"),
        ],
        "units": [
            *(
                {
                    "step": "merge",
                    "unit": code(f"{TAN_MY}/{kind}"),
                    "into": [{"to": f"+N90001.{kind}"}],
                }
                for kind in KINDS
            ),
            *(
                {
                    "step": "split",
                    "unit": code(f"{TRAN_PHU}/{kind}"),
                    "into": [
                        {"to": f"+N90002.{kind}", "usual": True},
                        {"to": f"+N90003.{kind}"},
                    ],
                }
                for kind in KINDS
            ),
            {
                "step": "change",
                "unit": code(f"{PROVINCE}/so-tu-phap"),
                "name": {"vi": "Sở Tư pháp mới", "en": "New Department of Justice"},
                "short_name": "STPM",
            },
        ],
    }


CHOSEN = Choices(
    places={TRAN_PHU: SECOND},
    unit_posts={code(f"{TRAN_PHU}/{kind}"): f"+N90003.{kind}" for kind in KINDS},
)
"""Everything that `small` leaves open, decided."""


def local_noon(on: date) -> datetime:
    """Noon of the office's wall clock."""
    return datetime.combine(on, time(12), LOCAL_ZONE)


def tomorrow(life: Life) -> date:
    """The day after the test's own today."""
    with life.services.aside() as call:
        return call.today + timedelta(days=1)


@dataclass
class Clock:
    """The wall clock of a test, put where it is wanted."""

    now: datetime

    def set(self, now: datetime) -> None:
        self.now = now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time stands still at the present until somebody sets it."""
    made = Clock(wiring.utc_now())
    monkeypatch.setattr(wiring, "utc_now", lambda: made.now)
    return made


def prepared(life: Life, body: dict[str, Any]) -> UUID:
    """A draft by the first administrator."""
    with life.services.transaction(life.actor("quantri")) as call:
        return prepare_reorganisation(call, body)


def chosen(life: Life, reorganisation_id: UUID, choices: Choices) -> None:
    """The choices of the first administrator."""
    seen = row(life, reorganisation_id).choices
    with life.services.transaction(life.actor("quantri")) as call:
        choose_successors(call, reorganisation_id, choices, seen)


def approve(life: Life, reorganisation_id: UUID, username: str = "quantri2") -> None:
    """By the second administrator."""
    seen = row(life, reorganisation_id).fingerprint
    with life.services.transaction(life.actor(username)) as call:
        approve_reorganisation(call, reorganisation_id, seen)


def approved(life: Life, body: dict[str, Any], choices: Choices = CHOSEN) -> UUID:
    """Prepared, chosen and approved."""
    reorganisation_id = prepared(life, body)
    chosen(life, reorganisation_id, choices)
    approve(life, reorganisation_id)
    return reorganisation_id


def applied(life: Life, reorganisation_id: UUID, on: date) -> Applied:
    """Carried out at noon of a day."""
    with life.services.aside(SYSTEM) as call:
        at = replace(call, now=local_noon(on))
        return apply_reorganisation(at, reorganisation_id, lambda _done, _total: None)


def brought_forward(life: Life, day: date) -> None:
    """Let what happened on a day that lies ahead be of today, for pages that read the clock."""
    with life.services.transaction() as call:
        for row in (UnitRow, PlaceRow, PostRow):
            for column in (row.valid_from, row.valid_to):
                brought = update(row).where(column == day).values({column: call.today})
                call.db.execute(brought)


def post_of(life: Life, username: str) -> int:
    """The id of the one post of a sample officer."""
    person_id = life.actor(username).person_id
    with life.services.reading() as db:
        return db.scalars(select(PostRow.id).where(PostRow.person_id == person_id)).one()


def row(life: Life, reorganisation_id: UUID) -> Reorganisation:
    """The row as it is."""
    with life.services.reading() as db:
        return db.get_one(Reorganisation, reorganisation_id)
