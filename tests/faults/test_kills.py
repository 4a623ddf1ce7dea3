"""kill -9 of worker, web and database while the county comes together: the register ends as if nothing had happened."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bole.runtime import postgres

ROOT = Path(__file__).resolve().parents[2]
BOLE = Path(sys.executable).with_name("bole")
PEOPLE = 600
LAYOUTS = 22
SERVICES = ("web", "intake-1", "intake-2", "worker")
FACTS = """
select source, rows_in, rows_accepted, rows_rejected, rows_unchanged, rows_excluded from sources_batch order by source
"""


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bole-faults-") as name:
        Path(name).chmod(0o755)
        yield Path(name)
        for instance in ("quiet", "shaken"):
            postgres.discard(Path(name) / instance)


def environment(var: Path, **more: str) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("BOLE_", "DJANGO_", "PYTEST_"))}
    return {**clean, "BOLE_VAR": str(var), "PEOPLE": str(PEOPLE), **more}


def socket_of(var: Path) -> str:
    text = (var / "pg" / "data" / "bole.conf").read_text()
    found = re.search(r"unix_socket_directories = '([^']+)'", text)
    assert found is not None
    return found[1]


def connect(var: Path) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(f"host={socket_of(var)} dbname=bole user=bole_app", autocommit=True)


def children_of(pid: int) -> dict[str, int]:
    """The supervisor's services by the name that `ps` shows."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        name = Path(f"/proc/{child}/comm").read_text().strip().removeprefix("bole-")
        if name in SERVICES:
            found[name] = int(child)
    return found


def postmaster(var: Path) -> int:
    return int((var / "pg" / "data" / "postmaster.pid").read_text().splitlines()[0])


def published(var: Path) -> int:
    try:
        with connect(var) as database:
            row = database.execute("select count(*) from sources_batch where status = 'published'").fetchone()
            return int(str(row[0])) if row else 0
    except (psycopg.Error, FileNotFoundError, AssertionError):
        return -1


def undisturbed(place: Path) -> list[tuple[object, ...]]:
    """The same files, taken in one quiet run of the command line."""
    var = place / "quiet"
    subprocess.run(
        [sys.executable, "-m", "demo", "--people", str(PEOPLE), "--out", str(place / "files")],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    files = sorted(str(path) for path in (place / "files").glob("S*"))
    result = subprocess.run(
        [BOLE, "intake", "load", *files, "--json"], env=environment(var), capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    assert json.loads(result.stdout.splitlines()[-1])["ok"]
    return picture(var)


def picture(var: Path) -> list[tuple[object, ...]]:
    """Counts of every batch, and how many people stand in the register with how many records."""
    subprocess.run([BOLE, "intake", "status", "--json"], env=environment(var), capture_output=True, check=True)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD], env=environment(var), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        with connect(var) as database:
            people = database.execute("select count(*), sum(record_count) from registry_person").fetchone()
            return [*database.execute(FACTS).fetchall(), *([people] if people else [])]
    finally:
        holder.communicate()


HOLD = "import sys\nfrom bole.runtime import postgres\npostgres.ensure_running()\nprint('up', flush=True)\nsys.stdin.read()\n"


def disturbed(place: Path, seed: int, kills: int) -> list[tuple[object, ...]]:
    """`bole run`, with processes killed at random moments until all files are in."""
    choice = random.Random(seed)
    var = place / "shaken"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (place / "run.log").open("w")
    process = subprocess.Popen([BOLE, "run"], env=environment(var, PORT=str(port)), stdout=log, stderr=log, cwd=ROOT)
    try:
        deadline = time.monotonic() + 420
        while "worker" not in children_of(process.pid):  # the instance is prepared, the services run
            assert process.poll() is None, (place / "run.log").read_text()[-2000:]
            assert time.monotonic() < deadline
            time.sleep(0.3)
        for _ in range(kills):
            time.sleep(choice.uniform(0.5, 4.0))
            victims = {**children_of(process.pid), "postgres": postmaster(var)}
            os.kill(victims[choice.choice(sorted(victims))], signal.SIGKILL)
            while published(var) < 0:
                assert process.poll() is None, "the supervisor ended: " + (place / "run.log").read_text()[-3000:]
                assert time.monotonic() < deadline, (place / "run.log").read_text()[-3000:]
                time.sleep(0.2)
        while published(var) < LAYOUTS or not (var / "demo" / "fed").exists():
            assert time.monotonic() < deadline, (published(var), (place / "run.log").read_text()[-3000:])
            time.sleep(0.5)
    finally:
        process.terminate()
        process.wait(60)
        log.close()
    return picture(var)


def test_three_kills_while_the_county_comes_together_change_nothing(place: Path) -> None:
    assert disturbed(place, seed=7, kills=3) == undisturbed(place)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(20))
def test_many_kills_change_nothing(place: Path, seed: int) -> None:
    assert disturbed(place, seed=seed, kills=6) == undisturbed(place)
