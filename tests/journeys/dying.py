"""A worker process that kills itself with SIGKILL at a named point of carrying out an effect.

A worker loads for seconds and dies at once; so one process loads, and each death is of its fork.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rq import SimpleWorker
from rq.serializers import JSONSerializer

from portal import jobs, outbox
from portal.settings import Settings
from portal.wiring import WorkerServices, services, worker_services
from procedures.effects import Queue, from_row
from procedures.papers import seal as sealing
from procedures.records import OutboxRow

STEPS = ("claim", "render", "seal", "sign", "stamp", "put", "do", "push")
"""What carrying out an effect consists of, as far as a death can fall before or behind it."""


@dataclass(frozen=True, slots=True)
class Point:
    """`effect` is the effect at hand, `step` the step, `when` "before" or "after"."""

    effect: str
    step: str
    when: str

    def __str__(self) -> str:
        return f"{self.effect}-{self.when}-{self.step}"


POINTS = (
    *(Point("RenderPaper", s, w) for s in ("claim", "render", "put") for w in ("before", "after")),
    Point("RenderPaper", "do", "after"),
    Point("RenderPaper", "push", "before"),
    *(Point("IssuePaper", s, w) for s in ("seal", "put") for w in ("before", "after")),
    Point("IssuePaper", "do", "after"),
    Point("IssuePaper", "push", "before"),
    Point("IssuePaper", "stamp", "before"),
)
BETWEEN = (
    Point("IssuePaper", "sign", "after"),
    Point("IssuePaper", "stamp", "before"),
    Point("IssuePaper", "stamp", "after"),
)
"""Of a decision: between leader and seal, between seal and time stamp, and before the store."""


LONGEST = 60
"""Seconds after which a worker that has not died fails its test."""
_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload([__name__, "procedures.papers.outfit", "procedures.papers.press"])


def killed_at(settings: Settings, point: Point) -> int | None:
    """Work the papers queue in a process that dies at the point; its exit code, if it died."""
    worker = _forking.Process(target=_work_until, args=(_environment(settings), point))
    worker.start()
    worker.join(LONGEST)
    code = worker.exitcode
    worker.kill()
    worker.join()
    worker.close()
    return code


def _environment(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "VAR_DIR": str(settings.var_dir),
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "PKI_DIR": str(settings.pki_dir),
        "PKI_URL": settings.pki_url,
        "SECRET_KEY": settings.secret_key,
        "BLOB_URL": settings.blob_url,
    }


def work(workers: WorkerServices) -> None:
    """Work the papers queue empty in this process, as a worker does."""
    jobs.install(workers)
    queue = outbox.queue_of(workers.shared, Queue.PAPERS)
    SimpleWorker([queue], connection=workers.shared.queue, serializer=JSONSerializer).work(
        burst=True, logging_level="ERROR"
    )


def _work_until(environment: Mapping[str, str], point: Point) -> None:
    own = services(Settings.from_env(environment))
    mine = worker_services(own)
    _arm(mine, point)
    work(mine)


class _At:
    effect = ""


def _arm(mine: WorkerServices, point: Point) -> None:
    """Put the death where the point says."""

    def around(step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def stepping(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever it wraps
            _die_if(point, step, "before")
            result = function(*args, **kwargs)
            _die_if(point, step, "after")
            return result

        return stepping

    def claim(call: Any, row_id: int) -> Any:  # noqa: ANN401 - wraps a private function
        row = call.db.get(OutboxRow, row_id)
        _At.effect = type(from_row(row.effect, row.payload)).__name__
        return around("claim", claimed)(call, row_id)

    claimed = jobs._claim  # noqa: SLF001 - the death falls around it
    jobs._claim = claim  # noqa: SLF001
    jobs._do = around("do", jobs._do)  # noqa: SLF001
    outbox.push = around("push", outbox.push)
    for name in ("sign", "stamp"):
        setattr(sealing, name, around(name, getattr(sealing, name)))
    for part, step in ((mine.press, "render"), (mine.seal, "apply"), (mine.shared.blobs, "put")):
        name = "seal" if step == "apply" else step
        setattr(part, step, around(name, getattr(part, step)))


def _die_if(point: Point, step: str, when: str) -> None:
    if (point.effect, point.step, point.when) == (_At.effect, step, when):
        os.kill(os.getpid(), signal.SIGKILL)
