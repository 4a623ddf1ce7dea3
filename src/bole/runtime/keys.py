"""Key files: random bytes in `keys_dir()`, one file each, readable by their owner only, never replaced once written."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from bole.runtime import paths

SIZE = 32  # bytes: AES-256 and HMAC-SHA-256
_VERSION = re.compile(r"-(\d+)\.key$")


class KeyMissing(RuntimeError):
    """A key file is not there; what it protects cannot be read until the file is put back."""


def read_key(name: str, version: int) -> bytes:
    """The key `name-version.key`; raises KeyMissing when it is not there or damaged."""
    path = _path(name, version)
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        raise KeyMissing(f"密钥文件不存在: {path}。请从密钥备份放回原处。/ Put the key file back.") from None
    if len(key) != SIZE:
        raise KeyMissing(f"密钥文件损坏: {path}。/ The key file is damaged.")
    return key


def versions(name: str) -> list[int]:
    """Versions of a key that exist, ascending."""
    return sorted(
        int(found[1]) for path in paths.keys_dir().glob(f"{name}-*.key") if (found := _VERSION.search(path.name))
    )


def make_key(name: str, version: int) -> bytes:
    """Makes the key unless another process was faster; what stands in the file afterwards counts."""
    folder = paths.ensure_private(paths.keys_dir())
    temporary = folder / f".{name}-{secrets.token_hex(6)}"
    with open(temporary, "wb", opener=lambda p, flags: os.open(p, flags | os.O_EXCL, 0o600)) as handle:
        handle.write(secrets.token_bytes(SIZE))
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(temporary, _path(name, version))
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    _sync_folder(folder)
    return read_key(name, version)


def current_key(name: str) -> tuple[int, bytes]:
    """The newest version of a key; the first one is made on first use."""
    known = versions(name)
    return (known[-1], read_key(name, known[-1])) if known else (1, make_key(name, 1))


def append_line(file: str, line: str) -> None:
    """Adds one line to an append-only list in the keys folder and returns when it is on the disk."""
    folder = paths.ensure_private(paths.keys_dir())
    with open(folder / file, "a", encoding="utf-8", opener=lambda p, flags: os.open(p, flags, 0o600)) as handle:
        handle.write(line.rstrip("\n") + "\n")
        handle.flush()
        os.fsync(handle.fileno())


def read_lines(file: str) -> list[str]:
    path = paths.keys_dir() / file
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _path(name: str, version: int) -> Path:
    return paths.keys_dir() / f"{name}-{version}.key"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
