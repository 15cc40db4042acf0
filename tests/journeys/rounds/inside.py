"""What officers see: the desk, the handlers, the leader."""

from collections.abc import Iterator
from uuid import UUID

from procedures.acts.order_export import order_control_slip
from procedures.lifecycle import Act, State
from procedures.people import Role
from tests.acts.doing import ACTS, done
from tests.acts.stages import Stages
from tests.journeys.rounds.look import Look

DESK, HANDLER, LEADER = "motcua.tanmy", "tuphap.tanmy", "chutich.tanmy"


def desk(stages: Stages) -> Iterator[Look]:
    """The counter: its queues, its dossiers, and every act with and without faults."""
    waiting, issued, unpaid = (
        f"/mot-cua/{stages.at(state)}"
        for state in (State.SUBMITTED, State.ISSUED, State.AWAITING_PAYMENT)
    )
    yield Look("/mot-cua")
    yield Look("/mot-cua?hang=cho-tra")
    yield Look("/mot-cua?q=khong-ai-ten-nhu-vay")
    yield Look(waiting)
    yield Look(issued)
    yield Look(f"{waiting}/tiep-nhan")
    yield Look(f"{issued}/phieu-kiem-soat")
    yield Look("/so-theo-doi")
    yield Look("/so-theo-doi?tu=2026-02-31&den=2026-03-01")
    yield Look("/so-theo-doi?tu=2020-01-01&den=2020-01-02")
    yield Look("/so-theo-doi/tep")
    with stages.life.services.transaction(stages.life.actor(DESK)) as call:
        order_control_slip(call, stages.at(State.ISSUED))
    yield Look("/so-theo-doi/tep?1")
    for path in (f"{waiting}/tu-choi", f"{waiting}/bo-sung"):
        yield Look(path, {})
    yield Look(f"/mot-cua/{stages.at(State.RECEIVED)}/chuyen?q=tu+phap")
    yield Look(f"{unpaid}/xac-nhan-nop-tien", {})
    yield Look(f"{issued}/tra-ket-qua", {})


def handler(stages: Stages) -> Iterator[Look]:
    """The inbox, a dossier, and every act that a handler has."""
    handled = f"/xu-ly/{stages.at(State.IN_PROGRESS)}"
    yield Look("/xu-ly")
    yield Look("/xu-ly?q=khong-ai-ten-nhu-vay")
    yield Look(handled)
    yield Look(f"{handled}/phieu-kiem-soat")
    yield Look("/so-theo-doi")
    yield Look(f"/xu-ly/{_sent_back(stages)}")
    for act in ("bo-sung", "nghia-vu-tai-chinh", "dung"):
        yield Look(f"{handled}/{act}", {})
    yield Look(f"{handled}/phan-cong")
    yield Look(f"{handled}/chuyen?q=tu+phap")
    yield Look(f"{handled}/trinh", {"outcome": "granted"})


def _sent_back(stages: Stages) -> UUID:
    dossier_id = stages.fresh(State.PROPOSED)
    who = stages.person(Role.LEADER, dossier_id)
    done(stages.life, who, ACTS[Act.SEND_BACK], dossier_id)
    return dossier_id


def leader(stages: Stages) -> Iterator[Look]:
    """What waits for a signature: read, signed, sent back."""
    proposed = f"/xu-ly/{stages.fresh(State.PROPOSED)}"
    yield Look(proposed)
    yield Look(f"{proposed}/ky", {})
    yield Look(f"{proposed}/tra-lai", {})
    printing = stages.fresh(State.IN_PROGRESS)
    stages.life.propose(printing)
    yield Look(f"/xu-ly/{printing}/ky")
