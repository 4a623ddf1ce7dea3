"""Facts as people write them in cases and files (Chinese names, 万元, names of codes) to facts as profiles keep them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bole.core.rules.language.literals import QUANTITY
from bole.core.rules.language.parsing import normalise
from bole.core.rules.language.values import FIRST_DAY, MONEY_UNITS
from bole.core.vocabulary import CodeList, Column, Fact, Position, Problem, Subject, Vocabulary
from bole.core.vocabulary.fields import Fields
from bole.core.vocabulary.tree import Node

EXAMPLES: Mapping[str, str] = {
    **{
        "date": "2022-05-01",
        "month": "2022-05",
        "boolean": "true",
        "money": "5万元",
        "percent": "30%",
        "decimal": "0.5",
    },
}


class Given:
    """Reads the facts of one subject; faults are appended to `problems`."""

    def __init__(self, vocabulary: Vocabulary, code_lists: Mapping[str, CodeList], problems: list[Problem]) -> None:
        self.vocabulary, self.code_lists, self.problems = vocabulary, code_lists, problems

    def facts(self, node: Node, subject: Subject) -> dict[str, Any]:
        """`{学历: 博士, 荣誉: [{级别: 国家级}], 用人单位: {规上企业: true}}` by fact key."""
        found: dict[str, Any] = {}
        for name, value in node.items():
            fact = self.vocabulary.by_name(name, subject) or self._by_key(name, subject)
            if fact is None:
                near = self.vocabulary.suggest(name, subject)
                self._report(node.keys.get(name, value.at), f"未知事实“{name}”", f"是否指“{near}”?" if near else "")
            else:
                found[fact.key] = self._fact(fact, value)
        if not isinstance(node.value, dict):
            self._report(node.at, "事实应当是“名称: 值”的列表", "例如 {社保月数: 6}")
        return found

    def _by_key(self, name: str, subject: Subject) -> Fact | None:
        fact = self.vocabulary.facts.get(name)
        return fact if fact is not None and fact.subject == subject else None

    def _fact(self, fact: Fact, node: Node) -> Any:
        if fact.kind == "path":
            return self.facts(node, fact.path)  # type: ignore[arg-type]
        if fact.kind == "scalar":
            return self._value(fact, node)
        if not isinstance(node.value, list):
            self._report(node.at, f"“{fact.name}”是记录集,应当是列表", "每条写成 - {列: 值}")
            return []
        return [self._row(fact, row) for row in node.value]

    def _row(self, fact: Fact, node: Node) -> dict[str, Any]:
        row: dict[str, Any] = {}
        fields = Fields(node, f"“{fact.name}”的一条", self.problems)
        for name, value in fields.entries.items():
            column = fact.column(name)
            if column is None:
                names = [each.name for each in fact.columns]
                self._report(node.keys.get(name, value.at), f"“{fact.name}”没有列“{name}”", fields.meant(name, names))
            else:
                row[column.key] = self._value(column, value)
        return row

    def _value(self, thing: Fact | Column, node: Node) -> Any:
        """One value by its type; a value of the wrong type is a problem."""
        value, kind = node.value, thing.type
        if kind == "code":
            return self._code(thing, node)
        if kind == "date" and isinstance(value, date):
            if value < FIRST_DAY:
                self._report(node.at, f"“{thing.name}”是 {value},早于 {FIRST_DAY},会当作未知", "检查年份")
            return value
        if kind == "boolean" and isinstance(value, bool):
            return value
        if kind in ("money", "integer", "decimal", "percent"):
            return self._number(thing, node)
        if isinstance(value, str | int) and kind in ("text", "name", "identifier", "phone", "month"):
            return str(value)
        self._report(node.at, f"“{thing.name}”的值“{value}”类型不对", f"例如 {EXAMPLES.get(kind or '', '“文字”')}")
        return None

    def _code(self, thing: Fact | Column, node: Node) -> Any:
        codes = self.code_lists.get(thing.code_list or "")
        item = codes.find(str(node.value)) if codes else None
        if item is None:
            near = codes.suggest(str(node.value)) if codes else ""
            self._report(node.at, f"“{thing.name}”没有代码“{node.value}”", f"是否指“{near}”?" if near else "")
            return None
        return item.code

    def _number(self, thing: Fact | Column, node: Node) -> Any:
        """Money as 分, percent as points, integers and decimals exact; a unit may stand behind."""
        value = node.value
        if isinstance(value, str) and (match := QUANTITY.fullmatch(normalise(value).replace(" ", ""))):
            amount = Fraction(match[1]) * (MONEY_UNITS.get(match[2], 1) if thing.type == "money" else 1)
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            amount = Fraction(value)
            if thing.type == "money" and value != 0:
                self._report(node.at, f"“{thing.name}”是金额,要写单位", f"例如 {value}元")
        else:
            self._report(node.at, f"“{thing.name}”的值“{value}”不是数", f"例如 {EXAMPLES.get(thing.type or '', '6')}")
            return None
        if thing.type in ("money", "integer"):
            return int(amount)
        return amount

    def _report(self, at: Position, message: str, suggestion: str) -> None:
        self.problems.append(Problem(at.file, at.line, at.column, message, suggestion))
