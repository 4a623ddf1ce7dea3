"""Each node of the typed tree as plain operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import Any

from bench.rules import plain as p
from bench.rules.plain import Op, Path, Plain, Value
from bole.core.rules.engines.closures import compile_node
from bole.core.rules.language import tree as n


@dataclass(frozen=True)
class Scope:
    """Nodes of the subject, or of a related one along `prefix`; `rows`: of one row of that record set."""

    plain: Plain
    prefix: Path
    rows: str = ""

    def of(self, node: n.Node) -> Value:
        """The node's operations."""
        if all(isinstance(part, n.Constant | n.Today | n.Parameter) or not _reads(part) for part in n.walk(node)):
            return self.fixed(node, compile_node(node)({}, {}, self.plain.day))
        if self.rows and not _reads_row(node):
            return self._outer(Scope(self.plain, self.prefix).of(node))
        return NODES[type(node)](self, node)

    def fixed(self, node: n.Node, value: Any) -> Value:
        kind = p.kind_of(node)
        if kind != "int" or value is None:
            return self.plain.nothing(node) if value is None else self.plain.const(kind, value)
        exact = Fraction(value)
        return p.Num(self.plain.const("int", exact.numerator), exact.denominator)

    def _outer(self, value: Value) -> Value:
        """A value of the subject beside each of its rows."""
        if isinstance(value, p.Num):
            bottom = value.bottom if isinstance(value.bottom, int) else self._beside(value.bottom)
            return p.Num(self._beside(value.top), bottom)
        return self._beside(value)

    def _beside(self, part: Op) -> Op:
        if part.name == "const":
            return part
        return self.plain.op("outer", part.kind, part, extra=self.rows, known=part.known, limit=part.limit)

    def owner(self, path: tuple[Any, ...]) -> Path:
        return (*self.prefix, *(step.key for step in path))

    def related(self, owner: Path) -> Op:
        """Whether the related subject is known."""
        return (
            self.plain.op("fact", "bool", extra=".".join(owner), known=True)
            if owner
            else self.plain.const("bool", True)
        )


def _reads(node: n.Node) -> bool:
    return isinstance(node, n.FactValue | n.ColumnValue | n.Ref | n.Rows)


def _reads_row(node: n.Node) -> bool:
    if isinstance(node, n.ColumnValue):
        return True
    return not isinstance(node, n.FactValue) and any(_reads_row(part) for part in n.children(node))


def _fact(scope: Scope, node: n.FactValue) -> Value:
    owner = scope.owner(node.path)
    stored = scope.plain.fact(".".join((*owner, node.fact.key)), p.kind_of(node), node.fact.type or "text")
    if node.formula is None or p.top_of(stored).known:
        return stored
    made = replace(scope, prefix=owner).of(node.formula)
    made = scope.plain.choose([(scope.plain.is_known(stored), stored)], made)
    return scope.plain.choose([(scope.related(owner), made)], scope.plain.nothing(node))


def _column(scope: Scope, node: n.ColumnValue) -> Value:
    rows, key = scope.plain.rows(scope.rows), node.column.key
    if key not in rows.columns or rows[key].null_count() == rows.height:
        return scope.plain.nothing(node)
    return scope.plain.column("col", (scope.rows, key), p.kind_of(node), node.column.type, rows[key])


def _ref(scope: Scope, node: n.Ref) -> Value:
    plain = scope.plain
    if node.slot not in plain.slots:
        plain.slots[node.slot] = Scope(plain, ()).of(plain.program.slots[node.slot].node)
    return plain.slots[node.slot]


def _inner(scope: Scope, node: Any) -> Value:
    return scope.of(node.value)


def _scaled(scope: Scope, node: n.Scaled) -> Value:
    value = p.as_num(scope.of(node.value))
    return p.Num(scope.plain.times(value.top, node.factor), value.bottom)


def _compare(scope: Scope, node: n.Compare) -> Value:
    left, right = scope.of(node.left), scope.of(node.right)
    if node.ranks is not None:
        left, right = _ranked(scope, left, node.ranks), _ranked(scope, right, node.ranks)
    if p.kind_of(node.left) == "bool":
        return _equal(scope, left, right, node.op == "=")
    return scope.plain.compare(node.op, left, right)


def _equal(scope: Scope, left: Any, right: Any, same: bool) -> Op:
    plain = scope.plain
    both = plain.joined(False, (left, right))
    neither = plain.joined(False, (plain.negation(left), plain.negation(right)))
    made = plain.joined(True, (both, neither))
    return made if same else plain.negation(made)


def _ranked(scope: Scope, value: Any, ranks: Mapping[str, int]) -> Op:
    if value.name == "const":
        return scope.plain.const("int", ranks.get(value.extra))
    limit = max((abs(rank) for rank in ranks.values()), default=0)
    return scope.plain.op("table", "int", value, extra=(tuple(ranks.items()), None), limit=limit)


