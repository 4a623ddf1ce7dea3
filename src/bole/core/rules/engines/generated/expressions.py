"""Nodes as Python expressions. Unknown is None; what is written here must come out as the closure of the same node does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bole.core.rules.engines import figures
from bole.core.rules.engines.generated.known import Sure
from bole.core.rules.engines.generated.scopes import Names, Path, Shared
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import READERS

LONG = 600
OPERATORS = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


@dataclass
class Writer:
    """Writes one slot: an expression, the lines before it, and what it shares with other slots.

    `owner`: the relations from the subject to the one whose facts are read; `row`: the variable and the record set of the row under test.
    """

    names: Names
    sure: Sure
    lines: list[str] = field(default_factory=list)
    shared: dict[str, Shared] = field(default_factory=dict)
    owner: Path = ()
    row: tuple[str, Path, str] | None = None
    count: list[int] = field(default_factory=lambda: [0])

    def of(self, node: n.Node) -> str:
        """The expression of a node; names and constants stand alone, all else in brackets."""
        text = _WRITERS[type(node)](self, node)
        return text if len(text) < LONG else self.kept(text)

    def kept(self, text: str) -> str:
        """A long expression on a line of its own: Python reads no more than 200 brackets inside each other."""
        name, owner = self.temporary(), self.names.related(self.owner)
        self.lines.append(f"{name} = {text}" if owner is None else f"{name} = None if {owner.name} is None else {text}")
        return name

    def temporary(self) -> str:
        """A new name."""
        self.count[0] += 1
        return f"t{self.count[0]}"

    def share(self, found: Shared) -> str:
        """The name of something that is computed once for all slots."""
        for each in found.needs:
            self.share(each)
        self.shared.setdefault(found.name, found)
        return found.name

    def held(self, node: n.Node) -> tuple[str, str]:
        """(an expression that computes the value, a name for it afterwards)."""
        text = self.of(node)
        if is_name(text):
            return text, text
        name = self.temporary()
        return f"({name} := {text})", name

    def unless_unknown(self, nodes: list[n.Node], make: Callable[..., str]) -> str:
        """None where one of the nodes is unknown, else what `make` writes of their names."""
        pairs = [self.needed(node) for node in nodes]
        if any(name == "None" for _, name in pairs):
            return "None"
        tests = [f"{test} is None" for test, _ in pairs if test]
        made = make(*(name for _, name in pairs))
        return f"(None if {' or '.join(tests)} else {made})" if tests else f"({made})"

    def needed(self, node: n.Node) -> tuple[str, str]:
        """(what must not be None, a name for it); of what always has a value there is nothing to ask."""
        if not self.sure.of(node):
            return self.held(node)
        text = self.of(node)
        return "", text if is_name(text) else self.kept(text)

    def at(self, owner: Path) -> Writer:
        """The same source, over another subject's facts."""
        return replace(self, owner=owner, row=None) if owner != self.owner else self


def is_name(text: str) -> bool:
    """Whether it may be repeated at no cost."""
    return text.isidentifier()


# --- values -----------------------------------------------------------------------------------------------------------


def _constant(writer: Writer, node: n.Constant) -> str:
    return writer.names.constant(node.value)


def _today(writer: Writer, node: n.Today) -> str:
    return "on"


def _ref(writer: Writer, node: n.Ref) -> str:
    return f"v{node.slot}"


def _parameter(writer: Writer, node: n.Parameter) -> str:
    return writer.of(node.value)


def _fact(writer: Writer, node: n.FactValue) -> str:
    path = (*writer.owner, *(step.key for step in node.path))
    owner = writer.names.related(path)
    get = writer.share(owner) if owner else "get"
    stored = _read(writer, node, get)
    return stored if owner is None else f"(None if {get} is None else {stored})"


def _read(writer: Writer, node: n.FactValue, get: str) -> str:
    key, value = writer.names.constant(node.fact.key), writer.temporary()
    if node.formula is None:
        return _clean(writer, node.fact.type or "text", f"{get}({key})", value)
    inner = writer.at((*writer.owner, *(step.key for step in node.path)))
    formula = inner.of(node.formula)
    known = _clean(writer, node.fact.type or "text", "", value)
    return f"({formula} if ({value} := {get}({key})) is None else {known})"


def _clean(writer: Writer, kind: str, found: str, value: str) -> str:
    """`found` (or what `value` holds already) as the reader of this type gives it."""
    first = f"({value} := {found})" if found else value
    if kind == "boolean":
        return f"({value} if {first} is True or {value} is False else None)"
    return f"(None if {first} is None else {writer.names.constant(READERS[kind])}({value}))"


def _column(writer: Writer, node: n.ColumnValue) -> str:
    assert writer.row is not None
    variable, path, fact = writer.row
    return f"{variable}[{writer.names.column(path, fact, node.column.key, node.column.type)}]"


def _scaled(writer: Writer, node: n.Scaled) -> str:
    return writer.unless_unknown([node.value], lambda value: f"{value} * {writer.names.constant(node.factor)}")


