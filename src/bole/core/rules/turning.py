"""The first day on which an answer can change by time alone: birthdays, months of service, deadlines, a version's last day.

What depends on the day is found once per rule set (`atoms`). A comparison between something that only grows with the day (age, months
since, today) and something fixed turns at most once: whether it will is seen by looking far ahead, when it does by halving.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from bole.core.rules.engines.closures import Closure, Facts, compile_node
from bole.core.rules.expression import NO_ROW
from bole.core.rules.language import tree as n
from bole.core.rules.language.paths import paths_of
from bole.core.rules.language.values import add_months
from bole.core.rules.program import INSIDE, Program

FAR = timedelta(days=366 * 150)
ORDERED = ("<", "<=", ">", ">=")
COUNTS = ("周岁", "月数")
DAY = timedelta(days=1)


class Turn(Protocol):
    """The first day after `on` on which something may turn, as far as `last` (None: as far as matters)."""

    def __call__(self, facts: Facts, row: Facts, on: date, last: date | None = None) -> date | None:
        """None: not by time alone."""


class Atom(NamedTuple):
    """One thing that turns with time. `unless`: stored facts that make it fixed (their formula is not computed then).

    `node`: what turns; `inner`: of a node that looks into a record set, what turns in its condition, row by row. `reads`: facts of which
    one must be there for it to turn; none: it turns for everybody alike.
    """

    unless: frozenset[str]
    turn: Turn
    node: n.Node
    inner: tuple[n.Node, ...] = ()
    reads: frozenset[str] = frozenset()


def atoms(program: Program, slots: Iterable[int]) -> tuple[Atom, ...]:
    """What the slots depend on that turns with the day, each once."""
    finder = _Finder(program)
    found: dict[tuple[int, frozenset[str]], Atom] = {}
    for place in slots:
        for node, unless in finder.nodes(program.slots[place].node, frozenset()):
            if (id(node), unless) not in found:
                found[id(node), unless] = Atom(
                    unless, finder.turn(node), node, finder.inner(node), frozenset(finder.reads(node))
                )
    return tuple(found.values())


def first_turn(found: Iterable[Atom], facts: Facts, on: date) -> date | None:
    """The first day after `on` on which one of them may turn; None: never by time alone."""
    known = {key for key, value in facts.items() if value is not None}
    first, last = None, far_from(on)
    for unless, turn, _, _, reads in found:
        if last > on and unless.isdisjoint(known) and not (reads and reads.isdisjoint(known)):
            day = turn(facts, NO_ROW, on, last)
            if day is not None and day <= last:
                first, last = day, day - DAY
    return first


def far_from(on: date) -> date:
    """Nobody's answer turns later."""
    return min(on, date.max - FAR) + FAR


