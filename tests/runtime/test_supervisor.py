"""The supervisor restarts what dies, backs off from what keeps dying, and takes everybody along when it ends."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bole.runtime.supervisor import Service, Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
PARENT = """
import sys
from bole.runtime.supervisor import Service, Supervisor
service = Service("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
supervisor = Supervisor([service])
supervisor.step(0.0)
print(service.process.pid, flush=True)
import time; time.sleep(60)
"""


def wait_until_gone(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_killed_process_comes_back() -> None:
    service = Service("sleeper", SLEEPER)
    supervisor = Supervisor([service], out=io.StringIO())
    supervisor.step(0.0)
    assert service.process is not None
    first = service.process.pid
    os.kill(first, signal.SIGKILL)
    service.process.wait()
    supervisor.step(1.0)
    supervisor.step(2.0)
    assert service.process is not None
    assert service.process.pid != first
    supervisor.stop_all()
    assert wait_until_gone(service.process.pid)


def test_a_process_that_keeps_dying_is_tried_ever_more_slowly() -> None:
    service = Service("broken", [sys.executable, "-c", "raise SystemExit(3)"])
    out = io.StringIO()
    supervisor = Supervisor([service], out=out)
    delays = []
    now = 0.0
    for _ in range(6):
        supervisor.step(now)
        assert service.process is not None
        service.process.wait()
        supervisor.step(now)
        delays.append(service.delay)
        now = service.next_start
    assert delays == [0.5, 1.0, 2.0, 4.0, 8.0, 10.0]
    assert "broken" in out.getvalue()


def test_a_job_that_is_done_is_not_repeated() -> None:
    service = Service("job", [sys.executable, "-c", "pass"], restart=False)
    supervisor = Supervisor([service], out=io.StringIO())
    supervisor.step(0.0)
    assert service.process is not None
    service.process.wait()
    supervisor.step(1.0)
    supervisor.step(100.0)
    assert service.finished
    assert service.process is None


def test_children_end_with_a_killed_supervisor() -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")}
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, env=environment)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until_gone(child)
