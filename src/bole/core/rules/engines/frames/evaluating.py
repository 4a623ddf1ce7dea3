"""A program over a frame: slots become columns level by level, record sets in between, and one plan computes what is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from bole.core.rules.engines.folding import Fixed
from bole.core.rules.engines.frames.columns import Path, Read, along, dotted, read_by, read_by_slot
from bole.core.rules.engines.frames.nodes import COMMON
from bole.core.rules.engines.frames.parts import NUMBERS, choose, present
from bole.core.rules.engines.frames.recordsets import (
    ROW,
    RowScope,
    RowSet,
    Step,
    answer,
    ask,
    outer_nodes,
)
from bole.core.rules.engines.frames.rowwise import Rowwise
from bole.core.rules.engines.frames.scopes import Columns, type_of
from bole.core.rules.engines.frames.table import Table
from bole.core.rules.engines.frames.values import (
    Number,
    Plain,
    TooWide,
    Value,
    integer_type,
    latest,
    literal,
)
from bole.core.rules.language import tree as n
from bole.core.rules.program import Program, fingerprint

Inside = n.SomeRow | n.CountRows | n.Aggregate


def evaluate(program: Program, wanted: Mapping[str, n.Node], frame: pl.DataFrame | Table, on: date) -> pl.DataFrame:
    """One column per wanted node (nodes may refer to slots): Boolean, Date, a text, a whole number, or numerator and denominator.

    Texts are Categorical where all are words of the rules, else String. Whole numbers are Int32, Int64 or Int128, the smallest that
    surely holds them: cast before adding up (`widened`). One beyond 127 bits makes numerator and denominator texts of digits.

    Raises:
        TypeError: a column of the frame cannot hold its fact.
    """
    return Evaluation(program, Table.of(frame), on, wanted).run()


def exact(column: pl.Series) -> list[Any]:
    """The values of an answer as the reference gives them."""
    if isinstance(column.dtype, pl.Struct):
        pairs = column.struct.unnest().rows()
        return [None if top is None else Fraction(int(top), int(bottom)) for top, bottom in pairs]
    return column.to_list()


def widened(frame: pl.DataFrame) -> pl.DataFrame:
    """Whole numbers that are to be added up: in 64 bits, or 128 where one of them is larger."""
    return frame.with_columns(pl.col(pl.Int32).cast(pl.Int64))


@dataclass
class Evaluation:
    """One run. Facts and intermediate columns stand in `base`; `columns` are computed by the plan."""

    program: Program
    table: Table
    day: date
    wanted: Mapping[str, n.Node]
    columns: Columns = field(default_factory=lambda: Columns("#"))
    slots: dict[int, Value] = field(default_factory=dict)
    facts: dict[tuple[Path, str], Value] = field(default_factory=dict)
    sets: dict[str, RowSet | None] = field(default_factory=dict)
    steps: dict[tuple[str, Path, int], Step] = field(default_factory=dict)
    asked: dict[Any, Value] = field(default_factory=dict)
    questions: int = 0

    def __post_init__(self) -> None:
        self.rowwise = Rowwise(self.program, self.table.frame, self.day)
        read = list(self._reached())
        self.base = self.table.facts.read(dict(pair for each in read for pair in each.scalars))
        self.columns.facts = self.table.facts
        self.row_columns: dict[str, dict[str, str]] = {}
        for each in read:
            for name, key, kind in each.sets:
                self.row_columns.setdefault(name, {})[key] = kind

    def _reached(self) -> Iterator[Read]:
        """What the wanted nodes read, and all slots below them."""
        ahead, seen = list(map(read_by, self.wanted.values())), set[int]()
        while ahead:
            read = ahead.pop()
            yield read
            new = read.slots - seen
            seen |= new
            ahead += [read_by_slot(self.program, slot) for slot in new]

    def run(self) -> pl.DataFrame:
        """The answer."""
        made = {name: (self._asked_for(node), node) for name, node in self.wanted.items()}
        for epoch in sorted({step.epoch for step in self.steps.values()}):
            self._answer([step for step in self.steps.values() if step.epoch == epoch], epoch)
        last = max((ready[0] for ready in self.columns.levels), default=0)
        plan = self.columns.on(self.base, last)
        shown = [_shown(value, node).alias(name) for name, (value, node) in made.items()]
        found = plan.select(ROW, *shown).collect(optimizations=_quick())
        found.drop_in_place(ROW)
        return found.with_columns(map(_narrowed, filter(_is_wide, found)))

    def _answer(self, steps: list[Step], epoch: int) -> None:
        """What the record sets say, as columns for the next epoch."""
        outer = dict.fromkeys(name for step in steps for name in step.outer)
        plan = self.columns.on(self.base, epoch)
        there = plan.select(ROW, *outer).collect() if outer else pl.DataFrame()
        found = [series for step in steps for series in answer(step, [there[name] for name in step.outer])]
        self.base = self.base.hstack(found)

    def _asked_for(self, node: n.Node) -> Value:
        try:
            return self.value(SubjectScope(self, ()), node)
        except TooWide:
            return self._as_text(node)

    def value(self, scope: SubjectScope, node: n.Node) -> Value:
        """A node's value; row by row where its numbers are too large for columns."""
        try:
            return scope.of(node)
        except TooWide:
            return self._by_rows(node)

    def slot(self, place: int) -> Value:
        """The value of a slot, kept as a column."""
        if place not in self.slots:
            found = self.value(SubjectScope(self, ()), self.program.slots[place].node)
            self.slots[place] = found if isinstance(found, Fixed) else self.columns.keep(found)
        return self.slots[place]

    def _by_rows(self, node: n.Node) -> Value:
        """A value that columns cannot reach, as a column; a number that no column can hold has none."""
        found, name = self.rowwise.values(node), f"!{len(self.base.columns)}"
        if node.sort.kind not in NUMBERS:
            dtype = {"boolean": pl.Boolean, "date": pl.Date}.get(node.sort.kind, pl.String)
            self.base = self.base.with_columns(pl.Series(name, found, dtype=dtype))
            return Plain(pl.col(name), stored=True)
        tops = [None if value is None else Fraction(value).numerator for value in found]
        bottoms = [1 if value is None else Fraction(value).denominator for value in found]
        limit, bottom_limit = max((abs(top) for top in tops if top is not None), default=0), max(bottoms, default=1)
        top = pl.Series(name, tops, dtype=integer_type(limit))
        bottom = pl.Series(f"{name}/", bottoms, dtype=integer_type(bottom_limit))
        self.base = self.base.with_columns(top, bottom)
        return Number(pl.col(name), limit, pl.col(bottom.name), bottom_limit, stored=True)

    def _as_text(self, node: n.Node) -> Value:
        """Numerator and denominator as digits, for numbers that no column of numbers holds."""
        name = f"!{len(self.base.columns)}"
        pairs = [None if value is None else Fraction(value) for value in self.rowwise.values(node)]
        parts = {
            "numerator": [None if pair is None else str(pair.numerator) for pair in pairs],
            "denominator": [None if pair is None else str(pair.denominator) for pair in pairs],
        }
        text = pl.DataFrame(parts, schema=dict.fromkeys(parts, pl.String)).to_struct(name)
        self.base = self.base.with_columns(text)
        return Plain(pl.col(name), stored=True)


