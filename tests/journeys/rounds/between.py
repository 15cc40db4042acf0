"""What passes between officers: offers, opinions, approvals, promises moved, absences, numbers."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from procedures.acts.plan_absence import AbsencePlan, plan_absence
from procedures.lifecycle import Act, State
from procedures.records import Absence, Ticket
from procedures.uploads import Upload
from tests.acts.annexing import PERMIT, RESULT, annexed
from tests.acts.doing import acting
from tests.acts.intake import desk_of
from tests.acts.stages import Stages
from tests.factories import Life
from tests.journeys.rounds.look import Look
from tests.papers.blank import blank_paper

POLICE, HANDLER, AUTHORITY, DIVISION, BUILDING = (
    "congan.tanmy",
    "tuphap.tanmy",
    "chutich.tanmy",
    "truongqldt.bacgiang",
    "qldt.bacgiang",
)


def other_unit(stages: Stages) -> Iterator[Look]:
    """The unit that a dossier is offered to, or that is asked beside."""
    offered = stages.ready(State.IN_PROGRESS, Act.TAKE)
    yield Look("/xu-ly?hang=cho-nhan")
    yield Look(f"/xu-ly/{offered}")
    yield Look(f"/xu-ly/{offered}/nhan")
    yield Look(f"/xu-ly/{offered}/khong-nhan", {})
    asked = stages.ready(State.IN_PROGRESS, Act.GIVE_OPINION)
    yield Look(f"/xu-ly/{asked}")
    yield Look(f"/xu-ly/{asked}/cho-y-kien", {})


def giver(stages: Stages) -> Iterator[Look]:
    """Who offered it, who asks beside, who will be away."""
    yield Look(f"/xu-ly/{stages.ready(State.IN_PROGRESS, Act.RECALL)}/thu-hoi")
    police = stages.life.actor(POLICE).posts[0].unit_id
    yield Look(f"/xu-ly/{stages.at(State.IN_PROGRESS)}/lay-y-kien?don-vi={police}", {})
    yield Look(f"/xu-ly/{stages.ready(State.IN_PROGRESS, Act.GIVE_OPINION)}")
    yield Look("/xu-ly/vang-mat", {})
    yield Look(f"/xu-ly/vang-mat/{away(stages.life, HANDLER)}/ket-thuc")


def authority(stages: Stages) -> Iterator[Look]:
    """The leader who answers for a second request and for a new promise."""
    again = stages.ready(State.IN_PROGRESS, Act.ALLOW_SUPPLEMENT)
    yield Look(f"/xu-ly/{again}/cho-bo-sung-lan-hai", {})
    yield Look(f"/xu-ly/{stages.at(State.IN_PROGRESS)}/hen-lai", {})
    yield Look(f"/xu-ly/{stages.ready(State.IN_PROGRESS, Act.RECOUNT)}/tinh-lai")


def division(stages: Stages) -> Iterator[Look]:
    """The head of a division who approves before the leader signs, and files that go with it."""
    dossier_id = _with_drawings(stages)
    stages.life.propose(dossier_id)
    stages.life.work()
    yield Look(f"/xu-ly/{dossier_id}/duyet")
    yield Look(f"/xu-ly/{dossier_id}")


def building(stages: Stages) -> Iterator[Look]:
    """Who drafts a permit with the files that go with it; one of them is none."""
    path = f"/xu-ly/{_with_drawings(stages)}/trinh"
    yield Look(path, {"outcome": "granted", f"annex-file-{RESULT}": "%PDF-1.7 startxref %%EOF"})


def _with_drawings(stages: Stages) -> UUID:
    """A permit that is being drafted, two files beside the draft."""
    dossier_id = stages.fresh(State.IN_PROGRESS, PERMIT)
    for name in ("mat-bang.pdf", "mat-dung-truc-1-5.pdf"):
        annexed(stages.life, dossier_id, Upload(name, blank_paper()))
    return dossier_id


def counter(stages: Stages) -> Iterator[Look]:
    """What else the desk has: offers to take back, promises that moved, numbers to call."""
    yield Look(f"/mot-cua/{stages.ready(State.RECEIVED, Act.RECALL)}/thu-hoi")
    yield Look(f"/mot-cua/{stages.ready(State.IN_PROGRESS, Act.RECOUNT)}/tinh-lai")
    refused = stages.ready(State.REFUSED, Act.PROPOSE_REVOCATION)
    yield Look(f"/mot-cua/{refused}/de-nghi-thu-hoi", {})
    asked = stages.ready(State.REFUSED, Act.DISMISS_REVOCATION)
    yield Look(f"/mot-cua/{asked}/bo-de-nghi-thu-hoi", {})
    yield Look("/mot-cua/lich-thay-doi")
    desk_id = desk_of(stages.life)
    ticket_id = _queueing(stages.life, desk_id)
    yield Look(f"/mot-cua/lay-so/{desk_id}")
    yield Look(f"/mot-cua/so/{ticket_id}")
    yield Look(f"/mot-cua/goi-so/{desk_id}")
    yield Look(f"/mot-cua/bang-so/{desk_id}")


def _queueing(life: Life, desk_id: int) -> UUID:
    """One visitor called, two waiting; written down as they are, for the desk may be closed now."""
    with acting(life, life.actor("motcua.tanmy")) as call:
        here = (Ticket.unit_id == desk_id, Ticket.day == call.today)
        last = call.db.scalar(select(func.max(Ticket.number)).where(*here)) or 0
        tickets = [
            Ticket(unit_id=desk_id, day=call.today, number=n, errand=errand, taken_at=call.now)
            for n, errand in enumerate(("file", "ask", "return"), last + 1)
        ]
        tickets[0].called_at, tickets[0].counter = call.now, "2"
        call.db.add_all(tickets)
        call.db.flush()
        return tickets[1].id


def away(life: Life, username: str) -> UUID:
    """An absence of somebody's that has yet to begin, after all those that are planned."""
    person = life.actor(username).person_id
    assert person is not None
    with acting(life, life.actor("quantri")) as call:
        back = select(func.max(Absence.valid_to)).where(Absence.person_id == person)
        first = (call.db.scalar(back) or call.today) + timedelta(days=30)
        return plan_absence(call, AbsencePlan(person, first, first + timedelta(days=2)))
