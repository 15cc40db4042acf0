"""deny: whoever asks for somebody else's dossier learns nothing, and leaves a trace."""

from sqlalchemy import select

from procedures.acts.deny import trace_denial
from procedures.lifecycle import State
from procedures.records import LedgerEntry
from procedures.records.ledger import chain_hash
from procedures.tags import Tag
from tests.acts.doing import acting
from tests.acts.stages import Stages


def test_the_trace_says_who_asked_for_what_in_a_chain_of_its_own(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.SUBMITTED)
    stranger = life.actor("congdan2")
    for route in ("citizen.follow", "files.paper"):
        with acting(life, stranger) as call:
            trace_denial(call, dossier_id, route)
    with life.services.reading() as db:
        rows = select(LedgerEntry).where(LedgerEntry.stream == "access")
        chain = db.scalars(rows.order_by(LedgerEntry.seq)).all()
    assert chain[-1].tag == Tag.ACCESS_DENIED
    assert chain[-1].actor_id == stranger.person_id
    assert chain[-1].detail == {"dossier": str(dossier_id), "route": "files.paper"}
    assert chain[-1].dossier_id is None, "the dossier's own time line stays clean"
    assert chain[-1].prev_hash == chain[-2].hash
    assert all(entry.hash == chain_hash(entry) for entry in chain)
