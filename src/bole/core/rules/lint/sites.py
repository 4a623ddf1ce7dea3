"""Where parts stand in an expression: what must hold around them for them to matter, and how many rows a condition is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bole.core.rules.language import tree as n
from bole.core.rules.lint.space import Key
from bole.core.rules.lint.translating import Scope
from bole.core.rules.program import INSIDE

Guard = tuple[n.Node, bool, Scope]


@dataclass(frozen=True, slots=True)
class Site:
    """A part, whose facts it reads, and the conditions around it with the truth that makes the part decide.

    `alone`: it stands in the condition on rows of this record set, and the first row is the one looked at.
    """

    node: n.Node
    scope: Scope
    guards: tuple[Guard, ...]
    alone: Key | None = None


def sites(node: n.Node, kind: type[n.Node], formulas: bool = False) -> Iterator[Site]:
    """All parts of a kind; with `formulas` those of derived facts too."""
    yield from _sites(Site(node, Scope(), ()), kind, formulas)


def _sites(site: Site, kind: type[n.Node], formulas: bool) -> Iterator[Site]:
    node = site.node
    if isinstance(node, kind):
        yield site
    if isinstance(node, n.Both | n.Either):
        truth = isinstance(node, n.Both)
        for part in node.parts:
            others = [(other, truth, site.scope) for other in node.parts if other is not part]
            yield from _sites(_inner(site, part, *others), kind, formulas)
    elif isinstance(node, n.IfElse):
        yield from _sites(_inner(site, node.condition), kind, formulas)
        for part, truth in ((node.then, True), (node.otherwise, False)):
            yield from _sites(_inner(site, part, (node.condition, truth, site.scope)), kind, formulas)
    elif isinstance(node, INSIDE):
        if node.condition is not None:
            path = (*site.scope.path, *(step.key for step in node.rows.path), node.rows.fact.key)
            scope = Scope(site.scope.path, (*path, 0))
            yield from _sites(Site(node.condition, scope, site.guards, path), kind, formulas)
    elif isinstance(node, n.FactValue):
        if formulas and node.formula is not None:
            path = (*site.scope.path, *(step.key for step in node.path))
            yield from _sites(Site(node.formula, Scope(path), site.guards, None), kind, formulas)
    else:
        for part in n.children(node):
            yield from _sites(_inner(site, part), kind, formulas)


def _inner(site: Site, node: n.Node, *guards: Guard) -> Site:
    return Site(node, site.scope, (*site.guards, *guards), site.alone)


def witnesses(nodes: Iterable[n.Node], positive: bool) -> Counter[Key]:
    """How many rows of each record set it takes at most to make conditions true (or false): one for each 有 that must hold."""
    found: Counter[Key] = Counter()
    for node in nodes:
        _count(node, positive, not positive, (), found)
    return found


def _count(node: n.Node, when_true: bool, when_false: bool, path: Key, found: Counter[Key]) -> None:
    if isinstance(node, n.SomeRow):
        found[(*path, *(step.key for step in node.rows.path), node.rows.fact.key)] += when_true
        if node.condition is not None:
            _count(node.condition, True, True, path, found)
    elif isinstance(node, n.Negation):
        _count(node.part, when_false, when_true, path, found)
    else:
        if isinstance(node, n.FactValue):
            path = (*path, *(step.key for step in node.path))
        plain = isinstance(node, n.Both | n.Either | n.FactValue)
        for part in n.children(node):
            _count(part, when_true or not plain, when_false or not plain, path, found)


def rows_counted(node: n.Node) -> int:
    """The largest number that 计数 is compared with."""
    return max(
        (
            int(side.value)
            for part in n.walk(node)
            if isinstance(part, n.Compare)
            for other, side in ((part.left, part.right), (part.right, part.left))
            if isinstance(other, n.CountRows) and isinstance(side, n.Constant) and side.value is not None
        ),
        default=0,
    )
