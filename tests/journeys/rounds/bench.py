"""What officers keep and do on the side: notes, saved views, keys, many dossiers at once."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from procedures.acts.bulk import BulkOutcome, Order, Pick, begin, claim, settle
from procedures.acts.keep_view import keep_view
from procedures.acts.write_note import write_note
from procedures.lifecycle import State
from tests.acts.stages import Stages
from tests.factories import Life
from tests.journeys.rounds.look import Look

DESK, HANDLER = "motcua.tanmy", "tuphap.tanmy"
BENCH = "/ban-lam-viec"


def desk_bench(stages: Stages) -> Iterator[Look]:
    """At the counter."""
    yield from _views(stages.life)
    yield from _bench(stages, DESK, "desk", "mot-cua", "cho-tra")
    yield Look(f"{BENCH}/phim-tat")


def office_bench(stages: Stages) -> Iterator[Look]:
    """In an office, with a message that waits."""
    dossier_id, life = stages.fresh(State.IN_PROGRESS), stages.life
    reader = life.actor(HANDLER).person_id
    assert reader is not None
    with life.services.transaction(life.actor(DESK)) as call:
        write_note(call, dossier_id, "Người dân xin nhận kết quả sớm,\nnhờ xem giúp", [reader])
    yield Look("/xu-ly?hang=tin-moi")
    yield Look(f"/xu-ly/{dossier_id}")
    yield Look("/xu-ly?hang=don-vi&han=qua-han&trang-thai=in_progress&chon=tat-ca")
    yield from _bench(stages, HANDLER, "office", "xu-ly", "don-vi")


def _bench(stages: Stages, who: str, room: str, path: str, queue: str) -> Iterator[Look]:
    note = f"/{path}/{stages.at(State.IN_PROGRESS)}/ghi-chu"
    yield Look(note)
    yield Look(note, {})
    _kept(stages.life, who, room, queue)
    yield Look(f"/{path}?hang={queue}")
    yield Look(f"/{path}/hang-loat/{_ended_run(stages, who, room)}")


def _views(life: Life) -> Iterator[Look]:
    """Queues under names, on pages that both rooms share."""
    yield Look(f"{BENCH}/cach-xem")
    yield Look(f"{BENCH}/cach-xem/moi/desk?hang=cho-tra&tim=a", {})
    view_id = _kept(life, DESK, "desk", "cho-tra")
    yield Look(f"{BENCH}/cach-xem?1")
    yield Look(f"{BENCH}/cach-xem/{view_id}/ten", {"ten": " "})
    yield Look(f"{BENCH}/cach-xem/{view_id}/xoa")


def _kept(life: Life, who: str, room: str, queue: str) -> UUID:
    with life.services.transaction(life.actor(who)) as call:
        return keep_view(call, room, f"Việc gấp {uuid4().hex[:6]}", f"hang={queue}")


def _ended_run(stages: Stages, who: str, room: str) -> UUID:
    """A run with one dossier of each outcome."""
    run_id, life = uuid4(), stages.life
    dossier_id = stages.at(State.IN_PROGRESS)
    picks = [Pick(dossier_id, number) for number, _ in enumerate(BulkOutcome, start=1)]
    with life.services.transaction(life.actor(who)) as call:
        begin(call, run_id, Order(room, "chuyen", {"note": ""}), picks)
        for ordinal, outcome in enumerate(BulkOutcome):
            item = claim(call, run_id, ordinal)
            assert item is not None
            settle(call, item, outcome, "" if outcome is BulkOutcome.DONE else "Vì lý do này.")
    return run_id
