"""What columns cannot reach: a few slots through the reference, row by row, each slot once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from bole.core.rules.engines.closures import compile_node
from bole.core.rules.engines.frames.columns import Path, along, dotted, scalars
from bole.core.rules.engines.frames.profiles import profiles_of
from bole.core.rules.language import tree as n
from bole.core.rules.program import Program


@dataclass
class Rowwise:
    """Sums of several ratios need more than 127 bits: scores of firms, above all."""

    program: Program
    frame: pl.DataFrame
    day: date
    slots: list[dict[int, Any]] = field(default_factory=list)
    """Per row: the slots that were computed."""
    done: set[int] = field(default_factory=set)

    def values(self, node: n.Node) -> list[Any]:
        """The node's value for each row."""
        if not self.slots:
            self.slots = [{} for _ in range(self.frame.height)]
        below = sorted(set(self._below(node)))
        nodes = [self.program.slots[slot].node for slot in below]
        profiles = list(profiles_of(self.frame.select(self._read_by([*nodes, node]))))
        for slot, own in zip(below, nodes, strict=True):
            step = compile_node(own)
            for profile, values in zip(profiles, self.slots, strict=True):
                values[slot] = step(profile, values, self.day)  # type: ignore[arg-type]
        self.done.update(below)
        last = compile_node(node)
        return [last(profile, values, self.day) for profile, values in zip(profiles, self.slots, strict=True)]  # type: ignore[arg-type]

    def _read_by(self, nodes: list[n.Node]) -> list[pl.Expr]:
        """The columns that these nodes read, and all that tells whether a related subject is known."""
        read = {name for node in nodes for name, _ in scalars(node)} | {name for node in nodes for name in _sets(node)}
        paths = {name.split(".")[0] for name in read if "." in name}
        kept = [name for name in self.frame.columns if name in read or name.split(".")[0] in paths]
        return [pl.col(name) for name in kept] or [pl.repeat(None, self.frame.height).alias("#")]

    def _below(self, node: n.Node) -> Iterator[int]:
        """The slots that a node needs and that are not there yet."""
        ahead = [node]
        while ahead:
            for part in n.walk(ahead.pop()):
                if isinstance(part, n.Ref) and part.slot not in self.done:
                    yield part.slot
                    ahead.append(self.program.slots[part.slot].node)


def _sets(node: n.Node, prefix: Path = ()) -> Iterator[str]:
    """The record sets that a node reads."""
    if isinstance(node, n.Rows):
        yield dotted(along(prefix, node), node.fact.key)
    elif isinstance(node, n.FactValue) and node.formula is not None:
        yield from _sets(node.formula, along(prefix, node))
    else:
        for part in n.children(node):
            yield from _sets(part, prefix)
