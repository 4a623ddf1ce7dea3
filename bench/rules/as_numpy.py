"""The operations as a module of numpy formulas, one per variable: what somebody would write for OpenFisca by hand, three-valued.

Variables are what is asked for and what several formulas share; everything else stands inside the formulas. What several conditions over the
rows of a record set share is computed once per run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from bench.rules.plain import Op, below

HEAD = '''"""Written by bench/rules: one formula per variable."""

from bench.rules.peers.kleene import *  # noqa: F403
from bench.rules.peers.running import code, fact, rows, tables, value
'''
NAMES = {"=": "eq", "<>": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "max": "max_", "min": "min_", "and": "and_", "or": "or_", "not": "not_"}  # fmt: skip
SETS = ("some", "count", "sum", "highest", "lowest")


class Module:
    """Writes formulas for these operations by name."""

    def __init__(self, asked: Mapping[str, Op]) -> None:
        self.asked = asked
        ops = list(below(list(asked.values())))
        used = Counter(id(part) for op in ops for part in op.args)
        self.by_row = {id(op) for op in self._rowwise(ops)}
        weight = {id(op): 1 for op in ops}
        wanted = {id(op) for op in asked.values()}
        self.names: dict[int, str] = {}
        self.variables: list[Op] = []
        self.shared_rows: list[Op] = []
        for place, op in enumerate(ops):
            light = op.name in ("const", "fact", "col")
            inline = sum(weight[id(part)] for part in op.args if id(part) not in self.names)
            weight[id(op)] = 0 if light else 1 + inline
            if id(op) in self.by_row:
                if used[id(op)] > 1 and not light:
                    self.names[id(op)] = f"r{place}"
                    self.shared_rows.append(op)
            elif op.name != "const" and (id(op) in wanted or (used[id(op)] > 1 and weight[id(op)] > 1)):
                self.names[id(op)] = f"v{place}"
                self.variables.append(op)
        self.tables: dict[Any, int] = {}
        self.facts = {op.extra: op for op in ops if op.name == "fact"}
        self.columns = {op.extra: op for op in ops if op.name == "col"}
        self.sets = dict.fromkeys(op.extra[0] for op in ops if op.name in SETS)
        self.texts = {text for op in ops for text in _texts(op)}

    def _rowwise(self, ops: list[Op]) -> Iterator[Op]:
        found: set[int] = set()
        for op in ops:
            if op.name in ("col", "outer") or (op.name not in SETS and any(id(part) in found for part in op.args)):
                found.add(id(op))
                yield op

    def text(self) -> str:
        """The module."""
        parts = [HEAD]
        for op in self.shared_rows:
            parts.append(f"def {self.names[id(op)]}(p, e):\n    return {self.formula(op)}\n")
        for op in self.variables:
            parts.append(f"def {self.names[id(op)]}(p, e):\n    return {self.formula(op)}\n")
        listed = [
            f"    ({self.names[id(op)]!r}, {op.kind!r}, {op.known}, {self.names[id(op)]})," for op in self.variables
        ]
        asked = [f"    {name!r}: {self.answer(op)}," for name, op in self.asked.items()]
        parts.append("VARIABLES = [\n" + "\n".join(listed) + "\n]\n")
        parts.append("ASKED = {\n" + "\n".join(asked) + "\n}\n")
        parts.append("TABLES = [\n" + "\n".join(f"    {key!r}," for key in self.tables) + "\n]\n")
        parts.append("TEXTS = " + repr(sorted(self.texts)) + "\n")
        facts = {name.replace(".", "__"): (name, op.kind, op.known) for name, op in self.facts.items()}
        columns = [(*key, op.kind, op.known) for key, op in self.columns.items()]
        parts.append(f"FACTS = {facts!r}\n")
        parts.append(f"COLUMNS = {columns!r}\n")
        parts.append(f"SETS = {list(self.sets)!r}\n")
        return "\n\n".join(parts)

    def answer(self, op: Op) -> str:
        """Name and kind of what is asked for, or its fixed value."""
        return f"({self.names.get(id(op))!r}, {op.kind!r}, {op.extra if op.name == 'const' else None!r})"

    def part(self, op: Op) -> str:
        """An operation inside a formula: read where it has a name."""
        name = self.names.get(id(op))
        if name is None:
            return self.formula(op)
        if id(op) in self.by_row:
            return f"rows.once({name}, p, e)"
        return f"value(p, e, {name!r}, {op.kind!r}, {op.known})"

    def formula(self, op: Op) -> str:
        """What an operation is made of."""
        special = getattr(self, f"_{op.name}", None)
        if special is not None:
            return str(special(op))
        if op.name in SETS:
            return self._set(op)
        return f"{NAMES.get(op.name, op.name)}({', '.join(self.part(part) for part in op.args)})"

    def _const(self, op: Op) -> str:
        if op.kind == "bool":
            return f"({op.extra is True}, {op.extra is False})"
        if op.extra is None:
            return "(-1, False)"
        return f"(code({op.extra!r}), True)" if op.kind == "text" else f"({op.extra!r}, True)"

    def _fact(self, op: Op) -> str:
        return f"fact(p, e, {op.extra.replace('.', '__')!r}, {op.kind!r}, {op.known})"

    def _col(self, op: Op) -> str:
        return f"rows.column({op.extra[0]!r}, {op.extra[1]!r})"

    def _known(self, op: Op) -> str:
        return f"{'known_bool' if op.args[0].kind == 'bool' else 'known'}({self.part(op.args[0])})"

    def _scale(self, op: Op) -> str:
        return f"scale({self.part(op.args[0])}, {op.extra})"

    def _outer(self, op: Op) -> str:
        return f"outer(rows[{op.extra!r}], {self.part(op.args[0])})"

    def _table_of(self, *key: Any) -> int:
        return self.tables.setdefault(key, len(self.tables))

    def _among(self, op: Op) -> str:
        if len(op.extra) == 1:
            return f"eq({self.part(op.args[0])}, (code({op.extra[0]!r}), True))"
        return f"member(tables[{self._table_of('among', op.extra)}], {self.part(op.args[0])})"

    def _contains(self, op: Op) -> str:
        return f"member(tables[{self._table_of(op.name, tuple(op.extra))}], {self.part(op.args[0])})"

    _starts = _contains

    def _table(self, op: Op) -> str:
        return f"looked_up(tables[{self._table_of('table', op.kind, *op.extra)}], {self.part(op.args[0])})"

    def _set(self, op: Op) -> str:
        name, closed, tests, *ranked = op.extra
        parts = [self.part(part) for part in op.args]
        test = parts.pop(0) if tests else "None"
        value = [parts.pop(0)] if op.name in ("sum", "highest", "lowest") else []
        order = [parts.pop(0) if ranked and ranked[0] else "None"] if op.name in ("highest", "lowest") else []
        owner = parts[0] if parts else "None"
        function = {"sum": "sum_", "highest": "extreme", "lowest": "extreme"}.get(op.name, op.name)
        last = [str(op.name == "highest")] if function == "extreme" else []
        return f"{function}(rows[{name!r}], {', '.join([test, *value, *order, str(closed), owner, *last])})"


def _texts(op: Op) -> Iterator[str]:
    """The texts that a formula names."""
    if op.name == "const" and op.kind == "text":
        yield from [op.extra] if op.extra is not None else []
    elif op.name == "among":
        yield from op.extra
    elif op.name == "table" and op.kind == "text":
        rows, otherwise = op.extra
        yield from (value for value in [*(value for _, value in rows), otherwise] if value is not None)
