"""Feeds the demo county: runs the generator and moves each finished file into the watched folder, as departments would.

The generator is a program of its own beside the product; nothing here imports it. Repeating after a crash is harmless: the
generator is deterministic and a file that is already known by its content changes nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from bole.runtime import environment, paths
from bole.runtime.forking import end_with_parent

DEPARTMENT_FILE = re.compile(r"S\d\d_.*\.(csv|xls|xlsx)$")  # truth and manifest stay where they are


def main() -> int:
    people = environment.number("PEOPLE", 20_000, 100, 2_000_000)
    folder, inbox = paths.var_dir() / "demo", paths.var_dir() / "inbox"
    for path in (folder, inbox):
        path.mkdir(parents=True, exist_ok=True)
    if not (paths.root_dir() / "demo").is_dir():
        sys.stderr.write("[bole] 没有 demo/,不生成演示县 / no demo folder\n")
        return 0
    os.nice(3)  # whoever waits for the first page comes first, but not so far that the intake runs out of files
    command = [sys.executable, "-m", "demo", "--people", str(people), "--out", str(folder), "--json"]
    with_us = partial(end_with_parent, os.getpid())  # two generators would write into each other's files
    generator = subprocess.Popen(command, cwd=paths.root_dir(), stdout=subprocess.DEVNULL, preexec_fn=with_us)
    while generator.poll() is None:
        _deliver(folder, inbox)
        time.sleep(0.3)
    if generator.returncode:
        return generator.returncode
    _deliver(folder, inbox)
    (folder / "fed").touch()
    return 0


def _deliver(folder: Path, inbox: Path) -> None:
    """Copies finished files (the generator renames from `.part`); the copy is renamed so that no half file is seen."""
    sent = folder / "sent"
    sent.mkdir(exist_ok=True)
    for path in sorted(folder.iterdir(), key=lambda found: found.stat().st_mtime_ns):
        if not DEPARTMENT_FILE.match(path.name) or (sent / path.name).exists():
            continue
        shutil.copyfile(path, inbox / f".{path.name}.part")
        (inbox / f".{path.name}.part").rename(inbox / path.name)
        (sent / path.name).touch()


if __name__ == "__main__":
    sys.exit(main())
