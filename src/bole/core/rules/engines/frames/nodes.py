"""Nodes of the tree as expressions over columns, for a subject and for the rows of a record set alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

import polars as pl

from bole.core.rules.engines.folding import NOTHING, Fixed, fold
from bole.core.rules.engines.frames import values as v
from bole.core.rules.engines.frames.calendar import (
    after_days,
    after_fixed_months,
    after_months,
    days_between,
    months_between,
    year_of,
    years_since,
)
from bole.core.rules.engines.frames.coding import EQUAL, FEW, SEARCH, Coded
from bole.core.rules.engines.frames.parts import choose, compared, fractional, present, rank_of, read_off, settled
from bole.core.rules.engines.frames.scopes import Scope, column_of, spelled
from bole.core.rules.engines.frames.values import Number, Plain, Value, latest, number_of
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
    if node.ranks is not None and isinstance(right, Fixed) and (codes := scope.columns.coded(left, 1)):
        return _rank_compared(node, codes, right, left.ready)  # type: ignore[union-attr]
    if node.ranks is not None:
        left, right = _rank(scope, left, node.ranks), _rank(scope, right, node.ranks)
    if NOTHING in (left, right):
        return NOTHING
    if isinstance(left, Plain) and isinstance(right, Fixed) and isinstance(right.value, str) and node.op in ("=", "<>"):
        codes = scope.columns.coded(left, EQUAL)
        if codes is not None:
            return Plain(codes.where(lambda word: n.COMPARE[node.op](word, right.value)), left.ready, left.known)
    return compared(scope, node.op, left, right, node.left)


def _rank_compared(node: n.Compare, codes: Coded, right: Fixed, ready: v.Ready) -> Value:
    """A code's rank beside a fixed one, once per code; unknown for codes without one."""
    ranks = node.ranks or {}
    if (bound := ranks.get(right.value)) is None:
        return NOTHING
    made = codes.where(lambda word: word in ranks and n.COMPARE[node.op](ranks[word], bound))
    if not all(word in ranks for word in codes.words):
        made = pl.when(codes.where(ranks.__contains__)).then(made)
    return Plain(made, ready)


def _rank(scope: Scope, value: Value, ranks: Mapping[str, int]) -> Value:
    """A code's place in its list; unknown for codes without one."""
    if isinstance(value, Fixed):
        return Fixed(ranks.get(value.value))
    return rank_of(scope, value, ranks)


def _member(scope: Scope, node: n.Member) -> Value:
    value = scope.of(node.value)
    if isinstance(value, Fixed):
        return fold(scope.day, node, value=value)
    options = sorted((option for option in node.options if option is not None), key=repr)
    if len(options) > 1 and (codes := scope.columns.coded(value, EQUAL * min(len(options), FEW))):
        return Plain(codes.where(node.options.__contains__), value.ready, value.known)
    value = settled(scope, value)
    if isinstance(value, Number) and isinstance(value.bottom, int):
        wholes = [int(each) for option in options if (each := Fraction(option) * value.bottom).denominator == 1]
        near = [whole for whole in wholes if abs(whole) <= value.limit]
        return Plain(_among(value.top, near, v.integer_type(value.limit)), value.ready, value.known)
    if isinstance(value, Plain) and node.value.sort.kind != "boolean":
        value = spelled(value)
        return Plain(
            _among(value.expr, options, pl.Date if node.value.sort.kind == "date" else pl.String),
            value.ready,
            value.known,
        )
    tests = [compared(scope, "=", value, Fixed(option), node.value).expr for option in options]
    return Plain(_any(tests), value.ready, value.known)  # type: ignore[union-attr]


def _among(expr: pl.Expr, options: Sequence[Any], dtype: Any) -> pl.Expr:
    if 0 < len(options) <= FEW:
        return _any([expr == pl.lit(option, dtype=dtype) for option in options])
    return expr.is_in(pl.Series(options, dtype=dtype).implode())


def _text_test(scope: Scope, node: n.TextTest) -> Value:
    value = scope.of(node.value)
    if isinstance(value, Fixed):
        return fold(scope.day, node, value=value)
    if codes := scope.columns.coded(value, SEARCH * len(node.options)):
        test = str.startswith if node.kind == "starts" else str.__contains__
        passed = codes.where(lambda word: any(test(word, option) for option in node.options))
        return Plain(passed, value.ready, value.known)
    assert isinstance(value, Plain)
    text = settled(scope, spelled(value))
    assert isinstance(text, Plain)
    if node.kind == "starts":
        tests = [text.expr.str.starts_with(option) for option in node.options]
    else:
        tests = [text.expr.str.contains(option, literal=True) for option in node.options]
    return Plain(_any(tests), text.ready, text.known)


def _known(scope: Scope, node: n.Known) -> Value:
    value = scope.of(node.value)
    if isinstance(value, Fixed):
        return Fixed(value.value is not None)
    return Plain(present(value), value.ready, True)


# --- logic ------------------------------------------------------------------------------------------------------------


def _any(tests: Sequence[pl.Expr]) -> pl.Expr:
    return reduce(lambda a, b: a | b, tests)


