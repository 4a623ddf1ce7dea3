"""Why the conditions of a decision came out as they did, with nothing computed twice: values stand in the slots, each fact is read once.

`Expression.trace` is the reference: it computes every part by its own closure, for any facts. The answers are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import Any, NamedTuple

from bole.core.rules.engines.closures import Facts, compile_node
from bole.core.rules.expression import NO_ROW, Expression, Step, is_known, owner_at, reads_of
from bole.core.rules.language import tree as n
from bole.core.rules.language.paths import Path, path_text
from bole.core.rules.language.values import READERS, UNKNOWN
from bole.core.rules.policies.lowering import Lowered, Part
from bole.core.rules.program import Program

Readings = Mapping[str, Any]
"""Fact path to the value read, in the order of reading; a missing one is UNKNOWN."""
Reader = Callable[["Told"], Readings]
Tracer = Callable[["Told"], Step]
Value = Callable[["Told"], Any]


class Outcome(NamedTuple):
    """One condition: True, False or UNKNOWN, with what it says and where that is laid down."""

    part: Part
    value: Any

    @property
    def missing(self) -> bool:
        return self.value is UNKNOWN


class Prepared(NamedTuple):
    """A condition of a policy before it is decided. `outcomes`: what it may come to, by its slot's value."""

    slot: int
    outcomes: Mapping[Any, Outcome]
    key: str
    """Of what it reads, in `Told.readings`."""

    @classmethod
    def of(cls, part: Part, key: str) -> Prepared:
        values = ((True, True), (False, False), (None, UNKNOWN))
        return cls(part.slot, {value: Outcome(part, shown) for value, shown in values}, key)


class Told:
    """One decision while it is explained: facts, the day, the slots, and what was read so far."""

    __slots__ = ("facts", "on", "readings", "steps", "tracing", "values")

    def __init__(self, tracing: Tracing, facts: Facts, on: date, values: list[Any]) -> None:
        self.tracing, self.facts, self.on, self.values = tracing, facts, on, values
        known = {name: {name: value} for name, place in tracing.places if (value := values[place]) is not None}
        self.readings: Mapping[str, Readings] = _Once(tracing.readers, self, known)
        """By path, or several of them with blanks between: the facts, or what one is computed from where it is not stored."""
        self.steps: Mapping[str, Step] = _Once(tracing.formulas, self, {})
        """By path of a derived fact: how its formula came out."""


class _Once(dict[str, Any]):
    """Each value made when it is first asked for."""

    __slots__ = ("makers", "told")

    def __init__(self, makers: Mapping[str, Callable[[Told], Any]], told: Told, known: Mapping[str, Any]) -> None:
        super().__init__(known)
        self.makers, self.told = makers, told

    def __missing__(self, key: str) -> Any:
        found = self[key] = self.makers[key](self.told)
        return found


