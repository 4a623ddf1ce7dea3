"""What a policy comes to, as named slots of the program: conditions, levels, points as [low, high], amounts certain and possible.

Unknown stays unknown in `eligible` and `amount`. Where a figure must be given all the same there are two: what is certain (unknown
counts as no) and what is possible (unknown counts as yes).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from bole.core.rules.expression import Expression
from bole.core.rules.language import tree as n
from bole.core.rules.language.joining import whole
from bole.core.rules.language.values import BOOLEAN, DATE, Sort
from bole.core.rules.policies import model as m
from bole.core.rules.policies.scores import to_parts
from bole.core.rules.policies.texts import START
from bole.core.rules.program import Program

NUMBER = Sort("number", bare=True)
YES = n.Constant(BOOLEAN, START, True, "真")
NO = n.Constant(BOOLEAN, START, False, "假")
ZERO = n.Constant(NUMBER, START, 0, "0")


@dataclass(frozen=True, slots=True)
class Part:
    """A condition of a policy and its slot. `path`: who/资格, routes/TC-A-01/…, criteria/…, vetoes/…, rows/…"""

    path: str
    said: m.Said
    expression: Expression
    slot: int


@dataclass
class Lowered:
    """A version as slots. `outputs` by name: in_force, eligible, amount, certain, possible, level, may_be, low, high, …"""

    version: m.Version
    outputs: dict[str, int] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    figures: list[Part] = field(default_factory=list)
    """The points of each criterion before `when` and `most`: where one is not known, the facts it reads are missing."""


class Lowering:
    """Puts policies into one program."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def policy(self, policy: m.Policy) -> list[Lowered]:
        """Each version of a policy; `in_force` tells which one counts."""
        return [self.version(version) for version in policy.versions]

    def version(self, version: m.Version) -> Lowered:
        done = Lowered(version)
        day = version.by.node if version.by else n.Today(DATE, START)
        bounds = [_compare(">=", day, version.since)] + ([_compare("<=", day, version.until)] if version.until else [])
        in_force = self._named(done, "in_force", _all(bounds))
        body = version.body
        if isinstance(body, m.Classification):
            self._classification(done, body, in_force)
        elif isinstance(body, m.Points):
            self._points(done, body, in_force)
        elif isinstance(body, m.Benefit):
            self._benefit(done, body, in_force)
        elif isinstance(body, m.Table):
            self._table(done, body, in_force)
        else:
            self._selection(done, body, in_force)
        return done

    def _named(self, done: Lowered, name: str, node: n.Node) -> n.Ref:
        ref = self.program.add(node)
        done.outputs[name] = ref.slot
        return ref

    def _conditions(self, done: Lowered, under: str, conditions: Iterable[m.Condition]) -> list[n.Node]:
        found: list[n.Node] = []
        for condition in conditions:
            ref = self.program.add(condition.when.node)
            done.parts.append(Part(f"{under}/{condition.key}", condition, condition.when, ref.slot))
            found.append(ref)
        return found

    # -- benefit, selection --

    def _benefit(self, done: Lowered, body: m.Benefit, in_force: n.Node) -> None:
        eligible = self._named(done, "eligible", _all([in_force, *self._conditions(done, "who", body.who)]))
        for given in body.gives:
            nothing = n.Constant(given.value.sort, START, None)
            value = n.IfElse(given.value.sort, START, in_force, given.value.node, nothing)
            self._named(done, f"gives/{given.key}", value)
        if body.amount is None:
            return
        amount = body.amount.node
        for ceiling in body.ceilings:
            most = self._named(done, f"ceiling/{ceiling.key}", ceiling.most.node)
            amount = n.Call(amount.sort, START, "较小", (amount, most))
        zero = n.Constant(amount.sort, START, 0, "0")
        amount = n.Call(amount.sort, START, "较大", (amount, zero))
        whole = self._named(done, "amount", n.Rounded(amount.sort, START, amount, body.round_to, body.rounding))
        known = n.Default(whole.sort, START, whole, zero)
        for name, test in (("certain", n.Certain), ("possible", n.Possible)):
            self._named(done, name, n.IfElse(whole.sort, START, test(BOOLEAN, START, eligible), known, zero))

    def _selection(self, done: Lowered, body: m.Selection, in_force: n.Node) -> None:
        self._named(done, "eligible", _all([in_force, *self._conditions(done, "who", body.who)]))
        if body.rank_by is not None:
            self._named(done, "rank", body.rank_by.node)

    # -- classification --

    def _classification(self, done: Lowered, body: m.Classification, in_force: n.Node) -> None:
        by_level: dict[str, list[n.Node]] = {level: [] for level in body.levels}
        common = [in_force, *self._conditions(done, "who", body.who)]
        for route in body.routes:
            met = _all([*common, *self._conditions(done, f"routes/{route.key}", route.conditions)])
            by_level[route.level].append(self._named(done, f"route/{route.key}", met))
        reached: list[n.Node] = []
        at_least: dict[str, n.Node] = {}
        for level in body.levels:
            reached += by_level[level]
            at_least[level] = self._named(done, f"at_least/{level}", _any(reached))
        for name, test in (("level", n.Certain), ("may_be", n.Possible)):
            sort = Sort("code", code_list=body.code_list)
            node: n.Node = n.Constant(sort, START, None)
            for level in reversed(body.levels):
                holds = test(BOOLEAN, START, at_least[level])
                node = n.IfElse(sort, START, holds, n.Constant(sort, START, level, level), node)
            self._named(done, name, node)

    # -- points --

    def _points(self, done: Lowered, body: m.Points, in_force: n.Node) -> None:
        vetoed = _any(self._conditions(done, "vetoes", body.vetoes)) if body.vetoes else NO
        for end in ("low", "high"):
            grouped: dict[str, list[n.Node]] = {}
            for criterion in body.criteria:
                value = self._criterion(done, criterion, end)
                grouped.setdefault(criterion.group, []).append(value)
            totals = [self._group(done, body.groups.get(name), name, values, end) for name, values in grouped.items()]
            total = _bounded(_sum(totals), body.cap, body.floor, end)
            test = n.Certain if end == "high" else n.Possible  # a veto that is only possible takes the low end alone
            stopped = _any(
                [test(BOOLEAN, START, vetoed), n.Negation(BOOLEAN, START, (_opposite(test)(BOOLEAN, START, in_force)))]
            )
            self._named(done, end, n.IfElse(NUMBER, START, stopped, ZERO, total))
        if body.marks:
            met = _all([self._named(done, f"mark/{mark.key}", _reached(done, mark)) for mark in body.marks])
            passed = _any([met, *self._conditions(done, "direct", body.direct)])
            self._named(done, "eligible", _all([in_force, n.Negation(BOOLEAN, START, vetoed), passed]))

    def _criterion(self, done: Lowered, criterion: m.Criterion, end: str) -> n.Node:
        points, most = to_parts(criterion.points.node), criterion.most
        deduction, path = _is_negative(criterion.points.node), f"criteria/{criterion.key}"
        if most is not None:
            points, deduction = n.Call(NUMBER, START, "较小", (points, _number(most))), False
        value: n.Node = self.program.add(points)
        if end == "low":
            slot = self.program.add(criterion.points.node)
            done.figures.append(Part(path, criterion, criterion.points, slot.slot))
        if (end == "low") != deduction:
            value = n.Default(NUMBER, START, value, ZERO)
        elif most is not None and not deduction:
            value = n.Default(NUMBER, START, value, _number(most))
        if criterion.when is not None:
            ref = self.program.add(criterion.when.node)
            if not any(part.path == path for part in done.parts):
                done.parts.append(Part(path, criterion, criterion.when, ref.slot))
            test = n.Certain if (end == "low") != deduction else n.Possible
            value = n.IfElse(NUMBER, START, test(BOOLEAN, START, ref), value, ZERO)
        return self._named(done, f"{end}/{criterion.key}", value)

    def _group(self, done: Lowered, group: m.PointsGroup | None, name: str, values: list[n.Node], end: str) -> n.Node:
        if group is None:
            return _sum(values)
        total = n.Call(NUMBER, START, "较大", tuple(values)) if group.take == "highest" else _sum(values)
        return self._named(done, f"{end}/group/{name}", _bounded(total, group.cap, None, end))

    # -- table --

    def _table(self, done: Lowered, body: m.Table, in_force: n.Node) -> None:
        hits: list[n.Node] = []
        for row in body.rows:
            ref = self.program.add(row.when.node)
            done.parts.append(Part(f"rows/{row.key}", row, row.when, ref.slot))
            hits.append(ref)
        for name in body.columns:
            values = [row.gives[name].node for row in body.rows if name in row.gives]
            self._column(done, name, body.hit, hits, values, in_force)
        if body.hit == "unique":
            counts = [n.IfElse(NUMBER, START, n.Certain(BOOLEAN, START, hit), _number(1), ZERO) for hit in hits]
            self._named(done, "hits", _sum(counts))

    def _column(
        self, done: Lowered, name: str, hit: m.Hit, hits: list[n.Node], values: list[n.Node], in_force: n.Node
    ) -> None:
        sort = values[0].sort
        if hit == "sum":
            zero = n.Constant(sort, START, 0, "0")
            parts = [n.IfElse(sort, START, met, value, zero) for met, value in zip(hits, values, strict=True)]
            node = _sum(parts)
        else:
            node = n.Constant(sort, START, None)
            for met, value in reversed(list(zip(hits, values, strict=True))):
                node = n.IfElse(sort, START, met, value, node)
        nothing = n.Constant(sort, START, None)
        self._named(done, f"gives/{name}", n.IfElse(sort, START, in_force, node, nothing))


