"""YAML with places: each value knows its file, line and column.

Stricter than YAML: no tabs, no anchors or aliases (they can explode), no duplicate keys, keys are texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from bole.core.vocabulary.problems import Problem
from bole.core.vocabulary.types import Position

MAX_CHARACTERS = 4_000_000
MAX_DEPTH = 40
_TAG = "tag:yaml.org,2002:"


@dataclass(slots=True)
class Node:
    """A value with its place. `value`: dict of nodes, list of nodes, or str, int, Decimal, bool, date, None."""

    value: Any
    at: Position
    keys: dict[str, Position] = field(default_factory=dict)

    def plain(self) -> Any:
        """The value as ordinary Python data, without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def items(self) -> Iterator[tuple[str, Node]]:
        """The entries of a mapping; nothing for any other value."""
        if isinstance(self.value, dict):
            yield from self.value.items()


def parse(text: str, file: str, problems: list[Problem]) -> Node | None:
    """Parse one file; faults are appended to `problems` and None is returned when nothing can be read."""
    if len(text) > MAX_CHARACTERS:
        problems.append(Problem(file, 1, 1, f"文件超过{MAX_CHARACTERS}个字符", "拆成几个文件"))
        return None
    loader = yaml.CSafeLoader(text.removeprefix("\ufeff"))
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax_problem(file, text, error))
        return None
    except (yaml.YAMLError, RecursionError) as error:
        problems.append(Problem(file, 1, 1, f"不是可读的YAML:{type(error).__name__}", "用UTF-8编码保存,去掉控制字符"))
        return None
    finally:
        loader.dispose()
    if root is None:
        problems.append(Problem(file, 1, 1, "文件是空的", "删除该文件或补全内容"))
        return None
    return _Builder(file, problems).build(root, 0)


def _syntax_problem(file: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    has_tab = line <= len(lines) and "\t" in lines[line - 1]
    remedy = "把制表符换成空格" if has_tab else "检查缩进、冒号后的空格和引号"
    return Problem(file, line, column, f"YAML语法错误:{error.problem or error.context}", remedy)


class _Builder:
    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.seen: set[int] = set()

    def build(self, node: yaml.Node, depth: int) -> Node:
        at = Position(self.file, node.start_mark.line + 1, node.start_mark.column + 1)
        if id(node) in self.seen or depth > MAX_DEPTH:
            self.report(at, "不允许使用锚点与别名(& *)或过深的嵌套", "把内容写全")
            return Node(None, at)
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.build_mapping(node, at, depth)
        if isinstance(node, yaml.SequenceNode):
            return Node([self.build(child, depth + 1) for child in node.value], at)
        assert isinstance(node, yaml.ScalarNode)
        return Node(self.scalar(node, at), at)

    def build_mapping(self, node: yaml.MappingNode, at: Position, depth: int) -> Node:
        entries: dict[str, Node] = {}
        places: dict[str, Position] = {}
        for key_node, value_node in node.value:
            place = Position(self.file, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self.report(place, "键必须是文字", "")
                continue
            key = str(key_node.value)
            if key in entries:
                self.report(place, f"键“{key}”重复", "删去其中一处")
                continue
            entries[key] = self.build(value_node, depth + 1)
            places[key] = place
        return Node(entries, at, places)

    def scalar(self, node: yaml.ScalarNode, at: Position) -> Any:
        text, tag = str(node.value), node.tag.removeprefix(_TAG)
        try:
            if tag == "null":
                return None
            if tag == "bool":
                return text.lower() in ("true", "yes", "on")
            if tag == "int":
                return self.integer(text, at)
            if tag == "float":
                return Decimal(text)
            if tag == "timestamp":
                return date.fromisoformat(text)
        except (ValueError, InvalidOperation):
            return text
        return text

    def integer(self, text: str, at: Position) -> int:
        digits = text.lstrip("+-")
        if len(digits) > 1 and digits[0] == "0":
            self.report(at, f"“{text}”会被当作八进制数", f'写成带引号的文字:"{text}"')
            return 0
        return int(text.replace("_", ""))

    def report(self, at: Position, message: str, suggestion: str) -> None:
        self.problems.append(Problem(at.file, at.line, at.column, message, suggestion))
