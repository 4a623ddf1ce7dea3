"""One method in a process of its own: `python -m bench.linkage.step MODULE ROWS OUT` prints what it took as JSON, last line.

The module's `link(rows, out)` reads the parquet of rows and writes one of (record, cluster); what it returns is reported beside
wall and CPU seconds and the peak of this process's memory. Only the standard library is imported here: peers run in other
environments.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any


def peak_mb() -> int:
    """Most memory this process ever held. Not `ru_maxrss`: that one remembers the parent across exec."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def main() -> int:
    module = importlib.import_module(f"bench.linkage.{sys.argv[1]}")
    if prepare := getattr(module, "prepare", None):
        prepare()
    started, cpu = time.perf_counter(), time.process_time()
    told: dict[str, Any] = module.link(*sys.argv[2:]) or {}
    seconds = {"seconds": time.perf_counter() - started, "cpu": time.process_time() - cpu, "peak_mb": peak_mb()}
    sys.stdout.write(json.dumps({**seconds, **told}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