@dataclass
class SubjectScope:
    """Compiles nodes for the subject, or for a related one along `prefix` (in formulas)."""

    whole: Evaluation
    prefix: Path

    @property
    def columns(self) -> Columns:
        return self.whole.columns

    @property
    def day(self) -> date:
        return self.whole.day

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
        owner = along(self.prefix, node)
        stored = self.whole.table.facts.values[dotted(owner, node.fact.key)]
        if node.formula is None:
            return stored
        if (owner, node.fact.key) not in self.whole.facts:
            made = self._computed(node, node.formula, owner, stored)
            self.whole.facts[owner, node.fact.key] = made if isinstance(made, Fixed) else self.columns.keep(made)
        return self.whole.facts[owner, node.fact.key]

    def _computed(self, node: n.FactValue, formula: n.Node, owner: Path, stored: Value) -> Value:
        """The stored value, or what the formula makes of the owner's facts."""
        if not isinstance(stored, Fixed) and stored.known:
            return stored
        made = SubjectScope(self.whole, owner).of(formula)
        if not isinstance(stored, Fixed):
            made = choose([(Plain(present(stored), stored.ready, True), stored)], made, node)
        known = self.related(owner)
        if known is None or made == Fixed(None):
            return made
        return choose([(known, made)], Fixed(None), node)

    def related(self, owner: Path) -> Plain | None:
        """Where the related subject is known; None: it is the subject itself."""
        if not owner:
            return None
        name = f"?{dotted(owner)}"
        if name not in self.whole.base.columns:
            self.whole.base = self.whole.base.with_columns(self._related(dotted(owner)).alias(name))
        return Plain(pl.col(name), known=True, stored=True)

    def _related(self, path: str) -> pl.Series:
        """The column that says so, or what the others tell."""
        frame, schema = self.whole.table.frame, self.whole.table.schema
        if schema.get(path) == pl.Boolean:
            return frame[path].fill_null(False)
        parts = [pl.col(name).is_not_null() for name in schema if name.startswith(f"{path}.")]
        return frame.select(pl.any_horizontal(parts) if parts else pl.repeat(False, pl.len())).to_series()

    # -- record sets --

    def _inside(self, node: Inside) -> Value:
        key = (self.prefix, fingerprint(node))
        if key not in self.whole.asked:
            self.whole.asked[key] = self._asked(node)
        return self.whole.asked[key]

    def _asked(self, node: Inside) -> Value:
        owner = along(self.prefix, node.rows)
        name = dotted(owner, node.rows.fact.key)
        rows = self.whole.sets[name] if name in self.whole.sets else self._read(name, node.rows, owner)
        if rows is None:
            return Fixed(None)
        outer = [] if node.condition is None else list(outer_nodes(node.condition))
        epoch = latest(*(self.of(part) for part in outer))[0]
        key = (name, self.prefix, epoch)
        if key not in self.whole.steps:
            frame = rows.columns.read(self.whole.row_columns.get(name, {}))
            columns = Columns(f"{name}#{len(self.whole.steps)}#", facts=rows.columns)
            self.whole.steps[key] = Step(rows, frame, epoch, columns)
        step = self.whole.steps[key]
        self.whole.questions += 1
        return ask(step, RowScope(step, self, self.day), node, f"#set{self.whole.questions}")

    def _read(self, name: str, rows: n.Rows, owner: Path) -> RowSet | None:
        """Reads a set; None where nothing is known of anybody's."""
        closed = None
        if rows.fact.absent == "none":
            known = self.related(owner)
            every = pl.Series([True]).new_from_index(0, self.whole.table.frame.height)
            closed = every if known is None else self.whole.base.select(known.expr).to_series()
        found = self.whole.table.rows(name, self.whole.row_columns.get(name, {}), closed)
        self.whole.sets[name] = found
        return found


