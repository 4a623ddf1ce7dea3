"""Random typed expressions and random rows: what every back end of the rules must answer alike.

`trees(kind)` draws a typed tree over `VOCABULARY` (all node types), `rows(seed, count)` makes profiles with gaps, wrong types and record sets.
A fact with a formula is absent, stored as nothing (which is the same), or rightly stored.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import hypothesis.strategies as st

from bole.core.rules import compile_expression
from bole.core.rules.language import tree as n
from bole.core.rules.language.joining import ranks_of, sort_of
from bole.core.rules.language.values import BOOLEAN, DATE, Sort
from bole.core.vocabulary import Fact, Vocabulary
from tests.factories import rules
from tests.factories.rules import codes, column, fact

ON = dt.date(2022, 5, 1)
AT = n.Span(0, 0)
GRADES = codes("grade", ("a", "甲", 2, ()), ("b", "乙", 2, ()), ("c", "丙", 1, ()), ("d", "丁", None, ()))
"""Two of one rank: of equals the first row counts."""
CODE_LISTS = {**rules.CODE_LISTS, "grade": GRADES}
PAPERS = (
    column("title", "题目", "text"),
    column("printed", "刊出日期", "date"),
    column("month", "刊出年月", "month"),
    column("core", "核心", "boolean"),
    column("weight", "权重", "decimal"),
    column("part", "贡献", "percent", unit="%"),
    column("level", "级别", "code", code_list="level"),
    column("fee", "版面费", "money", unit="元"),
    column("grade", "等第", "code", code_list="grade"),
)
MORE = (
    fact("score", "评分", "decimal"),
    fact("rank", "等级", "code", code_list="level"),
    fact("grade", "考核", "code", code_list="grade"),
    fact("honoured", "有荣誉", "boolean", formula='有 荣誉(级别 = "国家级" 或 年度 >= 年份(出生日期))'),
    fact("prizes", "奖金合计", "money", unit="元", formula="合计 荣誉().奖金"),
    fact("papers", "论文", kind="record_set", columns=PAPERS),
    fact("spouse", "配偶", kind="path", path="person"),
    fact("founded", "成立日期", "date", subject="organisation"),
    fact("large", "大型", "boolean", subject="organisation", formula="规上企业 或 纳税 >= 100万元"),
    fact("told", "已报税", "boolean", subject="organisation", formula="已知 纳税"),
    fact(
        *("grants", "补助"),
        kind="record_set",
        subject="organisation",
        absent="none",
        columns=(column("paid", "金额", "money", unit="元"), column("level", "级别", "code", code_list="level")),
    ),
)
VOCABULARY = Vocabulary({**rules.VOCABULARY.facts, **{one.key: one for one in MORE}})
NUMBERS = ("number", "money", "percent")
ORDERED = (*NUMBERS, "date", "month")
PATHS = ("用人单位.", "配偶.", "配偶.用人单位.")


def _compiled(text: str) -> n.Node:
    return compile_expression(text, VOCABULARY, CODE_LISTS).node


def _readable() -> dict[tuple[str, str | None], list[n.Node]]:
    """Nodes that read a fact, by kind and code list."""
    found: dict[tuple[str, str | None], list[n.Node]] = {}
    for prefix in ("", *PATHS):
        owner = "organisation" if prefix.endswith("用人单位.") else "person"
        for one in VOCABULARY.facts.values():
            if one.kind == "scalar" and one.subject == owner:
                node = _compiled(prefix + one.name)
                found.setdefault((node.sort.kind, node.sort.code_list), []).append(node)
    return found


FACTS = _readable()
SETS = [
    _compiled(f"计数 {prefix}{one.name}()").rows  # type: ignore[attr-defined]
    for prefix, owner in (("", "person"), ("用人单位.", "organisation"), ("配偶.", "person"))
    for one in VOCABULARY.facts.values()
    if one.kind in ("record_set", "series") and one.subject == owner
]
WORDS = ("", "博士", "工程师", "高级工程师", "诺贝尔奖", "a", "á", "0", " x")
MONTHS = ("2019-12", "2021-01", "2021-12", "2022-05")
DAYS = (
    *(dt.date(1900, 1, 1), dt.date(1987, 5, 1), dt.date(1988, 2, 29), dt.date(2020, 2, 29), dt.date(2021, 8, 31)),
    ON,
)
WHOLE = (0, 1, 2, 3, 5, 12, 35, -1, 100, 2021, 10**12)
PARTS = (Fraction(1, 2), Fraction(1, 3), Fraction(-3, 2), Fraction(25, 100))
SUMS = (0, 1, 100, 5_000_000, 50_000_000, 100_000_000, -100, 3 * 10**15)


class Growing:
    """Draws one tree. `row`: the record set whose columns are in reach."""

    def __init__(self, draw: Callable[..., Any], row: Fact | None = None) -> None:
        self.draw, self.row = draw, row

    def one(self, options: Sequence[Any]) -> Any:
        return options[self.draw(st.integers(0, len(options) - 1))]

    def grow(self, sort: Sort, depth: int) -> n.Node:
        """A node of this kind (and code list), at most so deep."""
        if depth <= 0 or self.draw(st.integers(0, 7)) == 0:
            return self.leaf(sort)
        makers = list(_MAKERS["any"]) + list(_MAKERS.get(sort.kind, ()))
        if sort.kind in NUMBERS:
            makers += _MAKERS["numeric"]
        if self.row is None:
            makers += _SET_MAKERS.get(sort.kind, ())
        return self.one(makers)(self, sort, depth - 1)

    def leaf(self, sort: Sort) -> n.Node:
        facts: list[n.Node] = list(FACTS.get((sort.kind, sort.code_list), ()))
        if self.row is not None:
            columns = [
                n.ColumnValue(own, AT, each)
                for each in self.row.columns
                if ((own := sort_of(each)).kind, own.code_list) == (sort.kind, sort.code_list)
            ]
            facts = columns * 4 + facts[:2] if columns else facts
        return self.one(facts) if facts and self.draw(st.integers(0, 3)) else self.constant(sort)

    def constant(self, sort: Sort) -> n.Node:
        if sort.kind == "date" and self.draw(st.booleans()):
            return n.Today(DATE, AT)
        return n.Constant(sort, AT, None if self.draw(st.integers(0, 19)) == 19 else self.value(sort))

    def value(self, sort: Sort) -> Any:
        if sort.kind == "code":
            return self.one(list(CODE_LISTS[sort.code_list or ""].items))
        pools: Mapping[str, Sequence[Any]] = {
            "boolean": (True, False),
            "number": (*WHOLE, *PARTS),
            "money": SUMS,
            "percent": (*PARTS, 0, 1),
            "date": DAYS,
            "month": MONTHS,
            "text": WORDS,
        }
        return self.one(pools[sort.kind])

    def some_sort(self, kinds: Sequence[str]) -> Sort:
        return _sort(self.one(kinds), self.one(list(CODE_LISTS)))

    # -- any kind --

    def if_else(self, sort: Sort, depth: int) -> n.Node:
        return n.IfElse(sort, AT, self.grow(BOOLEAN, depth), self.grow(sort, depth), self.grow(sort, depth))

    def default(self, sort: Sort, depth: int) -> n.Node:
        return n.Default(sort, AT, self.grow(sort, depth), self.grow(sort, depth))

    def lookup(self, sort: Sort, depth: int) -> n.Node:
        by = self.some_sort(("code", "number", "text", "boolean"))
        keys = dict.fromkeys(self.value(by) for _ in range(self.draw(st.integers(1, 3))))
        rest = self.grow(sort, depth - 1) if self.draw(st.booleans()) else None
        return n.Lookup(
            sort, AT, self.grow(by, depth - 1), tuple((key, self.grow(sort, depth - 2)) for key in keys), rest
        )

    def dated(self, sort: Sort, depth: int) -> n.Node:
        days = sorted({self.one(DAYS) for _ in range(self.draw(st.integers(1, 3)))})
        return n.Dated(sort, AT, self.grow(DATE, depth - 1), tuple((day, self.grow(sort, depth - 2)) for day in days))

    def parameter(self, sort: Sort, depth: int) -> n.Node:
        return n.Parameter(sort, AT, "标准", self.grow(sort, depth))

    # -- booleans --

    def both(self, sort: Sort, depth: int) -> n.Node:
        make = self.one((n.Both, n.Either))
        return make(sort, AT, tuple(self.grow(sort, depth) for _ in range(self.draw(st.integers(2, 3)))))  # type: ignore[no-any-return]

    def wrapped(self, sort: Sort, depth: int) -> n.Node:
        return self.one((n.Negation, n.Negation, n.Certain, n.Possible))(sort, AT, self.grow(sort, depth))  # type: ignore[no-any-return]

    def known(self, sort: Sort, depth: int) -> n.Node:
        of = self.some_sort((*ORDERED, "text", "code", "boolean"))
        node = self.leaf(of)
        return n.Known(BOOLEAN, AT, node)

    def compare(self, sort: Sort, depth: int) -> n.Node:
        of = self.some_sort((*ORDERED, *NUMBERS, "text", "code", "boolean"))
        ranks, ops = None, ["=", "<>"]
        if of.kind in ORDERED:
            ops += ["<", "<=", ">", ">="]
        elif of.kind == "code" and (ranks := ranks_of(CODE_LISTS[of.code_list or ""])) and self.draw(st.booleans()):
            ops = ["<", "<=", ">", ">="]
        else:
            ranks = None
        return n.Compare(BOOLEAN, AT, self.one(ops), self.grow(of, depth), self.grow(of, depth), ranks or None)

    def member(self, sort: Sort, depth: int) -> n.Node:
        of = self.some_sort(("code", "code", "number", "money", "percent", "text", "date", "month", "boolean"))
        options = frozenset(self.value(of) for _ in range(self.draw(st.integers(1, 3))))
        return n.Member(BOOLEAN, AT, self.grow(of, depth), options)

    def text_test(self, sort: Sort, depth: int) -> n.Node:
        options = tuple(self.one(WORDS) for _ in range(self.draw(st.integers(1, 2))))
        return n.TextTest(BOOLEAN, AT, self.one(("contains", "starts")), self.grow(_sort("text"), depth), options)

    # -- numbers and dates --

    def arithmetic(self, sort: Sort, depth: int) -> n.Node:
        op = self.one("+-*/")
        other = sort
        if op in "*/" and sort.kind == "money":
            other = self.some_sort(("number", "percent"))
        elif op == "/" and sort.kind == "number" and self.draw(st.booleans()):
            money = _sort("money")
            return n.Arithmetic(sort, AT, "/", self.grow(money, depth), self.grow(money, depth))
        return n.Arithmetic(sort, AT, op, self.grow(sort, depth), self.grow(other, depth))

    def scaled(self, sort: Sort, depth: int) -> n.Node:
        return n.Scaled(sort, AT, self.grow(sort, depth), 12)

    def rounded(self, sort: Sort, depth: int) -> n.Node:
        return n.Rounded(sort, AT, self.grow(sort, depth), self.one((1, 7, 100)), self.one(("down", "half_up")))

    def calendar(self, sort: Sort, depth: int) -> n.Node:
        name = self.one(("周岁", "月数", "年份", "天数"))
        count = 2 if name == "天数" else self.one((1, 2)) if name == "月数" else 1
        return n.Call(sort, AT, name, tuple(self.grow(DATE, depth) for _ in range(count)))

    def extreme(self, sort: Sort, depth: int) -> n.Node:
        parts = tuple(self.grow(sort, depth) for _ in range(self.draw(st.integers(2, 3))))
        return n.Call(sort, AT, self.one(("较大", "较小")), parts)

    def shift(self, sort: Sort, depth: int) -> n.Node:
        unit = self.one(("天", "个月"))
        return n.ShiftDate(DATE, AT, self.grow(DATE, depth), self.grow(_sort("number"), depth), self.one((1, -1)), unit)

    # -- record sets --

    def inside(self, depth: int) -> tuple[n.Rows, n.Node | None]:
        rows = self.one(SETS)
        if self.draw(st.integers(0, 4)) == 0:
            return rows, None
        return rows, Growing(self.draw, rows.fact).grow(BOOLEAN, min(depth, 2))

    def some_row(self, sort: Sort, depth: int) -> n.Node:
        return n.SomeRow(BOOLEAN, AT, *self.inside(depth))

    def count(self, sort: Sort, depth: int) -> n.Node:
        return n.CountRows(sort, AT, *self.inside(depth))

    def aggregate(self, sort: Sort, depth: int) -> n.Node:
        rows, condition = self.inside(depth)
        fit = [
            one
            for one in rows.fact.columns
            if (sort_of(one).kind, sort_of(one).code_list) == (sort.kind, sort.code_list)
        ]
        if not fit:
            return self.leaf(sort)
        column = self.one(fit)
        ranks = ranks_of(CODE_LISTS[sort.code_list or ""]) if sort.kind == "code" else None
        kinds = ("highest", "lowest", "sum", "sum") if sort.kind in ("number", "money") else ("highest", "lowest")
        if ranks is not None and not ranks:
            return self.leaf(sort)
        value = n.ColumnValue(sort_of(column), AT, column)
        return n.Aggregate(sort, AT, self.one(kinds), rows, condition, value, ranks)


Maker = Callable[[Growing, Sort, int], n.Node]
_MAKERS: Mapping[str, Sequence[Maker]] = {
    "any": (Growing.if_else, Growing.default, Growing.lookup, Growing.dated, Growing.parameter),
    "boolean": (
        *(Growing.both, Growing.both, Growing.both, Growing.wrapped, Growing.wrapped, Growing.known),
        *(Growing.compare, Growing.compare, Growing.compare, Growing.compare, Growing.member, Growing.text_test),
    ),
    "numeric": (Growing.arithmetic, Growing.arithmetic, Growing.scaled, Growing.rounded, Growing.extreme),
    "number": (Growing.calendar, Growing.calendar),
    "date": (Growing.shift, Growing.shift, Growing.extreme),
    "month": (Growing.extreme,),
}
_SET_MAKERS: Mapping[str, Sequence[Maker]] = {
    "boolean": (Growing.some_row, Growing.some_row, Growing.some_row),
    "number": (Growing.count, Growing.count, Growing.aggregate),
    "money": (Growing.aggregate, Growing.aggregate),
    **dict.fromkeys(("percent", "date", "month", "text", "code"), (Growing.aggregate,)),
}


def _sort(kind: str, code_list: str | None = None) -> Sort:
    return Sort(kind, code_list=code_list if kind == "code" else None)  # type: ignore[arg-type]


@st.composite
def trees(draw: Any, kind: str = "boolean", depth: int = 4) -> n.Node:
    """A typed tree; codes are of any code list."""
    growing = Growing(draw)
    sort = growing.some_sort((kind,))
    return replace(growing.grow(sort, depth), sort=sort)


# --- rows -------------------------------------------------------------------------------------------------------------


def rows(seed: int, count: int) -> list[dict[str, Any]]:
    """Profiles of persons as the registry keeps them; the first knows nothing."""
    chance = random.Random(seed)
    return [{}, *(_profile(chance, "person", chance.choice((0.02, 0.1, 0.4)), 0) for _ in range(count - 1))]


def _profile(chance: random.Random, subject: str, gaps: float, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in VOCABULARY.facts.values():
        if one.subject != subject or chance.random() < (0.8 if one.formula else gaps):
            continue
        if one.kind == "path":
            if depth < 2 and one.path:
                found[one.key] = _profile(chance, one.path, gaps, depth + 1) if chance.random() < 0.95 else None
        elif one.kind == "scalar":
            nothing = bool(one.formula) and chance.random() < 0.3
            found[one.key] = None if nothing else stored(chance, one, 0 if one.formula else 0.05)
        elif chance.random() < 0.95:
            found[one.key] = [_row(chance, one, gaps) for _ in range(chance.choice((0, 1, 1, 2, 3)))]
        elif one.absent == "unknown":
            found[one.key] = chance.choice((None, "none"))
    return found


def _row(chance: random.Random, fact: Fact, gaps: float) -> dict[str, Any]:
    return {one.key: stored(chance, one, 0.03) for one in fact.columns if chance.random() >= gaps / 2}


def stored(chance: random.Random, thing: Any, wrong: float) -> Any:
    """A value as profiles keep it; now and then of the wrong type."""
    if chance.random() < wrong:
        return chance.choice((None, "", 1.5, "x", True, [], {}, "1899-12-31", dt.date(1899, 12, 31), "2021-13"))
    return _VALUES[thing.type or "text"](chance, thing)


def _code(chance: random.Random, thing: Any) -> str:
    return chance.choice([*CODE_LISTS[thing.code_list].items, "?"]) if chance.random() < 0.95 else "?"


def _day(chance: random.Random, thing: Any) -> Any:
    days = (chance.choice(DAYS), dt.date(1900, 1, 1) + dt.timedelta(chance.randrange(46_000)))
    day = chance.choice(days)
    return day if chance.random() < 0.5 else day.isoformat()


_VALUES: Mapping[str, Callable[[random.Random, Any], Any]] = {
    "boolean": lambda chance, _: chance.random() < 0.5,
    "text": lambda chance, _: chance.choice(WORDS),
    "code": _code,
    "integer": lambda chance, _: chance.choice((*WHOLE, chance.randrange(-5, 3000))),
    "money": lambda chance, _: chance.choice((*SUMS, chance.randrange(10**9))),
    "decimal": lambda chance, _: chance.choice((0.5, "0.25", Decimal("1.125"), 3, 0.1, -2, "1e-3", "0.000000000001")),
    "percent": lambda chance, _: chance.choice((50, 30, "12.5", Decimal("33.3"), 0, 100, 0.7)),
    "date": _day,
    "month": lambda chance, _: chance.choice(MONTHS),
}
