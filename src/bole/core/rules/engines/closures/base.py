"""What a closure is, and how the node of a tree gets one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bole.core.rules.language import tree as n
from bole.core.rules.language.values import Raw

Facts = Mapping[str, Any]
Closure = Callable[[Facts, Facts, date], Raw]
RowSource = Callable[[Facts, Facts, date], Sequence[Facts] | None]
Compilers = Mapping[type[n.Node], Callable[[Any], Closure]]

COMPILERS: dict[type[n.Node], Callable[[Any], Closure]] = {}
"""By kind of node; the modules of this package fill it."""


def compile_node(node: n.Node) -> Closure:
    """The closure of a node and all below it."""
    return COMPILERS[type(node)](node)
