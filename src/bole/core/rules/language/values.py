"""Unknown, kinds of values, units, and reading raw facts. Inside the engine unknown is None; outside it is UNKNOWN."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal

SortKind = Literal["boolean", "number", "money", "percent", "date", "month", "text", "code", "any"]
Raw = Any
"""bool, int, Fraction, str, date or None (unknown)."""


class Unknown:
    """The third truth value. Only one exists; it has no truth, so `if result:` fails loudly."""

    _only: Unknown | None = None

    def __new__(cls) -> Unknown:
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __bool__(self) -> bool:
        raise TypeError("unknown is neither true nor false: compare with `is UNKNOWN`")

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> tuple[type[Unknown], tuple[()]]:
        return (Unknown, ())


UNKNOWN: Final = Unknown()
FIRST_DAY: Final = date(1900, 1, 1)
"""What is said to have been before is a slip of the pen: unknown as a fact, refused in a text."""
LONGEST_NUMBER: Final = 60
"""Digits and powers of ten of a number given as a text."""


@dataclass(frozen=True, slots=True)
class Sort:
    """What a value is: kind, unit (numbers), code list (codes). `bare` marks number literals without a unit."""

    kind: SortKind
    unit: str = ""
    code_list: str | None = None
    bare: bool = False

    def __str__(self) -> str:
        words = {
            "boolean": "是否",
            "number": "数",
            "money": "金额",
            "percent": "百分比",
            "date": "日期",
            "month": "年月",
            "text": "文字",
            "code": "代码",
            "any": "未定",
        }
        return f"{words[self.kind]}({self.unit})" if self.unit else words[self.kind]


BOOLEAN: Final = Sort("boolean")
DATE: Final = Sort("date")
ANY: Final = Sort("any")

SORT_OF_TYPE: Mapping[str, SortKind] = {
    "text": "text",
    "name": "text",
    "identifier": "text",
    "phone": "text",
    "code": "code",
    "date": "date",
    "month": "month",
    "integer": "number",
    "decimal": "number",
    "money": "money",
    "boolean": "boolean",
    "percent": "percent",
}
MONEY_UNITS: Mapping[str, int] = {"分": 1, "元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}
SCALES: Mapping[tuple[str, str], int] = {("年", "个月"): 12}
"""(from, to) → factor: a value in `from` times factor is in `to`."""


def read_boolean(value: Raw) -> bool | None:
    """true, false or unknown."""
    return value if isinstance(value, bool) else None


def read_text(value: Raw) -> str | None:
    """A non-empty text or unknown."""
    return value if isinstance(value, str) and value else None


def read_integer(value: Raw) -> int | None:
    """A whole number or unknown; a text or a fraction is the wrong type and therefore unknown."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def read_decimal(value: Raw) -> Fraction | None:
    """An exact number; floats are taken as they print."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal | Fraction):
        return None
    if isinstance(value, int | Fraction):
        return Fraction(value)
    text = str(value)
    power = _POWER.search(text)
    if len(text) > LONGEST_NUMBER or (power and int(power[1]) > LONGEST_NUMBER):
        return None
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


_POWER = re.compile(r"[eE][+-]?([0-9_]+)")


def read_percent(value: Raw) -> Fraction | None:
    """Points to a rate: 50 → 1/2."""
    number = read_decimal(value)
    return None if number is None else number / 100


def read_date(value: Raw) -> date | None:
    """A date or its ISO text; before 1900 is taken as unknown."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    if type(value) is date and value >= FIRST_DAY:
        return value
    return None


def read_month(value: Raw) -> str | None:
    """2021-01 or unknown."""
    if isinstance(value, str) and value.isascii() and len(value) == 7 and value[4] == "-" and value[:4].isdigit():
        return value if value[5:].isdigit() and "01" <= value[5:] <= "12" else None
    return None


READERS: Mapping[str, Callable[[Raw], Raw]] = {
    "boolean": read_boolean,
    "text": read_text,
    "name": read_text,
    "identifier": read_text,
    "phone": read_text,
    "code": read_text,
    "integer": read_integer,
    "money": read_integer,
    "decimal": read_decimal,
    "percent": read_percent,
    "date": read_date,
    "month": read_month,
}


def add_months(day: date, months: int) -> date | None:
    """The same day `months` later, or the last day of that month; None outside the calendar."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last)
            except ValueError:
                continue
    return None


def full_years(since: date, on: date) -> int:
    """周岁: completed years; somebody born on 29 February completes one on 1 March of other years."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def full_months(since: date, on: date) -> int:
    """Completed months from `since` to `on`."""
    return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
