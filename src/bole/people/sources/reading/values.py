"""From what people type to values: dates, months, numbers, money, percent, yes and no, codes.

Each scalar parser takes a text and gives `(value, fault)`; `fault` names a rule of `rules.RULES` or is None. Columns hold few distinct
texts, so `convert` parses every distinct text once and maps the column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import polars as pl

from bole.core.money import UNITS, parse_money
from bole.core.vocabulary import CodeList, SourceColumn

Parsed = tuple[Any, str | None]
Parser = Callable[[str], Parsed]

NOTHING = frozenset(("-", "--", "---", "—", "——", "－", "/", "//", "\\", "null", "none", "n/a", "#n/a", "nan", "nil", "(空)", "空", "无",
                     "暂无", "不详", "/无", "#ref!", "#value!", "#div/0!", "#name?"))  # fmt: skip
"""Words that mean "no value". `无` counts as a value where a code list knows it."""
TEXT_NOTHING = NOTHING - {"无", "暂无", "空", "不详"}
OPEN_END = frozenset(("至今", "长期", "在职", "无固定期限", "今", "现在"))

LONGEST_NOTHING = max(map(len, TEXT_NOTHING))
_USUAL_TEXT = r"^[^\s\x1c-\x1f\x{A0}\x{3000}\x{FF10}-\x{FF19}\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}]+$"
"""Texts that `parse_text` leaves as they are, unless they stand for nothing."""

MOST_DIGITS = 18
"""Numbers from here on are no quantity (and no 64-bit integer): a certificate number in the wrong column, a broken cell."""

TOWNSHIPS = "townships"
"""The code list made of the pack's townships and zones."""

YES = frozenset(("是", "有", "√", "✓", "✔", "1", "1.0", "y", "yes", "true", "t", "对", "已", "是的", "☑"))
NO = frozenset(("否", "无", "×", "✗", "✘", "0", "0.0", "n", "no", "false", "f", "x", "非", "未", "不是", "☐", "没有"))

SERIAL_DAYS = range(10_000, 80_000)
"""Excel serial days from 1927 to 2119; smaller numbers are ages, counts or years."""
_EPOCH = date(1899, 12, 30)

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]?\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?(?:份)?")
_COMPACT_MONTH = re.compile(r"(\d{4})(\d{2})(?:\.0)?")
_YEAR = re.compile(r"(\d{4})(?:年度?)?(?:\.0)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_SHORT_YEAR = re.compile(r"'?\d{2}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CHINESE_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}年")
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?)(万|亿)?([^\d.].*)?")
_LENGTH_UNITS: dict[tuple[str, str], Decimal] = {
    ("万千瓦时", "度"): Decimal(10_000), ("度", "万千瓦时"): Decimal("0.0001"), ("年", "个月"): Decimal(12),
    ("亩", "平方米"): Decimal(2000) / Decimal(3), ("平方米", "亩"): Decimal("0.0015"),
}  # fmt: skip
_UNIT_WORDS = {
    "月": "个月",
    "个月": "个月",
    "千瓦时": "度",
    "kwh": "度",
    "m2": "平方米",
    "平方": "平方米",
    "平米": "平方米",
    "岁": "周岁",
}
_CODE_NOISE = re.compile(r"[\s\-_·、,.()\[\]【】“”\"']+")


@dataclass(frozen=True, slots=True)
class Converted:
    """A column as values and, row by row, the rule that its text breaks (null where none)."""

    values: pl.Series
    faults: pl.Series


@dataclass(frozen=True, slots=True)
class Units:
    """A parser of numbers with the unit of the file's column and the one to keep ("" where the parser takes none)."""

    parse: Callable[..., Parsed]
    unit: str
    target: str

    def __call__(self, text: str) -> Parsed:
        return (
            self.parse(text, self.unit, self.target) if self.parse is not parse_amount else self.parse(text, self.unit)
        )


def plain(text: str) -> str:
    """NFKC, without spaces at the ends."""
    return unicodedata.normalize("NFKC", text).strip().strip("'‘’`")


