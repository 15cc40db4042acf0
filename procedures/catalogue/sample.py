"""The people of the sample province: a few officers for each tier, and a few citizens.

All of them are invented. The phone numbers are empty because Viet Nam has no range for tests.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from procedures.catalogue import files
from procedures.catalogue.agencies import all_units
from procedures.catalogue.node import Node
from procedures.catalogue.places import all_places
from procedures.people import Role
from procedures.routing import Place, Text, Unit


@dataclass(frozen=True, slots=True)
class SamplePost:
    """A post at the unit of `kind` at `place`; `unit_key` is the key of that unit.

    `signs_as` is the line above the title in a signature (NĐ 30/2020/NĐ-CP Phụ lục I): TM., KT.;
    `granted_by` the document by which a deputy signs for the head (Điều 13).
    """

    role: Role
    kind: str
    place: str
    title: Text
    signs_as: str
    granted_by: str

    @property
    def unit_key(self) -> str:
        return f"{self.place}/{self.kind}"


@dataclass(frozen=True, slots=True)
class SampleOfficer:
    """An officer of the sample, with the posts that make one."""

    username: str
    full_name: str
    gender: str
    email: str
    phone: str
    posts: tuple[SamplePost, ...]


@dataclass(frozen=True, slots=True)
class SampleCitizen:
    """`place` is the code of the commune where the person lives, `detail` the rest."""

    username: str
    full_name: str
    citizen_no: str
    birth_date: date
    gender: str
    place: str
    detail: str
    phone: str
    email: str


def sample_units(on: date) -> tuple[list[Place], list[Unit]]:
    """The places and units that stand on the day, wider ones before those inside them."""
    return (
        [place for place in all_places() if place.stands_on(on)],
        [unit for unit in all_units() if unit.stands_on(on)],
    )


@cache
def sample_officers() -> tuple[SampleOfficer, ...]:
    """Somebody for every post that the shipped procedures need, in a few places."""
    return tuple(officer_of(node) for node in files.read("province", "officers"))


@cache
def sample_citizens() -> tuple[SampleCitizen, ...]:
    """The people who may sign in to file."""
    return tuple(_citizen(node) for node in files.read("province", "citizens"))


def officer_of(node: Node) -> SampleOfficer:
    """An officer as the data write one."""
    node.only("username", "full_name", "gender", "email", "phone", "posts")
    return SampleOfficer(
        node["username"].string(),
        node["full_name"].string(),
        node["gender"].string(),
        node["email"].string(),
        str(node["phone"].value),
        tuple(_post(item) for item in node["posts"].some()),
    )


def _post(node: Node) -> SamplePost:
    node.only("role", "kind", "place", "title", "signs_as", "granted_by")
    return SamplePost(
        node["role"].one_of(Role),
        node["kind"].string(),
        node["place"].string(),
        node["title"].text(),
        node.maybe("signs_as", Node.string) or "",
        node.maybe("granted_by", Node.string) or "",
    )


def _citizen(node: Node) -> SampleCitizen:
    address = node["address"].only("place", "detail")
    return SampleCitizen(
        node["username"].string(),
        node["full_name"].string(),
        node["citizen_no"].string(),
        node["birth_date"].day(),
        node["gender"].string(),
        address["place"].string(),
        address["detail"].string(),
        str(node["phone"].value),
        node["email"].string(),
    )
