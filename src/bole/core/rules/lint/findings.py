"""What a check finds, and what every check works with: one version of a policy with a space for examples and one for proofs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from bole.core.rules.expression import Expression, paths_of
from bole.core.rules.language import tree as n
from bole.core.rules.lint.people import in_words, person
from bole.core.rules.lint.sites import rows_counted, witnesses
from bole.core.rules.lint.space import Space, Undecided
from bole.core.rules.lint.translating import Scope, Translator
from bole.core.rules.policies import model as m
from bole.core.rules.ruleset import RuleSet
from bole.core.vocabulary import Position, Problem
from bole.core.vocabulary.tree import Node, parse

YEARS = 15
"""A version without an end, or one that a fact selects, is looked at for so long."""
MOST_ROWS = 6


@dataclass(frozen=True)
class Finding:
    """`example`: facts as profiles keep them, decided on `on`; None where nobody can serve as one.

    `hint`: worth a look, but often meant so; it refuses nothing.
    """

    problem: Problem
    example: Mapping[str, Any] | None = None
    on: date | None = None
    hint: bool = False


@dataclass
class Bench:
    """One version of a policy on the bench."""

    rules: RuleSet
    policy: m.Policy
    version: m.Version
    context: Any = None
    """z3's; spaces may share one, threads may not."""
    found: list[Finding] = field(default_factory=list)

    @cached_property
    def days(self) -> tuple[date, date]:
        """Between which days this version decides."""
        version = self.version
        if version.by is not None:
            return version.since, version.since + timedelta(days=365 * YEARS)
        return version.since, version.until or version.since + timedelta(days=365 * YEARS)

    @cached_property
    def on(self) -> date:
        """The day on which examples are decided: the middle of the time in force."""
        first, last = self.days
        middle = first + (last - first) / 2
        return middle.replace(day=min(middle.day, 28))

    @cached_property
    def examples(self) -> Translator:
        """For people who can be written down."""
        nodes = [expression.node for expression in expressions(self.version)]
        needed = max([1, *(min(MOST_ROWS, rows_counted(node) + 1) for node in nodes)])
        own = witnesses(nodes, True).total()
        space = Space(self.rules.code_lists, (self.on, self.on), True, self.context)
        return Translator(space, max(needed, min(own, 3)))

    @cached_property
    def proofs(self) -> Translator:
        """For what is impossible."""
        return Translator(Space(self.rules.code_lists, self.days, False, self.context))

    # -- questions --

    def impossible(self, held: Sequence[n.Node], failed: Sequence[n.Node] = ()) -> bool:
        """Nobody can meet all of `held` and none of `failed`; False where that is not decided."""
        return self.impossible_ones([held], failed) == [0]

    def impossible_ones(self, choices: Sequence[Sequence[n.Node]], failed: Sequence[n.Node]) -> list[int]:
        """Which of the choices nobody can meet who fails all of `failed`."""
        translator, space = self.proofs, self.proofs.space
        rest = witnesses(failed, False)
        rows = [max([1, *(witnesses(held, True) + rest).values()]) for held in choices]
        translator.rows = max((count for count in rows if count <= MOST_ROWS), default=0)
        if not translator.rows:
            return []
        terms = [space.all_of([translator.term(node) for node in held]) for held in choices]
        claims = [translator.z3.Not(translator.term(node)) for node in failed]
        with space.assuming(*claims):
            return [place for place, term in enumerate(terms) if rows[place] <= MOST_ROWS and self._cannot_be(term)]

    def _cannot_be(self, term: Any) -> bool:
        try:
            return self.proofs.space.solve(term) is None
        except Undecided:
            return False

    def somebody(self, claims: Iterable[Any], nicely: bool = True) -> dict[str, Any] | None:
        """Facts of somebody for whom the claims (terms of the space for examples) hold, if z3 finds one."""
        model = self.model(claims, nicely)
        return None if model is None else person(self.examples.space, model)

    def model(self, claims: Iterable[Any], nicely: bool = True) -> Any:
        """The model of the space for examples in which the claims hold; None too where that is not decided."""
        space = self.examples.space
        try:
            return (space.solve_nicely if nicely else space.solve)(*claims)
        except Undecided:
            return None

    def term(self, node: n.Node, scope: Scope | None = None) -> Any:
        """A term of the space for examples."""
        return self.examples.term(node, scope)

    def value(self, node: n.Node, facts: Mapping[str, Any]) -> Any:
        """What the reference comes to for an example."""
        return Expression.of("", node).evaluate(facts, self.on)

    # -- faults --

    def report(
        self,
        at: Position,
        message: str,
        remedy: str,
        facts: Mapping[str, Any] | None = None,
        nodes: Iterable[n.Node] = (),
        hint: bool = False,
    ) -> None:
        """A finding; `nodes` tell which facts of the example are shown."""
        shown = ""
        if facts is not None:
            reads = {path for node in nodes for path in paths_of(node)}
            words = in_words(facts, reads, self.rules.vocabulary, self.rules.code_lists)
            shown = f",以 {words} 为例" if words else ""
        problem = Problem(at.file, at.line, at.column, f"{message}{shown}", remedy)
        self.found.append(Finding(problem, facts, None if facts is None else self.on, hint))

    def place(self, *keys: str) -> Position:
        """Where something is written in this version's file: `amount`; `ceilings`, `总价`."""
        file = self.version.at.file
        root = parse(self.rules.files[file], file, [])
        assert root is not None, "a checked policy can be read"
        own = [node for node in _parts(root) if node.at == self.version.at] or [root]
        for holder in (own[0], root):
            found: Node | None = holder
            for key in keys:
                found = found.value.get(key) if found is not None and isinstance(found.value, dict) else None
            if found is not None:
                return found.at
        return self.version.at