def parse_date(text: str) -> Parsed:
    """An ISO day. Accepts 2024-03-05, 2024/3/5, 2024.3.5, 2024年3月5日, 20240305, Excel serial days, a time behind; a month or year alone
    gives its first day and the fault `date_month`. Two-digit years are refused: a century may not be guessed."""
    word = _numerals(plain(text))
    if word.lower() in NOTHING or word in OPEN_END:
        return None, None
    if found := _DAY.fullmatch(word) or _COMPACT_DAY.fullmatch(word):
        return _day(*found.groups())
    if (found := _SERIAL.fullmatch(word)) and int(found.group(1)) in SERIAL_DAYS:
        return (_EPOCH + timedelta(days=int(found.group(1)))).isoformat(), None
    month, fault = parse_month(word)
    if month is not None:
        return f"{month}-01", "date_month"
    if found := _YEAR.fullmatch(word):
        return _day(found.group(1), "1", "1")[0], "date_month"
    return None, fault or _date_fault(word)


def parse_month(text: str) -> Parsed:
    """An ISO month. Accepts 2024-03, 2024.03, 2024年3月, 202403, and whole days (their month)."""
    word = _numerals(plain(text))
    if word.lower() in NOTHING or word in OPEN_END:
        return None, None
    if found := _MONTH.fullmatch(word) or _COMPACT_MONTH.fullmatch(word):
        year, month = int(found.group(1)), int(found.group(2))
        return (f"{year:04d}-{month:02d}", None) if 1 <= month <= 12 and year >= 1900 else (None, "date_impossible")
    if found := _DAY.fullmatch(word) or _COMPACT_DAY.fullmatch(word):
        day, fault = _day(*found.groups())
        return (day[:7] if day else None), fault
    if (found := _SERIAL.fullmatch(word)) and int(found.group(1)) in SERIAL_DAYS:
        return (_EPOCH + timedelta(days=int(found.group(1)))).isoformat()[:7], None
    return None, _date_fault(word)


def parse_number(text: str, unit: str = "", target_unit: str = "") -> Parsed:
    """A decimal number, converted from `unit` (of the file) or the unit in the text to `target_unit`. Faults: `number`."""
    word = plain(text).lower().replace(",", "").replace(" ", "")
    if word in NOTHING:
        return None, None
    found = _NUMBER.fullmatch(word)
    if found is None:
        return None, "number"
    value = Decimal(found.group(1)) * {"万": 10_000, "亿": 100_000_000, None: 1}[found.group(2)]
    rest = found.group(3) or ""
    written = (found.group(2) or "") + rest
    own = next((u for u in (written, rest, _UNIT_WORDS.get(rest, "")) if u and _known_unit(u, unit, target_unit)), "")
    if rest and not own:
        return None, "number"
    if own == written and found.group(2):
        value = Decimal(found.group(1))
    value *= _scale(own or unit, target_unit)
    return (value, None) if value.adjusted() < MOST_DIGITS else (None, "number")


def parse_integer(text: str, unit: str = "", target_unit: str = "") -> Parsed:
    """A whole number. Fault `integer` when there is a fraction. A year may carry 年 or 年度."""
    word = plain(text)
    if year := _YEAR.fullmatch(word):
        return int(year.group(1)), None
    value, fault = parse_number(word, unit, target_unit)
    if value is None:
        return None, fault
    return (int(value), None) if value == value.to_integral_value() else (None, "integer")


def parse_amount(text: str, unit: str = "元") -> Parsed:
    """Money in 分."""
    word = plain(text)
    if word.lower() in NOTHING:
        return None, None
    try:
        if re.fullmatch(r"-?\d+(?:\.\d+)?e[+-]?\d{1,2}", word.lower()):
            word = f"{Decimal(word):f}"
    except InvalidOperation:
        return None, "money"
    fen = parse_money(word, unit=unit or "元")
    return (fen, None) if fen is not None else (None, "money")


def parse_percent(text: str) -> Parsed:
    """Percentage points: 50% and 50 give 50; a bare number up to 1 is a share (a percent cell of a spreadsheet): 0.5 gives 50."""
    word = plain(text).replace(" ", "")
    if word.lower() in NOTHING:
        return None, None
    signed = word.endswith("%")
    value, fault = parse_number(word.removesuffix("%"))
    if value is None:
        return None, "percent" if fault else None
    return (value if signed or abs(value) > 1 else value * 100), None


