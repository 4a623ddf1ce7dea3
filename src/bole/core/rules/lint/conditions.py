"""Conditions that nobody or everybody meets, routes that never decide, benefits that nobody can have."""

from __future__ import annotations

from bole.core.rules.language import tree as n
from bole.core.rules.lint.findings import Bench, conditions
from bole.core.rules.policies import model as m


def check_conditions(bench: Bench) -> None:
    """Each condition by itself."""
    routes = isinstance(bench.version.body, m.Classification)
    for said, expression in conditions(bench.version.body):
        if not expression.facts:
            continue  # 真, or the calendar alone: written on purpose
        if not routes and bench.impossible([expression.node]):  # of routes told by `check_routes`
            bench.report(said.at, f"“{said.name}”永远不成立:自相矛盾", "改正其中的界限,或删去")
        elif bench.impossible([], [expression.node]):
            remedy = "改正其中的界限,或删去;只问有没有这个事实,写 已知 …"
            bench.report(said.at, f"“{said.name}”只要事实已知,对谁都成立", remedy)


def check_routes(bench: Bench, body: m.Classification) -> None:
    """Routes that can never hold, or of which all who meet them have a higher level anyway."""
    higher: list[m.Route] = []
    for level in body.levels:
        own = [route for route in body.routes if route.level == level]
        needed = [[each.when.node for each in (*body.who, *route.conditions)] for route in own]
        for place in bench.impossible_ones(needed, [_whole(route) for route in higher]):
            _unreachable(bench, own[place], higher, bench.impossible(needed[place]))
        higher += own


def _unreachable(bench: Bench, route: m.Route, higher: list[m.Route], contradictory: bool) -> None:
    if contradictory:
        bench.report(route.at, f"条款“{route.name}”永远不成立:条件自相矛盾", "改正互相矛盾的条件,或删去")
        return
    admitted = any(each.key in route.cite for each in higher)  # two sources contradict each other, and the file says so
    message, remedy = (
        "符合它的人都已在更高的类别",
        "收紧更高类别的条款,或删去这一条;依据相抵触的,在 cite 里写明与哪一条",
    )
    bench.report(route.at, f"条款“{route.name}”永远轮不到:{message}", remedy, hint=admitted)


def _whole(route: m.Route) -> n.Node:
    nodes = tuple(each.when.node for each in route.conditions)
    return nodes[0] if len(nodes) == 1 else n.Both(nodes[0].sort, nodes[0].at, nodes)


def check_who(bench: Bench, who: tuple[m.Condition, ...]) -> None:
    """All conditions together."""
    nodes = [each.when.node for each in who]
    if len(nodes) > 1 and bench.impossible(nodes) and not any(bench.impossible([node]) for node in nodes):
        pair = _quarrel(bench, who)
        bench.report(bench.place("who"), f"谁也不能同时符合全部条件{pair}", "改正互相矛盾的条件")


def _quarrel(bench: Bench, who: tuple[m.Condition, ...]) -> str:
    """The two that contradict each other, where two are enough."""
    for place, one in enumerate(who):
        for other in who[place + 1 :]:
            if bench.impossible([one.when.node, other.when.node]):
                return f":“{one.name}”与“{other.name}”矛盾"
    return ""
