"""Tables: people between two rows, people in two rows, rows that nobody reaches, values that a list of parameters lacks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from bole.core.rules.expression import Expression
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import UNKNOWN
from bole.core.rules.lint.days import Day
from bole.core.rules.lint.findings import Bench, figures, tested
from bole.core.rules.lint.people import person, with_value
from bole.core.rules.lint.sites import Guard, sites
from bole.core.rules.lint.space import Variable
from bole.core.rules.lint.translating import Scope
from bole.core.rules.policies import model as m

MOST_NAMED = 12
ORDERED = ("integer", "decimal", "money", "percent", "date", "month")


def check_table(bench: Bench, table: m.Table, deep: bool) -> None:
    """Gaps, overlaps and rows that are never reached."""
    if table.hit == "unique":
        for one, other in combinations(table.rows, 2):
            _overlap(bench, one, other)
    if table.hit == "first":
        for place, row in enumerate(table.rows):
            earlier = [each.when.node for each in table.rows[:place]]
            if earlier and bench.impossible([row.when.node], earlier) and not bench.impossible([row.when.node]):
                remedy = "把它移到前面,或删去"
                bench.report(row.at, f"第{place + 1}行“{row.name}”永远轮不到:前面的行已经包括它", remedy)
    if table.hit != "sum":
        _gap(bench, table, deep)


def _overlap(bench: Bench, one: m.TableRow, other: m.TableRow) -> None:
    nodes = [one.when.node, other.when.node]
    facts = bench.somebody([bench.term(node) for node in nodes])
    if facts is not None and all(bench.value(node, facts) is True for node in nodes):
        message = f"“{one.name}”与“{other.name}”两行重叠"
        bench.report(other.at, message, "改界限,使两行不会同时成立;以靠前的为准就写 hit: first", facts, nodes)


def _gap(bench: Bench, table: m.Table, deep: bool) -> None:
    """Somebody between two rows is a fault; somebody beside all rows is usually meant so."""
    nodes = [row.when.node for row in table.rows]
    space = bench.examples.space
    covered = space.any_of([bench.term(node) for node in nodes])
    nobody = space.z3.Not(covered)
    graded = {each.left.sort.code_list for node in nodes for each in _by_rank(node)}
    for variable in [each for each in space.variables.values() if _is_ordered(each, graded)]:
        facts = _between(bench, variable, covered, nodes)
        if facts is not None:
            message = f"对照表有空当:“{variable.thing.name}”高些、低些都有一行适用,中间却没有"
            bench.report(bench.place("rows"), message, "接上相邻两行的界限,或补一行", facts, nodes)
            return
    facts = bench.somebody([nobody]) if deep else None
    if facts is not None and all(bench.value(node, facts) is False for node in nodes):
        rest = ";其余的人写最后一行 when: 真" if table.hit == "first" else ""
        bench.report(bench.place("rows"), "有人不属于任何一行", f"若不是有意,补一行{rest}", facts, nodes, hint=True)


def _by_rank(node: n.Node) -> Iterator[n.Compare]:
    return (part for part in n.walk(node) if isinstance(part, n.Compare) and part.ranks is not None)


def _is_ordered(variable: Variable, graded: set[str | None]) -> bool:
    """Of the person itself, and something that higher and lower are asked of; `graded`: lists of codes that are."""
    if any(isinstance(step, int) for step in variable.key):
        return False
    kind = variable.thing.type
    return variable.thing.code_list in graded if kind == "code" else kind in ORDERED


def _ranked(bench: Bench, variable: Variable) -> int:
    code_list = bench.rules.code_lists.get(variable.thing.code_list or "")
    return sum(item.rank is not None for item in code_list.items.values()) if code_list else 0


def _between(bench: Bench, variable: Variable, covered: Any, nodes: list[n.Node]) -> dict[str, Any] | None:
    """Somebody without a row, who would have one with a lower and with a higher value."""
    space = bench.examples.space
    lower, higher = (_another(bench, variable, name) for name in ("低", "高"))
    claims = [space.z3.Not(covered)]
    for other, low, high in ((lower, lower, variable), (higher, variable, higher)):
        claims.append(bench.examples.compared("<", low.term, high.term))
        claims += [
            space.z3.substitute(claim, *_pairs(variable, other)) for claim in (covered, *_domain(bench, variable))
        ]
    model = bench.model(claims)
    if model is None:
        return None
    facts = person(space, model)
    hit = [
        any(bench.value(node, with_value(space, model, facts, v)) is True for node in nodes) for v in (lower, higher)
    ]
    return facts if all(hit) and all(bench.value(node, facts) is False for node in nodes) else None


def _another(bench: Bench, variable: Variable, name: str) -> Variable:
    """A second value of the same fact."""
    space, term = bench.examples.space, variable.term
    if isinstance(term, Day):
        return Variable(variable.key, variable.thing, Day(space.whole(f"{name}月"), space.whole(f"{name}日")))
    return Variable(variable.key, variable.thing, space.z3.Const(name, term.sort()))


def _pairs(variable: Variable, other: Variable) -> list[tuple[Any, Any]]:
    if isinstance(variable.term, Day):
        return [(variable.term.month, other.term.month), (variable.term.day, other.term.day)]
    return [(variable.term, other.term)]


def _domain(bench: Bench, variable: Variable) -> list[Any]:
    """What a value must be to be written down at all."""
    if isinstance(variable.term, Day):
        return [variable.term.day >= 1, variable.term.day <= 28]
    if variable.thing.type == "code":
        return [variable.term >= 0, variable.term < _ranked(bench, variable)]
    return []


# -- values by a fact --------------------------------------------------------------------------------------------------


def check_parameters(bench: Bench, deep: bool) -> None:
    """Values listed by a fact without `else`: somebody whose value is not listed and who would need one."""
    told: set[int] = set()
    places = {id(value.value.node): value for value in bench.version.parameters.values()}
    body = bench.version.body
    uses = [(expression, counted) for _, expression, counted in figures(body)]
    uses += [(expression, others) for _, expression, others in tested(body)]
    for expression, counted in uses:
        for site in sites(expression.node, n.Lookup):
            found = places.get(id(site.node))
            assert isinstance(site.node, n.Lookup)
            if found is None or site.node.otherwise is not None or id(site.node) in told or site.alone:
                continue
            if not deep and not _inner_codes(bench, site.node):
                continue  # at most a hint
            if _lacks(bench, found, site.node, (*held(counted), *site.guards)):
                told.add(id(site.node))


def _lacks(bench: Bench, parameter: m.Parameter, node: n.Lookup, guards: tuple[Guard, ...]) -> bool:
    """A code between two listed ones is a fault; one beside them may be left open on purpose (一事一议)."""
    translator, sort = bench.examples, node.key.sort
    claims = [guarded(bench, guard) for guard in guards]
    key = bench.term(node.key)
    listed = [translator.compared("=", key, translator.fixed(value, sort)) for value, _ in node.rows]
    inner = {translator.space.code(sort.code_list, code) for code in _inner_codes(bench, node)}
    lacking = translator.z3.Not(translator.space.any_of(listed))
    facts = bench.somebody([*claims, translator.space.one_of(key, inner)]) if inner else None
    fault = facts is not None
    facts = facts or bench.somebody([*claims, lacking])
    if facts is None or bench.value(node, facts) is not UNKNOWN or bench.value(node.key, facts) is UNKNOWN:
        return False
    names = "、".join(_missing(bench, node, claims, key))
    message = f"“{parameter.name}”没有列全{':缺 ' + names if names else ''}"
    remedy = "补上这些,或写 else" if fault else "若不是有意(一事一议),补上这些,或写 else"
    bench.report(parameter.at, message, remedy, facts, [node.key], hint=not fault)
    return True


def _inner_codes(bench: Bench, node: n.Lookup) -> set[str]:
    """Codes that are not listed, between two ranks that are."""
    code_list = bench.rules.code_lists.get(node.key.sort.code_list or "")
    if node.key.sort.kind != "code" or code_list is None:
        return set()
    ranks = {item.code: item.rank for item in code_list.items.values() if item.rank is not None}
    listed = {value for value, _ in node.rows}
    ends = sorted(ranks[code] for code in listed & ranks.keys())
    return {code for code, rank in ranks.items() if ends and code not in listed and ends[0] < rank < ends[-1]}


def _missing(bench: Bench, node: n.Lookup, claims: list[Any], key: Any) -> Iterator[str]:
    """Names of the codes that somebody can have and the list lacks."""
    code_list = bench.rules.code_lists.get(node.key.sort.code_list or "")
    if node.key.sort.kind != "code" or code_list is None:
        return
    listed = {value for value, _ in node.rows}
    lacking = [code for code in code_list.items if code not in listed]
    for code in lacking[:MOST_NAMED]:
        place = bench.examples.space.code(code_list.key, code)
        if bench.somebody([*claims, bench.examples.compared("=", key, place)], nicely=False) is not None:
            yield code_list.items[code].name
    if len(lacking) > MOST_NAMED:
        yield "等"


def held(conditions: tuple[Expression, ...]) -> tuple[Guard, ...]:
    """All of these hold."""
    return tuple((each.node, True, Scope()) for each in conditions)


def guarded(bench: Bench, guard: Guard) -> Any:
    """The claim of a guard."""
    node, truth, scope = guard
    term = bench.term(node, scope)
    return term if truth else bench.examples.z3.Not(term)
