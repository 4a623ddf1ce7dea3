"""Expressions inside policy files: compiled with the names at hand, their faults moved to the place in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from bole.core.rules.expression import Expression, compile_expression
from bole.core.rules.language import tree as n
from bole.core.rules.language.checking import Checker
from bole.core.rules.language.parsing import ExpressionInvalid
from bole.core.rules.language.values import DATE
from bole.core.vocabulary import CodeList, Position, Problem, Subject, Vocabulary
from bole.core.vocabulary.fields import Fields
from bole.core.vocabulary.tree import Node

START = n.Span(0, 0)
NUMBERS = ("number", "money", "percent")


@dataclass
class Texts:
    """Compiles the texts of one policy. `parameters`: those read so far."""

    vocabulary: Vocabulary
    code_lists: Mapping[str, CodeList]
    subject: Subject
    problems: list[Problem]
    parameters: dict[str, n.Node] = field(default_factory=dict)

    def boolean(self, node: Node | None, label: str) -> Expression | None:
        """A condition, or None and a problem."""
        return self.expression(node, label, ("boolean",), "条件")

    def amount(self, node: Node | None, label: str) -> Expression | None:
        """A number, a quantity or an amount of money."""
        return self.expression(node, label, NUMBERS, "数或金额")

    def expression(
        self, node: Node | None, label: str, kinds: tuple[str, ...] = (), wanted: str = ""
    ) -> Expression | None:
        """A text of one of these kinds of value; numbers may stand without quotes."""
        if node is None:
            return None
        text = node.value
        if isinstance(text, bool):
            text = "真" if text else "假"
        elif not isinstance(text, str):
            text = str(text) if not isinstance(text, dict | list) and text is not None else None
        if text is None:
            self.report(node.at, f"{label}应当是一条表达式", "写成一行文字,例如 学历 >= “硕士研究生毕业”")
            return None
        try:
            found = compile_expression(text, self.vocabulary, self.code_lists, self.subject, self.parameters)
        except ExpressionInvalid as error:
            for fault in error.faults:
                self.report(_within(node.at, fault.line, fault.column), f"{label}:{fault.message}", fault.suggestion)
            return None
        if kinds and found.sort.kind not in kinds:
            self.report(node.at, f"{label}得出的是{found.sort},应当是{wanted}", "")
            return None
        return found

    def parameter(self, name: str, node: Node, label: str) -> Expression | None:
        """A constant, a table by a fact (`by`, `rows`, `else`), or values by date (`dated`, `at`)."""
        if not isinstance(node.value, dict):
            return self.expression(node, label)
        fields = Fields(node, label, self.problems)
        for said in ("name_en", "cite", "mark"):
            fields.plain(said)
        if "dated" in fields.entries:
            built = self._dated(fields, label)
        elif "rows" in fields.entries:
            built = self._table(fields, label)
        else:
            found = self.expression(fields.node_of("value", required=True), label)
            fields.done()
            return found
        fields.done()
        return None if built is None else Expression.of(name, built)

    def _table(self, fields: Fields, label: str) -> n.Node | None:
        key = self.expression(fields.node_of("by", required=True), f"{label}的 by")
        rows = fields.mapping("rows", required=True)
        otherwise = self.expression(fields.node_of("else"), f"{label}的 else")
        values = [self.expression(row, f"{label}“{word}”") for word, row in rows.items()]
        if key is None or not values or any(value is None for value in values):
            return None
        keys = [self._key(key, word, fields.mapping("rows")[word].at, label) for word in rows]
        nodes = self._one_sort(
            [value.node for value in values if value] + ([otherwise.node] if otherwise else []), fields, label
        )
        if any(word is None for word in keys) or nodes is None:
            return None
        rest = nodes.pop() if otherwise else None
        return n.Lookup(nodes[0].sort, START, key.node, tuple(zip(keys, nodes, strict=True)), rest)

    def _key(self, key: Expression, word: str, at: Position, label: str) -> Any:
        """A word of the table as a value of the fact: a code by its name, a number, 是 or 否."""
        kind = key.sort.kind
        if kind == "boolean":
            return {"是": True, "true": True, "否": False, "false": False}.get(word)
        if kind == "number":
            try:
                number = Fraction(word)
            except ValueError:
                self.report(at, f"{label}:“{word}”不是数", "")
                return None
            return number.numerator if number.denominator == 1 else number
        if kind != "code":
            return word
        codes = self.code_lists.get(key.sort.code_list or "")
        item = codes.find(word) if codes else None
        if item is None:
            near = codes.suggest(word) if codes else ""
            self.report(
                at, f"{label}:“{codes.name if codes else ''}”里没有“{word}”", f"是否指“{near}”?" if near else ""
            )
            return None
        return item.code

    def _dated(self, fields: Fields, label: str) -> n.Node | None:
        day_node = fields.node_of("at")
        day = self.expression(day_node, f"{label}的 at", ("date",), "日期") if day_node else None
        steps, at = [], fields.place("dated")
        for word, node in fields.mapping("dated").items():
            try:
                since = date.fromisoformat(word)
            except ValueError:
                self.report(node.at, f"{label}:“{word}”不是日期", "写成 2022-01-01: …")
                continue
            value = self.expression(node, f"{label}“{word}”")
            if value is not None:
                steps.append((since, value.node))
        steps.sort(key=lambda step: step[0])
        nodes = self._one_sort([value for _, value in steps], fields, label)
        if not nodes:
            return None
        if len(steps) != len(fields.mapping("dated")):
            return None
        on = day.node if day is not None else n.Today(DATE, START)
        dated = tuple((since, value) for (since, _), value in zip(steps, nodes, strict=True))
        return n.Dated(nodes[0].sort, _span(at), on, dated)

    def _one_sort(self, nodes: list[n.Node], fields: Fields, label: str) -> list[n.Node] | None:
        """The nodes in one unit, or None and a problem."""
        if not nodes:
            self.report(fields.node.at, f"{label}没有一行", "至少写一行")
            return None
        checker = Checker(self.vocabulary, self.code_lists, self.subject)
        blank: Any = _Nowhere()
        for place in [*range(1, len(nodes))] * 2:  # twice: the finest unit may stand last
            nodes[0], nodes[place] = checker.unify(nodes[0], nodes[place], blank)
        for fault in checker.faults:
            self.report(fields.node.at, f"{label}:{fault.message}", fault.suggestion)
        return None if checker.faults else nodes

    def report(self, at: Position, message: str, suggestion: str = "") -> None:
        self.problems.append(Problem(at.file, at.line, at.column, message, suggestion))


class _Nowhere:
    """A place for faults that have none in a text."""

    class meta:
        empty = True


def _within(at: Position, line: int, column: int) -> Position:
    """A place in a text that begins at `at`."""
    return replace(at, line=at.line + line - 1, column=at.column + column - 1 if line == 1 else column)


def _span(at: Position) -> n.Span:
    return n.Span(0, 0, at.line, at.column)
