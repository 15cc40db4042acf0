"""What officers see: the desk, the handlers, the leader."""

from collections.abc import Iterator
from uuid import UUID

from procedures.acts.order_export import order_control_slip
from procedures.lifecycle import Act, State
from procedures.people import Role
from tests.acts.doing import ACTS, acting, done
from tests.acts.intake import begun, brought, ready, supplemented, taken, typed
from tests.acts.stages import Stages
from tests.factories import Life
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
    yield Look("/mot-cua?thu-tuc=khong-co-thu-tuc-nay")
    yield Look(waiting)
    yield Look(issued)
    yield Look(f"{waiting}/tiep-nhan")
    for path in (f"{waiting}/tu-choi", f"{waiting}/bo-sung"):
        yield Look(path, {})
    yield Look(f"/mot-cua/{stages.at(State.RECEIVED)}/chuyen?q=tu+phap")
    yield Look(f"{unpaid}/xac-nhan-nop-tien", {})
    yield Look(f"{issued}/tra-ket-qua", {})
    yield Look(f"{issued}/phieu-kiem-soat")
    yield from _register(stages)
    yield from _paper(stages.life)
    yield from _supplement(stages)


def _register(stages: Stages) -> Iterator[Look]:
    """The register of dossiers, and what was ordered of it."""
    yield Look("/so-theo-doi")
    yield Look("/so-theo-doi?tu=2026-02-31&den=2026-03-01")
    yield Look("/so-theo-doi?tu=2020-01-01&den=2020-01-02")
    with acting(stages.life, stages.life.actor(DESK)) as call:
        order_control_slip(call, stages.at(State.ISSUED))
    yield Look("/so-theo-doi/tep")
    yield Look("/so-theo-doi/so-lieu")


def _paper(life: Life) -> Iterator[Look]:
    """A dossier that comes on paper."""
    counter = "/mot-cua/tai-quay"
    yield Look(f"{counter}?q=khai+sinh")
    yield Look(f"{counter}/thu-tuc/1.001193", {"citizen_no": "024099000333"})
    draft_id = begun(life)
    typed(life, draft_id)
    yield Look(f"{counter}/nhap/{draft_id}/ket-thuc", {})
    yield Look(f"{counter}/{taken(life, ready(life)).dossier_id}/da-nhan")


def _supplement(stages: Stages) -> Iterator[Look]:
    """What an applicant brings to the counter because it was asked for."""
    yield Look(f"/mot-cua/{stages.at(State.AWAITING_SUPPLEMENT)}/nhan-bo-sung")
    asked = stages.fresh(State.INCOMPLETE)
    yield Look(f"/ho-so/nhap/{brought(stages.life, asked)}/xem-lai")
    yield Look(f"/mot-cua/tai-quay/nhap/{brought(stages.life, asked)}/ket-thuc", {})
    supplemented(stages.life, asked)
    yield Look(f"/mot-cua/{asked}/da-nhan-bo-sung")


def handler(stages: Stages) -> Iterator[Look]:
    """The inbox, a dossier, and every act that a handler has."""
    handled = f"/xu-ly/{stages.at(State.IN_PROGRESS)}"
    yield Look("/xu-ly")
    yield Look("/xu-ly?thu-tuc=khong-co-thu-tuc-nay")
    yield Look(handled)
    yield Look("/so-theo-doi")
    yield Look(f"/xu-ly/{_sent_back(stages)}")
    for act in ("bo-sung", "nghia-vu-tai-chinh", "dung"):
        yield Look(f"{handled}/{act}", {})
    yield Look(f"{handled}/phan-cong")
    yield Look(f"{handled}/phieu-kiem-soat")
    yield Look(f"{handled}/chuyen?q=tu+phap")
    yield Look(f"{handled}/trinh", {"outcome": "granted"})
    yield Look(f"/xu-ly/{stages.at(State.RETURNED)}/de-nghi-thu-hoi", {"ending": "replaced"})


def _sent_back(stages: Stages) -> UUID:
    dossier_id = stages.fresh(State.PROPOSED)
    who = stages.person(Role.LEADER, dossier_id)
    done(stages.life, who, ACTS[Act.SEND_BACK], dossier_id)
    return dossier_id


def leader(stages: Stages) -> Iterator[Look]:
    """What waits for a signature: read, signed, sent back."""
    proposed = f"/xu-ly/{stages.fresh(State.PROPOSED)}"
    yield Look("/xu-ly?hang=cho-ky&chon=tat-ca", {})
    yield Look(proposed)
    yield Look(f"{proposed}/ky", {})
    yield Look(f"{proposed}/tra-lai", {})
    yield Look("/xu-ly/thu-hoi")
    asked = f"/xu-ly/{stages.ready(State.RETURNED, Act.REVOKE)}"
    yield Look(asked)
    yield Look(f"{asked}/quyet-dinh-thu-hoi", {})
    yield Look(f"{asked}/bo-de-nghi-thu-hoi", {})
    printing = stages.fresh(State.IN_PROGRESS)
    stages.life.propose(printing)
    yield Look(f"/xu-ly/{printing}/ky")
