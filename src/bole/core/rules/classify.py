"""Which libraries, staff categories and tiers a subject belongs to, computed from facts by the pack's criteria."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bole.core.rules.engines.closures import Closure, Facts, compile_node
from bole.core.rules.expression import NO_ROW, Expression, Step, compile_expression
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import READERS
from bole.core.vocabulary import Classification, Pack, Subject

REMEMBERED = 100_000
"""Answers kept: most people of a county share what the criteria read (nine in ten at 20,000 people)."""
Signature = Callable[[Facts], tuple[Any, ...]]


@dataclass(frozen=True)
class Classifier:
    """The compiled criteria of one subject's classifications; build once per pack, use for everyone."""

    groups: tuple[Classification, ...]
    criteria: Mapping[tuple[str, str], Expression]
    shared: tuple[tuple[str, Closure], ...]
    """Derived facts that criteria read, inner ones first: computed once per subject instead of once per criterion."""
    signature: Signature
    """All that the criteria can read of a subject: equal signatures on one day give equal answers."""
    answers: dict[tuple[date, tuple[Any, ...]], dict[str, list[str]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @classmethod
    def of(cls, pack: Pack, subject: Subject = "person") -> Classifier:
        """Compile all criteria of a pack that was checked when it was loaded.

        Raises:
            ExpressionInvalid: never for a checked pack.
        """
        groups = tuple(group for group in pack.classifications.values() if group.subject == subject)
        criteria = {
            (group.key, category.key): compile_expression(category.when, pack.vocabulary, pack.code_lists, subject)
            for group in groups
            for category in group.categories
            if category.when
        }
        shared = {key: run for one in criteria.values() for key, run in _derived(one.node)}
        return cls(groups, criteria, tuple(shared.items()), _signature(one.node for one in criteria.values()))

    def classify(self, facts: Facts, on: date) -> dict[str, list[str]]:
        """Group to the keys of the categories that certainly hold; exclusive groups give the first one only."""
        try:
            key = (on, self.signature(facts))
            found = self.answers.get(key)
        except TypeError:  # a fact about a related subject, or a value of the wrong shape: nothing to remember it by
            return self._classify(facts, on)
        if found is None:
            if len(self.answers) >= REMEMBERED:
                self.answers.clear()
            found = self.answers[key] = self._classify(facts, on)
        return {group: list(keys) for group, keys in found.items()}

    def _classify(self, facts: Facts, on: date) -> dict[str, list[str]]:
        known = dict(facts)
        for key, run in self.shared:
            if known.get(key) is None:
                known[key] = run(known, NO_ROW, on)
        found: dict[str, list[str]] = {}
        for group in self.groups:
            keys: list[str] = []
            for category in group.categories:
                expression = self.criteria.get((group.key, category.key))
                if expression is not None and expression.holds(known, on):
                    keys.append(category.key)
                    if group.exclusive:
                        break
            found[group.key] = keys
        return found

    def explain(self, group: str, category: str, facts: Facts, on: date) -> Step | None:
        """Why, why not, or what is missing; None for categories that are only counted from reports."""
        expression = self.criteria.get((group, category))
        return None if expression is None else expression.trace(facts, on)


def _derived(node: n.Node) -> Iterator[tuple[str, Closure]]:
    """Formulas of the subject's own facts whose stored and computed values look alike, innermost first."""
    for part in n.children(node):
        yield from _derived(part)
    if not isinstance(node, n.FactValue) or node.formula is None or node.path:
        return
    if node.fact.type in ("boolean", "integer", "money"):
        yield node.fact.key, compile_node(node.formula)


def _signature(nodes: Iterable[n.Node]) -> Signature:
    """A function from facts to all that the nodes read: values of facts, columns of rows, and of facts of which only
    "known or not" is asked just that. Values carry their type where True could be taken for 1."""
    parts = [part for node in nodes for part in n.walk(node)]
    columns = {part.column.key for part in parts if isinstance(part, n.ColumnValue)}
    rows = {part.fact.key: part.fact for part in parts if isinstance(part, n.Rows) and not part.path}
    sets = [(key, [c.key for c in fact.columns if c.key in columns]) for key, fact in sorted(rows.items())]
    asked = {id(part.value) for part in parts if isinstance(part, n.Known)}
    values = [part for part in parts if isinstance(part, n.FactValue)]
    read = {part.fact.key for part in values if not part.path and (id(part) not in asked or part.formula is not None)}
    read |= {part.path[0].key for part in parts if isinstance(part, n.FactValue | n.Rows) and part.path}
    known = {part.fact.key: READERS[part.fact.type or "text"] for part in values if not part.path}
    scalars, only_known = sorted(read), [(key, known[key]) for key in sorted(known.keys() - read)]

    def signature(facts: Facts) -> tuple[Any, ...]:
        found: list[Any] = []
        for key in scalars:
            if key in facts:
                found += (key, _typed(facts[key]))
        found += [key for key, reader in only_known if key in facts and reader(facts[key]) is not None]
        for key, names in sets:
            if key in facts:
                found += (key, _rows_signature(facts[key], names))
        return tuple(found)

    return signature


def _typed(value: Any) -> Any:
    return value if type(value) is str else (type(value), value)


def _rows_signature(rows: Any, names: list[str]) -> Any:
    if not isinstance(rows, list):
        return type(rows), rows
    return tuple([tuple([_typed(row.get(name)) for name in names]) for row in rows])