def _member(scope: Scope, node: n.Member) -> Value:
    value = scope.of(node.value)
    options = sorted((option for option in node.options if option is not None), key=repr)
    if isinstance(value, p.Op) and value.kind == "text" and value.name != "const":
        return scope.plain.op("among", "bool", value, extra=tuple(options), known=value.known)
    tests = [scope.plain.compare("=", value, scope.fixed(node.value, option)) for option in options]
    return scope.plain.joined(True, tests)


def _text_test(scope: Scope, node: n.TextTest) -> Value:
    value = scope.of(node.value)
    assert isinstance(value, p.Op)
    if value.name == "const":
        raise p.Beyond(node.kind)
    return scope.plain.op(node.kind, "bool", value, extra=node.options, known=value.known)


def _known(scope: Scope, node: n.Known) -> Value:
    return scope.plain.is_known(scope.of(node.value))


def _joined(scope: Scope, node: Any) -> Value:
    return scope.plain.joined(isinstance(node, n.Either), [p.top_of(scope.of(part)) for part in node.parts])


def _negation(scope: Scope, node: n.Negation) -> Value:
    return scope.plain.negation(p.top_of(scope.of(node.part)))


def _held(scope: Scope, node: Any) -> Value:
    return scope.plain.held(p.top_of(scope.of(node.part)), isinstance(node, n.Possible))


def _if_else(scope: Scope, node: n.IfElse) -> Value:
    test = p.top_of(scope.of(node.condition))
    if test.name == "const" and test.extra is not None:
        return scope.of(node.then if test.extra else node.otherwise)
    first, second, plain = scope.of(node.then), scope.of(node.otherwise), scope.plain
    if first == second:
        return first
    if test.known:
        return plain.choose([(test, first)], second)
    if p.kind_of(node) == "bool":
        same = _equal(scope, first, second, True)
    else:
        same = plain.compare("=", first, second)
    return plain.choose(
        [(plain.joined(True, (test, same)), first), (plain.negation(test), second)], plain.nothing(node)
    )


def _lookup(scope: Scope, node: n.Lookup) -> Value:
    key, plain = scope.of(node.key), scope.plain
    rest = plain.nothing(node) if node.otherwise is None else scope.of(node.otherwise)
    parts = [(word, scope.of(part)) for word, part in node.rows]
    if isinstance(key, p.Op) and key.kind == "text" and all(_whole(part) for _, part in [*parts, (None, rest)]):
        rows = tuple((word, p.top_of(part).extra) for word, part in parts)
        values = [value for _, value in rows] + [p.top_of(rest).extra]
        kind, full = p.kind_of(node), all(value is not None for value in values)
        limit = max((abs(value) for value in values if value is not None), default=0) if kind == "int" else 0
        made = plain.op("table", kind, key, extra=(rows, p.top_of(rest).extra), known=key.known and full, limit=limit)
        return p.Num(made) if kind == "int" else made
    cases = [(plain.compare("=", key, scope.fixed(node.key, word)), part) for word, part in parts]
    unknown = plain.negation(plain.is_known(key))
    return plain.choose([(unknown, plain.nothing(node)), *cases], rest)


def _whole(value: Value) -> bool:
    return p.top_of(value).name == "const" and (not isinstance(value, p.Num) or value.bottom == 1)


def _dated(scope: Scope, node: n.Dated) -> Value:
    day, plain = scope.of(node.day), scope.plain
    cases = [
        (plain.compare(">=", day, plain.const("date", since)), scope.of(part)) for since, part in reversed(node.steps)
    ]
    return plain.choose(cases, plain.nothing(node))


def _default(scope: Scope, node: n.Default) -> Value:
    value = scope.of(node.value)
    return scope.plain.choose([(scope.plain.is_known(value), value)], scope.of(node.otherwise))


def _arithmetic(scope: Scope, node: n.Arithmetic) -> Value:
    a, b, plain = p.as_num(scope.of(node.left)), p.as_num(scope.of(node.right)), scope.plain
    if node.op in "+-":
        left, right, bottom = plain.common(a, b)
        return p.Num(plain.two("add" if node.op == "+" else "sub", left, right, left.limit + right.limit), bottom)
    if node.op == "*":
        bottom = a.bottom * b.bottom if isinstance(a.bottom, int) and isinstance(b.bottom, int) else None
        return p.Num(plain.multiplied(a.top, b.top), bottom or plain.multiplied(plain.bottom(a), plain.bottom(b)))
    top, under = plain.multiplied(a.top, plain.bottom(b)), plain.multiplied(b.top, plain.bottom(a))
    zero, none = plain.const("int", 0), plain.const("int", None)
    above, beneath = plain.compare(">", under, zero), plain.compare("<", under, zero)
    turned = [(above, (top, under)), (beneath, (plain.times(top, -1), plain.times(under, -1)))]
    made = [plain.choose([(test, pair[place]) for test, pair in turned], none) for place in (0, 1)]
    return p.Num(*(p.top_of(each) for each in made))


