"""The processes beside the web, loading nothing of it: `python -m portal.background QUEUE|sweep`.

`once ROW` carries out one effect and ends; the worker of exports begins one for each.

`flask --app wsgi worker QUEUE` and `flask --app wsgi sweep` do the same by way of the web.
"""

import gc
import itertools
import sys
import time
from typing import NoReturn

import structlog
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from portal import jobs, logs, outbox, reorganising
from portal.believing import at_start
from portal.settings import Settings
from portal.wiring import Services, export_services, services, worker_services
from procedures.acts.fetch_lists import order_lists
from procedures.acts.keep_words import forget_old_words
from procedures.acts.publish_revocations import renew_list
from procedures.acts.remind import remind
from procedures.acts.renewing import is_under_way
from procedures.acts.restamp import order_restamps
from procedures.acts.restamp_evidence import order_evidence_restamps
from procedures.acts.warn_of_keys import warn_of_keys
from procedures.acts.watch_orders import end_late
from procedures.acts.watch_signings import end_abandoned
from procedures.effects import Queue, RestampEvidence, RestampPaper
from procedures.preservation import load_policy

log = structlog.get_logger(__name__)
SWEEP_SECONDS = 2.0
SWEEPS_A_TIDYING = 1800
"""Once an hour is often enough for what has lain for weeks."""
TURNS_A_LOOK = 15
"""After so many turns the sweep looks for legs and reorganisations that are due: each 30 s."""
WORKER_SECONDS = 30
"""A worker says that it lives every half of this, so that /healthz soon misses a dead one."""


def work(shared: Services, queue: Queue, *, burst: bool = False) -> None:
    """Work one queue in this process; one queue each, so that no job falls between two."""
    jobs.install(worker_services(shared, queue))
    # What was loaded stays: looking all through it for garbage would take a thirtieth of the work.
    gc.freeze()
    SimpleWorker(
        [outbox.queue_of(shared, queue)],
        connection=shared.queue,
        serializer=JSONSerializer,
        worker_ttl=WORKER_SECONDS,
    ).work(burst=burst, logging_level="WARNING")


def sweep(shared: Services) -> NoReturn:
    """Bring lost effects back into the queue, again and again; a fault is logged and outlived."""
    aging = False
    for turn in itertools.count():
        try:
            outbox.push(shared)
            if turn % SWEEPS_A_TIDYING == 0 or (aging and turn % TURNS_A_LOOK == 0):
                aging = preserve(shared)
            if turn % SWEEPS_A_TIDYING == 0:
                tidy(shared)
                learn(shared)
            if turn % TURNS_A_LOOK == 0:
                watch(shared)
                reorganising.carry_out_due(shared)
        except Exception:
            log.exception("sweep failed")
        time.sleep(SWEEP_SECONDS)
    raise AssertionError


def watch(shared: Services) -> None:
    """Promise the reminders and the list that are due; end what nobody answers any more."""
    with shared.transaction() as call:
        told = remind(call)
        late = end_late(call)
        abandoned = end_abandoned(call)
        ending = warn_of_keys(call)
        renew_list(call)
    found = {
        "reminders": told,
        "late_orders": late,
        "abandoned_signings": abandoned,
        "ending_keys": ending,
    }
    if any(found.values()):
        log.info("watched", **found)


def preserve(shared: Services) -> bool:
    """Promise the next renewals of time stamps, papers' and evidence's; whether any go on."""
    with shared.transaction() as call:
        papers = order_restamps(call, load_policy())
        evidence = order_evidence_restamps(call, load_policy())
        more = is_under_way(call, RestampPaper, RestampEvidence)
    if papers or evidence:
        log.info("time stamps to renew", papers=papers, evidence=evidence)
    return more


def tidy(shared: Services) -> None:
    """Throw away words that officers typed long ago and never came back to."""
    with shared.transaction() as call:
        forgotten = forget_old_words(call)
    if forgotten:
        log.info("old words forgotten", forms=forgotten)


def learn(shared: Services) -> None:
    """Promise the authorities' newest lists of revoked certificates."""
    with shared.transaction() as call:
        order_lists(call)


def once(shared: Services, row_id: int) -> None:
    """Carry out one export; the process ends with it."""
    jobs.install(export_services(shared))
    jobs.carry_out(row_id)


def main(role: str, *more: str) -> None:
    """Be this process until told to stop."""
    settings = Settings.at_start()
    logs.configure(settings.log_level)
    shared = services(settings)
    at_start(settings.environment, shared.sessions)
    if role == "sweep":
        sweep(shared)
    if role == jobs.ONCE:
        once(shared, int(more[0]))
    else:
        work(shared, Queue(role))


if __name__ == "__main__":
    main(*sys.argv[1:])
