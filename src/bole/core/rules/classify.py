"""Which libraries, staff categories and tiers a subject belongs to, computed from facts by the pack's criteria."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bole.core.rules.closures import Facts
from bole.core.rules.expression import Expression, Step, compile_expression
from bole.core.vocabulary import Classification, Pack, Subject


@dataclass(frozen=True)
class Classifier:
    """The compiled criteria of one subject's classifications; build once per pack, use for everyone."""

    groups: tuple[Classification, ...]
    criteria: Mapping[tuple[str, str], Expression]

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
        return cls(groups, criteria)

    def classify(self, facts: Facts, on: date) -> dict[str, list[str]]:
        """Group to the keys of the categories that certainly hold; exclusive groups give the first one only."""
        found: dict[str, list[str]] = {}
        for group in self.groups:
            keys: list[str] = []
            for category in group.categories:
                expression = self.criteria.get((group.key, category.key))
                if expression is not None and expression.holds(facts, on):
                    keys.append(category.key)
                    if group.exclusive:
                        break
            found[group.key] = keys
        return found

    def explain(self, group: str, category: str, facts: Facts, on: date) -> Step | None:
        """Why, why not, or what is missing; None for categories that are only counted from reports."""
        expression = self.criteria.get((group, category))
        return None if expression is None else expression.trace(facts, on)
