"""The layout's columns out of the sender's: doubled ones made one, texts made values, faults noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from bole.core.identity import cn_id
from bole.core.identity.names import name_faults
from bole.core.money import UNITS
from bole.core.vocabulary import Pack, SourceColumn
from bole.people.sources.reading.headers import Recognition
from bole.people.sources.reading.issues import IssueLog, Mask
from bole.people.sources.reading.names import clean_names
from bole.people.sources.reading.rules import RULES, Severity
from bole.people.sources.reading.series import by_distinct, empty_column, first_of, where
from bole.people.sources.reading.standard import phone_column, place_names
from bole.people.sources.reading.tables import RawTable
from bole.people.sources.reading.values import TEXT_NOTHING, Converted, convert, parser_for

SOFT = frozenset(("date_month",))
"""Faults that still give a value."""
UNREMARKABLE = r"^[一-鿿]{2,30}$"


@dataclass(frozen=True)
class Columns:
    """Columns of the layout that the file has: as `mapping` says, raw texts and values by header of the layout."""

    mapping: dict[str, SourceColumn]
    texts: dict[str, pl.Series]
    values: dict[str, pl.Series]

    def header_for(self, fact: str) -> str | None:
        """The column that writes a fact, scalars before columns of record sets."""
        for header, column in self.mapping.items():
            if fact in column.targets:
                return header
        ending = f".{fact}"
        return next((h for h, c in self.mapping.items() if any(t.endswith(ending) for t in c.targets)), None)

    def bad_birth(self, standard: pl.DataFrame) -> pl.Series:
        """Numbers of the right form whose birth date does not exist or lies ahead."""
        return standard["id_birth"].is_null()

    def odd_region(self, standard: pl.DataFrame) -> pl.Series:
        """Proven numbers whose first digits are no known province."""
        first = standard["cn_id"].str.slice(0, 2)
        return ~(first.is_in(sorted(cn_id.PROVINCES)) | first.str.starts_with("9"))


def resolve_columns(frame: pl.DataFrame, recognition: Recognition) -> tuple[dict[str, pl.Series], dict[str, pl.Series]]:
    """Raw text by header of the layout, and for doubled columns the rows in which they contradict each other."""
    texts: dict[str, pl.Series] = {}
    conflicts: dict[str, pl.Series] = {}
    for header, column in recognition.mapping.items():
        text = frame[header]
        if column.header not in texts:
            texts[column.header] = text
            continue
        known = texts[column.header]
        conflict = (known != text).fill_null(False)
        conflicts[column.header] = conflicts[column.header] | conflict if column.header in conflicts else conflict
        texts[column.header] = first_of(known, text)
    return texts, conflicts


def convert_columns(
    rows: pl.Series,
    texts: dict[str, pl.Series],
    recognition: Recognition,
    raw: RawTable,
    pack: Pack,
    today: date,
    log: IssueLog,
) -> Columns:
    """Values of all columns. A fault in a required or key column blocks its row; elsewhere it leaves the value out and warns."""
    mapping = {column.header: column for column in recognition.mapping.values()}
    key = set(recognition.layout.natural_key)
    values: dict[str, pl.Series] = {}
    for header, column in mapping.items():
        text = _without_lost_digits(
            texts[header], rows, column, recognition, raw, log, header in key or column.required
        )
        original = recognition.layout.column(header) or column
        converted = _convert(text, column, original, pack, today)
        strict = column.required or (header in key and column.type not in ("identifier", "phone"))
        _note_faults(header, column, rows, text, converted, strict, log)
        if column.required:
            empty = converted.values.is_null() & (converted.faults.is_null() | converted.faults.is_in(list(SOFT)))
            log.add("required", header, rows, empty)
        values[header] = converted.values
        texts[header] = text
    return Columns(mapping, texts, values)


def _without_lost_digits(
    text: pl.Series,
    rows: pl.Series,
    column: SourceColumn,
    recognition: Recognition,
    raw: RawTable,
    log: IssueLog,
    strict: bool,
) -> pl.Series:
    """Texts (certificate numbers) whose digits a spreadsheet lost give no value; identity numbers are judged by their own rule."""
    lost = [row for h in recognition.headers_of(column.header) for row in raw.long_numbers.get(h, ())]
    if not lost or column.type not in ("text", "phone"):
        return text
    mask = rows.is_in(lost)
    log.add("long_number", column.header, rows, mask, text, severity="block" if strict else None)
    return where(~mask, text)


def _convert(text: pl.Series, column: SourceColumn, original: SourceColumn, pack: Pack, today: date) -> Converted:
    none = empty_column(len(text))
    if column.type == "identifier":
        return Converted(text, none)
    if column.type == "phone":
        numbers = phone_column(text)
        faulty = text.is_not_null() & numbers.is_null()
        return Converted(numbers, pl.select(pl.when(faulty).then(pl.lit("phone")).alias("x"))["x"])
    if column.type == "name":
        return _names(text)
    codes = pack.code_lists.get(column.code_list) if column.code_list else None
    parser, dtype = parser_for(column, codes, _target_unit(column, pack), place_names(pack))
    return _within(convert(text, parser, dtype), column, original, today)


def _names(text: pl.Series) -> Converted:
    """Tidy names; the gravest fault of each."""
    nothing = text.str.strip_chars().str.to_lowercase().is_in(sorted(TEXT_NOTHING))
    cleaned = clean_names(where(~nothing, text)).replace("", None)
    odd = where(~cleaned.str.contains(UNREMARKABLE), cleaned)
    gravest = by_distinct(odd, lambda name: next((f"name_{fault}" for fault in name_faults(name)), None))
    return Converted(cleaned, gravest)


def _target_unit(column: SourceColumn, pack: Pack) -> str:
    for target in column.targets:
        if found := pack.vocabulary.target(target):
            return (found[1] or found[0]).unit
    return ""


def _within(converted: Converted, column: SourceColumn, original: SourceColumn, today: date) -> Converted:
    """Values beyond the layout's limits give no value. Limits are in the layout's own unit."""
    values, faults = converted.values, converted.faults
    for limit, rule in ((original.minimum, "below"), (original.maximum, "above")):
        if limit is None:
            continue
        bound = _bound(limit, original, values.dtype, today)
        outside = values < bound if rule == "below" else values > bound
        rule = "future" if rule == "above" and limit == "today" else rule
        faults = pl.select(pl.when(outside).then(pl.lit(rule)).otherwise(faults).alias("x"))["x"]
        values = where(~outside, values)
    return Converted(values, faults)


def _bound(limit: int | float | str, column: SourceColumn, dtype: pl.DataType, today: date) -> int | float | str:
    if isinstance(limit, str):
        day = today.isoformat() if limit == "today" else limit
        return day[:7] if column.type == "month" else day
    if column.type == "money":
        return int(limit * UNITS.get(column.unit or "元", 100))
    return str(limit) if dtype == pl.String else limit


def _note_faults(
    header: str,
    column: SourceColumn,
    rows: pl.Series,
    text: pl.Series,
    converted: Converted,
    strict: bool,
    log: IssueLog,
) -> None:
    mask: Mask = "phone" if column.type == "phone" else ""
    for rule in converted.faults.drop_nulls().unique(maintain_order=True).to_list():
        hit = converted.faults == rule
        severity: Severity | None = "block" if strict and _loses_value(rule) else None
        limit = column.minimum if rule == "below" else column.maximum
        log.add(rule, header, rows, hit, text, mask=mask, severity=severity, limit=f"{limit}{column.unit}")
        if rule == "unknown_code":
            log.count_codes(header, column.code_list or "", text.filter(hit.fill_null(False)))


def _loses_value(rule: str) -> bool:
    return rule not in SOFT and not rule.startswith("name_") and rule in RULES