def parse_boolean(text: str) -> Parsed:
    """是 / 否, √ / ×, 1 / 0, 有 / 无, yes / no."""
    word = plain(text).lower()
    if word in YES or word in NO:
        return word in YES, None
    return (None, None) if word in NOTHING else (None, "boolean")


def parse_text(text: str) -> Parsed:
    """Text with single spaces; signs that stand for nothing give no value. Width is kept except for letters, digits and spaces."""
    word = re.sub(r"\s+", " ", _half_width(text)).strip()
    return (None, None) if not word or word.lower() in TEXT_NOTHING else (word, None)


def code_key(text: str) -> str:
    """How words of code lists are compared: NFKC, lower case, without spaces, brackets and dashes."""
    return _CODE_NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def code_parser(column: SourceColumn, codes: CodeList | None) -> Parser:
    """A parser for one column: its own words first, then the list's codes, names and aliases, each exactly, then by `code_key`."""
    exact, loose = _code_tables(column, codes)

    def parse(text: str) -> Parsed:
        word = plain(text)
        code = exact.get(word) or loose.get(code_key(word)) or loose.get(code_key(word.removesuffix(".0")))
        if code is not None:
            return code, None
        return (None, None) if word.lower() in NOTHING else (None, "unknown_code")

    return parse


def township_parser(column: SourceColumn, codes: CodeList | None, places: Sequence[str]) -> Parser:
    """As `code_parser`, and the township leading an address: 某省某县城东街道胜利路1号. `places`: names of county and regions above."""
    known = code_parser(column, codes)
    words = sorted((w for w in (codes.codes_by_name if codes else ()) if not w.isdigit()), key=len, reverse=True)
    words += [item.name for item in codes.items.values()] if codes else []
    ordered = sorted(places, key=len, reverse=True)

    def parse(text: str) -> Parsed:
        code, fault = known(text)
        if code is not None or fault is None:
            return code, fault
        rest = re.sub(r"\s+", "", plain(text))
        while prefix := next((p for p in ordered if rest.startswith(p)), ""):
            rest = rest[len(prefix) :]
        word = next((w for w in words if rest.startswith(w)), "")
        return known(word) if word else (None, fault)

    return parse


def convert(texts: pl.Series, parser: Parser, dtype: pl.DataType | type[pl.DataType]) -> Converted:
    """Map a column of texts by parsing each distinct text once. What stands in the usual form goes by whole columns (`_usual`)."""
    usual = _usual(texts, parser, dtype)
    if usual is None:
        return _each(texts, parser, dtype)
    rest = _each(pl.select(pl.when(usual.is_null()).then(texts).alias("x"))["x"], parser, dtype)
    return Converted(pl.select(pl.coalesce(usual, rest.values).alias("x"))["x"], rest.faults)


def _usual(texts: pl.Series, parser: Parser, dtype: pl.DataType | type[pl.DataType]) -> pl.Series | None:
    """Values of texts in forms that need no care, null for all others; None for parsers without such forms."""
    text = pl.col("text")
    if parser is parse_date:
        value = _usual_day(text)
    elif parser is parse_month:
        value = _usual_day(text).str.slice(0, 7)
    elif parser is parse_text:
        nothing = text.str.len_chars() <= LONGEST_NOTHING
        nothing &= text.str.to_lowercase().is_in(sorted(TEXT_NOTHING))
        value = pl.when(text.str.contains(_USUAL_TEXT) & ~nothing).then(text)
    elif isinstance(parser, Units):
        value = _usual_number(text, parser)
    else:
        return None
    return pl.DataFrame({"text": texts.cast(pl.String)}).select(value.cast(dtype).alias("value"))["value"]


def _usual_day(text: pl.Expr) -> pl.Expr:
    """Whole days from 1900 on in Arabic digits, without a time other than midnight, as ISO days."""
    parts = text.str.extract_groups(r"^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?: 00:00:00)?$")
    compact = text.str.extract_groups(r"^([0-9]{4})([0-9]{2})([0-9]{2})$")
    year, month, day = (pl.coalesce(parts.struct[i], compact.struct[i]) for i in range(3))
    iso = year + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)
    known = iso.str.to_date("%Y-%m-%d", strict=False)
    return pl.when(known.is_not_null() & (year >= "1900")).then(iso)


