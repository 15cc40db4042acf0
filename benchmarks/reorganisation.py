"""A reorganisation with many dossiers in flight, against the bare UPDATEs of the same rows."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

import psycopg

from benchmarks.cast import cast_of
from benchmarks.crowd import Crowd
from benchmarks.ground import Ground, plain_url
from benchmarks.line import Line, compared
from benchmarks.stopwatch import Series
from portal.wiring import Services, utc_now
from procedures.acts.apply_reorganisation import Applied, apply_reorganisation
from procedures.acts.approve_reorganisation import approve_reorganisation
from procedures.acts.call import LOCAL_ZONE, Call
from procedures.acts.choose_successors import choose_successors
from procedures.acts.prepare_reorganisation import prepare_reorganisation
from procedures.reads.administration.reform_plan import derived_plan
from procedures.records import Reorganisation
from procedures.records.weighing import weigh
from procedures.reform import Choices, Matter, decided_by
from tests.factories import Life

OFFICER = "tuphap.tanmy"
ADMIN, SECOND = "quantri", "quantri2"

PAPERS = """
INSERT INTO paper (id, dossier_id, kind, occasion, is_result, title, decision_id, unit_id,
                   signer_post_id, number, symbol, year, dated, context, state, void_reason,
                   printed_sha256, verify_code, created_at)
SELECT gen_random_uuid(), d.id, 'giay-khai-sinh', 1, true, '{"vi": "a", "en": "a"}',
       decision.id, d.holder_unit_id, decision.signer_post_id,
       row_number() OVER (PARTITION BY d.holder_unit_id), 'GKS', 2026, current_date,
       jsonb_build_object('body', repeat('x', 2000)), 'printed', '', repeat('0', 64),
       substr(md5(d.id::text), 1, 16), now()
FROM dossier d JOIN decision ON decision.dossier_id = d.id
WHERE d.state = 'proposed'
"""
BARE = (
    """
    UPDATE dossier SET place_id = target.place_id, desk_unit_id = target.id,
                       holder_unit_id = target.id, version = version + 1
    FROM (SELECT id, place_id FROM unit ORDER BY id DESC LIMIT 1) AS target
    WHERE holder_unit_id IS NOT NULL
    """,
    """
    UPDATE leg SET unit_id = target.id
    FROM dossier, (SELECT id FROM unit ORDER BY id DESC LIMIT 1) AS target
    WHERE dossier.id = leg.dossier_id AND dossier.holder_unit_id IS NOT NULL
      AND leg.closed_at IS NULL
    """,
    "UPDATE paper SET state = 'void', void_reason = 'x', decision_id = NULL",
)


def measure(ground: Ground) -> Iterator[Line]:
    """Once each: a province is reorganised once. Loading is not counted."""
    shared = ground.furnished("reorganisation")
    count = ground.size.in_flight
    with psycopg.connect(ground.superuser_url(shared)) as db:
        Crowd(cast_of(db, OFFICER), count, count, ground.size.ledger, utc_now()).load(db)
        db.execute(PAPERS)
    shared.engine.dispose()
    bare = ground.clone("reorganisation", "reorganisation_bare")
    made, noon = _approved(shared)
    ours, theirs = Series(), Series()
    done: list[Applied] = []
    ours.take(lambda _turn: done.append(_applied(shared, made, noon)), 0)
    theirs.take(lambda _turn: _bare(plain_url(bare)), 0)
    shared.engine.dispose()
    yield compared(
        f"reorganisation of {done[0].dossiers:,} dossiers in flight",
        ours,
        theirs,
        to="the bare UPDATEs of dossiers, legs and papers, in one transaction",
        note=(
            f"the change of 2025-07-01 over the sample province: {done[0].posts} posts, "
            f"{done[0].papers:,} unsigned results printed anew, {done[0].dossiers:,} ledger rows"
        ),
    )


def _approved(shared: Services) -> tuple[UUID, datetime]:
    """The derived plan for tomorrow with everything decided as proposed; and tomorrow's noon."""
    first, second = map(Life(shared).actor, (ADMIN, SECOND))
    with shared.transaction(first) as call:
        day = call.today + timedelta(days=1)
        body = derived_plan(call.db, call.today, day)
        made = prepare_reorganisation(call, body)
        row = call.db.get_one(Reorganisation, made)
        choices = _as_proposed(call, row)
        choose_successors(call, made, choices, row.choices)
    with shared.transaction(second) as call:
        seen = call.db.get_one(Reorganisation, made).fingerprint
        approve_reorganisation(call, made, seen)
    return made, datetime.combine(day, time(12), LOCAL_ZONE)


def _as_proposed(call: Call, row: Reorganisation) -> Choices:
    answers: dict[Matter, dict[str, str]] = {}
    for each in weigh(call.db, row.plan, row.choices, call.today).ambiguities:
        answers.setdefault(each.matter, {})[each.subject] = each.proposed
    return decided_by(answers, Choices())


def _applied(shared: Services, made: UUID, noon: datetime) -> Applied:
    def told(done: int, total: int) -> None:
        sys.stderr.write(f"\r{done:,} of {total:,} dossiers")

    with shared.aside() as call:
        done = apply_reorganisation(replace(call, now=noon), made, told)
    sys.stderr.write("\n")
    return done


def _bare(url: str) -> None:
    with psycopg.connect(url) as db:
        for statement in BARE:
            db.execute(statement)
