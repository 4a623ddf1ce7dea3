"""People at the edge: for every comparison of a policy somebody just below, at and just above the threshold.

The rest of the policy is met by them as far as possible, so the comparison is what decides. All back ends must agree about them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from bole.core.rules.expression import Expression
from bole.core.rules.language import tree as n
from bole.core.rules.lint.days import Day
from bole.core.rules.lint.findings import Bench, conditions, figures
from bole.core.rules.lint.sites import Site, sites
from bole.core.rules.lint.tables import guarded
from bole.core.rules.policies import model as m

Side = Literal[-1, 0, 1]
SIDES: tuple[Side, ...] = (-1, 0, 1)
ORDERED = ("number", "money", "percent", "date", "month", "code")


@dataclass(frozen=True)
class BoundaryPerson:
    """Facts as profiles keep them, decided on `on`. `part`: the condition; `side`: below (-1), at (0), above (1) its threshold."""

    facts: dict[str, Any]
    on: date
    part: str
    side: Side


def people_at_the_edge(bench: Bench) -> Iterator[BoundaryPerson]:
    """Of every comparison in conditions and figures of one version, those people that there can be."""
    named = [(said.key, expression) for said, expression in conditions(bench.version.body)]
    rest = [expression for _, expression in named] if isinstance(bench.version.body, m.Benefit | m.Selection) else []
    values = [("/".join(keys), expression) for keys, expression, _ in figures(bench.version.body)]
    for _, expression in (*named, *values):
        bench.term(expression.node)  # everybody has all that the policy reads
    seen: set[str] = set()
    for key, expression in (*named, *values):
        others = [each for each in rest if each is not expression]
        for site in sites(expression.node, n.Compare, formulas=True):
            for side in SIDES:
                facts = _somebody(bench, site, side, others)
                if facts is not None and (shown := repr(facts)) not in seen:
                    seen.add(shown)
                    yield BoundaryPerson(facts, bench.on, key, side)


def _somebody(bench: Bench, site: Site, side: Side, others: Sequence[Expression]) -> dict[str, Any] | None:
    """Where not all of the rest can be met, without it."""
    edge = _edge(bench, site, side)
    if edge is None:
        return None
    if site.alone is not None:
        edge.append(bench.examples.space.row(site.alone, 0))
        edge += [bench.examples.z3.Not(there) for there in bench.examples.space.rows[site.alone][1:]]
    around = [guarded(bench, guard) for guard in site.guards]
    rest = [bench.term(each.node) for each in others]
    for claims in ([*around, *rest], around, []):
        facts = bench.somebody([*edge, *claims], nicely=False)
        if facts is not None:
            return facts
    return None


def _edge(bench: Bench, site: Site, side: Side) -> list[Any] | None:
    """The comparison's left side is its right side, or one step beside it."""
    node, translator = site.node, bench.examples
    assert isinstance(node, n.Compare)
    if node.left.sort.kind not in ORDERED:
        return None
    left, right = translator.term(node.left, site.scope), translator.term(node.right, site.scope)
    if isinstance(left, int) and isinstance(right, int):
        return None
    if isinstance(left, Day):
        return _days(bench, left, right, side)
    if node.left.sort.kind == "code" and node.ranks is None and side:
        return [left != right] if side > 0 else None  # another code
    step: Any = side
    if node.left.sort.kind == "percent":
        step = translator.z3.RealVal(str(Fraction(side, 10_000)), translator.space.context)
    return [left == right + step]


def _days(bench: Bench, left: Day, right: Day, side: Side) -> list[Any]:
    calendar = bench.examples.space.calendar
    return [calendar.ordinal(left) - calendar.ordinal(right) == side]
