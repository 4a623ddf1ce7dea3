"""The words of a county as data: facts, code lists, source layouts, units, calendar, classifications.

Everything here is immutable and knows no database. `loading.load_pack` builds it from YAML; sources, registry, rules
and forms read it. Texts are Chinese first with an English twin; every list carries a citation and a mark
(F found in a source, K knowledge to verify, M modelled).
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

Kind = Literal["scalar", "record_set", "series", "path"]
FactType = Literal[
    "text",
    "name",
    "code",
    "date",
    "month",
    "integer",
    "decimal",
    "money",
    "boolean",
    "percent",
    "identifier",
    "phone",
]
Choose = Literal["trusted", "latest", "highest", "longest", "majority"]
Privacy = Literal["open", "internal", "personal", "sensitive"]
Subject = Literal["person", "organisation", "place"]
UnitKind = Literal["county", "department", "township", "zone"]

KINDS: tuple[str, ...] = ("scalar", "record_set", "series", "path")
FACT_TYPES: tuple[str, ...] = FactType.__args__  # type: ignore[attr-defined]
CHOICES: tuple[str, ...] = ("trusted", "latest", "highest", "longest", "majority")
PRIVACIES: tuple[str, ...] = ("open", "internal", "personal", "sensitive")
SUBJECTS: tuple[str, ...] = ("person", "organisation", "place")
MARKS: tuple[str, ...] = ("F", "K", "M")
"""F found in a public text, K knowledge to verify against the standard, M modelled on typical practice."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands in a pack: file relative to the pack, line and column from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class CodeItem:
    """One code. `rank` orders codes that can be compared (学历 >= 硕士); None where order has no meaning."""

    code: str
    name: str
    name_en: str = ""
    rank: int | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CodeList:
    """A named list of codes with its origin."""

    key: str
    name: str
    items: Mapping[str, CodeItem]
    mark: str
    citation: str
    name_en: str = ""

    @cached_property
    def codes_by_name(self) -> Mapping[str, str]:
        """Folded name, alias or code to code: a code wins over a name, a name over an alias."""
        found: dict[str, str] = {}
        for item in self.items.values():
            for alias in item.aliases:
                found.setdefault(fold(alias), item.code)
        found.update({fold(item.name): item.code for item in self.items.values()})
        found.update({fold(code): code for code in self.items})
        return found

    def find(self, text: str) -> CodeItem | None:
        """The item whose code, name or alias is `text`, whatever its width, blanks and case."""
        code = self.codes_by_name.get(fold(text))
        return None if code is None else self.items[code]

    def suggest(self, text: str) -> str:
        """The closest name, or an empty string."""
        names = {word: item.name for item in self.items.values() for word in (item.name, *item.aliases)}
        return names.get(closest(text, list(names)), "")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a record set or yearly series. `aliases` are further Chinese names rules may use."""

    key: str
    name: str
    name_en: str
    type: FactType
    unit: str = ""
    code_list: str | None = None
    privacy: Privacy = "personal"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One fact of the vocabulary.

    scalar: one value. record_set: many rows of `columns`, identified by `key_columns`. series: one row per 年度.
    path: leads to a related subject (`path` = its subject kind), e.g. 用人单位.规上企业.

    Values in profiles: money = integer 分 (`unit` is what people read); percent = points (50 means 50 %); date = ISO
    text 2021-01-31 or date; month = 2021-01; code = the code, never its name; boolean = true/false; unknown = absent.
    `formula`: an expression of the rules language by which a derived fact is computed when it is read.
    """

    key: str
    name: str
    name_en: str
    kind: Kind
    type: FactType | None
    subject: Subject
    mark: str
    unit: str = ""
    code_list: str | None = None
    trusted: tuple[str, ...] = ()
    choose: Choose = "trusted"
    fresh_days: int | None = None
    privacy: Privacy = "personal"
    legal_basis: str = ""
    purpose: str = ""
    columns: tuple[Column, ...] = ()
    key_columns: tuple[str, ...] = ()
    path: str = ""
    aliases: tuple[str, ...] = ()
    cite: str = ""
    source_kind: Literal["source", "derived", "decision", "form"] = "source"
    formula: str = ""
    absent: Literal["unknown", "none"] = "unknown"
    """What a missing record set means: not known, or (the source lists everybody) known to be empty."""
    at: Position | None = None

    def column(self, key_or_name: str) -> Column | None:
        """The column with this key, Chinese name or alias."""
        for column in self.columns:
            if key_or_name in (column.key, column.name, *column.aliases):
                return column
        return None