def _compare(op: n.CompareOp, day: n.Node, bound: date) -> n.Node:
    return n.Compare(BOOLEAN, START, op, day, n.Constant(DATE, START, bound, bound.isoformat()))


def _all(parts: list[n.Node]) -> n.Node:
    return parts[0] if len(parts) == 1 else n.Both(BOOLEAN, START, tuple(parts))


def _any(parts: list[n.Node]) -> n.Node:
    if not parts:
        return NO
    return parts[0] if len(parts) == 1 else n.Either(BOOLEAN, START, tuple(parts))


def _reached(done: Lowered, mark: m.PassMark) -> n.Node:
    """Certainly reached at the low end, certainly missed at the high end, otherwise not known."""
    names = [f"group/{group}" for group in mark.groups]
    low, high = (
        _sum([n.Ref(NUMBER, START, done.outputs[f"{end}/{name}" if name else end]) for name in names or [""]])
        for end in ("low", "high")
    )
    sure, open_ = (n.Compare(BOOLEAN, START, ">=", end, _number(mark.least)) for end in (low, high))
    unknown = n.IfElse(BOOLEAN, START, open_, n.Constant(BOOLEAN, START, None), NO)
    return n.IfElse(BOOLEAN, START, sure, YES, unknown)


def _number(value: Fraction | int) -> n.Node:
    return n.Constant(NUMBER, START, whole(Fraction(value)), str(value))


def _sum(parts: Sequence[n.Node]) -> n.Node:
    if not parts:
        return ZERO
    total = parts[0]
    for part in parts[1:]:
        total = n.Arithmetic(total.sort, START, "+", total, part)
    return total


def _bounded(node: n.Node, cap: Fraction | None, floor: Fraction | None, end: str) -> n.Node:
    """Within cap and floor; whatever is not known yet cannot go beyond the cap."""
    if cap is not None:
        known = n.Default(NUMBER, START, node, _number(cap)) if end == "high" else node
        node = n.Call(NUMBER, START, "较小", (known, _number(cap)))
    return node if floor is None else n.Call(NUMBER, START, "较大", (node, _number(floor)))


def _opposite(test: type[n.Certain] | type[n.Possible]) -> type[n.Certain] | type[n.Possible]:
    return n.Certain if test is n.Possible else n.Possible


def _is_negative(node: n.Node) -> bool:
    """A deduction: written as a negative number, or as nothing minus something."""
    if isinstance(node, n.Constant):
        return node.value is not None and node.value < 0
    return (
        isinstance(node, n.Arithmetic) and node.op == "-" and isinstance(node.left, n.Constant) and node.left.value == 0
    )
