"""The first day on which an answer can change by time alone: birthdays, months of service, deadlines, a version's last day.

A comparison between something that only grows with the day (age, months since, today) and something fixed turns at most once: whether it
will is seen by looking far ahead, when it does by halving. Everything else turns when one of its parts may.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bole.core.rules.compiled import Compiled
from bole.core.rules.engines.closures import Facts
from bole.core.rules.expression import NO_ROW
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import add_months

FAR = timedelta(days=366 * 150)
ORDERED = ("<", "<=", ">", ">=")


@dataclass
class Turning:
    """Looks ahead for one subject from one day. `facts` as profiles keep them."""

    compiled: Compiled
    facts: Facts
    on: date
    _known: dict[int, date | None] = field(default_factory=dict)

    def first(self, slots: Iterable[int]) -> date | None:
        """The first day after `on` on which one of the slots may change; None: never by time alone."""
        found = [day for slot in slots if (day := self._slot(slot))]
        return min(found, default=None)

    def _slot(self, place: int) -> date | None:
        if place not in self._known:
            slot = self.compiled.program.slots[place]
            self._known[place] = self._turn(slot.node, NO_ROW) if slot.by_time else None
        return self._known[place]

    def _turn(self, node: n.Node, row: Facts) -> date | None:
        if isinstance(node, n.Ref):
            return self._slot(node.slot)
        if isinstance(node, n.Today):
            return self.on + timedelta(days=1)
        if isinstance(node, n.FactValue):
            return self._turn(node.formula, row) if node.formula and node.fact.key not in self.facts else None
        if isinstance(node, n.Compare) and node.op in ORDERED and self._grows_on_one_side(node):
            return self._compare(node, row)
        if isinstance(node, n.Call) and node.name in ("周岁", "月数") and len(node.arguments) == 1:
            return self._next_count(node, row)
        if isinstance(node, n.SomeRow | n.CountRows | n.Aggregate):
            return self._rows(node)
        return min((day for part in n.children(node) if (day := self._turn(part, row))), default=None)

    def _rows(self, node: n.SomeRow | n.CountRows | n.Aggregate) -> date | None:
        rows = None if node.rows.path else self.facts.get(node.rows.fact.key)
        if node.condition is None or not isinstance(rows, list):
            return None
        return min((day for one in rows if (day := self._turn(node.condition, one))), default=None)

    def _compare(self, node: n.Compare, row: Facts) -> date | None:
        now, far = self.on, self._far()
        before = self._value(node, row, now)
        if self._value(node, row, far) == before:
            return None
        while (far - now).days > 1:
            middle = now + (far - now) // 2
            if self._value(node, row, middle) == before:
                now = middle
            else:
                far = middle
        return far

    def _next_count(self, node: n.Call, row: Facts) -> date | None:
        """The next day on which completed years or months go up."""
        since = self._value(node.arguments[0], row, self.on)
        if since is None:
            return None
        step = 12 if node.name == "周岁" else 1
        steps = max(0, (self.on.year - since.year) * 12 + self.on.month - since.month) // step
        days = (add_months(since, step * more) for more in range(steps, steps + 3))
        return next((day for day in days if day is not None and day > self.on), None)

    def _far(self) -> date:
        return min(self.on, date.max - FAR) + FAR

    def _grows_on_one_side(self, node: n.Compare) -> bool:
        left, right = self._growth(node.left), self._growth(node.right)
        return left is not None and right is not None and left * right <= 0

    def _growth(self, node: n.Node) -> int | None:
        """1: never falls with the day, -1: never rises, 0: does not depend on it, None: may do either."""
        if isinstance(node, n.Ref):
            slot = self.compiled.program.slots[node.slot]
            return self._growth(slot.node) if slot.by_time else 0
        if isinstance(node, n.Today):
            return 1
        if isinstance(node, n.FactValue):
            return self._growth(node.formula) if node.formula and node.fact.key not in self.facts else 0
        if isinstance(node, n.Call) and node.name in ("周岁", "月数") and len(node.arguments) == 1:
            return 1 if self._growth(node.arguments[0]) == 0 else None
        if isinstance(node, n.ShiftDate):
            return self._growth(node.day) if self._growth(node.amount) == 0 else None
        if isinstance(node, n.Scaled):
            return self._growth(node.value)
        if isinstance(node, n.Constant | n.ColumnValue):
            return 0
        parts = [self._growth(part) for part in n.children(node)]
        return 0 if all(part == 0 for part in parts) else None

    def _value(self, node: n.Node, row: Facts, day: date) -> Any:
        """The node's value on another day."""
        return self.compiled.alone(node)(self.facts, row, day)
