"""Which pages each person opens on a dossier's way, and what they send to see what comes back."""

from tests.factories import CITIZEN
from tests.journeys.rounds.bench import desk_bench, office_bench
from tests.journeys.rounds.between import (
    AUTHORITY,
    BUILDING,
    DIVISION,
    POLICE,
    authority,
    building,
    counter,
    division,
    giver,
    other_unit,
)
from tests.journeys.rounds.inside import DESK, HANDLER, LEADER, desk, handler, leader
from tests.journeys.rounds.look import Round
from tests.journeys.rounds.outside import anybody, cosigning, filling, following, newcomer
from tests.journeys.rounds.ruling import ADMIN, admin

OUTSIDE = (
    Round("anybody", "", anybody),
    Round("filling", CITIZEN, filling),
    Round("following", CITIZEN, following),
    Round("cosigning", "congdan3", cosigning),
    Round("newcomer", "congdan4", newcomer),
)
INSIDE = (
    Round("desk", DESK, desk),
    Round("handler", HANDLER, handler),
    Round("leader", LEADER, leader),
    Round("counter", DESK, counter),
    Round("other unit", POLICE, other_unit),
    Round("giver", HANDLER, giver),
    Round("authority", AUTHORITY, authority),
    Round("division", DIVISION, division),
    Round("building", BUILDING, building),
    Round("desk bench", DESK, desk_bench),
    Round("office bench", HANDLER, office_bench),
)
RULING = (Round("admin", ADMIN, admin),)
