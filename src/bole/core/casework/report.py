"""Collects the faults of one definition, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bole.core.casework.positions import Path, Places, locate
from bole.core.vocabulary.problems import Problem
from bole.core.vocabulary.types import closest


class Report:
    """The problems found so far in `file`."""

    def __init__(self, file: str, places: Places) -> None:
        self.file, self._places = file, places
        self.problems: list[Problem] = []

    def add(self, path: Path, message: str, suggestion: str = "") -> None:
        """One more fault at `path`; without positions the path itself is told."""
        line, column = locate(self._places, path)
        told = message if self._places or not path else f"{'.'.join(map(str, path))}:{message}"
        self.problems.append(Problem(self.file, line, column, told, suggestion))

    def one_of(self, path: Path, word: str, known: Iterable[str], what: str) -> bool:
        """True when `word` is known; otherwise a fault with the closest known word."""
        words = [item for item in known if item]
        if word in words or word in known:
            return True
        near = closest(word, words)
        self.add(path, f"未知的{what}“{word}”。", f"是否为 {near}" if near else f"可用:{'、'.join(words)}")
        return False

    def known_keys(self, path: Path, data: Mapping[str, Any], known: tuple[str, ...]) -> None:
        """A fault for every key nobody would read."""
        for key in data:
            self.one_of((*path, key), str(key), known, "字段")

    def text(self, data: Mapping[str, Any], path: Path, key: str) -> str:
        """A required text."""
        value = data.get(key)
        if not isinstance(value, str) or not value.strip():
            self.add(path, f"缺少 {key}。")
            return ""
        return value

    def whole(self, data: Mapping[str, Any], path: Path, key: str, default: int) -> int:
        """An optional whole number that is not negative."""
        value = data.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.add((*path, key), f"{key} 须是不小于 0 的整数。")
            return default
        return value
