"""Reading a mapping of a pack file field by field, strictly: wrong types and unknown keys are problems."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bole.core.vocabulary.problems import Problem
from bole.core.vocabulary.tree import Node
from bole.core.vocabulary.types import Position, closest


class Fields:
    """One mapping. Each accessor takes a key; `done` reports the keys nobody asked for."""

    def __init__(self, node: Node, what: str, problems: list[Problem]) -> None:
        self.node = node
        self.what = what
        self.problems = problems
        self.asked: set[str] = set()
        self.entries: dict[str, Node] = node.value if isinstance(node.value, dict) else {}
        if not isinstance(node.value, dict):
            self.report(node.at, f"{what}应当是“键: 值”的列表")

    def report(self, at: Position, message: str, suggestion: str = "") -> None:
        """Note one problem."""
        self.problems.append(Problem(at.file, at.line, at.column, message, suggestion))

    def node_of(self, key: str, *, required: bool = False) -> Node | None:
        """The raw node, or None when absent or null."""
        self.asked.add(key)
        found = self.entries.get(key)
        if found is None and required and isinstance(self.node.value, dict):
            self.report(self.node.at, f"{self.what}缺少“{key}”", f"补上 {key}: …")
        return None if found is None or found.value is None else found

    def text(self, key: str, *, required: bool = False, default: str = "") -> str:
        """A text; numbers and dates without quotes are refused, because 01 and 1 are not the same code."""
        found = self.node_of(key, required=required)
        return default if found is None else self.as_text(found, key)

    def as_text(self, node: Node, key: str) -> str:
        """The node as text, or a problem."""
        if isinstance(node.value, str):
            return node.value
        self.report(node.at, f"“{key}”应当是文字", f'加引号:"{node.value}"' if not isinstance(node.value, dict) else "")
        return ""

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        found = self.node_of(key, required=required)
        if found is None:
            return ()
        nodes = found.value if isinstance(found.value, list) else [found]
        return tuple(text for text in (self.as_text(node, key) for node in nodes) if text)

    def choice(self, key: str, options: Sequence[str], *, default: str = "", required: bool = False) -> str:
        """One of `options`."""
        text = self.text(key, required=required, default=default)
        if text and text not in options:
            self.report(self.place(key), f"“{key}”不能是“{text}”", self.meant(text, options))
            return default or options[0]
        return text

    def integer(self, key: str, *, default: int | None = None, required: bool = False) -> int | None:
        """A whole number."""
        found = self.node_of(key, required=required)
        if found is None:
            return default
        if isinstance(found.value, int) and not isinstance(found.value, bool):
            return found.value
        self.report(found.at, f"“{key}”应当是整数")
        return default

    def flag(self, key: str, *, default: bool = False) -> bool:
        """true or false."""
        found = self.node_of(key)
        if found is None:
            return default
        if isinstance(found.value, bool):
            return found.value
        self.report(found.at, f"“{key}”应当是 true 或 false")
        return default

    def day(self, key: str) -> date | None:
        """A date written 2021-01-31."""
        found = self.node_of(key)
        if found is None or isinstance(found.value, date):
            return None if found is None else found.value
        self.report(found.at, f"“{key}”应当是日期", "写成 2021-01-31")
        return None

    def limit(self, key: str) -> int | float | str | None:
        """A number, or a date or word such as today as text."""
        found = self.node_of(key)
        if found is None:
            return None
        if isinstance(found.value, date):
            return found.value.isoformat()
        if isinstance(found.value, Decimal):
            return float(found.value)
        if isinstance(found.value, int | str):
            return found.value
        self.report(found.at, f"“{key}”应当是数字或日期")
        return None

    def nodes(self, key: str, *, required: bool = False) -> list[Node]:
        """The nodes of a list."""
        found = self.node_of(key, required=required)
        if found is None or isinstance(found.value, list):
            return [] if found is None else found.value
        self.report(found.at, f"“{key}”应当是列表")
        return []

    def mapping(self, key: str, *, required: bool = False) -> dict[str, Node]:
        """The entries of a mapping."""
        found = self.node_of(key, required=required)
        if found is None or isinstance(found.value, dict):
            return {} if found is None else found.value
        self.report(found.at, f"“{key}”应当是“键: 值”的列表")
        return {}

    def plain(self, key: str) -> Any:
        """Whatever stands there, without places."""
        found = self.node_of(key)
        return None if found is None else found.plain()

    def place(self, key: str) -> Position:
        """Where the value of `key` stands, or else the mapping."""
        found = self.entries.get(key)
        return self.node.at if found is None else found.at

    def meant(self, text: str, options: Sequence[str]) -> str:
        """A suggestion for a misspelt word."""
        near = closest(text, list(options))
        if near:
            return f"是否指“{near}”?"
        return "可用:" + "、".join(options) if len(options) <= 14 else ""

    def done(self) -> None:
        """Report unknown keys, each with the closest known one."""
        for key in self.entries:
            if key not in self.asked:
                place = self.node.keys.get(key, self.node.at)
                self.report(place, f"{self.what}中没有“{key}”这一项", self.meant(key, sorted(self.asked)))