def _joined(scope: Scope, parts: Sequence[n.Node], ends: bool) -> Value:
    """Kleene: `ends` (False for 且, True for 或) decides, whatever else is unknown."""
    found = [scope.of(part) for part in parts]
    if Fixed(ends) in found:
        return Fixed(ends)
    open_ = NOTHING in found
    columns = [part for part in found if isinstance(part, Plain)]
    if not columns:
        return NOTHING if open_ else Fixed(not ends)
    if len(columns) == 1 and not open_:
        return columns[0]
    exprs = [column.expr for column in columns] + ([pl.lit(None, dtype=pl.Boolean)] if open_ else [])
    made = _any(exprs) if ends else reduce(lambda a, b: a & b, exprs)
    return Plain(made, latest(*columns), not open_ and all(column.known for column in columns))


def _both(scope: Scope, node: n.Both) -> Value:
    return _joined(scope, node.parts, False)


def _either(scope: Scope, node: n.Either) -> Value:
    return _joined(scope, node.parts, True)


def _negation(scope: Scope, node: n.Negation) -> Value:
    value = scope.of(node.part)
    if isinstance(value, Fixed):
        return fold(scope.day, node, part=value)
    assert isinstance(value, Plain)
    return Plain(~value.expr, value.ready, value.known)


def _certain(scope: Scope, node: n.Certain) -> Value:
    return _filled(scope.of(node.part), False)


def _possible(scope: Scope, node: n.Possible) -> Value:
    return _filled(scope.of(node.part), True)


def _filled(value: Value, by: bool) -> Value:
    if isinstance(value, Fixed):
        return Fixed(by if value.value is None else value.value)
    assert isinstance(value, Plain)
    return value if value.known else Plain(value.expr.fill_null(by), value.ready, True)


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
        return choose([(condition, first)], second, node)
    held = scope.columns.keep(condition)
    assert isinstance(held, Plain)
    never = Plain(~held.expr, held.ready)
    if (isinstance(first, Fixed) and isinstance(second, Fixed)) or NOTHING in (first, second):
        return choose([(held, first), (never, second)], NOTHING, node)
    first, second = settled(scope, first), settled(scope, second)
    same = compared(scope, "=", first, second, node)
    either = Plain(held.expr | same.expr, latest(held, same))
    return choose([(either, first), (never, second)], NOTHING, node)


def _agreed(scope: Scope, first: Value, second: Value, node: n.IfElse) -> Value:
    """One of two values where they are equal."""
    if (isinstance(first, Fixed) and isinstance(second, Fixed)) or NOTHING in (first, second):
        return NOTHING
    first, second = settled(scope, first), settled(scope, second)
    return choose([(compared(scope, "=", first, second, node), first)], NOTHING, node)


def _lookup(scope: Scope, node: n.Lookup) -> Value:
    key, rows = scope.of(node.key), dict(node.rows)
    rest = NOTHING if node.otherwise is None else scope.of(node.otherwise)
    if isinstance(key, Fixed):
        if key.value is None:
            return NOTHING
        return scope.of(rows[key.value]) if key.value in rows else rest
    cells = {word: scope.of(part) for word, part in rows.items()}
    if all(isinstance(cell, Fixed) for cell in [*cells.values(), rest]) and (codes := scope.columns.coded(key, 1)):
        return read_off(scope, codes, {word: cell.value for word, cell in cells.items()}, rest.value, node)  # type: ignore[union-attr]
    key = settled(scope, key)
    cases = [(compared(scope, "=", key, Fixed(word), node.key), part) for word, part in cells.items()]
    if rest != NOTHING and not key.known:  # type: ignore[union-attr]
        cases.insert(0, (Plain(~present(key), key.ready, True), NOTHING))  # type: ignore[union-attr,arg-type]
    return choose(cases, rest, node)


def _dated(scope: Scope, node: n.Dated) -> Value:
    day = scope.of(node.day)
    if isinstance(day, Fixed):
        begun = [part for since, part in node.steps if day.value is not None and since <= day.value]
        return scope.of(begun[-1]) if begun else NOTHING
    day = settled(scope, day)
    steps = [
        (compared(scope, ">=", day, Fixed(since), node.day), scope.of(part)) for since, part in reversed(node.steps)
    ]
    return choose(steps, NOTHING, node)


def _default(scope: Scope, node: n.Default) -> Value:
    value = scope.of(node.value)
    if isinstance(value, Fixed):
        return scope.of(node.otherwise) if value.value is None else value
    if value.known:
        return value
    rest, held = scope.of(node.otherwise), scope.columns.keep(value)
    if isinstance(rest, Fixed) and isinstance(held, Number) and isinstance(held.bottom, int) and rest.value is not None:
        exact = Fraction(rest.value) * held.bottom
        if exact.denominator == 1:
            limit = max(held.limit, abs(int(exact)))
            top = v.sized(held.top, held.limit, limit).fill_null(v.literal(int(exact), limit))
            return Number(top, limit, held.bottom, held.bottom_limit, held.ready, True)
    return choose([(Plain(present(held), held.ready, True), held)], rest, node)


# --- numbers and dates ------------------------------------------------------------------------------------------------


