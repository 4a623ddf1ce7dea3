"""Nodes of the tree as SQL, for a subject and for the rows of a record set alike. Each means what `engines.closures` makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from sqlglot import exp

from bole.core.rules.engines.folding import NOTHING, Fixed, fold
from bole.core.rules.engines.sql.calendar import after_days, after_months, days_between, months_between, years_since
from bole.core.rules.engines.sql.scopes import (
    Scope,
    choose,
    column_of,
    compared,
    fractional,
    rank_of,
    settled,
    there,
)
from bole.core.rules.engines.sql.values import NARROW, Number, Plain, Value, latest
from bole.core.rules.engines.sql.writing import (
    both,
    call,
    case,
    cast,
    coalesce,
    either,
    literal,
    negated,
    relation,
    use,
)
from bole.core.rules.language import tree as n


def _constant(scope: Scope, node: n.Constant) -> Value:
    return Fixed(node.value)


def _today(scope: Scope, node: n.Today) -> Value:
    return Fixed(scope.day)


def _parameter(scope: Scope, node: n.Parameter) -> Value:
    return scope.of(node.value)


# --- comparisons and tests --------------------------------------------------------------------------------------------


def _compare(scope: Scope, node: n.Compare) -> Value:
    left, right = scope.of(node.left), scope.of(node.right)
    if isinstance(left, Fixed) and isinstance(right, Fixed):
        return fold(scope.day, node, left=left, right=right)
    if node.ranks is not None:
        left, right = rank_of(scope, left, node.ranks), rank_of(scope, right, node.ranks)
    if NOTHING in (left, right):
        return NOTHING
    return compared(scope, node.op, left, right, node.left)


def _member(scope: Scope, node: n.Member) -> Value:
    value = scope.of(node.value)
    if isinstance(value, Fixed):
        return fold(scope.day, node, value=value)
    options = sorted((option for option in node.options if option is not None), key=repr)
    if isinstance(value, Number) and isinstance(value.bottom, int):
        wholes = [int(each) for option in options if (each := Fraction(option) * value.bottom).denominator == 1]
        return Plain(_among(value.top, sorted(set(wholes))), value.ready, value.known)
    if isinstance(value, Plain) and node.value.sort.kind != "boolean":
        return Plain(_among(value.expr, options), value.ready, value.known)
    value = settled(scope, value)
    tests = [compared(scope, "=", value, Fixed(option), node.value).expr for option in options]
    return Plain(either(tests), value.ready, value.known)  # type: ignore[union-attr]


def _among(part: Any, options: Sequence[Any]) -> Any:
    if not options:
        return relation("<>", part, part)
    if len(options) == 1:
        return relation("=", part, literal(options[0]))
    return exp.In(this=use(part), expressions=[literal(option) for option in options])


def _text_test(scope: Scope, node: n.TextTest) -> Value:
    value = scope.of(node.value)
    if isinstance(value, Fixed):
        return fold(scope.day, node, value=value)
    text = settled(scope, value)
    assert isinstance(text, Plain)
    dialect = scope.exact.dialect
    test = dialect.starts if node.kind == "starts" else dialect.contains
    return Plain(either([test(text.expr, option) for option in node.options]), text.ready, text.known)


def _known(scope: Scope, node: n.Known) -> Value:
    value = scope.of(node.value)
    if isinstance(value, Fixed):
        return Fixed(value.value is not None)
    return Plain(there(value), value.ready, True)


# --- logic ------------------------------------------------------------------------------------------------------------


def _joined(scope: Scope, parts: Sequence[n.Node], ends: bool) -> Value:
    """Kleene: `ends` (False for 且, True for 或) decides, whatever else is unknown."""
    found = [scope.of(part) for part in parts]
    if Fixed(ends) in found:
        return Fixed(ends)
    unknown = NOTHING in found
    columns = [part for part in found if isinstance(part, Plain)]
    if not columns:
        return NOTHING if unknown else Fixed(not ends)
    if len(columns) == 1 and not unknown:
        return columns[0]
    exprs = [each.expr for each in columns] + ([literal(None)] if unknown else [])
    made = either(exprs) if ends else both(exprs)
    return Plain(made, latest(*columns), not unknown and all(each.known for each in columns))


def _negation(scope: Scope, node: n.Negation) -> Value:
    value = scope.of(node.part)
    if isinstance(value, Fixed):
        return fold(scope.day, node, part=value)
    assert isinstance(value, Plain)
    return Plain(negated(value.expr), value.ready, value.known)


def _filled(value: Value, by: bool) -> Value:
    if isinstance(value, Fixed):
        return Fixed(by if value.value is None else value.value)
    assert isinstance(value, Plain)
    return value if value.known else Plain(coalesce(value.expr, literal(by)), value.ready, True)


# --- choice -----------------------------------------------------------------------------------------------------------


def _if_else(scope: Scope, node: n.IfElse) -> Value:
    condition = scope.of(node.condition)
    if isinstance(condition, Fixed) and condition.value is not None:
        return scope.of(node.then if condition.value else node.otherwise)
    first, second = scope.of(node.then), scope.of(node.otherwise)
    if isinstance(first, Fixed) and isinstance(second, Fixed) and first.value == second.value:
        return first
    if isinstance(condition, Fixed):
        return _agreed(scope, first, second, node)
    assert isinstance(condition, Plain)
    if condition.known:
        return choose(scope, [(condition, first)], second, node)
    held = settled(scope, condition)
    assert isinstance(held, Plain)
    never = Plain(negated(held.expr), held.ready)
    if (isinstance(first, Fixed) and isinstance(second, Fixed)) or NOTHING in (first, second):
        return choose(scope, [(held, first), (never, second)], NOTHING, node)
    first, second = settled(scope, first), settled(scope, second)
    same = compared(scope, "=", first, second, node)
    return choose(scope, [(held, first), (never, second), (same, first)], NOTHING, node)


def _agreed(scope: Scope, first: Value, second: Value, node: n.IfElse) -> Value:
    """One of two values where they are equal."""
    if (isinstance(first, Fixed) and isinstance(second, Fixed)) or NOTHING in (first, second):
        return NOTHING
    first, second = settled(scope, first), settled(scope, second)
    return choose(scope, [(compared(scope, "=", first, second, node), first)], NOTHING, node)


def _lookup(scope: Scope, node: n.Lookup) -> Value:
    key, rows = scope.of(node.key), dict(node.rows)
    rest = NOTHING if node.otherwise is None else scope.of(node.otherwise)
    if isinstance(key, Fixed):
        if key.value is None:
            return NOTHING
        return scope.of(rows[key.value]) if key.value in rows else rest
    key = settled(scope, key)
    assert not isinstance(key, Fixed)
    cases = [(compared(scope, "=", key, Fixed(word), node.key), scope.of(part)) for word, part in rows.items()]
    if rest != NOTHING and not key.known:
        cases.append((Plain(there(key), key.ready, True), rest))
        rest = NOTHING
    return choose(scope, cases, rest, node)


def _dated(scope: Scope, node: n.Dated) -> Value:
    day = scope.of(node.day)
    if isinstance(day, Fixed):
        begun = [part for since, part in node.steps if day.value is not None and since <= day.value]
        return scope.of(begun[-1]) if begun else NOTHING
    day = settled(scope, day)
    steps = [
        (compared(scope, ">=", day, Fixed(since), node.day), scope.of(part)) for since, part in reversed(node.steps)
    ]
    return choose(scope, steps, NOTHING, node)


def _default(scope: Scope, node: n.Default) -> Value:
    value = scope.of(node.value)
    if isinstance(value, Fixed):
        return scope.of(node.otherwise) if value.value is None else value
    if value.known:
        return value
    rest = scope.of(node.otherwise)
    if (
        isinstance(value, Number)
        and isinstance(value.bottom, int)
        and isinstance(rest, Fixed)
        and rest.value is not None
    ):
        exact = Fraction(rest.value) * value.bottom
        if exact.denominator == 1 and abs(exact) <= NARROW:
            filled = coalesce(value.top, cast(literal(int(exact)), scope.exact.type_of(value.limit)))
            limit = max(value.limit, abs(int(exact)))
            return Number(filled, limit, value.bottom, value.bottom_limit, value.ready, True)
    held = settled(scope, value)
    assert not isinstance(held, Fixed)
    return choose(scope, [(Plain(there(held), held.ready, True), held)], rest, node)


# --- numbers and dates ------------------------------------------------------------------------------------------------


def _scaled(scope: Scope, node: n.Scaled) -> Value:
    value = scope.of(node.value)
    if isinstance(value, Fixed):
        return fold(scope.day, node, value=value)
    return scope.exact.scale(scope.exact.number_of(fractional(scope, value)), Fraction(node.factor))


def _arithmetic(scope: Scope, node: n.Arithmetic) -> Value:
    left, right, exact = scope.of(node.left), scope.of(node.right), scope.exact
    if NOTHING in (left, right):
        return NOTHING
    if isinstance(left, Fixed) and isinstance(right, Fixed):
        return fold(scope.day, node, left=left, right=right)
    if node.op in "*/" and isinstance(right, Fixed):
        factor = Fraction(right.value)
        if node.op == "/" and factor == 0:
            return NOTHING
        return exact.scale(exact.number_of(left), factor if node.op == "*" else 1 / factor)
    if node.op == "*" and isinstance(left, Fixed):
        return exact.scale(exact.number_of(right), Fraction(left.value))
    a, b = exact.number_of(fractional(scope, left)), exact.number_of(fractional(scope, right))
    if node.op == "/":
        below = settled(scope, b)
        assert isinstance(below, Number)
        return exact.divide(exact.number_of(settled(scope, a)), below)
    return exact.multiply(a, b) if node.op == "*" else exact.add(a, b, 1 if node.op == "+" else -1)


def _rounded(scope: Scope, node: n.Rounded) -> Value:
    value = scope.of(node.value)
    if isinstance(value, Fixed):
        return fold(scope.day, node, value=value)
    held = settled(scope, value)
    return scope.exact.rounded(scope.exact.number_of(held), node.step, node.mode == "half_up")


def _shift_date(scope: Scope, node: n.ShiftDate) -> Value:
    day, amount = scope.of(node.day), scope.of(node.amount)
    if NOTHING in (day, amount):
        return NOTHING
    if isinstance(day, Fixed) and isinstance(amount, Fixed):
        return fold(scope.day, node, day=day, amount=amount)
    start = column_of(settled(scope, day), node.day)
    count = scope.exact.truncated(scope.exact.number_of(settled(scope, amount)))
    return (after_months if node.unit == "个月" else after_days)(scope, start, count, node.sign)


def _call(scope: Scope, node: n.Call) -> Value:
    arguments = [scope.of(part) for part in node.arguments]
    if NOTHING in arguments:
        return NOTHING
    if all(isinstance(argument, Fixed) for argument in arguments):
        return fold(scope.day, node, arguments=arguments)
    if node.name in ("较大", "较小"):
        return reduce(lambda a, b: _extreme(scope, a, b, node), arguments)
    days = [column_of(settled(scope, each), part) for each, part in zip(arguments, node.arguments, strict=True)]
    if node.name == "月数" and len(days) == 1:
        days.append(Plain(literal(scope.day), known=True, stored=True))
    return _CALENDAR[node.name](scope, *days)


_CALENDAR: Mapping[str, Callable[..., Number]] = {
    "天数": days_between,
    "周岁": years_since,
    "月数": months_between,
    "年份": lambda scope, day: Number(
        scope.exact.dialect.part("YEAR", day.expr), 9999, ready=day.ready, known=day.known
    ),
}


def _extreme(scope: Scope, left: Value, right: Value, node: n.Call) -> Value:
    """The larger or smaller of two; unknown where either is (GREATEST and LEAST would skip it)."""
    if isinstance(left, Fixed) and isinstance(right, Fixed):
        return Fixed((max if node.name == "较大" else min)(left.value, right.value))
    left, right = settled(scope, left), settled(scope, right)
    tests = [there(each) for each in (left, right) if not isinstance(each, Fixed) and not each.known]
    ready, best = latest(left, right), "GREATEST" if node.name == "较大" else "LEAST"
    if isinstance(left, Plain) or isinstance(right, Plain):
        a, b = column_of(left, node), column_of(right, node)
        made = call(best, a.expr, b.expr)
        return Plain(case([(both(tests), made)]) if tests else made, ready, not tests)
    first, second = scope.exact.number_of(left), scope.exact.number_of(right)
    if isinstance(first.bottom, int) and isinstance(second.bottom, int):
        a_top, b_top, limit, bottom, bottom_limit = scope.exact.common(first, second)
        made = call(best, a_top, b_top)
        return Number(case([(both(tests), made)]) if tests else made, limit, bottom, bottom_limit, ready, not tests)
    cases = [
        (compared(scope, op, first, second, node), each)
        for op, each in ((">=" if node.name == "较大" else "<=", first), ("<" if node.name == "较大" else ">", second))
    ]
    return choose(scope, cases, NOTHING, node)


COMMON: Mapping[type[n.Node], Callable[[Any, Any], Value]] = {
    n.Constant: _constant,
    n.Today: _today,
    n.Parameter: _parameter,
    n.Compare: _compare,
    n.Member: _member,
    n.TextTest: _text_test,
    n.Known: _known,
    n.Both: lambda scope, node: _joined(scope, node.parts, False),
    n.Either: lambda scope, node: _joined(scope, node.parts, True),
    n.Negation: _negation,
    n.Certain: lambda scope, node: _filled(scope.of(node.part), False),
    n.Possible: lambda scope, node: _filled(scope.of(node.part), True),
    n.IfElse: _if_else,
    n.Lookup: _lookup,
    n.Dated: _dated,
    n.Default: _default,
    n.Scaled: _scaled,
    n.Arithmetic: _arithmetic,
    n.Rounded: _rounded,
    n.ShiftDate: _shift_date,
    n.Call: _call,
}
"""What means the same everywhere. Facts, columns, references and record sets are compiled by the scopes themselves."""
