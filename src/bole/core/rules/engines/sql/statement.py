"""A program as one statement: cleaned columns, slots stage by stage as common table expressions, and what is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from sqlglot import exp

from bole.core.rules.engines.folding import NOTHING, Fixed
from bole.core.rules.engines.sql.columns import clean
from bole.core.rules.engines.sql.dialects import DIALECTS, DialectName
from bole.core.rules.engines.sql.nodes import COMMON
from bole.core.rules.engines.sql.recordsets import ask, known_rows
from bole.core.rules.engines.sql.scopes import NUMBERS, Stages, choose, column_of, settled, there
from bole.core.rules.engines.sql.values import Arithmetic, Column, Number, Plain, TooWide, Value
from bole.core.rules.engines.sql.writing import (
    Expr,
    case,
    cast,
    coalesce,
    column,
    either,
    literal,
    present,
    use,
)
from bole.core.rules.language import tree as n
from bole.core.rules.program import Program, fingerprint

TABLE = "facts"
KEY = "_key_"
Path = tuple[str, ...]


def statement(
    program: Program,
    wanted: Mapping[str, n.Node],
    on: date,
    dialect: DialectName,
    keys: Sequence[str] = (),
    columns: Collection[str] | None = None,
) -> str:
    """One SELECT over `facts`: `keys` as they stand there, then one column per wanted node (nodes may refer to slots).

    `columns`: what the table has; facts without a column are unknown. None: it has all that is read. Nodes whose exact number may have
    more than 38 digits are left out and named in a comment at the front: the sum of several ratios has all their denominators.
    """
    return Writing(program, on, dialect, columns).write(wanted, keys)


def dotted(path: Path, *more: str) -> str:
    """employer.is_above_scale"""
    return ".".join((*path, *more))


@dataclass
class Writing:
    """One statement in the making."""

    program: Program
    day: date
    dialect: DialectName
    columns: Collection[str] | None = None
    stages: Stages = field(default_factory=Stages)
    slots: dict[int, Value | TooWide] = field(default_factory=dict)
    stored: dict[str, Value] = field(default_factory=dict)
    computed: dict[str, Value] = field(default_factory=dict)
    asked: dict[Any, Value] = field(default_factory=dict)
    first: dict[str, Expr] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    uses: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.exact = Arithmetic(DIALECTS[self.dialect])

    def has(self, name: str) -> bool:
        """Whether the table has this column."""
        return self.columns is None or name in self.columns

    def read(self, name: str, kind: str) -> Value:
        """A scalar of the table."""
        if name not in self.stored:
            self.stored[name] = self._read(name, kind) if self.has(name) else NOTHING
        return self.stored[name]

    def _read(self, name: str, kind: str) -> Value:
        found = clean(self.exact.dialect, column(name), kind, name)
        self.first[name] = use(found.top if isinstance(found, Number) else found.expr)
        if isinstance(found, Number):
            return Number(column(name), found.limit, found.bottom, found.bottom_limit, 1, stored=True)
        return Plain(column(name), 1, stored=True)

    def slot(self, place: int) -> Value:
        """The value of a slot, kept as a column where several read it."""
        if place not in self.slots:
            self.slots[place] = self._slot(self.program.slots[place].node, self.uses[place] > 1)
        found = self.slots[place]
        if isinstance(found, TooWide):
            raise found
        return found

    def _slot(self, node: n.Node, shared: bool) -> Value | TooWide:
        try:
            found = SubjectScope(self, ()).of(node)
        except TooWide as error:
            return error
        return self.stages.keep(found) if shared and not isinstance(found, Fixed) else found

    def _count_uses(self, nodes: Iterable[n.Node]) -> None:
        """How often each slot is read by what is wanted."""
        ahead = list(nodes)
        while ahead:
            for part in n.walk(ahead.pop()):
                if isinstance(part, n.Ref):
                    if part.slot not in self.uses:
                        ahead.append(self.program.slots[part.slot].node)
                    self.uses[part.slot] += 1

    # -- the statement --

    def write(self, wanted: Mapping[str, n.Node], keys: Sequence[str]) -> str:
        """The text."""
        self._count_uses(wanted.values())
        shown: dict[str, Expr] = {}
        for name, node in wanted.items():
            try:
                shown[name] = self._wanted(node)
            except TooWide:
                self.left_out.append(name)
        held = {f"{KEY}{key}": column(key) for key in keys}
        last = {key: column(f"{KEY}{key}") for key in keys} | shown
        text = self._joined({**held, **self.first, **self.stages.stages.pop(0, {})}, last)
        return f"/* left out: {', '.join(self.left_out)} */ {text}" if self.left_out else text

    def _wanted(self, node: n.Node) -> Expr:
        subject = SubjectScope(self, ())
        return self._shown(settled(subject, subject.of(node)), node)

    def _joined(self, first: dict[str, Expr], last: dict[str, Expr]) -> str:
        stages = [first, *(self.stages.stages[place] for place in sorted(self.stages.stages))]
        made, needed = [last], _columns(last.values())
        for stage in reversed(stages):
            own = {name: expr for name, expr in stage.items() if name in needed}
            carried = {name: column(name) for name in needed if name not in own}
            needed = dict.fromkeys(carried) | _columns(own.values())
            made.append(carried | own)
        made.reverse()
        query = exp.Select()
        for place, names in enumerate(made):
            source = f"stage_{place - 1}" if place else TABLE
            select = exp.Select(expressions=[_named(expr, name) for name, expr in names.items()])
            select = select.from_(exp.to_table(source), copy=False)
            if place == len(made) - 1:
                query.set("expressions", select.expressions)
                query = query.from_(exp.to_table(source), copy=False)
            else:
                query = query.with_(f"stage_{place}", as_=select, copy=False)
        return query.sql(dialect=self.dialect)

    def _shown(self, value: Value, node: n.Node) -> Expr:
        """A value as it is given out: a number as BIGINT (wider where it may be larger), or as numerator and denominator."""
        if node.sort.kind not in NUMBERS and not isinstance(value, Number):
            return column_of(value, node).expr
        if value == NOTHING:
            return cast(literal(None), "BIGINT")
        if isinstance(value, Fixed):
            whole = Fraction(value.value).denominator == 1
            value = self.exact.number_of(Fixed(int(value.value)) if whole else value)
        assert isinstance(value, Number)
        if value.is_whole:
            return cast(value.top, self.exact.type_of(value.limit))
        bottom = (
            cast(literal(value.bottom), self.exact.type_of(value.bottom))
            if isinstance(value.bottom, int)
            else value.bottom
        )
        parts = {"numerator": value.top, "denominator": case([(present(value.top), bottom)])}
        return exp.Struct(
            expressions=[
                exp.PropertyEQ(this=exp.to_identifier(name), expression=use(part)) for name, part in parts.items()
            ]
        )


def _named(expr: Expr, name: str) -> Expr:
    if isinstance(expr, exp.Column) and expr.name == name:
        return use(expr)
    return exp.Alias(this=use(expr), alias=exp.Identifier(this=name, quoted=True))


def _columns(exprs: Collection[Expr]) -> dict[str, None]:
    """The columns that these read, in order."""
    return {part.name: None for expr in exprs for part in expr.find_all(exp.Column)}


@dataclass
class SubjectScope:
    """Compiles nodes for the subject, or for a related one along `prefix` (in formulas)."""

    whole: Writing
    prefix: Path

    @property
    def day(self) -> date:
        return self.whole.day

    @property
    def exact(self) -> Arithmetic:
        return self.whole.exact

    def keep(self, value: Column) -> Column:
        """The value as a column of its own."""
        return self.whole.stages.keep(value)

    def of(self, node: n.Node) -> Value:
        """The value of a node."""
        if isinstance(node, n.Ref):
            return self.whole.slot(node.slot)
        if isinstance(node, n.FactValue):
            return self._fact(node)
        if isinstance(node, n.SomeRow | n.CountRows | n.Aggregate):
            return self._inside(node)
        return COMMON[type(node)](self, node)

    def _fact(self, node: n.FactValue) -> Value:
        owner = (*self.prefix, *(step.key for step in node.path))
        name = dotted(owner, node.fact.key)
        if node.formula is None:
            return self.whole.read(name, node.fact.type or "text")
        if name not in self.whole.computed:
            made = self._computed(node, node.formula, owner, self.whole.read(name, node.fact.type or "text"))
            self.whole.computed[name] = made if isinstance(made, Fixed) else self.keep(made)
        return self.whole.computed[name]

    def _computed(self, node: n.FactValue, formula: n.Node, owner: Path, stored: Value) -> Value:
        """The stored value, or what the formula makes of the owner's facts."""
        made = SubjectScope(self.whole, owner).of(formula)
        if not isinstance(stored, Fixed):
            made = choose(self, [(Plain(there(stored), stored.ready, True), stored)], made, node)
        known = self._related(owner)
        if known is None or made == NOTHING:
            return made
        return NOTHING if known == NOTHING else choose(self, [(known, made)], NOTHING, node)  # type: ignore[list-item]

    def _related(self, owner: Path) -> Value | None:
        """Where the related subject is known; None: it is the subject itself."""
        if not owner:
            return None
        path = dotted(owner)
        name = f"?{path}"
        if name not in self.whole.stored:
            self.whole.stored[name] = self._read_related(path, name)
        return self.whole.stored[name]

    def _read_related(self, path: str, name: str) -> Value:
        """The column that says so, or what the others tell."""
        if self.whole.has(path):
            self.whole.first[name] = coalesce(column(path), literal(False))
        else:
            assert self.whole.columns is not None
            parts = [present(column(each)) for each in self.whole.columns if each.startswith(f"{path}.")]
            if not parts:
                return NOTHING
            self.whole.first[name] = either(parts)
        return Plain(column(name), 1, known=True, stored=True)

    # -- record sets --

    def _inside(self, node: n.SomeRow | n.CountRows | n.Aggregate) -> Value:
        key = (self.prefix, fingerprint(node))
        if key not in self.whole.asked:
            owner = (*self.prefix, *(step.key for step in node.rows.path))
            rows = self._rows(node.rows, owner)
            self.whole.asked[key] = NOTHING if isinstance(rows, Fixed) else self.keep(ask(self, rows, node))
        return self.whole.asked[key]

    def _rows(self, rows: n.Rows, owner: Path) -> Plain | Fixed:
        name = dotted(owner, rows.fact.key)
        found = self.whole.stored.get(name)
        if found is None:
            found = self.whole.stored[name] = self._read_rows(rows, owner, name)
        assert isinstance(found, Plain | Fixed)
        return found

    def _read_rows(self, rows: n.Rows, owner: Path, name: str) -> Plain | Fixed:
        if not self.whole.has(name):
            # An absent set of the kind that is empty then would need the type of its records: the table has to have it.
            return NOTHING
        self.whole.first[name] = column(name)
        known = self._related(owner)
        if rows.fact.absent != "none" or known == NOTHING:
            return Plain(column(name), 1, stored=True)
        assert known is None or isinstance(known, Plain)
        return known_rows(self, column(name), 1, known)
