"""Values that are the same for every row, for back ends over tables: what the reference makes of them stands in the plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bole.core.rules.engines.closures import compile_node
from bole.core.rules.language import tree as n


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same for every row: bool, int, Fraction, text, date or None (unknown)."""

    value: Any


NOTHING = Fixed(None)


def fold(today: date, node: n.Node, **fixed: Any) -> Fixed:
    """What the reference makes of a node whose parts are fixed; `fixed` replaces the parts by name."""
    made = {name: _constants(getattr(node, name), value) for name, value in fixed.items()}
    return Fixed(compile_node(replace(node, **made))({}, {}, today))


def _constants(before: Any, value: Any) -> Any:
    if isinstance(before, tuple):
        return tuple(n.Constant(part.sort, part.at, each.value) for part, each in zip(before, value, strict=True))
    return n.Constant(before.sort, before.at, value.value)
