"""The province that the sample one became one with on 2025-07-01: its old tree, a few officers.

Nothing of it is needed before a reorganisation is prepared, so it is loaded on demand.
"""

from functools import cache

from procedures.catalogue import files
from procedures.catalogue.agencies import units_over
from procedures.catalogue.places import places_of
from procedures.catalogue.sample import SampleOfficer, officer_of
from procedures.routing import Place, Unit


@cache
def neighbour_places() -> tuple[Place, ...]:
    """Every place, wider places first."""
    return places_of(files.read("province", "neighbour")["province"].string())


@cache
def neighbour_units() -> tuple[Unit, ...]:
    """Every agency and desk, by the same patterns as those of the sample province."""
    root = files.read("province", "neighbour")["agency_root"].string()
    return units_over(neighbour_places(), root)


@cache
def neighbour_officers() -> tuple[SampleOfficer, ...]:
    """Somebody who receives, handles and signs, at one commune."""
    return tuple(officer_of(node) for node in files.read("province", "neighbour")["officers"])