# --- conditions -------------------------------------------------------------------------------------------------------


def _compare(writer: Writer, node: n.Compare) -> str:
    op = OPERATORS[node.op]
    if node.ranks is None:
        return writer.unless_unknown([node.left, node.right], lambda a, b: f"{a} {op} {b}")
    sides = [_rank(writer, side, node.ranks) for side in (node.left, node.right)]
    if any(first == "None" for first, _ in sides):
        return "None"
    tests = [f"{first} is None" for first, name in sides if first != name]
    made = f"{sides[0][1]} {op} {sides[1][1]}"
    return f"(None if {' or '.join(tests)} else {made})" if tests else f"({made})"


def _rank(writer: Writer, node: n.Node, ranks: Mapping[str, int]) -> tuple[str, str]:
    if isinstance(node, n.Constant):
        fixed = writer.names.constant(ranks.get(node.value))
        return fixed, fixed
    name = writer.temporary()
    return f"({name} := {writer.names.constant(ranks.get)}({writer.of(node)}))", name


def _member(writer: Writer, node: n.Member) -> str:
    return writer.unless_unknown([node.value], lambda value: f"{value} in {writer.names.constant(node.options)}")


def _text_test(writer: Writer, node: n.TextTest) -> str:
    if node.kind == "starts":
        options = writer.names.constant(node.options)
        return writer.unless_unknown([node.value], lambda value: f"{value}.startswith({options})")
    names = [writer.names.constant(option) for option in node.options]
    return writer.unless_unknown(
        [node.value], lambda value: " or ".join(f"{name} in {value}" for name in names) or "False"
    )


def _known(writer: Writer, node: n.Known) -> str:
    return f"({writer.of(node.value)} is not None)"


def _certain(writer: Writer, node: n.Certain) -> str:
    return f"({writer.of(node.part)} is True)"


def _possible(writer: Writer, node: n.Possible) -> str:
    return f"({writer.of(node.part)} is not False)"


def _both(writer: Writer, node: n.Both) -> str:
    return _joined(writer, node.parts, "False", "True")


def _either(writer: Writer, node: n.Either) -> str:
    return _joined(writer, node.parts, "True", "False")


def _joined(writer: Writer, parts: tuple[n.Node, ...], stop: str, rest: str) -> str:
    """`stop` where one part is that, else unknown where one is, else `rest`."""
    pairs = [writer.held(part) for part in parts]
    first = " or ".join(f"{text} is {stop}" for text, _ in pairs)
    unknown = [name for (_, name), part in zip(pairs, parts, strict=True) if not writer.sure.of(part)]
    last = f"None if {' or '.join(f'{name} is None' for name in unknown)} else {rest}" if unknown else rest
    return f"({stop} if {first} else {last})"


def _negation(writer: Writer, node: n.Negation) -> str:
    return writer.unless_unknown([node.part], lambda part: f"not {part}")


def _if_else(writer: Writer, node: n.IfElse) -> str:
    condition, holds = writer.held(node.condition)
    then, otherwise = writer.of(node.then), writer.of(node.otherwise)
    if writer.sure.of(node.condition):
        return f"({then} if {condition} else {otherwise})"
    if is_name(then) and is_name(otherwise):
        equal = then if then == otherwise else f"{then} if {then} == {otherwise} else None"
        return f"(({equal}) if {condition} is None else {then} if {holds} else {otherwise})"
    a, b = writer.temporary(), writer.temporary()
    first = f"({a} := None if {condition} is False else {then})"
    second = f"({b} := None if {holds} is True else {otherwise})"
    chosen = f"({a} if {a} == {b} else None) if {holds} is None else {a} if {holds} else {b}"
    return f"(({chosen}) if ({first}, {second}) else None)"


# --- figures ----------------------------------------------------------------------------------------------------------


def _arithmetic(writer: Writer, node: n.Arithmetic) -> str:
    sides = [node.left, node.right]
    if node.op == "/":
        return writer.unless_unknown(sides, lambda a, b: f"{writer.names.constant(figures.divide)}({a}, {b})")
    return writer.unless_unknown(sides, lambda a, b: f"{a} {node.op} {b}")


def _shift_date(writer: Writer, node: n.ShiftDate) -> str:
    move = writer.names.constant(figures.shift(node))
    return writer.unless_unknown([node.day, node.amount], lambda day, amount: f"{move}({day}, {amount})")


def _call(writer: Writer, node: n.Call) -> str:
    arguments = list(node.arguments)
    if node.name in ("较大", "较小") and len(arguments) == 2:
        op = ">=" if node.name == "较大" else "<="  # of equals the first, as max and min
        return writer.unless_unknown(arguments, lambda a, b: f"{a} if {a} {op} {b} else {b}")
    function = writer.names.constant(figures.FUNCTIONS[node.name])
    return writer.unless_unknown(arguments, lambda *names: f"{function}(on, {', '.join(names)})")


