"""From syntax tree to typed tree: names to facts, words to codes, units brought together, every fault with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, cast

from lark import Token, Tree

from bole.core.rules.language import tree as n
from bole.core.rules.language.joining import Joining, Syntax, ranks_of, scaled, sort_of, span_of
from bole.core.rules.language.literals import Literals
from bole.core.rules.language.parsing import ExpressionInvalid, Fault, parse
from bole.core.rules.language.values import ANY, BOOLEAN, DATE, Sort
from bole.core.vocabulary import CodeList, Fact, Subject, Vocabulary, closest

SELF = "本人"
"""Root of a path that leaves the row under test: 本人.毕业日期."""
DURATIONS = ("天", "个月", "年")


@dataclass
class Checker(Literals, Joining):
    """One expression over one subject. `row` is the record set whose columns are in reach."""

    vocabulary: Vocabulary
    code_lists: Mapping[str, CodeList]
    subject: Subject
    faults: list[Fault] = field(default_factory=list)
    row: Fact | None = None
    computing: tuple[str, ...] = ()
    parameters: Mapping[str, n.Node] = field(default_factory=dict)
    """Values that the text may name beside facts; a parameter wins over a fact, a column of the row over both."""

    def check(self, text: str) -> n.Node:
        """The typed tree of `text`; faults are collected in `faults`."""
        return self.visit(parse(text))

    def visit(self, syntax: Syntax) -> n.Node:
        """Dispatch on the rule's name."""
        return _VISITORS[str(syntax.data)](self, syntax)

    def boolean(self, syntax: Syntax) -> n.Node:
        """A part that must be yes or no."""
        node = self.visit(syntax)
        if node.sort.kind not in ("boolean", "any"):
            self.fault(node.at, f"这里应当是条件,却是{node.sort}", "补上比较,例如 >= 6个月")
        return node

    # -- names --

    def name(self, syntax: Syntax) -> n.Node:
        """A scalar: column of the row, fact of the subject, or fact at the end of a path."""
        words = [str(token) for token in syntax.children]
        if self.row is not None and len(words) == 1 and (column := self.row.column(words[0])):
            return n.ColumnValue(sort_of(column), span_of(syntax), column)
        if len(words) == 1 and (value := self.parameters.get(words[0])) is not None:
            return n.Parameter(value.sort, span_of(syntax), words[0], value)
        found = self.follow(syntax)
        if found is None:
            return n.Constant(ANY, span_of(syntax), None)
        path, fact = found
        if fact.kind in ("record_set", "series"):
            self.fault(syntax, f"“{fact.name}”是记录集", f"写成 有 {fact.name}(…) 或 计数 {fact.name}(…)")
            return n.Constant(ANY, span_of(syntax), None)
        if fact.kind == "path":
            self.fault(syntax, f"“{fact.name}”指向另一对象", f"写成 {fact.name}.…")
            return n.Constant(ANY, span_of(syntax), None)
        return n.FactValue(sort_of(fact), span_of(syntax), fact, path, self.formula(fact, syntax))

    def follow(self, syntax: Syntax) -> tuple[tuple[Fact, ...], Fact] | None:
        """Resolve a dotted name to (path, fact)."""
        tokens = [cast(Token, token) for token in syntax.children]
        subject, path = self.subject, list[Fact]()
        if str(tokens[0]) == SELF and len(tokens) > 1:
            tokens = tokens[1:]
        for token in tokens[:-1]:
            step = self.vocabulary.by_name(str(token), subject)
            if step is None or step.kind != "path":
                self.unknown_name(token, subject, [fact for fact in self.vocabulary.facts.values() if fact.path])
                return None
            path.append(step)
            subject = cast(Subject, step.path)
        fact = self.vocabulary.by_name(str(tokens[-1]), subject)
        if fact is None:
            self.unknown_name(tokens[-1], subject, None)
            return None
        return tuple(path), fact

    def unknown_name(self, token: Token, subject: Subject, among: Sequence[Fact] | None) -> None:
        """Say that a name is unknown and what may have been meant."""
        names = self.vocabulary.names(subject) if among is None else [fact.name for fact in among]
        if self.row is not None and among is None:
            names += [word for column in self.row.columns for word in (column.name, *column.aliases)]
        if among is None:
            names += self.parameters
        near = closest(str(token), names)
        self.fault(token, f"未知事实“{token}”", f"是否指“{near}”?" if near else "")

    def formula(self, fact: Fact, where: Syntax) -> n.Node | None:
        """The typed tree of a derived fact, checked over that fact's subject."""
        if not fact.formula:
            return None
        if fact.key in self.computing:
            self.fault(where, f"“{fact.name}”的公式循环引用", " → ".join((*self.computing, fact.key)))
            return None
        inner = Checker(self.vocabulary, self.code_lists, fact.subject, computing=(*self.computing, fact.key))
        try:
            node = inner.check(fact.formula)
        except ExpressionInvalid as error:
            inner.faults.extend(error.faults)
            node = None
        for broken in inner.faults:
            self.fault(where, f"“{fact.name}”的公式有误:{broken.message}", broken.suggestion)
        return node

    # -- conditions --

    def compare(self, syntax: Syntax) -> n.Node:
        """= <> < <= > >= between values of one sort."""
        left_syntax, token, right_syntax = cast(list[Any], syntax.children)
        op = {"!=": "<>", "≠": "<>", "≥": ">=", "≤": "<="}.get(str(token), str(token))
        left, right = self.unify(self.visit(left_syntax), self.visit(right_syntax), syntax)
        ranks = None
        if op in ("<", "<=", ">", ">="):
            ranks = self.ranks_for(left, right, syntax)
        return n.Compare(BOOLEAN, span_of(syntax), cast(n.CompareOp, op), left, right, ranks)

    def ranks_for(self, left: n.Node, right: n.Node, syntax: Syntax) -> Mapping[str, int] | None:
        """Ranks of the code list two codes are compared in; texts and booleans have no order."""
        if left.sort.kind in ("text", "boolean"):
            self.fault(syntax, f"{left.sort}不能比大小", "用 = 或 属于")
        if left.sort.kind != "code":
            return None
        code_list = self.code_lists.get(left.sort.code_list or "")
        ranks = ranks_of(code_list)
        if not ranks:
            self.fault(syntax, f"代码表“{code_list.name if code_list else ''}”没有高低次序", "用 = 或 属于")
        for side in (left, right):
            if isinstance(side, n.Constant) and side.value is not None and side.value not in ranks and ranks:
                self.fault(side.at, f"{side.shown}没有次序,不能比高低", "用 属于")
        return ranks

    def member(self, syntax: Syntax) -> n.Node:
        """属于: codes count with all codes below them."""
        value = self.visit(cast(Syntax, syntax.children[0]))
        found: set[Any] = set()
        for option in options_of(syntax):
            value, constant = self.unify(value, self.visit(option), option)
            if not isinstance(constant, n.Constant):
                self.fault(constant.at, "属于 的括号里只能是固定的值", "")
                continue
            found |= self.with_lower_codes(constant)
        return n.Member(BOOLEAN, span_of(syntax), value, frozenset(found))

    def with_lower_codes(self, constant: n.Constant) -> set[Any]:
        """A code with every code whose chain of parents leads to it."""
        found = {constant.value}
        code_list = self.code_lists.get(constant.sort.code_list or "")
        if code_list is None:
            return found
        while more := {item.code for item in code_list.items.values() if item.parent in found} - found:
            found |= more
        return found

    def not_member(self, syntax: Syntax) -> n.Node:
        """不属于."""
        return n.Negation(BOOLEAN, span_of(syntax), self.member(syntax))

    def within(self, syntax: Syntax) -> n.Node:
        """介于 a 与 b 之间, both ends included."""
        value_syntax, low_syntax, high_syntax = cast(list[Syntax], syntax.children)
        parts = []
        for op, bound in ((">=", low_syntax), ("<=", high_syntax)):
            left, right = self.unify(self.visit(value_syntax), self.visit(bound), syntax)
            ranks = self.ranks_for(left, right, syntax)
            parts.append(n.Compare(BOOLEAN, span_of(syntax), cast(n.CompareOp, op), left, right, ranks))
        return n.Both(BOOLEAN, span_of(syntax), tuple(parts))

    def text_test(self, syntax: Syntax) -> n.Node:
        """包含, 始于: over texts."""
        value = self.visit(cast(Syntax, syntax.children[0]))
        if value.sort.kind not in ("text", "any"):
            self.fault(value.at, f"{value.sort}不能用 包含/始于", "")
        words = [self.visit(option) for option in options_of(syntax)]
        texts = tuple(str(word.value) for word in words if isinstance(word, n.Constant))
        kind = "contains" if syntax.data == "contains" else "starts"
        return n.TextTest(BOOLEAN, span_of(syntax), cast(Any, kind), value, texts)

    def known(self, syntax: Syntax) -> n.Node:
        """已知."""
        return n.Known(BOOLEAN, span_of(syntax), self.name(cast(Syntax, syntax.children[0])))

    def both(self, syntax: Syntax) -> n.Node:
        """且."""
        return self.joined(syntax, n.Both)

    def either(self, syntax: Syntax) -> n.Node:
        """或."""
        return self.joined(syntax, n.Either)

    def joined(self, syntax: Syntax, make: type[n.Both] | type[n.Either]) -> n.Node:
        """Several conditions; a single one stands for itself."""
        parts = cast(list[Syntax], syntax.children)
        if len(parts) == 1:
            return self.visit(parts[0])
        return make(BOOLEAN, span_of(syntax), tuple(self.boolean(part) for part in parts))

    def negation(self, syntax: Syntax) -> n.Node:
        """非."""
        return n.Negation(BOOLEAN, span_of(syntax), self.boolean(cast(Syntax, syntax.children[-1])))

    def if_else(self, syntax: Syntax) -> n.Node:
        """如 … 则 … 否则 …"""
        condition, then, otherwise = cast(list[Syntax], syntax.children)
        first, second = self.unify(self.visit(then), self.visit(otherwise), syntax)
        return n.IfElse(first.sort, span_of(syntax), self.boolean(condition), first, second)

    # -- arithmetic --

    def arithmetic(self, syntax: Syntax) -> n.Node:
        """+ - * / with units."""
        left, right = (self.visit(part) for part in cast(list[Syntax], syntax.children))
        op = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}[str(syntax.data)]
        if op in "+-" and left.sort.kind == "date":
            return self.shift(syntax, left, right, 1 if op == "+" else -1)
        if op in "+-":
            left, right = self.unify(left, right, syntax)
            sort = left.sort
        else:
            sort = self.product_sort(op, left, right, syntax)
        if sort.kind not in ("number", "money", "percent", "any"):
            self.fault(syntax, f"{sort}不能作加减乘除", "")
        if op == "/" and isinstance(right, n.Constant) and right.value == 0:
            self.fault(right.at, "除数是零", "换一个不是零的除数")
        return n.Arithmetic(sort, span_of(syntax), cast(n.ArithmeticOp, op), left, right)

    def shift(self, syntax: Syntax, day: n.Node, amount: n.Node, sign: int) -> n.Node:
        """A date plus or minus a duration, or the days between two dates."""
        if amount.sort.kind == "date" and sign < 0:
            return n.Call(Sort("number", "天"), span_of(syntax), "天数", (amount, day))
        unit = amount.sort.unit
        if amount.sort.kind != "number" or unit not in DURATIONS:
            self.fault(amount.at, f"日期只能加减 天、个月、年,不能是{amount.sort}", "例如 今天 - 6个月")
        if unit == "年":
            amount, unit = scaled(amount, 12, "个月"), "个月"
        return n.ShiftDate(DATE, span_of(syntax), day, amount, sign, cast(Any, unit if unit == "个月" else "天"))

    def product_sort(self, op: str, left: n.Node, right: n.Node, syntax: Syntax) -> Sort:
        """金额 × 数 or 百分比 is 金额; 金额 / 金额 is a plain number."""
        kinds = {left.sort.kind, right.sort.kind}
        if "any" in kinds:
            return ANY
        if op == "/" and left.sort.kind == right.sort.kind:
            return Sort("number", bare=True)
        if kinds == {"money"} or (op == "/" and right.sort.kind == "money"):
            self.fault(syntax, f"{left.sort}与{right.sort}不能这样相乘除", "")
            return ANY
        if "money" in kinds:
            return Sort("money", "元")
        if kinds == {"number", "percent"}:
            number, rate = (left.sort, right.sort) if left.sort.kind == "number" else (right.sort, left.sort)
            return rate if number.bare else number
        return replace(left.sort, bare=left.sort.bare and right.sort.bare)

    def negate(self, syntax: Syntax) -> n.Node:
        """-x is 0 - x."""
        node = self.visit(cast(Syntax, syntax.children[0]))
        zero = n.Constant(replace(node.sort, bare=False), node.at, 0, "0")
        return n.Arithmetic(node.sort, span_of(syntax), "-", zero, node)

    def today(self, syntax: Syntax) -> n.Node:
        """今天."""
        return n.Today(DATE, span_of(syntax))

    def call(self, syntax: Syntax) -> n.Node:
        """周岁(日期), 月数(从[, 到]), 年份(日期), 较大(a, b, …), 较小(a, b, …)."""
        name = str(cast(Syntax, syntax.children[0]).children[0])
        arguments = [self.visit(part) for part in cast(list[Syntax], syntax.children[1:])]
        at = span_of(syntax)
        if name in ("较大", "较小"):
            for place in range(1, len(arguments)):
                arguments[0], arguments[place] = self.unify(arguments[0], arguments[place], syntax)
            return n.Call(arguments[0].sort, at, name, tuple(arguments))
        allowed = (1, 2) if name == "月数" else (1,)
        if len(arguments) not in allowed or any(part.sort.kind not in ("date", "any") for part in arguments):
            self.fault(syntax, f"{name}(…) 里应当是日期", f"例如 {name}(出生日期)")
        unit = {"周岁": "周岁", "月数": "个月", "年份": "年"}[name]
        return n.Call(Sort("number", unit), at, name, tuple(arguments))

    # -- record sets --

    def rows(self, syntax: Syntax) -> tuple[n.Rows, n.Node | None]:
        """The set and the condition on its rows."""
        parts = [part for part in cast(list[Any], syntax.children) if isinstance(part, Tree)]
        name_syntax, rows_syntax = parts[-2:]
        found = self.follow(name_syntax)
        at = span_of(name_syntax)
        if found is not None and found[1].kind not in ("record_set", "series"):
            self.fault(name_syntax, f"“{found[1].name}”不是记录集", "直接写条件,或用 已知")
            found = None
        if found is None:
            sets = [fact.name for fact in self.vocabulary.facts.values() if fact.kind in ("record_set", "series")]
            near = closest(str(name_syntax.children[-1]), sets)
            if near and not self.faults[-1].suggestion:
                self.faults[-1] = replace(self.faults[-1], suggestion=f"是否指“{near}”?")
            broken = Fact("", "", "", "record_set", None, "person", "K")
            return n.Rows(ANY, at, broken), None
        path, fact = found
        if rows_syntax.children[0] is None:
            return n.Rows(ANY, at, fact, path), None
        with self.inside(fact, name_syntax):
            condition = self.boolean(rows_syntax.children[0])
        return n.Rows(ANY, at, fact, path), condition

    @contextmanager
    def inside(self, fact: Fact, where: Syntax) -> Iterator[None]:
        """Names mean columns of `fact` first."""
        before, self.row = self.row, fact
        if before is not None:
            self.fault(where, "记录集的条件里不能再套记录集", "分成两个条件")
        yield
        self.row = before

    def some_rows(self, syntax: Syntax) -> n.Node:
        """有."""
        return n.SomeRow(BOOLEAN, span_of(syntax), *self.rows(syntax))

    def count_rows(self, syntax: Syntax) -> n.Node:
        """计数."""
        return n.CountRows(Sort("number", bare=True), span_of(syntax), *self.rows(syntax))

    def aggregate(self, syntax: Syntax) -> n.Node:
        """最高, 最低, 合计 of a column."""
        word = str(cast(Syntax, syntax.children[0]).children[0])
        kind = cast(n.AggregateKind, {"最高": "highest", "最低": "lowest", "合计": "sum"}[word])
        rows, condition = self.rows(syntax)
        token = cast(Token, syntax.children[-1])
        column = rows.fact.column(str(token))
        at = span_of(syntax)
        if column is None:
            if rows.fact.key:
                near = closest(str(token), [column.name for column in rows.fact.columns])
                self.fault(token, f"“{rows.fact.name}”没有列“{token}”", f"是否指“{near}”?" if near else "")
            return n.Constant(ANY, at, None)
        sort = sort_of(column)
        ranks = ranks_of(self.code_lists.get(column.code_list or "")) if sort.kind == "code" else None
        if (kind == "sum" and sort.kind not in ("number", "money")) or (ranks is not None and not ranks):
            self.fault(token, f"{word}不能用于{sort}", "")
        return n.Aggregate(sort, at, kind, rows, condition, n.ColumnValue(sort, at, column), ranks)


def options_of(syntax: Syntax) -> list[Syntax]:
    """The values in 属于 (…)."""
    return cast(list[Syntax], cast(Syntax, syntax.children[1]).children)


_VISITORS: dict[str, Callable[[Checker, Syntax], n.Node]] = {
    **{
        rule: getattr(Checker, rule)
        for rule in [
            "name",
            "either",
            "both",
            "negation",
            "compare",
            "member",
            "not_member",
            "within",
            "known",
            "text",
            "number",
            "quantity",
            "date",
            "month",
            "if_else",
            "negate",
            "today",
            "call",
            "some_rows",
            "count_rows",
            "aggregate",
        ]
    },
    **dict.fromkeys(("add", "subtract", "multiply", "divide"), Checker.arithmetic),
    **dict.fromkeys(("contains", "starts"), Checker.text_test),
    "group": lambda self, syntax: self.visit(cast(Syntax, syntax.children[0])),
    "yes": lambda self, syntax: n.Constant(BOOLEAN, span_of(syntax), True, "真"),
    "no": lambda self, syntax: n.Constant(BOOLEAN, span_of(syntax), False, "假"),
}
