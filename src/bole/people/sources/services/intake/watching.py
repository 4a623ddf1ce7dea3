"""The watched folder: what departments drop there is received, then moved aside."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from bole.core.errors import BoleError
from bole.people.sources.models import Batch
from bole.people.sources.services.intake.receiving import receive_file
from bole.runtime import paths

SETTLED_S = 1.0
KEEP_REFUSED_S = 14 * 24 * 3600
"""How long a file that could not be received stands beside the inbox as it came; its sender has it."""
EXTENSIONS = {".csv", ".txt", ".tsv", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"}


def inbox() -> Path:
    folder = paths.var_dir() / "inbox"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def waiting_files() -> list[Path]:
    """Files that have not changed for a second (no half-copied ones), in the order of their names."""
    now = time.time()
    files = (path for path in inbox().iterdir() if path.is_file() and not path.name.startswith("."))
    return sorted(
        path for path in files if path.suffix.lower() in EXTENSIONS and now - path.stat().st_mtime >= SETTLED_S
    )


def take_in(*, by: Any = None, start: bool = True) -> list[Batch]:
    """Receives every waiting file. The file is removed once its batch is kept (the original stands encrypted); one that cannot be
    received goes to `inbox/refused` with a note beside it."""
    batches = []
    _forget_refused()
    for path in waiting_files():
        try:
            with path.open("rb") as content:
                batches.append(receive_file(by=by, name=path.name, content=content, start=start))
            path.unlink(missing_ok=True)
        except FileNotFoundError:
            continue  # another watcher was faster
        except BoleError as error:
            _refuse(path, error)
    return batches


def _refuse(path: Path, error: BoleError) -> None:
    refused = inbox() / "refused"
    refused.mkdir(exist_ok=True)
    path.rename(refused / path.name)
    (refused / f"{path.name}.txt").write_text(f"{error}\n{error.advice}\n", encoding="utf-8")


def _forget_refused() -> None:
    """Nobody's data lies in the open for ever: a refused file goes with its note."""
    for note in (inbox() / "refused").glob("*.txt"):
        if time.time() - note.stat().st_mtime > KEEP_REFUSED_S:
            note.with_name(note.name.removesuffix(".txt")).unlink(missing_ok=True)
            note.unlink(missing_ok=True)
