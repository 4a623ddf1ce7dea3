"""Where DuckDB and Spark differ. Both know SQL's three truth values; both raise on overflow (Spark: with ANSI mode, its default)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from sqlglot import exp

from bole.core.rules.engines.sql.writing import (
    Expr,
    call,
    case,
    cast,
    closed,
    coalesce,
    function,
    literal,
    missing,
    negated,
    relation,
    use,
    variable,
)

DialectName = Literal["duckdb", "spark"]
MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])\z"


class Dialect(Protocol):
    """What the back end asks of a database."""

    name: DialectName
    wide: str
    """Type of whole numbers beyond 64 bits."""

    def floor(self, top: Expr, bottom: Expr, wide: bool) -> Expr:
        """⌊top / bottom⌋ for a positive bottom; `top` is repeated."""
        ...

    def cut(self, top: Expr, bottom: Expr, wide: bool) -> Expr:
        """top / bottom cut towards zero, for a positive bottom; `top` is repeated."""
        ...

    def contains(self, text: Expr, word: str) -> Expr: ...
    def starts(self, text: Expr, word: str) -> Expr: ...
    def is_month(self, text: Expr) -> Expr: ...
    def part(self, name: Literal["YEAR", "MONTH", "DAY"], day: Expr) -> Expr:
        """Year, month or day of the month as BIGINT."""
        ...

    def days(self, since: Expr, until: Expr) -> Expr: ...
    def after_days(self, day: Expr, count: Expr) -> Expr: ...
    def after_months(self, day: Expr, count: Expr) -> Expr: ...
    def mapped(self, rows: Expr, name: str, body: Expr) -> Expr: ...
    def filtered(self, rows: Expr, name: str, body: Expr) -> Expr: ...
    def size(self, rows: Expr) -> Expr: ...
    def nothing(self) -> Expr:
        """The empty list."""
        ...

    def any_true(self, verdicts: Expr) -> Expr:
        """Kleene's "or" over a list; `verdicts` is repeated."""
        ...

    def no_gap(self, values: Expr) -> Expr:
        """Whether no element is unknown; `values` is repeated."""
        ...

    def highest(self, values: Expr) -> Expr: ...
    def lowest(self, values: Expr) -> Expr: ...
    def total(self, values: Expr) -> Expr:
        """The sum in the wide type; 0 of none."""
        ...

    def at(self, values: Expr, orders: Expr, order: Expr) -> Expr:
        """The value whose place is the first of `order` in `orders`."""
        ...

    def failure(self, message: str, kind: str) -> Expr:
        """Stops the statement."""
        ...


class DuckDB:
    """DuckDB 1.3 and later (lambdas are written `LAMBDA x : …`)."""

    name: DialectName = "duckdb"
    wide = "HUGEINT"

    def floor(self, top: Expr, bottom: Expr, wide: bool) -> Expr:
        below = relation("-", relation("//", relation("+", top, literal(1)), bottom), literal(1))
        return case([(relation("<", top, literal(0)), below)], relation("//", top, bottom))

    def cut(self, top: Expr, bottom: Expr, wide: bool) -> Expr:
        return relation("//", top, bottom)

    def contains(self, text: Expr, word: str) -> Expr:
        return call("CONTAINS", text, literal(word))

    def starts(self, text: Expr, word: str) -> Expr:
        return call("STARTS_WITH", text, literal(word))

    def is_month(self, text: Expr) -> Expr:
        return call("REGEXP_MATCHES", text, literal(MONTH))

    def part(self, name: Literal["YEAR", "MONTH", "DAY"], day: Expr) -> Expr:
        return call(name, day)

    def days(self, since: Expr, until: Expr) -> Expr:
        return relation("-", until, since)

    def after_days(self, day: Expr, count: Expr) -> Expr:
        return relation("+", day, cast(count, "INT"))

    def after_months(self, day: Expr, count: Expr) -> Expr:
        return cast(relation("+", day, call("TO_MONTHS", cast(count, "INT"))), "DATE")

    def mapped(self, rows: Expr, name: str, body: Expr) -> Expr:
        return call("LIST_TRANSFORM", rows, function([name], body))

    def filtered(self, rows: Expr, name: str, body: Expr) -> Expr:
        return call("LIST_FILTER", rows, function([name], body))

    def size(self, rows: Expr) -> Expr:
        return call("LEN", rows)

    def nothing(self) -> Expr:
        return exp.Array(expressions=[])

    def any_true(self, verdicts: Expr) -> Expr:
        found = call("LIST_CONTAINS", verdicts, literal(True))
        return case([(found, literal(True)), (self.no_gap(verdicts), literal(False))])

    def no_gap(self, values: Expr) -> Expr:
        return relation("=", call("LEN", values), call("LIST_COUNT", values))

    def highest(self, values: Expr) -> Expr:
        return call("LIST_MAX", values)

    def lowest(self, values: Expr) -> Expr:
        return call("LIST_MIN", values)

    def total(self, values: Expr) -> Expr:
        return coalesce(call("LIST_SUM", values), literal(0))

    def at(self, values: Expr, orders: Expr, order: Expr) -> Expr:
        return call("LIST_EXTRACT", values, call("LIST_POSITION", orders, order))

    def failure(self, message: str, kind: str) -> Expr:
        return cast(call("ERROR", literal(message)), kind)