def _parts(node: Node) -> Iterator[Node]:
    """The whole file and the versions listed in it."""
    listed = node.value.get("versions") if isinstance(node.value, dict) else None
    if listed is not None and isinstance(listed.value, list):
        yield from listed.value
    yield node


def conditions(body: m.Body) -> Iterator[tuple[m.Said, Expression]]:
    """Everything in a body that holds or does not, with what it says of itself."""
    if isinstance(body, m.Classification):
        named = [*body.who, *(each for route in body.routes for each in route.conditions)]
        yield from ((each, each.when) for each in named)
    elif isinstance(body, m.Points):
        yield from ((each, each.when) for each in body.criteria if each.when is not None)
        yield from ((each, each.when) for each in (*body.vetoes, *body.direct))
    elif isinstance(body, m.Table):
        yield from ((row, row.when) for row in body.rows)
    else:
        yield from ((each, each.when) for each in body.who)


def figures(body: m.Body) -> Iterator[tuple[tuple[str, ...], Expression, tuple[Expression, ...]]]:
    """Values of a body: where they are written, the expression, and the conditions under which it counts."""
    if isinstance(body, m.Benefit):
        who = tuple(each.when for each in body.who)
        if body.amount is not None:
            yield ("amount",), body.amount, who
        yield from ((("ceilings", each.key), each.most, who) for each in body.ceilings)
        yield from ((("gives", each.key), each.value, who) for each in body.gives)
    elif isinstance(body, m.Points):
        for each in body.criteria:
            yield ("criteria", each.key), each.points, (each.when,) if each.when is not None else ()
    elif isinstance(body, m.Table):
        for row in body.rows:
            yield from ((("rows",), value, (row.when,)) for value in row.gives.values())
    elif isinstance(body, m.Selection) and body.rank_by is not None:
        yield ("rank_by",), body.rank_by, tuple(each.when for each in body.who)


def tested(body: m.Body) -> Iterator[tuple[m.Said, Expression, tuple[Expression, ...]]]:
    """Conditions with the others that must hold beside them for anything to come of it."""
    found = list(conditions(body))
    together = isinstance(body, m.Benefit | m.Selection)
    for said, expression in found:
        yield said, expression, tuple(other for _, other in found if other is not expression) if together else ()


def expressions(version: m.Version) -> Iterator[Expression]:
    """All expressions of a version."""
    yield from (expression for _, expression in conditions(version.body))
    yield from (expression for _, expression, _ in figures(version.body))
