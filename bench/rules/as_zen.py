"""The operations as expressions of zen-engine, one JDM graph with one expression node.

Its own null raises or counts as false, so a yes-or-no is written twice: where it is surely true and where it is surely false. Entries are what is
asked for, what several expressions share, and numbers that have to be looked at before they are used.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from bench.rules.plain import Beyond, Op, below

SIGNS = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
TWO = {"add": "+", "sub": "-", "mul": "*"}
SETS = ("some", "count", "sum", "highest", "lowest")


class Graph:
    """Writes entries for these operations by name."""

    def __init__(self, asked: Mapping[str, Op]) -> None:
        ops = list(below(list(asked.values())))
        self.used = Counter(id(part) for op in ops for part in op.args)
        self.wanted = {id(op) for op in asked.values()}
        self.by_row: set[int] = set()
        for op in ops:
            inside = op.name not in SETS and any(id(part) in self.by_row for part in op.args)
            if op.name in ("col", "outer") or inside:
                self.by_row.add(id(op))
        self.names: dict[int, str] = {}
        self.entries: list[tuple[str, str]] = []
        for op in ops:
            needed = op.name != "fact" and (self.used[id(op)] > 1 or op.kind != "bool")
            if op.name != "const" and id(op) not in self.by_row and (needed or id(op) in self.wanted):
                self._enter(op)
        self.asked = {name: self.names.get(id(op), op.extra) for name, op in asked.items()}
        self.facts = {op.extra for op in ops if op.name == "fact"}
        self.sets = {op.extra[0]: op.extra[1] for op in ops if op.name in SETS}

    def text(self) -> str:
        """The graph as JSON."""
        expressions = [{"id": key, "key": key, "value": value} for key, value in self.entries]
        content = {"expressions": expressions, "passThrough": False, "inputField": None, "outputPath": None}
        nodes = [("i", "inputNode", {"schema": ""}), ("e", "expressionNode", {**content, "executionMode": "single"})]
        nodes.append(("o", "outputNode", {"schema": ""}))
        place = {"position": {"x": 0, "y": 0}}
        edges = [("1", "i", "e"), ("2", "e", "o")]
        graph = {
            "nodes": [{"id": key, "type": kind, "name": key, **place, "content": inner} for key, kind, inner in nodes],
            "edges": [{"id": key, "sourceId": a, "targetId": b, "type": "edge"} for key, a, b in edges],
        }
        return json.dumps(graph, ensure_ascii=False)

    def _enter(self, op: Op) -> None:
        if op.kind != "bool":
            text = self.value(op)
        elif op.known:
            text = self.sure(op, True)
        else:
            text = f"{self.sure(op, True)} ? true : ({self.sure(op, False)} ? false : null)"
        self.names[id(op)] = f"$.v{len(self.entries)}"
        self.entries.append((f"v{len(self.entries)}", text))

    # --- yes or no ---

    def sure(self, op: Op, yes: bool) -> str:
        """Where it is surely true (surely false): itself never null."""
        if name := self.names.get(id(op)):
            return f"({name} == {_bool(yes)})"
        if op.name == "const":
            return _bool(op.extra is yes)
        if op.name in ("fact", "col"):
            return f"({self.value(op)} == {_bool(yes)})"
        if op.name == "outer":
            return self.sure(op.args[0], yes)
        if op.name in ("and", "or"):
            joint = "and" if (op.name == "and") == yes else "or"
            return "(" + f" {joint} ".join(self.sure(part, yes) for part in op.args) + ")"
        if op.name == "not":
            return self.sure(op.args[0], not yes)
        if op.name in ("certain", "possible"):
            held = self.sure(op.args[0], op.name == "certain")
            return held if (op.name == "certain") == yes else f"(not {held})"
        if op.name == "known":
            return self._known(op.args[0], yes)
        if op.name == "choose":
            return self._chain(op, lambda part: self.sure(part, yes))
        if op.name == "some":
            return self._some(op, yes)
        return self._test(op, yes)

    def _known(self, part: Op, yes: bool) -> str:
        if part.kind != "bool":
            return f"({self.value(part)} {'!=' if yes else '=='} null)"
        there = f"({self.sure(part, True)} or {self.sure(part, False)})"
        return there if yes else f"(not {there})"

    def _test(self, op: Op, yes: bool) -> str:
        """Comparisons and tests of texts, where all sides are known."""
        if op.name in SIGNS and op.args[0].name == "table" and op.args[1].name == "const":
            return self._ranked(op, yes)
        sides = [self.value(part) for part in op.args]
        if op.name in SIGNS:
            test = f"{sides[0]} {SIGNS[op.name]} {sides[1]}"
        elif op.name == "among":
            test = f"{sides[0]} in {_list(op.extra)}"
        elif op.name in ("contains", "starts"):
            function = "startsWith" if op.name == "starts" else "contains"
            test = " or ".join(f"{function}({sides[0]}, {_text(option)})" for option in op.extra)
        elif op.name == "table":
            return self._chain_of(op, lambda value: _bool(value is yes))
        else:
            raise Beyond(op.name)
        there = [f"{side} != null" for side, part in zip(sides, op.args, strict=True) if not part.known]
        return "(" + " and ".join([*there, f"({test})" if yes else f"(not ({test}))"]) + ")"

    def _ranked(self, op: Op, yes: bool) -> str:
        """A code compared by rank: among the codes of such ranks."""
        table, bound = op.args
        compare = {"=": "__eq__", "<>": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}[op.name]
        codes = [code for code, rank in table.extra[0] if getattr(rank, compare)(bound.extra) is yes]
        value = self.value(table.args[0])
        return f"({value} != null and {value} in {_list(codes)})" if codes else "false"

    # --- values ---

    def value(self, op: Op) -> str:
        """A value that may be null."""
        if name := self.names.get(id(op)):
            return name
        if op.name == "const":
            return "null" if op.extra is None else _text(op.extra) if op.kind == "text" else _number(op.extra)
        if op.name == "fact":
            return "f_" + op.extra.replace(".", "__")
        if op.name == "col":
            return f"#.{op.extra[1]}"
        if op.name == "outer":
            return self.value(op.args[0])
        if op.name == "choose":
            return self._chain(op, self.value)
        if op.name == "table":
            return self._chain_of(op, lambda value: "null" if value is None else json.dumps(value, ensure_ascii=False))
        if op.name in SETS:
            return self._over_rows(op)
        parts = [self.value(part) for part in op.args]
        missing = [f"{text} == null" for text, part in zip(parts, op.args, strict=True) if not part.known]
        made = self._figure(op, parts)
        return f"({' or '.join(missing)} ? null : {made})" if missing else f"({made})"

    def _figure(self, op: Op, parts: Sequence[str]) -> str:
        if op.name in TWO:
            return f"{parts[0]} {TWO[op.name]} {parts[1]}"
        if op.name == "scale":
            return f"{parts[0]} * {_number(op.extra)}"
        if op.name == "floor":
            return f"floor({parts[0]} / {parts[1]})"
        if op.name in ("max", "min"):
            return f"{op.name}([{parts[0]}, {parts[1]}])"
        if op.name == "year":
            return f"floor({parts[0]} / 10000)"
        if op.name == "years":
            return f"{parts[0]} > {parts[1]} ? null : floor(({parts[1]} - {parts[0]}) / 10000)"
        if op.name == "months":
            return f"{_months(parts[1])} - {_months(parts[0])} - ({parts[1]} % 100 < {parts[0]} % 100 ? 1 : 0)"
        if op.name == "after_months":
            return _later(parts[0], f"({_months(parts[0])} - 1 + {parts[1]})")
        if op.name == "after_days" and op.args[1].name == "const" and op.args[1].extra == 1:
            month = f"({_months(parts[0])} - 1)"
            return f"{parts[0]} % 100 < {_last(month)} ? {parts[0]} + 1 : {_day(f'({month} + 1)')} + 1"
        raise Beyond(op.name)

    def _chain(self, op: Op, of: object) -> str:
        *cases, last = op.args
        texts = [f"{self.sure(cases[at], True)} ? {of(cases[at + 1])} : " for at in range(0, len(cases), 2)]  # type: ignore[operator]
        return f"({''.join(texts)}{of(last)})"  # type: ignore[operator]

    def _chain_of(self, op: Op, shown: object) -> str:
        """A table by a code."""
        rows, otherwise = op.extra
        key = self.value(op.args[0])
        texts = [f"{key} == {_text(code)} ? {shown(value)} : " for code, value in rows]  # type: ignore[operator]
        if otherwise is not None:
            texts.insert(0, f"{key} == null ? {shown(None)} : ")  # type: ignore[operator]
        return f"({''.join(texts)}{shown(otherwise)})"  # type: ignore[operator]

    # --- record sets: a missing one that counts as empty comes as an empty list ---

    def _some(self, op: Op, yes: bool) -> str:
        rows, tests = _rows(op), op.extra[2]
        if not tests:
            return f"({rows} != null and len({rows}) {'>' if yes else '=='} 0)"
        return f"({rows} != null and {'some' if yes else 'all'}({rows}, {self.sure(op.args[0], yes)}))"

    def _over_rows(self, op: Op) -> str:
        rows, tests = _rows(op), op.extra[2]
        met, failed = (self.sure(op.args[0], True), self.sure(op.args[0], False)) if tests else ("true", "false")
        open_ = [f"{rows} == null"] + ([f"some({rows}, not {met} and not {failed})"] if tests else [])
        if op.name == "count":
            made = f"count({rows}, {met})" if tests else f"len({rows})"
            return f"({' or '.join(open_)} ? null : {made})"
        value = self.value(op.args[tests])
        chosen = f"filter({rows}, {met})" if tests else rows
        if op.extra[-1]:
            return self._by_rank(op, op.args[tests + 1], open_, met, value)
        open_.append(f"some({rows}, {met} and {value} == null)")
        if op.name != "sum":
            open_.append(f"len({chosen}) == 0")
        function = {"sum": "sum", "highest": "max", "lowest": "min"}[op.name]
        return f"({' or '.join(open_)} ? null : {function}(map({chosen}, {value})))"

    def _by_rank(self, op: Op, order: Op, open_: list[str], met: str, value: str) -> str:
        """The first row with the best code."""
        rows, ranks = _rows(op), sorted(order.extra[0], key=lambda pair: pair[1], reverse=op.name == "highest")
        codes = [code for code, _ in ranks]
        open_.append(f"some({rows}, {met} and ({value} == null or not ({value} in {_list(codes)})))")
        texts = []
        for _, group in groupby(ranks, key=lambda pair: pair[1]):
            same = [code for code, _ in group]
            test = f"{met} and {value} in {_list(same)}"
            found = _text(same[0]) if len(same) == 1 else f"map(filter({rows}, {test}), {value})[0]"
            texts.append(f"some({rows}, {test}) ? {found} : ")
        return f"({' or '.join(open_)} ? null : {''.join(texts)}null)"


def _rows(op: Op) -> str:
    return "s_" + op.extra[0].replace(".", "__")


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _number(value: int) -> str:
    return f"({value})" if value < 0 else str(value)


def _list(options: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, options))}]"


def _months(day: str) -> str:
    return f"(floor({day} / 10000) * 12 + floor({day} / 100) % 100)"


def _day(place: str) -> str:
    """The first day, less one, of a month counted from year 0."""
    return f"(floor({place} / 12) * 10000 + ({place} % 12 + 1) * 100)"


def _last(place: str) -> str:
    """The last day of that month."""
    year = f"floor({place} / 12)"
    leap = f"({year} % 4 == 0 and ({year} % 100 != 0 or {year} % 400 == 0) ? 29 : 28)"
    return f"[31, {leap}, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][{place} % 12]"


def _later(day: str, place: str) -> str:
    return f"{_day(place)} + min([{day} % 100, {_last(place)}])"
