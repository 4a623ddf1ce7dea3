"""Literals: quoted words, numbers, quantities with units, days and months."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import cast

from lark import Token

from bole.core.rules.language import tree as n
from bole.core.rules.language.joining import Faulty, Syntax, span_of, whole
from bole.core.rules.language.values import DATE, FIRST_DAY, MONEY_UNITS, Sort

QUANTITY = re.compile(r"(\d+(?:\.\d+)?)(\D+)")


class Literals(Faulty):
    """The half of the checker that reads fixed values."""

    def text(self, syntax: Syntax) -> n.Node:
        """A quoted word; what it names is decided where it is used."""
        token = cast(Token, syntax.children[0])
        return n.Constant(Sort("text", bare=True), span_of(syntax), str(token)[1:-1], str(token))

    def number(self, syntax: Syntax) -> n.Node:
        """A number without unit."""
        token = str(syntax.children[0])
        return n.Constant(Sort("number", bare=True), span_of(syntax), whole(Fraction(token)), token)

    def quantity(self, syntax: Syntax) -> n.Node:
        """A number with its unit: money becomes 分, percent a rate."""
        token = str(syntax.children[0])
        match = QUANTITY.fullmatch(token)
        assert match is not None
        amount, unit = Fraction(match[1]), match[2]
        at = span_of(syntax)
        if unit == "%":
            return n.Constant(Sort("percent"), at, amount / 100, token)
        if unit in MONEY_UNITS and unit != "分":
            return n.Constant(Sort("money", "元"), at, whole(amount * MONEY_UNITS[unit]), token)
        return n.Constant(Sort("number", unit), at, whole(amount), token)

    def date(self, syntax: Syntax) -> n.Node:
        """A calendar day."""
        token = str(syntax.children[0])
        year, month, day = (int(part) for part in re.findall(r"\d+", token))
        try:
            value = date(year, month, day)
        except ValueError:
            self.fault(syntax, f"没有“{token}”这一天", "检查年、月、日")
            return n.Constant(DATE, span_of(syntax), None, token)
        if value < FIRST_DAY:
            self.fault(syntax, f"“{token}”早于 {FIRST_DAY}:更早的日期一律当作未知", "检查年份")
        return n.Constant(DATE, span_of(syntax), value, token)

    def month(self, syntax: Syntax) -> n.Node:
        """A calendar month."""
        token = str(syntax.children[0])
        if not "01" <= token[5:] <= "12":
            self.fault(syntax, f"没有“{token}”这个月", "月份是 01 到 12")
        elif token < FIRST_DAY.isoformat():
            self.fault(syntax, f"“{token}”早于 {FIRST_DAY:%Y-%m}", "检查年份")
        return n.Constant(Sort("month"), span_of(syntax), token, token)
