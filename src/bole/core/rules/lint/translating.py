"""The typed tree as terms of z3. What has no exact form becomes a value of its own, the same wherever it is written the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bole.core.rules.language import tree as n
from bole.core.rules.language.values import Sort
from bole.core.rules.lint.days import Day, Term, month_number
from bole.core.rules.lint.space import Key, Space, Variable
from bole.core.rules.program import INSIDE, fingerprint

MOST_RANKS = 60
"""Two facts of a longer list are not compared by rank."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose facts are meant: those at the end of `path`, and the columns of `row` within a record set."""

    path: Key = ()
    row: Key | None = None


class Translator:
    """Terms of one space. `rows`: how many rows of each record set are looked at."""

    def __init__(self, space: Space, rows: int = 2) -> None:
        self.space, self.z3, self.rows = space, space.z3, rows
        self._made: dict[tuple[int, Scope, int], tuple[n.Node, Term]] = {}
        self._named: dict[Any, str] = {}

    def term(self, node: n.Node, scope: Scope | None = None) -> Term:
        """The term of a node; a `Day` for dates."""
        scope = scope or Scope()
        key = (id(node), scope, self.rows)
        found = self._made.get(key)
        if found is None:
            translate = _TRANSLATORS.get(type(node))
            term = self.opaque(node, scope) if translate is None else translate(self, node, scope)
            found = self._made[key] = (node, term)
        return found[1]

    def opaque(self, node: n.Node, scope: Scope) -> Term:
        """A value of its own."""
        mark = (fingerprint(node), scope)
        name = self._named.setdefault(mark, f"值{len(self._named)}")
        return self.fresh(name, node.sort)

    def fresh(self, name: str, sort: Sort) -> Term:
        """Any value of a sort."""
        space = self.space
        if sort.kind == "boolean":
            return space.truth(name)
        if sort.kind == "date":
            day = Day(space.whole(f"{name}月"), space.whole(f"{name}日"), short=False)
            space.axioms += [day.day >= 1, day.day <= 31]
            return day
        if sort.kind in ("number", "money", "percent"):
            return space.real(name)
        return space.whole(name)

    # -- values --

    def constant(self, node: n.Constant, scope: Scope) -> Term:
        unresolved = node.value is None or node.sort.kind == "any"
        return self.opaque(node, scope) if unresolved else self.fixed(node.value, node.sort)

    def fixed(self, value: Any, sort: Sort) -> Term:
        """A known value as a term or a whole number."""
        if isinstance(value, bool):
            return self.space.said(value)
        if sort.kind == "date":
            return Day.of(value)
        if sort.kind == "month":
            return month_number(value)
        if sort.kind == "code":
            return self.space.code(sort.code_list, value)
        if sort.kind == "text":
            return self.space.word(value)
        if isinstance(value, Fraction) and value.denominator != 1:
            return self.z3.RealVal(str(value), self.space.context)
        return self.z3.IntVal(int(value), self.space.context)

    def fact(self, node: n.FactValue, scope: Scope) -> Term:
        path = (*scope.path, *(step.key for step in node.path))
        if node.formula is not None:
            return self.term(node.formula, Scope(path))
        return self.read(self.space.variable((*path, node.fact.key), node.fact))

    def column(self, node: n.ColumnValue, scope: Scope) -> Term:
        return self.read(self.space.variable((*(scope.row or ()), node.column.key), node.column))

    def read(self, variable: Variable) -> Term:
        """The variable as expressions see it: percent as a rate."""
        return variable.term / 100 if variable.thing.type == "percent" else variable.term

    def variable(self, node: n.Node, scope: Scope) -> Variable | None:
        """The variable that a node stands for."""
        if isinstance(node, n.FactValue) and node.formula is None:
            path = (*scope.path, *(step.key for step in node.path))
            return self.space.variable((*path, node.fact.key), node.fact)
        if isinstance(node, n.ColumnValue):
            return self.space.variable((*(scope.row or ()), node.column.key), node.column)
        return None

    # -- conditions --

    def compare(self, node: n.Compare, scope: Scope) -> Term:
        if node.ranks is not None:
            return self.by_rank(node, node.ranks, scope)
        left, right = self.term(node.left, scope), self.term(node.right, scope)
        if node.left.sort.kind == "text":
            self._note_literal(node, scope)
        return self.where_defined(node, scope, self.compared(node.op, left, right))

    def where_defined(self, node: n.Node, scope: Scope, truth: Term) -> Term:
        """In examples a comparison holds only where both sides have a value: not of no rows, not divided by zero."""
        needed = []
        for part in _same_scope(node) if self.space.for_examples else ():
            if isinstance(part, n.Aggregate) and part.kind != "sum":
                found = self.selected(part.rows, part.condition, scope)
                needed.append(self.space.any_of([met for _, met in found]))
            elif isinstance(part, n.Arithmetic) and part.op == "/" and not isinstance(part.right, n.Constant):
                needed.append(self.term(part.right, scope) != 0)
        return self.space.all_of([*needed, truth]) if needed else truth

    def compared(self, op: str, left: Term, right: Term) -> Term:
        """Two terms of one kind."""
        if isinstance(left, Day):
            left, right = left.key, right.key
        found = n.COMPARE[op](left, right)
        return self.space.said(found) if isinstance(found, bool) else found

    def _note_literal(self, node: n.Compare, scope: Scope) -> None:
        for side, other in ((node.left, node.right), (node.right, node.left)):
            variable = self.variable(side, scope)
            if variable is not None and isinstance(other, n.Constant):
                self.space.compared_with(variable, other.value)

    def by_rank(self, node: n.Compare, ranks: Mapping[str, int], scope: Scope) -> Term:
        left, right, op = node.left, node.right, node.op
        if isinstance(left, n.Constant):
            left, right, op = right, left, _TURNED[op]
        term, code_list = self.term(left, scope), left.sort.code_list
        if self.space.for_examples:
            self._ranked(term, code_list, ranks)
        if isinstance(right, n.Constant):
            fixed = ranks.get(right.value)
            held = {c for c, rank in ranks.items() if fixed is not None and n.COMPARE[op](rank, fixed)}
            places = {self.space.code(code_list, code) for code in held}
            return self.where_defined(node, scope, self.space.one_of(term, places))
        if len(ranks) > MOST_RANKS:
            return self.opaque(node, scope)
        other = self.term(right, scope)
        return self.compared(op, self._rank(term, code_list, ranks), self._rank(other, right.sort.code_list, ranks))

    def _ranked(self, term: Term, code_list: str | None, ranks: Mapping[str, int]) -> None:
        self.space.axioms.append(self.space.one_of(term, {self.space.code(code_list, code) for code in ranks}))

    def _rank(self, term: Term, code_list: str | None, ranks: Mapping[str, int]) -> Term:
        found: Term = self.z3.IntVal(-1, self.space.context)
        for code, rank in ranks.items():
            found = self.z3.If(term == self.space.code(code_list, code), rank, found)
        return found

    def member(self, node: n.Member, scope: Scope) -> Term:
        term, sort = self.term(node.value, scope), node.value.sort
        if sort.kind == "code":
            return self.space.one_of(term, {self.space.code(sort.code_list, code) for code in node.options})
        variable = self.variable(node.value, scope) if sort.kind == "text" else None
        if variable is not None:
            for option in node.options:
                self.space.compared_with(variable, option)
        return self.space.any_of([self.compared("=", term, self.fixed(option, sort)) for option in node.options])

    def text_test(self, node: n.TextTest, scope: Scope) -> Term:
        variable = self.variable(node.value, scope)
        if variable is None:
            return self.opaque(node, scope)
        return self.space.any_of([self.space.text_test(variable, node.kind, word) for word in node.options])

    def known(self, node: n.Known, scope: Scope) -> Term:
        variable = self.variable(node.value, scope)
        if variable is None:
            return self.space.said(True) if self.space.for_examples else self.opaque(node, scope)
        name = f"{'.'.join(map(str, variable.key))}未知"
        return self.z3.Not(self.space.unknown.setdefault(variable.key, self.space.truth(name)))

    def both(self, node: n.Both, scope: Scope) -> Term:
        return self.space.all_of([self.term(part, scope) for part in node.parts])

    def either(self, node: n.Either, scope: Scope) -> Term:
        return self.space.any_of([self.term(part, scope) for part in node.parts])

    def negation(self, node: n.Negation, scope: Scope) -> Term:
        return self.z3.Not(self.term(node.part, scope))

    # -- arithmetic --

    def scaled(self, node: n.Scaled, scope: Scope) -> Term:
        return self.term(node.value, scope) * node.factor

    def arithmetic(self, node: n.Arithmetic, scope: Scope) -> Term:
        left, right = self.term(node.left, scope), self.term(node.right, scope)
        if node.op == "/":
            return self._real(left) / self._real(right)
        return {"+": left + right, "-": left - right}[node.op] if node.op != "*" else left * right

    def _real(self, term: Term) -> Term:
        return self.z3.ToReal(term) if term.is_int() else term

    def shift(self, node: n.ShiftDate, scope: Scope) -> Term:
        day, count = self.term(node.day, scope), self.term(node.amount, scope)
        if not count.is_int():
            return self.opaque(node, scope)
        if node.unit == "个月":
            return self.space.calendar.add_months(day, self.z3.simplify(count * node.sign))
        moved = self.opaque(node, scope)
        calendar = self.space.calendar
        self.space.axioms += [
            moved.day <= calendar.length(moved.month),
            calendar.ordinal(moved) == calendar.ordinal(day) + node.sign * count,
        ]
        return moved

    def if_else(self, node: n.IfElse, scope: Scope) -> Term:
        test = self.term(node.condition, scope)
        return self.choose(test, self.term(node.then, scope), self.term(node.otherwise, scope))

    def choose(self, test: Term, then: Term, otherwise: Term) -> Term:
        """如 … 则 … 否则 …, of days too."""
        if isinstance(then, Day):
            month, day = (self.z3.If(test, getattr(then, p), getattr(otherwise, p)) for p in ("month", "day"))
            return Day(month, day, then.short and otherwise.short)
        return self.z3.If(test, then, otherwise)

    def call(self, node: n.Call, scope: Scope) -> Term:
        values = [self.term(argument, scope) for argument in node.arguments]
        calendar, today = self.space.calendar, self.space.today
        if node.name in ("较大", "较小"):
            return self._extreme(">" if node.name == "较大" else "<", values)
        if node.name == "天数":
            return self._whole(calendar.ordinal(values[1]) - calendar.ordinal(values[0]))
        if node.name == "年份":
            return self._whole(values[0].month // 12 if isinstance(values[0].month, int) else values[0].month / 12)
        if node.name == "月数":
            return self._whole(calendar.months(values[0], values[1] if len(values) > 1 else today))
        if self.space.for_examples:
            self.space.axioms.append(self.compared("<=", values[0], today))
        return self._whole(calendar.years(values[0], today))

    def _whole(self, term: Term) -> Term:
        return self.z3.IntVal(term, self.space.context) if isinstance(term, int) else term

    def _extreme(self, op: str, values: list[Term]) -> Term:
        found = values[0]
        for value in values[1:]:
            found = self.choose(self.compared(op, value, found), value, found)
        return found

    def parameter(self, node: n.Parameter, scope: Scope) -> Term:
        return self.term(node.value, Scope())

    def lookup(self, node: n.Lookup, scope: Scope) -> Term:
        key, sort = self.term(node.key, scope), node.key.sort
        found = self.term(node.otherwise, scope) if node.otherwise else self.opaque(node, scope)
        for value, part in reversed(node.rows):
            found = self.choose(self.compared("=", key, self.fixed(value, sort)), self.term(part, scope), found)
        return found

    def dated(self, node: n.Dated, scope: Scope) -> Term:
        day, found = self.term(node.day, scope), self.opaque(node, scope)
        for since, part in node.steps:
            found = self.choose(self.compared(">=", day, Day.of(since)), self.term(part, scope), found)
        return found

    # -- record sets --

    def selected(self, rows: n.Rows, condition: n.Node | None, scope: Scope) -> list[tuple[Scope, Term]]:
        """The rows that are looked at, each with whether it is there and meets the condition."""
        key = (*scope.path, *(step.key for step in rows.path), rows.fact.key)
        found = []
        for place in range(self.rows):
            inside = Scope(scope.path, (*key, place))
            there = self.space.row(key, place)
            found.append((inside, self.z3.And(there, self.term(condition, inside)) if condition else there))
        return found

    def some_row(self, node: n.SomeRow, scope: Scope) -> Term:
        return self.space.any_of([met for _, met in self.selected(node.rows, node.condition, scope)])

    def count_rows(self, node: n.CountRows, scope: Scope) -> Term:
        if not self.space.for_examples:
            mark = (fingerprint(node), scope)
            count = self.space.whole(self._named.setdefault(mark, f"值{len(self._named)}"))
            self.space.axioms.append(count >= 0)
            return count
        met = [met for _, met in self.selected(node.rows, node.condition, scope)]
        return self.z3.Sum(*(self.z3.If(each, 1, 0) for each in met))

    def aggregate(self, node: n.Aggregate, scope: Scope) -> Term:
        if not self.space.for_examples:
            return self.opaque(node, scope)
        found = [
            (met, self.term(node.value, inside)) for inside, met in self.selected(node.rows, node.condition, scope)
        ]
        if node.kind == "sum":
            return self.z3.Sum(*(self.z3.If(met, value, 0) for met, value in found))
        best, op = self.opaque(node, scope), "<=" if node.kind == "highest" else ">="
        some = self.space.any_of([met for met, _ in found])
        reached = [self.z3.And(met, self.compared("=", value, best)) for met, value in found]
        bounded = [self.z3.Implies(met, self.compared(op, value, best)) for met, value in found]
        self.space.axioms.append(self.z3.Implies(some, self.z3.And(self.space.any_of(reached), *bounded)))
        return best


def _same_scope(node: n.Node) -> Iterator[n.Node]:
    """The node and its parts that read the same subject."""
    yield node
    if not isinstance(node, INSIDE) and not (isinstance(node, n.FactValue) and node.path):
        for part in n.children(node):
            yield from _same_scope(part)


_TURNED: Mapping[str, n.CompareOp] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
_TRANSLATORS: Mapping[type[n.Node], Callable[[Translator, Any, Scope], Term]] = {
    n.Constant: Translator.constant,
    n.Today: lambda translator, node, scope: translator.space.today,
    n.FactValue: Translator.fact,
    n.ColumnValue: Translator.column,
    n.Scaled: Translator.scaled,
    n.Compare: Translator.compare,
    n.Member: Translator.member,
    n.TextTest: Translator.text_test,
    n.Known: Translator.known,
    n.Both: Translator.both,
    n.Either: Translator.either,
    n.Negation: Translator.negation,
    n.Arithmetic: Translator.arithmetic,
    n.ShiftDate: Translator.shift,
    n.IfElse: Translator.if_else,
    n.Call: Translator.call,
    n.Parameter: Translator.parameter,
    n.Lookup: Translator.lookup,
    n.Dated: Translator.dated,
    n.SomeRow: Translator.some_row,
    n.CountRows: Translator.count_rows,
    n.Aggregate: Translator.aggregate,
}
