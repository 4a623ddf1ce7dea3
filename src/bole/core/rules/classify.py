"""Which libraries, staff categories and tiers a subject belongs to, computed from facts by the pack's criteria."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bole.core.rules import tree as n
from bole.core.rules.closures import Closure, Facts, compile_node
from bole.core.rules.expression import NO_ROW, Expression, Step, compile_expression
from bole.core.vocabulary import Classification, Pack, Subject


@dataclass(frozen=True)
class Classifier:
    """The compiled criteria of one subject's classifications; build once per pack, use for everyone."""

    groups: tuple[Classification, ...]
    criteria: Mapping[tuple[str, str], Expression]
    shared: tuple[tuple[str, Closure], ...]
    """Derived facts that criteria read, inner ones first: computed once per subject instead of once per criterion."""

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
        return cls(groups, criteria, tuple(shared.items()))

    def classify(self, facts: Facts, on: date) -> dict[str, list[str]]:
        """Group to the keys of the categories that certainly hold; exclusive groups give the first one only."""
        known = dict(facts)
        for key, run in self.shared:
            if key not in known:
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
