"""The public face: compile a text once, then evaluate it for many, or explain it for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from bole.core.rules.engines.closures import Closure, Facts, compile_node
from bole.core.rules.language import tree as n
from bole.core.rules.language.checking import Checker
from bole.core.rules.language.parsing import ExpressionInvalid
from bole.core.rules.language.paths import Path, path_text
from bole.core.rules.language.paths import paths_of as paths_of
from bole.core.rules.language.values import UNKNOWN, Raw, Sort, Unknown
from bole.core.vocabulary import CodeList, Subject, Vocabulary

NO_ROW: Mapping[str, Any] = MappingProxyType({})


class Step(NamedTuple):
    """One part of a trace: its text, what it came to, and the facts it read."""

    text: str
    value: Any
    """bool, a value, or UNKNOWN."""
    kind: str
    """both | either | negation | condition."""
    facts: Mapping[str, Any] = NO_ROW
    """Fact path to the value read; a missing one is UNKNOWN."""
    parts: tuple[Step, ...] = ()

    def walk(self) -> Iterator[Step]:
        """This step and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def missing(self) -> list[str]:
        """Facts whose absence leaves this open, in order of appearance; empty when the answer is known."""
        if self.value is not UNKNOWN:
            return []
        if not self.parts:
            unknown = [key for key, value in self.facts.items() if value is UNKNOWN]
            # Everything is there and still it is open: a record lacks a column.
            return unknown or [key for key, value in self.facts.items() if isinstance(value, list | tuple)]
        return list(dict.fromkeys(key for part in self.parts for key in part.missing()))


class _Closures:
    """Of the parts of one tree, made when they are first traced."""

    def __init__(self) -> None:
        self._whole: dict[int, Closure] = {}
        self._own: dict[int, Closure] = {}
        self._reads: dict[int, tuple[n.FactValue | n.Rows, ...]] = {}

    def of(self, node: n.Node) -> Closure:
        """The closure of a part."""
        found = self._whole.get(id(node))
        if found is None:
            found = self._whole[id(node)] = compile_node(node)
        return found

    def reads(self, node: n.Node) -> tuple[n.FactValue | n.Rows, ...]:
        """What a part reads."""
        found = self._reads.get(id(node))
        if found is None:
            found = self._reads[id(node)] = tuple(reads_of(node))
        return found

    def own(self, node: n.FactValue) -> Closure:
        """Of a fact, over the facts of its owner."""
        found = self._own.get(id(node))
        if found is None:
            found = self._own[id(node)] = compile_node(replace(node, path=()))
        return found


@dataclass(frozen=True)
class Expression:
    """A checked expression. `sort` tells what it yields."""

    text: str
    node: n.Node

    @classmethod
    def of(cls, text: str, node: n.Node) -> Expression:
        """An expression around a checked tree."""
        return cls(text, node)

    @cached_property
    def facts(self) -> frozenset[str]:
        """The paths it may read."""
        return frozenset(paths_of(self.node))

    @cached_property
    def _run(self) -> Closure:
        return compile_node(self.node)

    @cached_property
    def _parts(self) -> _Closures:
        return _Closures()

    @property
    def sort(self) -> Sort:
        """Kind and unit of the result."""
        return self.node.sort

    def evaluate(self, facts: Facts, on: date) -> Any | Unknown:
        """The value for these facts on that day: bool, number (分 for money), text, date, or UNKNOWN."""
        value = self._run(facts, NO_ROW, on)
        return UNKNOWN if value is None else value

    def holds(self, facts: Facts, on: date) -> bool:
        """True only when the condition certainly holds: the fast form for lists and libraries."""
        return self._run(facts, NO_ROW, on) is True

    def trace(self, facts: Facts, on: date) -> Step:
        """Every condition with its outcome and the facts it read."""
        return _trace(self._parts, self.node, self.text, facts, on)


def compile_expression(
    text: str,
    vocabulary: Vocabulary,
    code_lists: Mapping[str, CodeList],
    subject: Subject = "person",
    parameters: Mapping[str, n.Node] = NO_ROW,
) -> Expression:
    """Parse, check and compile `text` over the facts of `subject`; `parameters` are further values it may name.

    Raises:
        ExpressionInvalid: all faults, each with line, column and, where possible, a suggestion.
    """
    checker = Checker(vocabulary, code_lists, subject, parameters=parameters)
    node = checker.check(text)
    if checker.faults:
        raise ExpressionInvalid(list(dict.fromkeys(checker.faults)))
    return Expression.of(text, node)


def _trace(closures: _Closures, node: n.Node, text: str, facts: Facts, on: date, before: Path = ()) -> Step:
    """`facts` are those of the subject at the end of `before`, from where a derived fact is computed."""
    shown = text[node.at.start : node.at.end]
    owner = owner_at(before, facts)
    raw = closures.of(node)(owner, NO_ROW, on) if is_known(before, facts) else None
    value = UNKNOWN if raw is None else raw
    if isinstance(node, n.Both | n.Either):
        parts = tuple(_trace(closures, part, text, facts, on, before) for part in node.parts)
        return Step(shown, value, "both" if isinstance(node, n.Both) else "either", {}, parts)
    if isinstance(node, n.Negation):
        return Step(shown, value, "negation", {}, (_trace(closures, node.part, text, facts, on, before),))
    if isinstance(node, n.FactValue) and node.formula and owner_at(node.path, owner).get(node.fact.key) is None:
        inner = _trace(closures, node.formula, node.fact.formula, facts, on, (*before, *node.path))
        return Step(shown, value, "condition", {}, (inner,))
    return Step(shown, value, "condition", dict(_read(closures, node, facts, on, before)))


def owner_at(path: Path, facts: Facts) -> Facts:
    """The facts of the related subject at the end of a path; of an unknown one there are none."""
    for step in path:
        related = facts.get(step.key)
        facts = related if isinstance(related, Mapping) else {}
    return facts


def is_known(path: Path, facts: Facts) -> bool:
    """Whether the related subject is there: of an unknown spouse not even "no home" is known."""
    return not path or (isinstance(facts.get(path[0].key), Mapping) and is_known(path[1:], facts[path[0].key]))


def _read(closures: _Closures, node: n.Node, facts: Facts, on: date, before: Path = ()) -> Iterator[tuple[str, Any]]:
    """The facts a part reads, and those a derived fact is computed from where it is not stored."""
    for read in closures.reads(node):
        path = (*before, *read.path)
        owner = owner_at(path, facts)
        if isinstance(read, n.FactValue):
            if read.formula is not None and owner.get(read.fact.key) is None:
                yield from _read(closures, read.formula, facts, on, path)
                continue
            value: Raw = closures.own(read)(owner, NO_ROW, on)
        else:
            value = owner.get(read.fact.key)
            if value is None and read.fact.absent == "none" and is_known(path, facts):
                value = []
        yield path_text(path, read.fact), UNKNOWN if value is None else value


def reads_of(node: n.Node) -> Iterator[n.FactValue | n.Rows]:
    """Facts and record sets of a part in order, without what formulas read."""
    if isinstance(node, n.FactValue | n.Rows):
        yield node
    else:
        for part in n.children(node):
            yield from reads_of(part)
