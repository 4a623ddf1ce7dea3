"""Figures: amounts below nothing, divisions by nothing, more than the whole price."""

from __future__ import annotations

from typing import Any

from bole.core.rules.expression import Expression
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import UNKNOWN
from bole.core.rules.lint.findings import Bench, figures, tested
from bole.core.rules.lint.sites import Guard, Site, sites
from bole.core.rules.lint.tables import guarded, held
from bole.core.rules.policies import model as m
from bole.core.vocabulary import Position


def check_figures(bench: Bench) -> None:
    """Every value of the body, and what conditions compute."""
    for keys, expression, counted in figures(bench.version.body):
        at = bench.place(*keys) if _is_suspect(expression) else bench.version.at
        _divisions(bench, at, expression.node, held(counted))
        _rates(bench, at, expression.node)
    for said, expression, others in tested(bench.version.body):
        _divisions(bench, said.at, expression.node, held(others))
    body = bench.version.body
    if isinstance(body, m.Benefit) and body.amount is not None:
        _negative(bench, body.amount, body.who)


def _is_suspect(expression: Expression) -> bool:
    """Worth looking up its place in the file."""
    return any(isinstance(part, n.Arithmetic) and part.op in "*/" for part in n.walk(expression.node))


def _divisions(bench: Bench, at: Position, whole: n.Node, guards: tuple[Guard, ...]) -> None:
    for site in sites(whole, n.Arithmetic):
        division = site.node
        if not isinstance(division, n.Arithmetic) or division.op != "/" or isinstance(division.right, n.Constant):
            continue
        claims = [guarded(bench, guard) for guard in (*guards, *site.guards)]
        claims += _alone(bench, site)
        facts = bench.somebody([*claims, bench.term(division.right, site.scope) == 0])
        if facts is not None and bench.value(whole, facts) is UNKNOWN and _all_hold(bench, guards, facts):
            remedy = "写成 如 除数 > 0 则 … 否则 …,或在条件里要求它大于零"
            points = isinstance(bench.version.body, m.Points)  # the points stay a range there, nothing is lost
            bench.report(at, "除数可能是零,算不出结果", remedy, facts, [division.right], hint=points)
            return


def _alone(bench: Bench, site: Site) -> list[object]:
    """Within a record set: there is the row that is looked at."""
    return [] if site.alone is None else [bench.examples.space.row(site.alone, 0)]


def _all_hold(bench: Bench, guards: tuple[Guard, ...], facts: dict[str, object]) -> bool:
    return all(bench.value(node, facts) is truth for node, truth, _ in guards)


def _rates(bench: Bench, at: Position, whole: n.Node) -> None:
    """金额 × a fixed rate of more than 100 %."""
    for part in n.walk(whole):
        if not isinstance(part, n.Arithmetic) or part.op != "*" or part.sort.kind != "money":
            continue
        for side in (part.left, part.right):
            over = [value for value in _fixed(side) if side.sort.kind == "percent" and value > 1]
            if over:
                bench.report(
                    at, f"比例 {float(max(over)) * 100:g}% 超过 100%", "改正比例;确是几倍就写成 * 2 这样的倍数"
                )


def _fixed(node: n.Node) -> list[Any]:
    """The constants that a rate can be."""
    if isinstance(node, n.Constant):
        return [] if node.value is None else [node.value]
    if isinstance(node, n.Parameter):
        return _fixed(node.value)
    if isinstance(node, n.Lookup | n.Dated | n.IfElse):
        parts = [part for part in n.children(node) if part is not getattr(node, "key", None)]
        return [value for part in parts if part.sort.kind == "percent" for value in _fixed(part)]
    return []


def _negative(bench: Bench, amount: Expression, who: tuple[m.Condition, ...]) -> None:
    """Below zero nothing is paid; mostly meant so, sometimes a sign turned round."""
    if not any(isinstance(part, n.Arithmetic) and part.op == "-" for part in n.walk(amount.node)):
        return
    nodes = [each.when.node for each in who]
    facts = bench.somebody([*(bench.term(node) for node in nodes), bench.term(amount.node) < 0])
    if facts is None or not all(bench.value(node, facts) is True for node in nodes):
        return
    value = bench.value(amount.node, facts)
    if value is not UNKNOWN and value < 0:
        message, remedy = "算出来可能小于零(按零发)", "若不是有意,改公式,或把它写进条件"
        bench.report(bench.place("amount"), message, remedy, facts, [amount.node], hint=True)
