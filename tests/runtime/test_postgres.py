"""The launcher: one server per instance, closed to others, alive after a kill, gone with its last user."""

from __future__ import annotations

import os
import pwd
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bole.runtime import postgres

ROOT = Path(__file__).resolve().parents[2]
LAST_USER_ENDS = "from bole.runtime import postgres\nprint(postgres.ensure_running())\n"
KILL_AND_RETURN = """
import os, signal, time, psycopg
from bole.runtime import postgres
dsn = postgres.ensure_running()
cluster = postgres.locate()
with psycopg.connect(dsn.replace("bole_app", "bole_owner"), autocommit=True) as c:
    c.execute("create table kept (n int)"); c.execute("insert into kept values (42)")
pid = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
os.kill(pid, signal.SIGKILL)
while postgres.is_alive(cluster): time.sleep(0.05)
time.sleep(0.5)
postgres.start_again(cluster)
with psycopg.connect(dsn) as c:
    print(c.execute("select n from kept").fetchone()[0])
"""
FACTS = """
import psycopg
from bole.runtime import postgres
dsn = postgres.ensure_running()
with psycopg.connect(dsn) as c:
    one = lambda q: c.execute(q).fetchone()[0]
    print(one("select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles where rolname = current_user"),
          repr(one("show listen_addresses")), one("show data_checksums"), one("select cardinality(show_trgm('王小明')) > 0"))
    try:
        c.execute("create table mine (n int)"); print("may create")
    except psycopg.errors.InsufficientPrivilege:
        print("may not create")
"""


def run(code: str, var: Path, *, user: str | None = None, python: str = sys.executable) -> str:
    libraries = Path(psycopg.__file__).parents[1]  # a system Python borrows the environment's packages
    path = f"{ROOT / 'src'}:{libraries}"
    environment = {**os.environ, "BOLE_VAR": str(var), "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("DATABASE_URL", None)
    result = subprocess.run([python, "-c", code], env=environment, capture_output=True, text=True, user=user, cwd="/")
    assert result.returncode == 0, result.stderr[-2000:]
    return result.stdout.strip()


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder whose name has a space and Chinese characters, open to walk through like most."""
    with tempfile.TemporaryDirectory(prefix="bole ") as name:
        path = Path(name) / "实例 一"
        Path(name).chmod(0o755)
        path.mkdir()
        yield path
        postgres.discard(path)


def server_pid(var: Path) -> int | None:
    file = var / "pg" / "data" / "postmaster.pid"
    return int(file.read_text().splitlines()[0]) if file.exists() else None


def test_the_application_role_has_no_powers_and_no_port_is_open(place: Path) -> None:
    assert run(FACTS, place).splitlines() == ["False '' on True", "may not create"]


def test_the_last_user_stops_the_server(place: Path) -> None:
    run(LAST_USER_ENDS, place)
    assert server_pid(place) is None


def test_an_acknowledged_row_survives_a_kill_of_the_server(place: Path) -> None:
    assert run(KILL_AND_RETURN, place) == "42"


def test_a_server_left_by_a_killed_user_is_found_and_stopped(place: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", LAST_USER_ENDS + "import os\nos.kill(os.getpid(), 9)"],
        env={**os.environ, "BOLE_VAR": str(place), "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.DEVNULL,
    )
    assert process.wait() == -signal.SIGKILL
    assert server_pid(place) is not None
    run(LAST_USER_ENDS, place)
    assert server_pid(place) is None


def test_permissions_of_parent_folders_are_left_alone() -> None:
    """Below a folder closed to others the cluster of root stands elsewhere; the folder stays as it was."""
    with tempfile.TemporaryDirectory() as name:
        closed = Path(name) / "home"
        closed.mkdir(mode=0o700)
        (closed / "var").mkdir()
        try:
            run(LAST_USER_ENDS, closed / "var")
            assert stat.S_IMODE(closed.stat().st_mode) == 0o700
            if os.geteuid() == 0:
                assert not (closed / "var" / "pg").exists()
                assert any((folder / "data").exists() for folder in postgres.outside(closed / "var"))
        finally:
            postgres.discard(closed / "var")
        assert not any(folder.exists() for folder in postgres.outside(closed / "var"))


def test_a_strict_umask_keeps_the_server_from_nothing(place: Path) -> None:
    """Wherever its files come to stand, the server's own user can read them, at the first start and at the next."""
    instance = place.parent / "not there yet"
    strict = "import os\nos.umask(0o077)\n" + LAST_USER_ENDS
    try:
        first = run(strict, instance)
        assert "user=bole_app" in first
        assert run(strict, instance) == first
    finally:
        postgres.discard(instance)


def test_an_ordinary_user_runs_its_own_server() -> None:
    if os.geteuid() != 0:
        return  # the other tests of this file have run as an ordinary user already
    entry = pwd.getpwnam("nobody")
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        var = Path(name) / "var"
        var.mkdir()
        os.chown(var, entry.pw_uid, entry.pw_gid)
        assert "user=bole_app" in run(LAST_USER_ENDS, var, user="nobody", python="/usr/bin/python3")
        assert (var / "pg" / "data").stat().st_uid == entry.pw_uid


def test_what_stands_in_database_url_after_the_question_mark_counts() -> None:
    """A server that asks for TLS, or one behind a socket, is named there; our own limits come on top."""
    code = "from bole.main.settings import DATABASES\nprint(sorted(DATABASES['default']['OPTIONS']))"
    environment = {**os.environ, "DATABASE_URL": "postgresql://bole@db.example/bole?sslmode=verify-full"}
    found = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "['connect_timeout', 'options', 'pool', 'sslmode']"
