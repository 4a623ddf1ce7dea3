"""Back end 1, the reference: a typed tree becomes one Python closure `(facts, row, on) -> value`; None is unknown."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from bole.core.rules.language import tree as n
from bole.core.rules.language.values import READERS, Raw, add_months, full_months, full_years

Facts = Mapping[str, Any]
Closure = Callable[[Facts, Facts, date], Raw]
RowSource = Callable[[Facts, Facts, date], Sequence[Facts] | None]

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MISSING = object()


def compile_node(node: n.Node) -> Closure:
    """The closure of a node and all below it."""
    return _COMPILERS[type(node)](node)


def _constant(node: n.Constant) -> Closure:
    value = node.value
    return lambda facts, row, on: value


def _today(node: n.Today) -> Closure:
    return lambda facts, row, on: on


def _fact(node: n.FactValue) -> Closure:
    read, key = READERS[node.fact.type or "text"], node.fact.key
    if node.formula is None:
        direct: Closure = lambda facts, row, on: read(facts.get(key))  # noqa: E731
    else:
        formula = compile_node(node.formula)

        def direct(facts: Facts, row: Facts, on: date) -> Raw:
            stored = facts.get(key, _MISSING)
            return formula(facts, row, on) if stored is _MISSING else read(stored)

    return _along(node.path, direct)


def _along(path: Sequence[Any], inner: Closure) -> Closure:
    """Evaluate `inner` on the facts of the related subject; an unknown relation is unknown."""
    for step in reversed(path):
        inner = _step(step.key, inner)
    return inner


def _step(key: str, inner: Closure) -> Closure:
    def follow(facts: Facts, row: Facts, on: date) -> Raw:
        related = facts.get(key)
        return inner(related, row, on) if isinstance(related, Mapping) else None

    return follow


def _column(node: n.ColumnValue) -> Closure:
    read, key = READERS[node.column.type], node.column.key
    return lambda facts, row, on: read(row.get(key))


def _scaled(node: n.Scaled) -> Closure:
    value, factor = compile_node(node.value), node.factor

    def scale(facts: Facts, row: Facts, on: date) -> Raw:
        amount = value(facts, row, on)
        return None if amount is None else amount * factor

    return scale


def _compare(node: n.Compare) -> Closure:
    left, right, test = compile_node(node.left), compile_node(node.right), _COMPARE[node.op]
    ranks = node.ranks
    if isinstance(node.right, n.Constant):
        return _compare_constant(left, node.right.value, test, ranks)

    def compare(facts: Facts, row: Facts, on: date) -> Raw:
        a, b = left(facts, row, on), right(facts, row, on)
        if ranks is not None:
            a, b = ranks.get(a), ranks.get(b)
        return None if a is None or b is None else test(a, b)

    return compare


def _compare_constant(
    left: Closure, constant: Any, test: Callable[[Any, Any], bool], ranks: Mapping[str, int] | None
) -> Closure:
    fixed = constant if ranks is None else ranks.get(constant)
    if fixed is None:
        return lambda facts, row, on: None

    def compare(facts: Facts, row: Facts, on: date) -> Raw:
        value = left(facts, row, on)
        if ranks is not None:
            value = ranks.get(value)
        return None if value is None else test(value, fixed)

    return compare


def _member(node: n.Member) -> Closure:
    value, options = compile_node(node.value), node.options

    def member(facts: Facts, row: Facts, on: date) -> Raw:
        found = value(facts, row, on)
        return None if found is None else found in options

    return member


def _text_test(node: n.TextTest) -> Closure:
    value, options = compile_node(node.value), node.options
    starts = node.kind == "starts"

    def test(facts: Facts, row: Facts, on: date) -> Raw:
        found = value(facts, row, on)
        if found is None:
            return None
        return found.startswith(options) if starts else any(option in found for option in options)

    return test


def _known(node: n.Known) -> Closure:
    value = compile_node(node.value)
    return lambda facts, row, on: value(facts, row, on) is not None


def _both(node: n.Both) -> Closure:
    parts = [compile_node(part) for part in node.parts]

    def both(facts: Facts, row: Facts, on: date) -> Raw:
        result: bool | None = True
        for part in parts:
            value = part(facts, row, on)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return both


def _either(node: n.Either) -> Closure:
    parts = [compile_node(part) for part in node.parts]

    def either(facts: Facts, row: Facts, on: date) -> Raw:
        result: bool | None = False
        for part in parts:
            value = part(facts, row, on)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return either


def _negation(node: n.Negation) -> Closure:
    part = compile_node(node.part)

    def negate(facts: Facts, row: Facts, on: date) -> Raw:
        value = part(facts, row, on)
        return None if value is None else not value

    return negate


def _divide(a: Any, b: Any) -> Any:
    return None if b == 0 else Fraction(a) / Fraction(b)


_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divide,
}


def _arithmetic(node: n.Arithmetic) -> Closure:
    left, right, combine = compile_node(node.left), compile_node(node.right), _ARITHMETIC[node.op]

    def calculate(facts: Facts, row: Facts, on: date) -> Raw:
        a, b = left(facts, row, on), right(facts, row, on)
        return None if a is None or b is None else combine(a, b)

    return calculate


def _shift_date(node: n.ShiftDate) -> Closure:
    day, amount, sign, months = compile_node(node.day), compile_node(node.amount), node.sign, node.unit == "个月"

    def shift(facts: Facts, row: Facts, on: date) -> Raw:
        start, count = day(facts, row, on), amount(facts, row, on)
        if start is None or count is None:
            return None
        steps = sign * int(count)
        if months:
            return add_months(start, steps)
        try:
            return start + timedelta(days=steps)
        except OverflowError:
            return None

    return shift


def _if_else(node: n.IfElse) -> Closure:
    condition, then, otherwise = compile_node(node.condition), compile_node(node.then), compile_node(node.otherwise)

    def choose(facts: Facts, row: Facts, on: date) -> Raw:
        holds = condition(facts, row, on)
        if holds is None:
            first, second = then(facts, row, on), otherwise(facts, row, on)
            return first if first == second else None
        return then(facts, row, on) if holds else otherwise(facts, row, on)

    return choose


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "天数": lambda on, since, until: (until - since).days,
    "周岁": lambda on, since: full_years(since, on) if since <= on else None,
    "月数": lambda on, since, until=None: full_months(since, until or on),
    "年份": lambda on, day: day.year,
    "较大": lambda on, *values: max(values),
    "较小": lambda on, *values: min(values),
}


def _call(node: n.Call) -> Closure:
    function, arguments = _FUNCTIONS[node.name], [compile_node(part) for part in node.arguments]

    def call(facts: Facts, row: Facts, on: date) -> Raw:
        values = [argument(facts, row, on) for argument in arguments]
        return None if any(value is None for value in values) else function(on, *values)

    return call


def _parameter(node: n.Parameter) -> Closure:
    return compile_node(node.value)


def _lookup(node: n.Lookup) -> Closure:
    key = compile_node(node.key)
    rows = {value: compile_node(part) for value, part in node.rows}
    otherwise: Closure = compile_node(node.otherwise) if node.otherwise else lambda facts, row, on: None

    def find(facts: Facts, row: Facts, on: date) -> Raw:
        found = key(facts, row, on)
        return None if found is None else rows.get(found, otherwise)(facts, row, on)

    return find


def _dated(node: n.Dated) -> Closure:
    day = compile_node(node.day)
    steps = [(since, compile_node(part)) for since, part in reversed(node.steps)]

    def in_force(facts: Facts, row: Facts, on: date) -> Raw:
        found = day(facts, row, on)
        if found is None:
            return None
        value = next((value for since, value in steps if since <= found), None)
        return None if value is None else value(facts, row, on)

    return in_force


def _certain(node: n.Certain) -> Closure:
    part = compile_node(node.part)
    return lambda facts, row, on: part(facts, row, on) is True


def _possible(node: n.Possible) -> Closure:
    part = compile_node(node.part)
    return lambda facts, row, on: part(facts, row, on) is not False


def _default(node: n.Default) -> Closure:
    value, otherwise = compile_node(node.value), compile_node(node.otherwise)

    def choose(facts: Facts, row: Facts, on: date) -> Raw:
        found = value(facts, row, on)
        return otherwise(facts, row, on) if found is None else found

    return choose


def _rounded(node: n.Rounded) -> Closure:
    value, step, half = compile_node(node.value), node.step, node.mode == "half_up"

    def bring(facts: Facts, row: Facts, on: date) -> Raw:
        found = value(facts, row, on)
        if found is None:
            return None
        return (2 * found + step) // (2 * step) * step if half else found // step * step

    return bring


def _ref(node: n.Ref) -> Closure:
    """Outside of record sets the row is the list of the slots that were computed before."""
    slot = node.slot
    return lambda facts, row, on: row[slot]  # type: ignore[index]


def _rows(rows: n.Rows) -> RowSource:
    key, closed = rows.fact.key, rows.fact.absent == "none"

    def read(facts: Facts, row: Facts, on: date) -> Raw:
        found = facts.get(key)
        if found is None:
            return () if closed else None
        return found if isinstance(found, list | tuple) else None

    return _along(rows.path, read)


def _some_row(node: n.SomeRow) -> Closure:
    rows, condition = _rows(node.rows), compile_node(node.condition) if node.condition else None

    def some(facts: Facts, row: Facts, on: date) -> Raw:
        found = rows(facts, row, on)
        if found is None or condition is None:
            return None if found is None else bool(found)
        result: bool | None = False
        for one in found:
            value = condition(facts, one, on)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return some


def _selected(rows: n.Rows, condition: n.Node | None) -> RowSource:
    """The rows that meet the condition, or None when that is not known of every row."""
    source, test = _rows(rows), compile_node(condition) if condition else None

    def select(facts: Facts, row: Facts, on: date) -> Sequence[Facts] | None:
        found = source(facts, row, on)
        if found is None or test is None:
            return found
        verdicts = [test(facts, one, on) for one in found]
        if any(verdict is None for verdict in verdicts):
            return None
        return [one for one, verdict in zip(found, verdicts, strict=True) if verdict]

    return select


def _count_rows(node: n.CountRows) -> Closure:
    select = _selected(node.rows, node.condition)

    def count(facts: Facts, row: Facts, on: date) -> Raw:
        found = select(facts, row, on)
        return None if found is None else len(found)

    return count


def _aggregate(node: n.Aggregate) -> Closure:
    select, value, ranks = _selected(node.rows, node.condition), compile_node(node.value), node.ranks
    best = max if node.kind == "highest" else min

    def aggregate(facts: Facts, row: Facts, on: date) -> Raw:
        found = select(facts, row, on)
        if found is None:
            return None
        values = [value(facts, one, on) for one in found]
        if any(one is None for one in values):
            return None
        if node.kind == "sum":
            return sum(values)
        if ranks is not None:
            if any(one not in ranks for one in values):
                return None
            return best(values, key=ranks.__getitem__) if values else None
        return best(values) if values else None

    return aggregate


_COMPILERS: Mapping[type[n.Node], Callable[[Any], Closure]] = {
    n.Constant: _constant,
    n.Today: _today,
    n.FactValue: _fact,
    n.ColumnValue: _column,
    n.Scaled: _scaled,
    n.Compare: _compare,
    n.Member: _member,
    n.TextTest: _text_test,
    n.Known: _known,
    n.Both: _both,
    n.Either: _either,
    n.Negation: _negation,
    n.Arithmetic: _arithmetic,
    n.ShiftDate: _shift_date,
    n.IfElse: _if_else,
    n.Call: _call,
    n.Certain: _certain,
    n.Possible: _possible,
    n.Default: _default,
    n.Rounded: _rounded,
    n.Ref: _ref,
    n.Parameter: _parameter,
    n.Lookup: _lookup,
    n.Dated: _dated,
    n.SomeRow: _some_row,
    n.CountRows: _count_rows,
    n.Aggregate: _aggregate,
}
