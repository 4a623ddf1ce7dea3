"""The typed tree: what every back end reads. Names are resolved, units converted, codes looked up."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from bole.core.rules.language.values import Sort
from bole.core.vocabulary import Column, Fact

CompareOp = Literal["=", "<>", "<", "<=", ">", ">="]
COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
"""What each asks of two values, columns or terms of one kind."""
ArithmeticOp = Literal["+", "-", "*", "/"]
AggregateKind = Literal["highest", "lowest", "sum"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the expression's text, with line and column from 1."""

    start: int
    end: int
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Node:
    """A typed expression at a place."""

    sort: Sort
    at: Span


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A literal: 分 for money, a rate for percent, the code for code names. None = unresolved after an error."""

    value: Any
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Today(Node):
    """The day of the decision."""


@dataclass(frozen=True, slots=True)
class FactValue(Node):
    """A scalar of the subject, or of a related one through `path`; `formula` computes it where it is not stored."""

    fact: Fact
    path: tuple[Fact, ...] = ()
    formula: Node | None = None


@dataclass(frozen=True, slots=True)
class ColumnValue(Node):
    """A column of the row under test."""

    column: Column


@dataclass(frozen=True, slots=True)
class Scaled(Node):
    """`value` times a whole factor, to bring two units together (年 → 个月)."""

    value: Node
    factor: int


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """Comparison; with `ranks`, codes are compared by rank and a code without rank is unknown."""

    op: CompareOp
    left: Node
    right: Node
    ranks: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Member(Node):
    """`value` is one of `options`; for codes the options hold all lower codes too."""

    value: Node
    options: frozenset[Any]


@dataclass(frozen=True, slots=True)
class TextTest(Node):
    """A text contains or starts with any of `options`."""

    kind: Literal["contains", "starts"]
    value: Node
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known(Node):
    """Two-valued: is the fact known?"""

    value: Node


@dataclass(frozen=True, slots=True)
class Both(Node):
    """且 (Kleene)."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either(Node):
    """或 (Kleene)."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """非 (Kleene)."""

    part: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """Exact arithmetic; a division by zero is unknown."""

    op: ArithmeticOp
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class ShiftDate(Node):
    """`day` plus (`sign` 1) or minus (-1) an amount of 天 or 个月."""

    day: Node
    amount: Node
    sign: int
    unit: Literal["天", "个月"]


@dataclass(frozen=True, slots=True)
class IfElse(Node):
    """如 … 则 … 否则 …; unknown when the condition is, unless both branches agree."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """One of the closed list of functions."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """A value that the policy names: 标准, 社平工资."""

    name: str
    value: Node


@dataclass(frozen=True, slots=True)
class Lookup(Node):
    """The value of the row whose key `key` has; `otherwise` for keys without a row, unknown where there is none."""

    key: Node
    rows: tuple[tuple[Any, Node], ...]
    otherwise: Node | None = None


@dataclass(frozen=True, slots=True)
class Dated(Node):
    """The value in force on `day`: that of the last step that began; unknown before the first."""

    day: Node
    steps: tuple[tuple[date, Node], ...]


@dataclass(frozen=True, slots=True)
class Certain(Node):
    """Two-valued: the part certainly holds (unknown counts as no)."""

    part: Node


@dataclass(frozen=True, slots=True)
class Possible(Node):
    """Two-valued: the part may hold (unknown counts as yes)."""

    part: Node


@dataclass(frozen=True, slots=True)
class Default(Node):
    """`value`, or `otherwise` where it is unknown."""

    value: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Rounded(Node):
    """A number or amount brought to a whole multiple of `step` (分 for money)."""

    value: Node
    step: int
    mode: Literal["down", "half_up"]


@dataclass(frozen=True, slots=True)
class Ref(Node):
    """What an earlier slot of the program came to."""

    slot: int


@dataclass(frozen=True, slots=True)
class Rows(Node):
    """A record set or series of the subject, or of a related one."""

    fact: Fact
    path: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class SomeRow(Node):
    """有: at least one row meets the condition."""

    rows: Rows
    condition: Node | None


@dataclass(frozen=True, slots=True)
class CountRows(Node):
    """计数: how many rows meet the condition."""

    rows: Rows
    condition: Node | None


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """最高, 最低 (codes by rank) or 合计 of a column over the rows that meet the condition."""

    kind: AggregateKind
    rows: Rows
    condition: Node | None
    value: ColumnValue
    ranks: Mapping[str, int] | None = None


def field_names(node: Node) -> tuple[str, ...]:
    """What a node is made of, without its sort and place."""
    kind: Any = type(node)
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in fields(kind) if field.name not in ("sort", "at"))
    return _NAMES[kind]


_NAMES: dict[Any, tuple[str, ...]] = {}


def children(node: Node) -> Iterator[Node]:
    """The direct parts of a node."""
    for name in field_names(node):
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif type(value) is tuple:
            for part in value:
                if isinstance(part, Node):
                    yield part
    if isinstance(node, Lookup):
        yield from (value for _, value in node.rows)
    elif isinstance(node, Dated):
        yield from (value for _, value in node.steps)


def walk(node: Node) -> Iterator[Node]:
    """The node and all its parts."""
    yield node
    for part in children(node):
        yield from walk(part)