@dataclass
class _Finder:
    program: Program

    def nodes(self, node: n.Node, unless: frozenset[str]) -> Iterator[tuple[n.Node, frozenset[str]]]:
        """The outermost parts whose turning is known, with the facts that switch them off."""
        if isinstance(node, n.Ref):
            slot = self.program.slots[node.slot]
            if slot.by_time:
                yield from self.nodes(slot.node, unless)
        elif isinstance(node, n.FactValue):
            if node.formula is not None:
                yield from self.nodes(node.formula, unless if node.path else unless | {node.fact.key})
        elif isinstance(node, n.Dated) and isinstance(node.day, n.Today):
            yield node, unless
            for _since, part in node.steps:
                yield from self.nodes(part, unless)
        elif isinstance(node, n.Today) or self._is_known(node):
            yield node, unless
        else:
            for part in n.children(node):
                yield from self.nodes(part, unless)

    def _is_known(self, node: n.Node) -> bool:
        if isinstance(node, INSIDE):
            return node.condition is not None and any(True for _ in self.nodes(node.condition, frozenset()))
        if isinstance(node, n.Call):
            return node.name in COUNTS and len(node.arguments) == 1
        return isinstance(node, n.Compare) and node.op in ORDERED and self._turns_once(node)

    def reads(self, node: n.Node) -> Iterator[str]:
        """The subject's facts that a node may read, through its references too, and those that lead to others."""
        return (path.split(".")[0] for path in paths_of(self.program.written_out(node)))

    def turn(self, node: n.Node) -> Turn:
        """A function to the first day after the given one on which the node may change."""
        if isinstance(node, n.Today):
            return lambda facts, row, on, last=None: on + DAY
        if isinstance(node, n.Dated):
            return _steps([since for since, _part in node.steps])
        if isinstance(node, n.Call):
            return _count(node.name, compile_node(self.program.written_out(node.arguments[0])))
        if isinstance(node, INSIDE):
            return self._rows(node)
        return _once(compile_node(self.program.written_out(node)))

    def inner(self, node: n.Node) -> tuple[n.Node, ...]:
        """What turns in the condition of a node that looks into a record set."""
        if not isinstance(node, INSIDE) or node.condition is None:
            return ()
        return tuple(part for part, _unless in self.nodes(node.condition, frozenset()))

    def _rows(self, node: n.SomeRow | n.CountRows | n.Aggregate) -> Turn:
        assert node.condition is not None
        inner = [self.turn(part) for part in self.inner(node)]
        steps, key = [step.key for step in node.rows.path], node.rows.fact.key

        def first(facts: Facts, row: Facts, on: date, last: date | None = None) -> date | None:
            owner = facts
            for step in steps:
                owner = owner.get(step) or NO_ROW
            rows, found = owner.get(key), None
            for one in rows if isinstance(rows, list | tuple) else ():
                for turn in inner:
                    day = turn(facts, one, on, last)
                    if day is not None and (found is None or day < found):
                        found, last = day, day - DAY
            return found

        return first

    def _turns_once(self, node: n.Compare) -> bool:
        left, right = self._growth(node.left), self._growth(node.right)
        return left is not None and right is not None and left * right <= 0 and left != right

    def _growth(self, node: n.Node) -> int | None:
        """1: never falls with the day, -1: never rises, 0: does not depend on it, None: may do either."""
        if isinstance(node, n.Ref):
            slot = self.program.slots[node.slot]
            return self._growth(slot.node) if slot.by_time else 0
        if isinstance(node, n.Today):
            return 1
        if isinstance(node, n.FactValue):
            return self._growth(node.formula) if node.formula else 0
        if isinstance(node, n.Call) and node.name in COUNTS and len(node.arguments) == 1:
            return 1 if self._growth(node.arguments[0]) == 0 else None
        if isinstance(node, n.ShiftDate):
            return self._growth(node.day) if self._growth(node.amount) == 0 else None
        if isinstance(node, n.Scaled):
            return self._growth(node.value)
        parts = [self._growth(part) for part in n.children(node)]
        return 0 if all(part == 0 for part in parts) else None


def _steps(days: list[date]) -> Turn:
    """Of a table that goes by the calendar."""
    return lambda facts, row, on, last=None: min((day for day in days if day > on), default=None)


def _once(value: Closure) -> Turn:
    """Of a comparison that turns at most once."""

    def first(facts: Facts, row: Facts, on: date, last: date | None = None) -> date | None:
        before, now, far = value(facts, row, on), on, last or far_from(on)
        if value(facts, row, far) == before:
            return None
        while (far - now).days > 1:
            middle = now + (far - now) // 2
            if value(facts, row, middle) == before:
                now = middle
            else:
                far = middle
        return far

    return first


def _count(name: str, since: Closure) -> Turn:
    """Of completed years or months."""
    step = 12 if name == "周岁" else 1

    def first(facts: Facts, row: Facts, on: date, last: date | None = None) -> date | None:
        start = since(facts, row, on)
        if start is None:
            return None
        steps = max(0, (on.year - start.year) * 12 + on.month - start.month) // step
        for more in range(steps, steps + 3):
            day = add_months(start, step * more)
            if day is not None and day > on:
                return day if last is None or day <= last else None
        return None

    return first
