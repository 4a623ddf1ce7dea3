"""One engine in a process of its own: `python -m bench.rules.worker MODULE [argument…]`, then one task per line of input.

`MODULE.Engine(*arguments)` has a method per task; each is answered with wall and CPU seconds, the process's peak of memory during the task,
and what the method returned, as one line of JSON. Only the standard library is imported here: peers run in an environment of their own.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import time
from pathlib import Path


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    engine = importlib.import_module(sys.argv[1]).Engine(*sys.argv[2:])
    answers.write(json.dumps({"ready": True}) + "\n")
    for line in sys.stdin:
        task, *rest = json.loads(line)
        work = getattr(engine, task)
        gc.collect()
        _forget_peak()
        before, wall, cpu = memory("VmRSS"), time.perf_counter(), time.process_time()
        told = work(*rest)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        peak = memory("VmHWM")
        answers.write(json.dumps({"cpu": cpu, "wall": wall, "peak": peak, "extra": peak - before, "told": told}) + "\n")


def memory(name: str) -> int:
    """Megabytes that this process holds, or held at most."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) // 1024


def _forget_peak() -> None:
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


if __name__ == "__main__":
    main()
