"""Where an instance keeps its things. Everything hangs on two folders: the checkout and `BOLE_VAR`."""

from __future__ import annotations

import os
from pathlib import Path


def root_dir() -> Path:
    """The checkout: packs, demo and built front-end parts stand here (`BOLE_ROOT` overrides)."""
    return Path(os.environ.get("BOLE_ROOT") or Path(__file__).resolve().parents[3])


def var_dir() -> Path:
    """Everything an instance writes (`BOLE_VAR`, default `var/` in the checkout)."""
    return Path(os.environ.get("BOLE_VAR") or root_dir() / "var").expanduser().absolute()


def keys_dir() -> Path:
    """Master keys and the list of destroyed keys: outside the database and outside its backups."""
    return Path(os.environ.get("BOLE_KEYS") or var_dir() / "keys").expanduser().absolute()


def packs_dir() -> Path:
    return root_dir() / "packs"


def build_dir() -> Path:
    """Front-end parts installed by npm and collected static files."""
    return root_dir() / "build"


def ensure_private(path: Path) -> Path:
    """Creates `path` for its owner only; parents are created but never changed."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    return path
