"""What columns cannot reach: a few slots through the reference, row by row, each slot once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from bole.core.rules.engines.closures import compile_node
from bole.core.rules.engines.frames.profiles import profiles_of
from bole.core.rules.language import tree as n
from bole.core.rules.program import Program


@dataclass
class Rowwise:
    """Sums of several ratios need more than 127 bits: scores of firms, above all."""

    program: Program
    frame: pl.DataFrame
    day: date
    done: set[int] = field(default_factory=set)

    @cached_property
    def rows(self) -> list[tuple[dict[str, Any], dict[int, Any]]]:
        """Each row's profile with the values of the slots that were computed."""
        return [(profile, {}) for profile in profiles_of(self.frame)]

    def values(self, node: n.Node) -> list[Any]:
        """The node's value for each row."""
        for slot in sorted(set(self._below(node))):
            step = compile_node(self.program.slots[slot].node)
            for profile, values in self.rows:
                values[slot] = step(profile, values, self.day)  # type: ignore[arg-type]
            self.done.add(slot)
        last = compile_node(node)
        return [last(profile, values, self.day) for profile, values in self.rows]  # type: ignore[arg-type]

    def _below(self, node: n.Node) -> Iterator[int]:
        """The slots that a node needs and that are not there yet."""
        ahead = [node]
        while ahead:
            for part in n.walk(ahead.pop()):
                if isinstance(part, n.Ref) and part.slot not in self.done:
                    yield part.slot
                    ahead.append(self.program.slots[part.slot].node)