def _usual_number(text: pl.Expr, parser: Units) -> pl.Expr:
    """Short unsigned numbers without separators and units, where the column's unit is the one to keep (money: whole units)."""
    pattern = r"^[0-9]{1,12}(?:\.[0-9]{1,6})?$" if parser.parse is parse_number else r"^[0-9]{1,12}$"
    number = (
        pl.when(text.str.contains(pattern)).then(text).cast(pl.Float64 if parser.parse is parse_number else pl.Int64)
    )
    if parser.parse is parse_amount:
        return number * UNITS[unit] if (unit := parser.unit or "元") in UNITS else pl.lit(None)
    return number if _scale(parser.unit, parser.target) == 1 else pl.lit(None)


def _each(texts: pl.Series, parser: Parser, dtype: pl.DataType | type[pl.DataType]) -> Converted:
    distinct = texts.unique().drop_nulls()
    parsed = [parser(text) for text in distinct.to_list()]
    values = pl.Series([_native(value) for value, _ in parsed], dtype=dtype)
    faults = pl.Series([fault for _, fault in parsed], dtype=pl.String)
    return Converted(_mapped(texts, distinct, values), _mapped(texts, distinct, faults))


def parser_for(
    column: SourceColumn, codes: CodeList | None, target_unit: str, places: Sequence[str] = ()
) -> tuple[Parser, Any]:
    """The parser and the Polars type of a column of the layout (not for name, identifier and phone)."""
    if column.type == "date":
        return parse_date, pl.String
    if column.type == "month":
        return parse_month, pl.String
    if column.type == "integer":
        return Units(parse_integer, column.unit, target_unit), pl.Int64
    if column.type == "decimal":
        return Units(parse_number, column.unit, target_unit), pl.Float64
    if column.type == "money":
        return Units(parse_amount, column.unit, ""), pl.Int64
    if column.type == "percent":
        return parse_percent, pl.Float64
    if column.type == "boolean":
        return parse_boolean, pl.Boolean
    if column.type == "code" and column.code_list == TOWNSHIPS:
        return township_parser(column, codes, places), pl.String
    if column.type == "code":
        return code_parser(column, codes), pl.String
    return parse_text, pl.String


def _code_tables(column: SourceColumn, codes: CodeList | None) -> tuple[Mapping[str, str], Mapping[str, str]]:
    exact: dict[str, str] = dict(codes.codes_by_name) if codes else {}
    if codes:
        exact.update({item.name: item.code for item in codes.items.values()})
    exact.update(column.codes)
    loose: dict[str, str] = {}
    for word, code in [*((w, c) for w, c in column.codes.items()), *exact.items()]:
        loose.setdefault(code_key(word), code)
    return exact, loose


def _mapped(texts: pl.Series, keys: pl.Series, values: pl.Series) -> pl.Series:
    if keys.is_empty():
        return pl.Series(values=[None] * len(texts), dtype=values.dtype)
    return texts.replace_strict(keys, values, default=None, return_dtype=values.dtype)


def _native(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _day(year: str, month: str, day: str) -> Parsed:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None, "date_impossible"
    return (found.isoformat(), None) if found.year >= 1900 else (None, "date_impossible")


def _date_fault(word: str) -> str:
    return "date_short_year" if _SHORT_YEAR.fullmatch(word) else "date_format"


def _numerals(word: str) -> str:
    """二〇二四年3月 with Arabic digits in the year; spaces around separators fall."""
    word = re.sub(r"\s*([-/.年月日])\s*", r"\1", word).rstrip(".")
    return word.translate(_CHINESE_DIGITS) if _CHINESE_YEAR.match(word) else word


def _known_unit(unit: str, *others: str) -> bool:
    return (
        unit in others
        or _UNIT_WORDS.get(unit, unit) in others
        or any((unit, other) in _LENGTH_UNITS for other in others)
    )


def _scale(unit: str, target: str) -> Decimal:
    unit = _UNIT_WORDS.get(unit, unit)
    return _LENGTH_UNITS.get((unit, target), Decimal(1)) if unit != target else Decimal(1)


@lru_cache(maxsize=1)
def _width_table() -> dict[int, int]:
    return {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()} | {
        0x3000: 0x20,
        0xA0: 0x20,
    }


def _half_width(text: str) -> str:
    return text.translate(_width_table())
