"""The supervisor: what it runs, in which order, again after a fall, and nothing left."""

import asyncio
import fcntl
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from portal.local.claim import claim
from portal.local.keeper import Keeper
from portal.local.plan import Plan, Process, plan
from portal.local.privileges import CannotStart
from portal.local.supervisor import Supervisor
from portal.local.web import on_starting, preparing
from portal.settings import Settings
from portal.wiring import services, worker_services
from procedures.effects import Queue

ROOT = Path(__file__).parent.parent.parent
SLEEPS = (sys.executable, "-c", "import time; time.sleep(600)")
DEAF = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)",
)
WEB = """
import http.server, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"ok": true}')
    def log_message(self, *_):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
"""


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(
        {
            "VAR_DIR": str(tmp_path / "var"),
            "PORT": str(free_port()),
            "PKI_URL": f"http://127.0.0.1:{free_port()}",
            "SAMPLE_SIGNER_URL": f"http://127.0.0.1:{free_port()}",
        }
    )


def small_plan(settings: Settings) -> Plan:
    """The real order with programs that do little, and no services."""
    return Plan(
        services=(),
        prepare=Process("prepare", ("echo", "xin chào")),
        serving=(Process("web", (sys.executable, "-c", WEB, str(settings.port))),),
        working=(Process("papers", SLEEPS), Process("deaf", DEAF)),
    )


def ours() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_the_plan_names_the_settings_in_its_commands(settings: Settings) -> None:
    steps = plan(replace(settings, paper_workers=2, web_threads=9))
    (web,) = steps.serving
    assert f"127.0.0.1:{settings.port}" in web.command
    assert web.command[web.command.index("--threads") + 1] == "9"
    assert [process.name for process in steps.working] == [
        "pki",
        "signer",
        "papers-1",
        "papers-2",
        "notices",
        "exports",
        "signings",
        "sweep",
    ]
    assert [service.name for service in steps.services] == ["postgres", "valkey"]


def test_what_is_not_ours_is_not_started(settings: Settings) -> None:
    elsewhere = replace(
        settings,
        test_pki=False,
        remote_signers="",
        database_url="postgresql+psycopg://u@db/d",
        redis_url="redis://queue",
    )
    steps = plan(elsewhere)
    assert steps.services == ()
    assert not {"pki", "signer"} & {process.name for process in steps.working}


def test_a_killed_process_is_started_again(tmp_path: Path) -> None:
    asyncio.run(_kill_and_see(tmp_path))


async def _kill_and_see(logs: Path) -> None:
    told: asyncio.Queue[str] = asyncio.Queue()
    keeper = Keeper(Process("papers", SLEEPS), logs, told.put_nowait)
    before = ours()
    keeper.start()
    first = await _grown(before)
    os.kill(first, signal.SIGKILL)
    assert await told.get() == "papers ended (-9), starting it again in 0.5 s"
    second = await _grown(before)
    assert second != first
    assert keeper.starts == 2
    await keeper.stop(5)
    assert ours() == before


async def _grown(before: set[int]) -> int:
    async with asyncio.timeout(20):
        while not (new := ours() - before):  # noqa: ASYNC110 - nobody tells of a birth
            await asyncio.sleep(0.01)
    return new.pop()


def test_the_pause_between_failures_grows(tmp_path: Path) -> None:
    assert asyncio.run(_fail_twice(tmp_path)) == [
        "broken ended (3), starting it again in 0.5 s",
        "broken ended (3), starting it again in 1 s",
    ]


async def _fail_twice(logs: Path) -> list[str]:
    told: asyncio.Queue[str] = asyncio.Queue()
    keeper = Keeper(Process("broken", ("sh", "-c", "exit 3")), logs, told.put_nowait)
    keeper.start()
    lines = [await told.get(), await told.get()]
    await keeper.stop(5)
    return lines


def test_it_comes_up_greets_and_leaves_nothing(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ours()
    asyncio.run(_up_and_down(Supervisor(settings, small_plan(settings)), capsys.readouterr))
    assert ours() == before


async def _up_and_down(supervisor: Supervisor, said: Callable[[], object]) -> None:
    running = asyncio.create_task(supervisor.run())
    out = ""
    async with asyncio.timeout(30):
        while "Ctrl-C" not in out:
            await asyncio.sleep(0.05)
            out += getattr(said(), "out", "")
    assert "xin chào" in out
    assert len(ours()) >= 3
    os.kill(os.getpid(), signal.SIGINT)
    async with asyncio.timeout(10):
        await running


def test_a_failed_preparation_ends_the_boot_with_what_it_said(settings: Settings) -> None:
    broken = replace(
        small_plan(settings),
        prepare=Process("prepare", ("sh", "-c", "echo khong xong >&2; exit 1")),
    )
    with pytest.raises(CannotStart, match=r"(?s)prepare failed \(1\).*khong xong"):
        asyncio.run(Supervisor(settings, broken).run())


def test_the_web_waits_for_the_end_of_the_preparation(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(settings.var_dir))
    asked: list[int] = []
    with preparing(settings.var_dir):
        monkeypatch.setattr(fcntl, "flock", lambda _file, how: asked.append(how))
        on_starting(None)
        monkeypatch.undo()
        with (settings.var_dir / "prepare.lock").open() as lock, pytest.raises(BlockingIOError):
            fcntl.flock(lock, asked[0] | fcntl.LOCK_NB)
    with (settings.var_dir / "prepare.lock").open() as lock:
        fcntl.flock(lock, asked[0] | fcntl.LOCK_NB)


def test_a_second_run_on_the_same_data_is_told_of_the_first(settings: Settings) -> None:
    with claim(settings):
        refused = pytest.raises(CannotStart, match=f"already running: http://.*{settings.port}")
        with refused, claim(settings):
            pass


def test_a_taken_port_is_said_in_one_line(settings: Settings) -> None:
    with socket.socket() as other:
        other.bind((settings.host, settings.port))
        other.listen()
        refused = pytest.raises(CannotStart, match=f":{settings.port} .*set PORT to another$")
        with refused, claim(settings):
            pass


def test_the_list_of_processes_knows_only_what_exists() -> None:
    file = ROOT / "portal" / "local" / "processes.json"
    table = json.loads(file.read_text(encoding="utf-8"))
    assert importlib.util.find_spec(table["prepare"][2])
    roles = {row["command"][3] for row in table["working"] if "portal.background" in row["command"]}
    assert roles == {*Queue, "sweep"}


def test_the_notices_worker_is_given_neither_press_nor_seal(settings: Settings) -> None:
    given = worker_services(services(settings), Queue.NOTICES)
    with pytest.raises(RuntimeError, match="has no key"):
        getattr(given.seal, "key")  # noqa: B009 - no seal has this, and ours must not have any


def test_a_background_process_loads_nothing_of_the_web() -> None:
    loaded = "import sys, portal.background, portal.preparing"
    seen = f"{loaded}; print(sorted({{'wsgi', 'wtforms'}} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", seen], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
