"""Why the conditions of a decision came out as they did, with nothing computed twice: values stand in the slots, each fact is read once.

`Expression.trace` is the reference: it computes every part by its own closure, for any facts. The answers are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import Any

from bole.core.rules.engines.closures import Facts, compile_node
from bole.core.rules.expression import NO_ROW, Expression, Step, is_known, owner_at, reads_of
from bole.core.rules.language import tree as n
from bole.core.rules.language.paths import Path, path_text
from bole.core.rules.language.values import UNKNOWN
from bole.core.rules.program import Program

Readings = Mapping[str, Any]
"""Fact path to the value read, in the order of reading; a missing one is UNKNOWN."""
Reader = Callable[["Told"], Readings]
Tracer = Callable[["Told"], Step]


class Told:
    """One decision while it is explained: facts, the day, the slots, and what was read so far."""

    __slots__ = ("facts", "on", "readings", "steps", "values")

    def __init__(self, tracing: Tracing, facts: Facts, on: date, values: list[Any]) -> None:
        self.facts, self.on, self.values = facts, on, values
        self.readings: Mapping[str, Readings] = _Once(tracing.readers, self)
        """By path: that fact, or what it is computed from where it is not stored."""
        self.steps: Mapping[str, Step] = _Once(tracing.formulas, self)
        """By path of a derived fact: how its formula came out."""


class _Once(dict[str, Any]):
    """Each value made when it is first asked for."""

    __slots__ = ("makers", "told")

    def __init__(self, makers: Mapping[str, Callable[[Told], Any]], told: Told) -> None:
        super().__init__()
        self.makers, self.told = makers, told

    def __missing__(self, key: str) -> Any:
        found = self[key] = self.makers[key](self.told)
        return found


class Tracing:
    """What explains the conditions of a program, made when a condition is first asked for."""

    def __init__(self, program: Program) -> None:
        self.readers: dict[str, Reader] = {}
        self.formulas: dict[str, Tracer] = {}
        self._behind, self._scratch, self._lock = program.behind, program.copy(), Lock()
        self._paths: dict[int, tuple[tuple[str, ...], Expression]] = {}
        self._tracers: dict[int, tuple[Tracer, Expression]] = {}

    def readings(self, expression: Expression, told: Told) -> Readings:
        """All that the steps of its trace read."""
        found = self._paths.get(id(expression))
        if found is None:
            with self._lock:
                paths = tuple(dict.fromkeys(self._read(expression.node)))
            found = self._paths[id(expression)] = paths, expression
        paths, _ = found
        if len(paths) == 1:
            return told.readings[paths[0]]
        read: dict[str, Any] = {}
        for path in paths:
            read |= told.readings[path]
        return read

    def trace(self, expression: Expression, slot: int, told: Told) -> Step:
        """As `Expression.trace`, of an expression whose slot was computed."""
        found = self._tracers.get(id(expression))
        if found is None:
            with self._lock:
                tracer = self._tracer(expression.node, expression.text, (), slot, _slot(slot))
            found = self._tracers[id(expression)] = tracer, expression
        return found[0](told)

    # -- facts --

    def _read(self, node: n.Node, before: Path = ()) -> Iterator[str]:
        """Paths of what a node reads; each has a reader then."""
        for read in reads_of(node):
            path = (*before, *read.path)
            name = path_text(path, read.fact)
            if name not in self.readers:
                self.readers[name] = self._reader(read, path, name)
            yield name

    def _reader(self, read: n.FactValue | n.Rows, path: Path, name: str) -> Reader:
        if isinstance(read, n.Rows):
            return _rows(read, path, name)
        key, own = read.fact.key, compile_node(replace(read, path=(), formula=None))

        def stored(told: Told) -> Readings:
            value = own(owner_at(path, told.facts), NO_ROW, told.on)
            return {name: UNKNOWN if value is None else value}

        if read.formula is None:
            return stored
        behind = tuple(dict.fromkeys(self._read(read.formula, path)))

        def derived(told: Told) -> Readings:
            if owner_at(path, told.facts).get(key) is not None:
                return stored(told)
            found: dict[str, Any] = {}
            for each in behind:
                found |= told.readings[each]
            return found

        return derived

    # -- steps --

    def _tracer(
        self, node: n.Node, text: str, before: Path, root: int | None, value: Callable[[Told], Any] | None = None
    ) -> Tracer:
        """`root`: the slot in which the node was computed, directly or not; None: it was not, and is computed by its closure."""
        value = value or self._value(node, before, root)
        shown = text[node.at.start : node.at.end]
        if isinstance(node, n.Both | n.Either | n.Negation):
            parts = (node.part,) if isinstance(node, n.Negation) else node.parts
            kind = "negation" if isinstance(node, n.Negation) else "both" if isinstance(node, n.Both) else "either"
            return _joined(shown, kind, value, [self._tracer(part, text, before, root) for part in parts])
        if isinstance(node, n.FactValue) and node.formula:
            return self._derived(node, shown, before, root, value)
        return _condition(shown, value, tuple(dict.fromkeys(self._read(node, before))))

    def _derived(
        self, node: n.FactValue, shown: str, before: Path, root: int | None, value: Callable[[Told], Any]
    ) -> Tracer:
        path, key = (*before, *node.path), node.fact.key
        name = path_text(path, node.fact)
        stored = _condition(shown, value, tuple(self._read(node, before)))
        if name not in self.formulas:
            assert node.formula is not None
            # A related subject's has no slot that every decision computes.
            behind = (None, None) if path else (root, value)
            self.formulas[name] = self._tracer(node.formula, node.fact.formula, path, *behind)

        def trace(told: Told) -> Step:
            if owner_at(path, told.facts).get(key) is not None:
                return stored(told)
            return Step(shown, value(told), "condition", NO_ROW, (told.steps[name],))

        return trace

    def _value(self, node: n.Node, before: Path, root: int | None) -> Callable[[Told], Any]:
        """What a part came to: its slot, where it has one among those behind the root."""
        if root is not None:
            place = self._scratch.add(node).slot
            if place < len(self._behind) and place in self._behind[root]:
                return _slot(place)
        closure = compile_node(node)

        def value(told: Told) -> Any:
            found = closure(owner_at(before, told.facts), NO_ROW, told.on) if is_known(before, told.facts) else None
            return UNKNOWN if found is None else found

        return value


def _slot(place: int) -> Callable[[Told], Any]:
    return lambda told: UNKNOWN if (value := told.values[place]) is None else value


def _rows(read: n.Rows, path: Path, name: str) -> Reader:
    key, closed = read.fact.key, read.fact.absent == "none"

    def rows(told: Told) -> Readings:
        value = owner_at(path, told.facts).get(key)
        if value is None:
            value = [] if closed and is_known(path, told.facts) else UNKNOWN
        return {name: value}

    return rows


def _joined(shown: str, kind: str, value: Callable[[Told], Any], parts: list[Tracer]) -> Tracer:
    return lambda told: Step(shown, value(told), kind, NO_ROW, tuple([part(told) for part in parts]))


def _condition(shown: str, value: Callable[[Told], Any], paths: tuple[str, ...]) -> Tracer:
    if len(paths) == 1:
        path = paths[0]
        return lambda told: Step(shown, value(told), "condition", told.readings[path])

    def condition(told: Told) -> Step:
        found: dict[str, Any] = {}
        for path in paths:
            found |= told.readings[path]
        return Step(shown, value(told), "condition", found)

    return condition
