"""Typed reading of the environment: an odd value stops the start with its name, never a silent default."""

from __future__ import annotations

import os

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class EnvironmentInvalid(SystemExit):
    """A variable of the environment has a value that cannot be used."""


def text(name: str, default: str = "") -> str:
    """`NAME`, or the content of the file in `NAME_FILE` (for secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        with open(path, encoding="utf-8") as handle:
            return handle.read().strip()
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise EnvironmentInvalid(f"{name}={value!r}: 只能是 1 或 0 / use 1 or 0")


def number(name: str, default: int, minimum: int = 0, maximum: int = 1_000_000_000) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    if not value.isdigit() or not minimum <= int(value) <= maximum:
        raise EnvironmentInvalid(f"{name}={value!r}: 应为 {minimum} 到 {maximum} 的整数 / use an integer in this range")
    return int(value)