def _rounded(writer: Writer, node: n.Rounded) -> str:
    step, double = writer.names.constant(node.step), writer.names.constant(2 * node.step)
    if node.mode == "half_up":
        return writer.unless_unknown([node.value], lambda value: f"(2 * {value} + {step}) // {double} * {step}")
    return writer.unless_unknown([node.value], lambda value: f"{value} // {step} * {step}")


# --- choice -----------------------------------------------------------------------------------------------------------


def _default(writer: Writer, node: n.Default) -> str:
    if writer.sure.of(node.value):
        return writer.of(node.value)
    first, name = writer.held(node.value)
    return f"({writer.of(node.otherwise)} if {first} is None else {name})"


def _lookup(writer: Writer, node: n.Lookup) -> str:
    rest = writer.of(node.otherwise) if node.otherwise else "None"
    if all(isinstance(part, n.Constant) for _, part in node.rows):
        table = writer.names.constant({key: part.value for key, part in node.rows if isinstance(part, n.Constant)}.get)
        if is_name(rest):
            return writer.unless_unknown([node.key], lambda key: f"{table}({key}, {rest})")
    places = writer.names.constant({key: place for place, (key, _) in enumerate(node.rows)}.get)
    place = writer.temporary()
    made = rest
    for number, (_, part) in reversed(list(enumerate(node.rows))):
        made = f"{writer.of(part)} if {place} == {number} else {made}"
    return writer.unless_unknown(
        [node.key], lambda key: f"({made}) if ({place} := {places}({key}, -1)) is not None else None"
    )


def _dated(writer: Writer, node: n.Dated) -> str:
    made = "None"
    names: list[str] = [writer.of(part) for _, part in node.steps]

    def choose(day: str) -> str:
        nonlocal made
        for (since, _), value in zip(node.steps, names, strict=True):
            made = f"{value} if {day} >= {writer.names.constant(since)} else {made}"
        return made

    return writer.unless_unknown([node.day], choose)


# --- record sets ------------------------------------------------------------------------------------------------------


def _inside(writer: Writer, node: n.SomeRow | n.CountRows | n.Aggregate) -> str:
    """A loop in the lines before, over the rows that stand for the set."""
    path = (*writer.owner, *(step.key for step in node.rows.path))
    rows = writer.share(writer.names.rows(path, node.rows.fact))
    if isinstance(node, n.SomeRow) and node.condition is None:
        return f"(None if {rows} is None else len({rows}) > 0)"
    if isinstance(node, n.CountRows) and node.condition is None:
        return f"(None if {rows} is None else len({rows}))"
    result, variable = writer.temporary(), writer.temporary()
    inner = replace(writer, lines=[], row=(variable, path, node.rows.fact.key))
    test = inner.of(node.condition) if node.condition is not None else "True"
    value = inner.of(node.value) if isinstance(node, n.Aggregate) else ""
    start, each, end = _loop(writer, node, result, test, value)
    writer.lines += [f"{result} = None", f"if {rows} is not None:"]
    writer.lines += [f"    {result} = {start}", f"    for {variable} in {rows}:"]
    writer.lines += [f"        {line}" for line in (*inner.lines, *each)]
    writer.lines += [f"    {line}" for line in end]
    return result


def _loop(writer: Writer, node: n.Node, result: str, test: str, value: str) -> tuple[str, list[str], list[str]]:
    """What the result begins as, what is done with each row, and what after the last one."""
    met = writer.temporary()
    first = f"{met} = {test}"
    if isinstance(node, n.SomeRow):
        found = [first, f"if {met} is True:", f"    {result} = True", "    break"]
        return "False", [*found, f"if {met} is None:", f"    {result} = None"], []
    stop = [first, f"if {met} is None:", f"    {result} = None", "    break", f"if {met}:"]
    if isinstance(node, n.CountRows):
        return "0", [*stop, f"    {result} += 1"], []
    assert isinstance(node, n.Aggregate)
    come_to = writer.names.constant(figures.summary(node))
    return (
        "[]",
        [*stop, f"    {result}.append({value})"],
        [f"if {result} is not None:", f"    {result} = {come_to}({result})"],
    )


_WRITERS: Mapping[type[n.Node], Callable[[Writer, Any], str]] = {
    n.Constant: _constant,
    n.Today: _today,
    n.Ref: _ref,
    n.Parameter: _parameter,
    n.FactValue: _fact,
    n.ColumnValue: _column,
    n.Scaled: _scaled,
    n.Compare: _compare,
    n.Member: _member,
    n.TextTest: _text_test,
    n.Known: _known,
    n.Certain: _certain,
    n.Possible: _possible,
    n.Both: _both,
    n.Either: _either,
    n.Negation: _negation,
    n.IfElse: _if_else,
    n.Arithmetic: _arithmetic,
    n.ShiftDate: _shift_date,
    n.Call: _call,
    n.Rounded: _rounded,
    n.Default: _default,
    n.Lookup: _lookup,
    n.Dated: _dated,
    n.SomeRow: _inside,
    n.CountRows: _inside,
    n.Aggregate: _inside,
}