class Tracing:
    """What explains the conditions of a program, made when a condition is first asked for."""

    def __init__(self, program: Program) -> None:
        self.readers: dict[str, Reader] = {}
        self.formulas: dict[str, Tracer] = {}
        self.places: list[tuple[str, int]] = []
        """Facts that have a slot: there stands their value, where it was computed and is known."""
        self._behind, self._scratch, self._lock = program.behind, program.copy(), Lock()
        self._conditions: dict[int, tuple[Sequence[Prepared], Lowered]] = {}
        self._keys: dict[int, tuple[str, Expression]] = {}
        self._tracers: dict[int, tuple[Tracer, Part]] = {}

    def conditions(self, lowered: Lowered) -> Sequence[Prepared]:
        """Of a version of a policy, in the order of the file."""
        found = self._conditions.get(id(lowered))
        if found is None:
            made = [Prepared.of(part, self._path_key(part.expression)) for part in lowered.parts]
            found = self._conditions[id(lowered)] = made, lowered
        return found[0]

    def readings(self, expression: Expression, told: Told) -> Readings:
        """All that the steps of its trace read."""
        found = self._keys.get(id(expression))
        if found is None:
            found = self._keys[id(expression)] = self._path_key(expression), expression
        return told.readings[found[0]]

    def trace(self, part: Part, told: Told) -> Step:
        """As `Expression.trace`, of a part whose slot was computed."""
        found = self._tracers.get(id(part))
        if found is None:
            own = part.expression
            with self._lock:
                tracer = self._tracer(own.node, own.text, (), part.slot, _slot(part.slot))
            found = self._tracers[id(part)] = tracer, part
        return found[0](told)

    # -- facts --

    def _path_key(self, expression: Expression) -> str:
        with self._lock:
            return self._key(self._read(expression.node))

    def _key(self, paths: Iterable[str]) -> str:
        """Under which `Told.readings` gives these paths: conditions that read the same share what they read."""
        wanted = tuple(dict.fromkeys(paths))
        key = " ".join(wanted)
        if key not in self.readers:
            self.readers[key] = _together(wanted)
        return key

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
        stored, key = _stored(read, path, name), read.fact.key
        if read.formula is None:
            place = self._scratch.add(replace(read, path=path)).slot
            if place < len(self._behind):
                self.places.append((name, place))
            return stored
        behind = self._key(self._read(read.formula, path))
        return lambda told: stored(told) if _is_stored(path, key, told) else told.readings[behind]

    # -- steps --

    def _tracer(self, node: n.Node, text: str, before: Path, root: int | None, value: Value | None = None) -> Tracer:
        """`root`: the slot in which the node was computed, directly or not; None: it was not, and is computed by its closure."""
        value = value or self._value(node, before, root)
        shown = text[node.at.start : node.at.end]
        if isinstance(node, n.Both | n.Either | n.Negation):
            parts = (node.part,) if isinstance(node, n.Negation) else node.parts
            kind = "negation" if isinstance(node, n.Negation) else "both" if isinstance(node, n.Both) else "either"
            return _joined(shown, kind, value, [self._tracer(part, text, before, root) for part in parts])
        if isinstance(node, n.FactValue) and node.formula:
            return self._derived(node, shown, before, root, value)
        return _condition(shown, value, self._key(self._read(node, before)))

    def _derived(self, node: n.FactValue, shown: str, before: Path, root: int | None, value: Value) -> Tracer:
        path, key = (*before, *node.path), node.fact.key
        name = path_text(path, node.fact)
        stored = _condition(shown, value, self._key(self._read(node, before)))
        if name not in self.formulas:
            assert node.formula is not None
            # Of a related subject's there is no slot that every decision computes.
            behind = (None, None) if path else (root, value)
            self.formulas[name] = self._tracer(node.formula, node.fact.formula, path, *behind)

        def trace(told: Told) -> Step:
            if _is_stored(path, key, told):
                return stored(told)
            return _new(Step, (shown, value(told), "condition", NO_ROW, (told.steps[name],)))

        return trace

    def _value(self, node: n.Node, before: Path, root: int | None) -> Value:
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


# --- facts ------------------------------------------------------------------------------------------------------------


def _together(paths: tuple[str, ...]) -> Reader:
    def together(told: Told) -> Readings:
        found: dict[str, Any] = {}
        for path in paths:
            found |= told.readings[path]
        return found

    return together


def _stored(read: n.FactValue, path: Path, name: str) -> Reader:
    key, clean = read.fact.key, READERS[read.fact.type or "text"]

    def stored(told: Told) -> Readings:
        facts = owner_at(path, told.facts) if path else told.facts
        value = clean(facts.get(key))
        return {name: UNKNOWN if value is None else value}

    return stored


def _is_stored(path: Path, key: str, told: Told) -> bool:
    """Whether a derived fact needs no computing."""
    return (owner_at(path, told.facts) if path else told.facts).get(key) is not None


def _rows(read: n.Rows, path: Path, name: str) -> Reader:
    key, closed = read.fact.key, read.fact.absent == "none"

    def rows(told: Told) -> Readings:
        value = owner_at(path, told.facts).get(key)
        if value is None:
            value = [] if closed and is_known(path, told.facts) else UNKNOWN
        return {name: value}

    return rows


# --- steps ------------------------------------------------------------------------------------------------------------

_new = tuple.__new__
"""A step by this is made in half the time."""


def _slot(place: int) -> Value:
    return lambda told: UNKNOWN if (value := told.values[place]) is None else value


def _joined(shown: str, kind: str, value: Value, parts: list[Tracer]) -> Tracer:
    return lambda told: _new(Step, (shown, value(told), kind, NO_ROW, tuple([part(told) for part in parts])))


def _condition(shown: str, value: Value, key: str) -> Tracer:
    return lambda told: _new(Step, (shown, value(told), "condition", told.readings[key], ()))