@dataclass(frozen=True)
class Vocabulary:
    """All facts of a pack by key."""

    facts: Mapping[str, Fact]

    @cached_property
    def _names(self) -> Mapping[tuple[str, str], Fact]:
        found: dict[tuple[str, str], Fact] = {}
        for fact in self.facts.values():
            for word in (fact.name, *fact.aliases):
                found.setdefault((fact.subject, word), fact)
        return found

    def by_name(self, name: str, subject: Subject = "person") -> Fact | None:
        """The fact of `subject` with this Chinese name or alias."""
        return self._names.get((subject, name))

    def names(self, subject: Subject = "person") -> list[str]:
        """All Chinese names and aliases of a subject's facts."""
        return [word for owner, word in self._names if owner == subject]

    def suggest(self, word: str, subject: Subject = "person") -> str:
        """The closest Chinese name of a fact, or an empty string."""
        return closest(word, self.names(subject))

    def target(self, text: str) -> tuple[Fact, Column | None] | None:
        """Resolve a mapping target: "phone" or "education.education_level"."""
        key, _, column_key = text.partition(".")
        fact = self.facts.get(key)
        if fact is None or not column_key:
            return None if fact is None else (fact, None)
        column = fact.column(column_key)
        return None if column is None else (fact, column)


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column of a department's file. `codes` maps raw words to codes beside the code list's own names and aliases.

    `targets` name facts ("phone") or columns of record sets ("education.school"); `formats` are strptime patterns or
    "excel_serial"; `unit` is the unit of the file (万元), converted by readers to the unit of the fact.
    """

    header: str
    targets: tuple[str, ...]
    type: FactType
    synonyms: tuple[str, ...] = ()
    unit: str = ""
    formats: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    code_list: str | None = None
    required: bool = False
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    at: Position | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows that are counted but whose content is not kept: `header` passes `test` with any of `values`.

    A pattern is a regular expression searched in the raw text.
    """

    name: str
    header: str
    test: Literal["equals", "prefix", "pattern", "contains"]
    values: tuple[str, ...]
    reason: str
    mark: str = "M"


@dataclass(frozen=True)
class SourceLayout:
    """What one department sends: its columns, natural key, mode, and where the values go."""

    id: str
    name: str
    name_en: str
    department: str
    subject: Subject
    file_mode: Literal["full", "delta"]
    refresh_days: int
    legal_basis: str
    purpose: str
    columns: tuple[SourceColumn, ...]
    natural_key: tuple[str, ...]
    record_set: str | None = None
    effect: Literal["profile", "date_only"] = "profile"
    exclude: tuple[Exclusion, ...] = ()
    version: int = 1
    mark: str = "M"
    cite: str = ""
    aliases: tuple[str, ...] = ()
    at: Position | None = None

    def column(self, header: str) -> SourceColumn | None:
        """The column with this header (exactly, not synonyms)."""
        return next((column for column in self.columns if column.header == header), None)


@dataclass(frozen=True, slots=True)
class UnitCode:
    """A code a unit bears or bore."""

    code: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A county, department, township or zone with its code history and other names found in files."""

    code: str
    kind: UnitKind
    name: str
    name_en: str = ""
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    codes: tuple[UnitCode, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    mark: str = "K"
    cite: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year's deviations from Monday-to-Friday: days off (weekends inside a holiday too) and make-up workdays."""

    year: int
    provisional: bool
    holidays: Mapping[date, str]
    workdays: Mapping[date, str]
    citation: str
    mark: str


@dataclass(frozen=True, slots=True)
class Category:
    """One class of a classification; `when` is an expression of the rules language.

    None = never computed from persons: counted from reports only.
    """

    key: str
    name: str
    name_en: str
    when: str | None
    cite: str
    mark: str
    rank: int | None = None
    note: str = ""
    at: Position | None = None


@dataclass(frozen=True)
class Classification:
    """A group of categories over one subject. `exclusive`: a subject has the first category that holds."""

    key: str
    name: str
    name_en: str
    subject: Subject
    exclusive: bool
    categories: tuple[Category, ...]
    cite: str
    mark: str
    at: Position | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Pack:
    """A county's data (or the national base), checked and merged with its base."""

    id: str
    name: str
    name_en: str
    version: str
    base: str | None
    sha256: str
    vocabulary: Vocabulary
    code_lists: Mapping[str, CodeList]
    sources: Mapping[str, SourceLayout]
    units: Mapping[str, Unit]
    calendar: Mapping[int, CalendarYear]
    classifications: Mapping[str, Classification]
    flows: Mapping[str, Any]
    messages: Mapping[str, Message]
    settings: Mapping[str, Any] = field(default_factory=dict)
    documents: Mapping[str, Any] = field(default_factory=dict)
    """Other files of the pack (items/, plan/, …) as plain data by path; their engines check them."""
    policies: Mapping[str, str] = field(default_factory=dict)
    """Texts below policies/ by path; `core.rules.load_rules` reads them when rules are needed."""

    @property
    def townships(self) -> dict[str, Unit]:
        """Townships by current code."""
        return {code: unit for code, unit in self.units.items() if unit.kind == "township"}

    @property
    def departments(self) -> dict[str, Unit]:
        """Departments by code."""
        return {code: unit for code, unit in self.units.items() if unit.kind == "department"}

    def source(self, source_id: str) -> SourceLayout:
        """The layout with this id; KeyError when unknown."""
        return self.sources[source_id]


def fold(text: str) -> str:
    """One spelling for comparison: full-width to half-width, no blanks, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def closest(word: str, candidates: list[str]) -> str:
    """The candidate most like `word` (similarity at least 0.5), or an empty string."""
    found = difflib.get_close_matches(word, candidates, n=1, cutoff=0.5)
    return found[0] if found else ""