def _quick() -> pl.QueryOptFlags:
    """Nothing is written twice, so nothing need be looked for; what nobody asks for is left out."""
    return pl.QueryOptFlags.none(projection_pushdown=True)


def _is_wide(column: pl.Series) -> bool:
    parts = [part.dtype for part in column.dtype.fields] if isinstance(column.dtype, pl.Struct) else [column.dtype]
    return pl.Int128 in parts


def _narrowed(column: pl.Series) -> pl.Series:
    """Whole numbers in 64 bits, unless one of them needs more."""
    if isinstance(column.dtype, pl.Struct):
        return pl.DataFrame([_narrowed(part) for part in column.struct.unnest()]).to_struct(column.name)
    if column.dtype != pl.Int128:
        return column
    narrow = column.cast(pl.Int64, strict=False)
    return narrow if narrow.null_count() == column.null_count() else column


def _shown(value: Value, node: n.Node) -> pl.Expr:
    """A value as it is given out: a number as such, or as numerator and denominator where it need not be whole."""
    if isinstance(value, Fixed):
        if node.sort.kind not in NUMBERS:
            return pl.lit(value.value, dtype=type_of(node, pl.Categorical))
        if value.value is None:
            return pl.lit(None, dtype=pl.Int32)
        number = Fraction(value.value)
        value = Number(literal(number.numerator), abs(number.numerator), number.denominator, number.denominator)
    if isinstance(value, Plain):
        return value.expr
    if value.is_whole:
        return value.top
    bottom = literal(value.bottom) if isinstance(value.bottom, int) else value.bottom
    unknown = value.top.is_null()
    return pl.struct(value.top.alias("numerator"), pl.when(~unknown).then(bottom).alias("denominator"))
