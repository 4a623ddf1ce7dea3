"""Record sets: what is asked of their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bole.core.rules.engines import figures
from bole.core.rules.engines.closures.base import Closure, Compilers, Facts, RowSource, compile_node
from bole.core.rules.engines.closures.facts import along
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import Raw


def _rows(rows: n.Rows) -> RowSource:
    key, closed = rows.fact.key, rows.fact.absent == "none"

    def read(facts: Facts, row: Facts, on: date) -> Raw:
        found = facts.get(key)
        if found is None:
            return () if closed else None
        known = isinstance(found, list | tuple) and all(isinstance(one, Mapping) for one in found)
        return found if known else None

    return along(rows.path, read)


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
    select, value, come_to = _selected(node.rows, node.condition), compile_node(node.value), figures.summary(node)

    def aggregate(facts: Facts, row: Facts, on: date) -> Raw:
        found = select(facts, row, on)
        return None if found is None else come_to([value(facts, one, on) for one in found])

    return aggregate


COMPILERS: Compilers = {
    n.SomeRow: _some_row,
    n.CountRows: _count_rows,
    n.Aggregate: _aggregate,
}
