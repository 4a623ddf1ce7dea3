"""Bringing two sides of a comparison together: words become codes, bare numbers take units, units are converted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from lark import Token, Tree

from bole.core.rules.language import tree as n
from bole.core.rules.language.parsing import Fault
from bole.core.rules.language.values import ANY, SCALES, SORT_OF_TYPE, Sort
from bole.core.vocabulary import CodeList, Column, Fact

Syntax = Tree[Token]


class Faulty:
    """Something that notes faults while it reads."""

    faults: list[Fault]

    def fault(self, where: Syntax | Token | n.Span, message: str, suggestion: str = "") -> None:
        """Note one fault."""
        span = where if isinstance(where, n.Span) else span_of(where)
        self.faults.append(Fault(span.line, span.column, message, suggestion))


class Joining(Faulty):
    """The half of the checker that makes two values comparable."""

    code_lists: Mapping[str, CodeList]

    def unify(self, left: n.Node, right: n.Node, where: Syntax) -> tuple[n.Node, n.Node]:
        """Make two values comparable: words become codes, bare numbers take units, units are converted."""
        left, right = self.as_code(left, right), self.as_code(right, left)
        a, b = left.sort, right.sort
        if "any" in (a.kind, b.kind):
            return left, right
        if a.kind != b.kind:
            hint = "金额要写单位,例如 50万元" if {a.kind, b.kind} == {"money", "number"} else ""
            self.fault(where, f"{self.label(left)}与{self.label(right)}不能比较或合并", hint)
            return left, right
        if a.kind == "code" and a.code_list != b.code_list:
            self.fault(where, f"{self.label(left)}与{self.label(right)}属于不同的代码表", "")
        if a.kind == "number" and a.unit != b.unit and not a.bare and not b.bare:
            return self.same_unit(left, right, where)
        return left, right

    def same_unit(self, left: n.Node, right: n.Node, where: Syntax) -> tuple[n.Node, n.Node]:
        """Convert the coarser unit to the finer one."""
        a, b = left.sort.unit, right.sort.unit
        if (a, b) in SCALES:
            return scaled(left, SCALES[(a, b)], b), right
        if (b, a) in SCALES:
            return left, scaled(right, SCALES[(b, a)], a)
        if a and b:
            self.fault(where, f"{self.label(left)}与{self.label(right)}的单位不同,不能比较", "")
        return left, right

    def as_code(self, node: n.Node, other: n.Node) -> n.Node:
        """A quoted word beside a code becomes that list's code."""
        if not (isinstance(node, n.Constant) and node.sort == Sort("text", bare=True) and other.sort.kind == "code"):
            return node
        code_list = self.code_lists.get(other.sort.code_list or "")
        item = code_list.find(str(node.value)) if code_list else None
        if code_list is None or item is None:
            near = code_list.suggest(str(node.value)) if code_list else ""
            name = code_list.name if code_list else other.sort.code_list
            self.fault(node.at, f"“{name}”里没有“{node.value}”", f"是否指“{near}”?" if near else "")
            return n.Constant(ANY, node.at, None)
        return n.Constant(other.sort, node.at, item.code, node.shown)

    def label(self, node: n.Node) -> str:
        """How to call a value in a message."""
        if isinstance(node, n.FactValue):
            return f"“{node.fact.name}”({node.sort})"
        if isinstance(node, n.ColumnValue):
            return f"“{node.column.name}”({node.sort})"
        return f"{node.shown}({node.sort})" if isinstance(node, n.Constant) and node.shown else str(node.sort)


def sort_of(thing: Fact | Column) -> Sort:
    """The sort of a fact or column; all money is 分 inside."""
    kind = SORT_OF_TYPE[thing.type or "text"]
    unit = thing.unit if kind == "number" else "元" if kind == "money" else ""
    return Sort(kind, unit, thing.code_list if kind == "code" else None)


def scaled(node: n.Node, factor: int, unit: str) -> n.Node:
    """`node` in another unit."""
    sort = replace(node.sort, unit=unit)
    if isinstance(node, n.Constant) and node.value is not None:
        return n.Constant(sort, node.at, node.value * factor, node.shown)
    return n.Scaled(sort, node.at, node, factor)


def ranks_of(code_list: CodeList | None) -> Mapping[str, int]:
    """Code to rank, for the codes that have one."""
    items = code_list.items.values() if code_list else ()
    return {item.code: item.rank for item in items if item.rank is not None}


def whole(number: Fraction) -> int | Fraction:
    """An int where the fraction is one."""
    return number.numerator if number.denominator == 1 else number


def span_of(where: Syntax | Token) -> n.Span:
    """The place of a token or rule."""
    if isinstance(where, Token):
        return n.Span(where.start_pos or 0, where.end_pos or 0, where.line or 1, where.column or 1)
    meta = where.meta
    if meta.empty:
        return n.Span(0, 0)
    return n.Span(meta.start_pos, meta.end_pos, meta.line, meta.column)