def _scaled(scope: Scope, node: n.Scaled) -> Value:
    value = scope.of(node.value)
    return (
        fold(scope.day, node, value=value)
        if isinstance(value, Fixed)
        else v.scale(number_of(value), Fraction(node.factor))
    )


def _arithmetic(scope: Scope, node: n.Arithmetic) -> Value:
    left, right = scope.of(node.left), scope.of(node.right)
    if NOTHING in (left, right):
        return NOTHING
    if isinstance(left, Fixed) and isinstance(right, Fixed):
        return fold(scope.day, node, left=left, right=right)
    if node.op in "*/" and isinstance(right, Fixed):
        factor = Fraction(right.value)
        if node.op == "/" and factor == 0:
            return NOTHING
        return v.scale(number_of(left), factor if node.op == "*" else 1 / factor)
    if node.op == "*" and isinstance(left, Fixed):
        return v.scale(number_of(right), Fraction(left.value))
    a, b = number_of(fractional(scope, left)), number_of(fractional(scope, right))
    if node.op == "/":
        below = scope.columns.keep(b)
        assert isinstance(below, Number)
        return v.divide(a, below)
    return v.multiply(a, b) if node.op == "*" else v.add(a, b, 1 if node.op == "+" else -1)


def _rounded(scope: Scope, node: n.Rounded) -> Value:
    value = scope.of(node.value)
    if isinstance(value, Fixed):
        return fold(scope.day, node, value=value)
    return v.rounded(number_of(fractional(scope, value)), node.step, node.mode == "half_up")


def _shift_date(scope: Scope, node: n.ShiftDate) -> Value:
    day, amount = scope.of(node.day), scope.of(node.amount)
    if NOTHING in (day, amount):
        return NOTHING
    if isinstance(day, Fixed) and isinstance(amount, Fixed):
        return fold(scope.day, node, day=day, amount=amount)
    if isinstance(amount, Fixed) and node.unit == "个月":
        start = column_of(day, node.day)
        assert isinstance(start, Plain)
        return after_fixed_months(scope, start, node.sign * int(amount.value))
    start, count = column_of(day, node.day), v.truncated(number_of(settled(scope, amount)))
    assert isinstance(start, Plain)
    return after_months(scope, start, count, node.sign) if node.unit == "个月" else after_days(start, count, node.sign)


def _call(scope: Scope, node: n.Call) -> Value:
    arguments = [scope.of(part) for part in node.arguments]
    if NOTHING in arguments:
        return NOTHING
    if all(isinstance(argument, Fixed) for argument in arguments):
        return fold(scope.day, node, arguments=arguments)
    if node.name in ("较大", "较小"):
        return reduce(lambda a, b: _extreme(scope, a, b, node), arguments)
    days = [column_of(settled(scope, each), part) for each, part in zip(arguments, node.arguments, strict=True)]
    plain = [day for day in days if isinstance(day, Plain)]
    if node.name == "月数" and len(plain) == 1:
        plain.append(Plain(pl.lit(scope.day), known=True, stored=True))
    return _CALENDAR[node.name](scope, *plain)


_CALENDAR: Mapping[str, Callable[..., Number]] = {
    "天数": lambda scope, since, until: days_between(since, until),
    "周岁": lambda scope, since: years_since(scope, since, scope.day),
    "月数": months_between,
    "年份": lambda scope, day: year_of(day),
}


def _extreme(scope: Scope, left: Value, right: Value, node: n.Call) -> Value:
    """The larger or smaller of two; unknown where either is."""
    if isinstance(left, Fixed) and isinstance(right, Fixed):
        return Fixed((max if node.name == "较大" else min)(left.value, right.value))
    if isinstance(left, Fixed):
        left, right = right, left
    if isinstance(left, Number) and isinstance(right, Fixed) and isinstance(left.bottom, int):
        return _clipped(left, number_of(right), node.name == "较大")
    first, second = settled(scope, left), settled(scope, right)
    assert not isinstance(first, Fixed)
    test = compared(scope, ">=" if node.name == "较大" else "<=", first, second, node)
    expr = test.expr if first.known else ~present(first) | test.expr
    return choose([(Plain(expr, test.ready), first)], second, node)


def _clipped(value: Number, bound: Number, upward: bool) -> Number:
    top, a_limit, other, b_limit, bottom, bottom_limit = v.common(value, bound)
    limit = max(a_limit, b_limit)
    top, other = v.sized(top, a_limit, limit), v.sized(other, b_limit, limit)
    made = top.clip(lower_bound=other) if upward else top.clip(upper_bound=other)
    return Number(made, limit, bottom, bottom_limit, value.ready, value.known)


COMMON: Mapping[type[n.Node], Callable[[Any, Any], Value]] = {
    n.Constant: _constant,
    n.Today: _today,
    n.Parameter: _parameter,
    n.Scaled: _scaled,
    n.Compare: _compare,
    n.Member: _member,
    n.TextTest: _text_test,
    n.Known: _known,
    n.Both: _both,
    n.Either: _either,
    n.Negation: _negation,
    n.Certain: _certain,
    n.Possible: _possible,
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
