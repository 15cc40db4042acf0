"""PostgreSQL and Valkey that come along: they start, keep what they must, and leave nothing."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from redis import Redis

from portal.embedded import socket_folder
from portal.local.postgres import embedded_postgres
from portal.local.privileges import CannotStart, not_as_root, private_folder
from portal.local.valkey import embedded_valkey


def _driver(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def _running_on(folder: Path) -> list[int]:
    """Processes that name this folder, or work in it."""
    return [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if str(folder) in " ".join(process.info["cmdline"] or [])
    ]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data"
    assert _running_on(tmp_path) == []


def test_the_database_keeps_its_data_and_leaves_no_process(data: Path) -> None:
    with embedded_postgres(data) as url, psycopg.connect(_driver(url)) as db:
        db.execute("CREATE TABLE kept AS SELECT 7 AS n")
    assert _running_on(data) == []
    with embedded_postgres(data) as again, psycopg.connect(_driver(again)) as db:
        assert again == url
        assert db.execute("SELECT n FROM kept").fetchone() == (7,)


def test_the_portal_is_an_ordinary_role_that_may_use_the_extensions(data: Path) -> None:
    with embedded_postgres(data) as url, psycopg.connect(_driver(url)) as db:
        roles = "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        assert db.execute(roles).fetchone() == (False, True)
        for extension in ("unaccent", "pg_trgm", "btree_gist"):
            db.execute(f"CREATE EXTENSION {extension}")
        assert db.execute("SELECT upper('đặng ừ'), unaccent('Đặng')").fetchone() == (
            "ĐẶNG Ừ",
            "Dang",
        )


def test_a_killed_database_starts_again_beside_its_stale_pid_file(data: Path) -> None:
    with embedded_postgres(data):
        pid = int((data / "postmaster.pid").read_text().split()[0])
        children = psutil.Process(pid).children()
        psutil.Process(pid).kill()
        psutil.wait_procs(children, timeout=10)
    assert (data / "postmaster.pid").exists()
    with embedded_postgres(data) as url, psycopg.connect(_driver(url)) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)


def test_a_folder_with_a_long_name_will_do(tmp_path: Path) -> None:
    data = tmp_path / ("y" * 110)
    with embedded_postgres(data) as url, psycopg.connect(_driver(url)) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)
    assert not socket_folder(data).exists()


def test_the_queue_answers_and_keeps_nothing(data: Path) -> None:
    with embedded_valkey(data) as url, Redis.from_url(url) as queue:
        queue.set("key", "value")
    with embedded_valkey(data) as url, Redis.from_url(url) as queue:
        assert queue.get("key") is None
    assert [path.name for path in data.iterdir()] == []


def test_a_folder_that_is_a_link_is_not_taken_for_ours(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    with pytest.raises(CannotStart, match="somebody else"):
        private_folder(tmp_path / "link")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends itself to another user")
def test_a_lent_user_passes_a_folder_that_only_root_may_enter(tmp_path: Path) -> None:
    closed = tmp_path / "root-only"
    closed.mkdir(mode=0o700)
    program = closed / "program"
    program.write_text("")
    program.chmod(0o755)
    words = not_as_root(signal.SIGTERM, tmp_path / "data", program)
    seen = subprocess.run([*words, "test", "-x", str(program)], check=False)
    assert seen.returncode == 0
    who = subprocess.run([*words, "id", "-u"], capture_output=True, text=True, check=True)
    assert who.stdout.strip() != "0"
