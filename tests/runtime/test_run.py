"""`bole run` as a user meets it: the first page, a second start, and nothing left behind however it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bole.runtime import postgres

BOLE = Path(sys.executable).with_name("bole")
PATIENCE_S = 120


@pytest.fixture
def var() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bole-run-") as name:
        Path(name).chmod(0o755)
        yield Path(name) / "var"
        postgres.discard(Path(name) / "var")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(var: Path, port: int, *, demo: bool = False) -> subprocess.Popen[bytes]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("BOLE_", "DJANGO_", "PYTEST_"))}
    environment = {**clean, "BOLE_VAR": str(var), "PORT": str(port), "PEOPLE": "500000"}
    log = (var.parent / "run.log").open("ab")
    return subprocess.Popen(
        [BOLE, "run", *([] if demo else ["--no-demo"])], env=environment, stdout=log, stderr=log, cwd=var.parent
    )


def page(port: int) -> str:
    """The front page, as soon as anybody listens; only one question is asked."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        assert time.monotonic() < deadline
        time.sleep(0.05)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE_S) as answer:
        return str(answer.read().decode())


def postmaster(var: Path) -> int | None:
    file = var / "pg" / "data" / "postmaster.pid"
    lines = (
        file.read_text().splitlines() if file.exists() else []
    )  # PostgreSQL makes the file before it writes the number
    return int(lines[0]) if lines else None


def until(condition: object, seconds: int = PATIENCE_S) -> bool:
    """True as soon as the condition holds, False when it does not come true in time."""
    for _ in range(seconds * 10):
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


def test_whoever_asks_before_anything_is_ready_gets_the_page(var: Path) -> None:
    """On an empty folder; and again after the supervisor was killed, which takes its processes along."""
    port = free_port()
    process = start(var, port)
    try:
        assert "伯乐" in page(port)
        process.kill()
        process.wait()
        assert until(lambda: postmaster(var) is None), "the last of its processes stops the server"
        process = start(var, port)
        assert "伯乐" in page(port)
    finally:
        process.terminate()
        assert process.wait(60) == 0, (var.parent / "run.log").read_text()
    assert postmaster(var) is None


def test_a_start_that_is_broken_off_leaves_nothing_behind(var: Path) -> None:
    process = start(var, free_port())
    assert until(lambda: postmaster(var) is not None)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 130, (var.parent / "run.log").read_text()[-3000:]
    assert postmaster(var) is None


def generators(var: Path) -> list[int]:
    """Processes that write the demo county of this instance."""
    return [
        int(folder.name)
        for folder in Path("/proc").iterdir()
        if folder.name.isdigit() and _mentions(folder, f"{var}/demo")
    ]


def _mentions(process: Path, word: str) -> bool:
    try:
        return word in (process / "cmdline").read_bytes().decode(errors="replace")
    except OSError:  # it has just ended
        return False


def test_the_generator_of_the_demo_county_ends_with_the_instance(var: Path) -> None:
    """A second one would write into the same files."""
    process = start(var, free_port(), demo=True)
    assert until(lambda: generators(var))
    process.terminate()
    process.wait(60)
    assert until(lambda: not generators(var), 10)
    assert not (var / "demo" / "fed").exists()


def test_a_taken_port_is_named_and_nothing_starts(var: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        process = start(var, int(other.getsockname()[1]))
        assert process.wait(60) == 1
    assert "已被占用" in (var.parent / "run.log").read_text()
    assert not (var / "pg").exists()