class Spark:
    """Spark 3.4 and later in ANSI mode. `DIV` gives 64 bits only: beyond, what is left over is taken off first, so `/` is exact."""

    name: DialectName = "spark"
    wide = "DECIMAL(38, 0)"

    def floor(self, top: Expr, bottom: Expr, wide: bool) -> Expr:
        return self._exact(relation("-", top, call("PMOD", top, bottom)), bottom, wide)

    def cut(self, top: Expr, bottom: Expr, wide: bool) -> Expr:
        return self._exact(relation("-", top, relation("%", top, bottom)), bottom, wide)

    def _exact(self, top: Expr, bottom: Expr, wide: bool) -> Expr:
        if not wide:
            return relation("//", top, bottom)
        divided = exp.Div(this=closed(cast(top, self.wide)), expression=closed(cast(bottom, self.wide)))
        return cast(divided, self.wide)

    def contains(self, text: Expr, word: str) -> Expr:
        return call("CONTAINS", text, literal(word))

    def starts(self, text: Expr, word: str) -> Expr:
        return call("STARTSWITH", text, literal(word))

    def is_month(self, text: Expr) -> Expr:
        return exp.RegexpLike(this=use(text), expression=literal(MONTH))

    def part(self, name: Literal["YEAR", "MONTH", "DAY"], day: Expr) -> Expr:
        return cast(call(name, day), "BIGINT")

    def days(self, since: Expr, until: Expr) -> Expr:
        return cast(call("DATEDIFF", until, since), "BIGINT")

    def after_days(self, day: Expr, count: Expr) -> Expr:
        return call("DATE_ADD", day, cast(count, "INT"))

    def after_months(self, day: Expr, count: Expr) -> Expr:
        return call("ADD_MONTHS", day, cast(count, "INT"))

    def mapped(self, rows: Expr, name: str, body: Expr) -> Expr:
        return call("TRANSFORM", rows, function([name], body))

    def filtered(self, rows: Expr, name: str, body: Expr) -> Expr:
        return call("FILTER", rows, function([name], body))

    def size(self, rows: Expr) -> Expr:
        return cast(call("ARRAY_SIZE", rows), "BIGINT")

    def nothing(self) -> Expr:
        return call("ARRAY")

    def any_true(self, verdicts: Expr) -> Expr:
        return call("ARRAY_CONTAINS", verdicts, literal(True))

    def no_gap(self, values: Expr) -> Expr:
        return negated(call("EXISTS", values, function(["v"], missing(variable("v")))))

    def highest(self, values: Expr) -> Expr:
        return call("ARRAY_MAX", values)

    def lowest(self, values: Expr) -> Expr:
        return call("ARRAY_MIN", values)

    def total(self, values: Expr) -> Expr:
        grown = cast(relation("+", variable("total"), variable("v")), self.wide)
        return call("AGGREGATE", values, cast(literal(0), self.wide), function(["total", "v"], grown))

    def at(self, values: Expr, orders: Expr, order: Expr) -> Expr:
        place = call("ARRAY_POSITION", orders, order)
        return case(
            [(relation(">", place, literal(0)), call("ELEMENT_AT", values, cast(place, "INT")))],
        )

    def failure(self, message: str, kind: str) -> Expr:
        return cast(call("RAISE_ERROR", literal(message)), kind)


DIALECTS: Mapping[DialectName, Dialect] = {"duckdb": DuckDB(), "spark": Spark()}