def _rounded(scope: Scope, node: n.Rounded) -> Value:
    value, plain = p.as_num(scope.of(node.value)), scope.plain
    if value.bottom == 1 and node.step == 1:
        return value
    half = node.mode == "half_up"
    under = plain.bottom(value)
    top = plain.times(value.top, 2 if half else 1)
    if half:
        shifted = plain.times(under, node.step)
        top = plain.two("add", top, shifted, top.limit + shifted.limit)
    floor = plain.two("floor", top, plain.times(under, node.step * (2 if half else 1)), top.limit)
    return p.Num(plain.times(floor, node.step))


def _shift_date(scope: Scope, node: n.ShiftDate) -> Value:
    day, amount = p.top_of(scope.of(node.day)), p.as_num(scope.of(node.amount))
    if amount.bottom != 1:
        raise p.Beyond("date")
    steps = scope.plain.times(amount.top, node.sign)
    return scope.plain.op("after_months" if node.unit == "个月" else "after_days", "date", day, steps)


def _call(scope: Scope, node: n.Call) -> Value:
    values, plain = [scope.of(part) for part in node.arguments], scope.plain
    if node.name in ("较大", "较小"):
        return reduce(lambda a, b: _extreme(plain, a, b, "max" if node.name == "较大" else "min"), values)
    days = [p.top_of(value) for value in values]
    if len(days) == 1 and node.name != "年份":
        days.append(plain.const("date", plain.day))
    known = all(day.known for day in days) and node.name != "周岁"
    return p.Num(plain.op(CALENDAR[node.name], "int", *days, known=known, limit=4_000_000))


CALENDAR = {"天数": "days", "周岁": "years", "月数": "months", "年份": "year"}


def _extreme(plain: Plain, a: Value, b: Value, name: str) -> Value:
    if not isinstance(a, p.Num):
        raise p.Beyond(name)
    left, right, bottom = plain.common(a, p.as_num(b))
    return p.Num(plain.two(name, left, right, max(left.limit, right.limit)), bottom)


# --- record sets ------------------------------------------------------------------------------------------------------


def _inside(scope: Scope, node: Any) -> Value:
    """some | count | highest | lowest | sum; `extra`: the set and whether a missing one is empty."""
    plain, owner = scope.plain, scope.owner(node.rows.path)
    name, closed = ".".join((*owner, node.rows.fact.key)), node.rows.fact.absent == "none"
    if name not in plain.frame.columns:
        raise p.Beyond(name)
    inner = replace(scope, rows=name)
    tests = () if node.condition is None else (p.top_of(inner.of(node.condition)),)
    there = (scope.related(owner),) if closed and owner else ()
    longest = int(plain.frame[name].list.len().max() or 0)  # type: ignore[arg-type]
    extra = (name, closed, len(tests))
    if isinstance(node, n.SomeRow):
        return plain.op("some", "bool", *tests, *there, extra=extra)
    if isinstance(node, n.CountRows):
        return p.Num(plain.op("count", "int", *tests, *there, extra=extra, limit=longest))
    value = inner.of(node.value)
    top = p.top_of(value)
    if node.ranks is not None:
        order = _ranked(scope, top, node.ranks)
        return plain.op(node.kind, top.kind, *tests, top, order, *there, extra=(*extra, True))
    limit = top.limit * max(longest, 1) if node.kind == "sum" else top.limit
    made = plain.op(node.kind, top.kind, *tests, top, *there, extra=(*extra, False), limit=limit)
    return replace(value, top=made) if isinstance(value, p.Num) else made


NODES: Mapping[type[n.Node], Callable[[Scope, Any], Any]] = {
    n.FactValue: _fact,
    n.ColumnValue: _column,
    n.Ref: _ref,
    n.Parameter: _inner,
    n.Scaled: _scaled,
    n.Compare: _compare,
    n.Member: _member,
    n.TextTest: _text_test,
    n.Known: _known,
    n.Both: _joined,
    n.Either: _joined,
    n.Negation: _negation,
    n.Certain: _held,
    n.Possible: _held,
    n.IfElse: _if_else,
    n.Lookup: _lookup,
    n.Dated: _dated,
    n.Default: _default,
    n.Arithmetic: _arithmetic,
    n.Rounded: _rounded,
    n.ShiftDate: _shift_date,
    n.Call: _call,
    n.SomeRow: _inside,
    n.CountRows: _inside,
    n.Aggregate: _inside,
}
