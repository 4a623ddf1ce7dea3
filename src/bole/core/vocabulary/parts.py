"""From nodes to the parts of a pack: one reading function per kind of file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from bole.core.vocabulary import types as t
from bole.core.vocabulary.fields import Fields
from bole.core.vocabulary.problems import Problem
from bole.core.vocabulary.tree import Node

UNIT_WORDS = (
    "", "元", "万元", "亿元", "元/月", "万元/年", "个月", "年", "天", "周岁", "%", "亩", "平方米", "人", "件", "家",
    "人次", "万千瓦时", "度", "分", "倍", "次", "人年", "吨", "吨标准煤",
)  # fmt: skip
"""Units a fact or a file may carry; readers convert a file's unit to the fact's."""


@dataclass
class Parts:
    """What has been read so far, before the whole is checked."""

    header: dict[str, Any] = field(default_factory=dict)
    code_lists: dict[str, t.CodeList] = field(default_factory=dict)
    facts: dict[str, t.Fact] = field(default_factory=dict)
    sources: dict[str, t.SourceLayout] = field(default_factory=dict)
    units: dict[str, t.Unit] = field(default_factory=dict)
    calendar: dict[int, t.CalendarYear] = field(default_factory=dict)
    classifications: dict[str, t.Classification] = field(default_factory=dict)
    messages: dict[str, t.Message] = field(default_factory=dict)
    flows: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[str, str], t.Position] = field(default_factory=dict)

    def put(self, table: dict[str, Any], kind: str, key: str, value: Any, node: Node, problems: list[Problem]) -> None:
        """Add under `key`, refusing a second one."""
        if key in table:
            first = self.places[(kind, key)]
            text = f"“{key}”已在 {first.file}:{first.line} 定义"
            problems.append(Problem(node.at.file, node.at.line, node.at.column, text, "改名或删去其中一处"))
            return
        table[key] = value
        self.places[(kind, key)] = node.at


def marked(fields: Fields) -> tuple[str, str]:
    """Citation and mark at the head of a file."""
    return fields.text("cite", required=True), fields.choice("mark", t.MARKS, required=True)


def read_header(fields: Fields, parts: Parts) -> None:
    """pack.yaml or county.yaml."""
    cite, mark = marked(fields)
    parts.header = {
        "id": fields.text("pack", required=True),
        "name": fields.text("name", required=True),
        "name_en": fields.text("name_en", required=True),
        "version": fields.text("version", required=True),
        "base": fields.text("base") or None,
        "cite": cite,
        "mark": mark,
        "settings": fields.plain("settings") or {},
    }


def read_code_lists(fields: Fields, parts: Parts) -> None:
    """codelists/*.yaml: several lists per file."""
    cite, mark = marked(fields)
    for key, node in fields.mapping("code_lists", required=True).items():
        one = Fields(node, f"代码表“{key}”", fields.problems)
        items: dict[str, t.CodeItem] = {}
        for code, item in one.mapping("items", required=True).items():
            items[code] = _code_item(code, item, fields.problems)
        made = t.CodeList(
            key=key,
            name=one.text("name", required=True),
            name_en=one.text("name_en"),
            items=items,
            mark=one.choice("mark", t.MARKS, default=mark),
            citation=one.text("cite", default=cite),
        )
        one.done()
        parts.put(parts.code_lists, "code_list", key, made, node, fields.problems)


def _code_item(code: str, node: Node, problems: list[Problem]) -> t.CodeItem:
    if isinstance(node.value, str):
        return t.CodeItem(code, node.value)
    fields = Fields(node, f"代码“{code}”", problems)
    item = t.CodeItem(
        code=code,
        name=fields.text("name", required=True),
        name_en=fields.text("name_en"),
        rank=fields.integer("rank"),
        parent=fields.text("parent") or None,
        aliases=fields.texts("aliases"),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day("valid_to"),
        extra=fields.plain("extra") or {},
    )
    fields.done()
    return item


def read_facts(fields: Fields, parts: Parts) -> None:
    """facts.yaml: bases and purposes named once, then one line per fact."""
    cite, mark = marked(fields)
    bases = {key: fields.as_text(node, key) for key, node in fields.mapping("legal_bases", required=True).items()}
    purposes = {key: fields.as_text(node, key) for key, node in fields.mapping("purposes", required=True).items()}
    for key, node in fields.mapping("facts", required=True).items():
        one = Fields(node, f"事实“{key}”", fields.problems)
        made = _fact(key, one, cite, mark, bases, purposes)
        one.done()
        parts.put(parts.facts, "fact", key, made, node, fields.problems)


def _fact(key: str, one: Fields, cite: str, mark: str, bases: Mapping[str, str], purposes: Mapping[str, str]) -> t.Fact:
    kind = one.choice("kind", t.KINDS, default="scalar")
    columns = [_column(name, node, one) for name, node in one.mapping("columns").items()]
    type_ = one.choice("type", t.FACT_TYPES, required=kind == "scalar")
    return t.Fact(
        key=key,
        name=one.text("name", required=True),
        name_en=one.text("name_en", required=True),
        kind=cast(t.Kind, kind),
        type=cast(t.FactType, type_) if type_ else None,
        subject=cast(t.Subject, one.choice("subject", t.SUBJECTS, default="person")),
        mark=one.choice("mark", t.MARKS, default=mark),
        unit=one.choice("unit", UNIT_WORDS),
        code_list=one.text("code_list") or None,
        trusted=one.texts("trusted"),
        choose=cast(t.Choose, one.choice("choose", t.CHOICES, default="trusted")),
        fresh_days=one.integer("fresh_days"),
        privacy=cast(t.Privacy, one.choice("privacy", t.PRIVACIES, default="personal")),
        legal_basis=_named(one, "basis", bases, "legal_bases"),
        purpose=_named(one, "purpose", purposes, "purposes"),
        columns=tuple(columns),
        key_columns=one.texts("key_columns"),
        path=one.choice("path", t.SUBJECTS) if kind == "path" else one.text("path"),
        aliases=one.texts("aliases"),
        cite=one.text("cite", default=cite),
        source_kind=cast(Any, one.choice("from", ("source", "derived", "decision", "form"), default="source")),
        formula=one.text("formula"),
        absent=cast(Any, one.choice("absent", ("unknown", "none"), default="unknown")),
        at=one.node.at,
    )


def _named(one: Fields, key: str, table: Mapping[str, str], where: str) -> str:
    name = one.text(key, required=True)
    if name and name not in table:
        one.report(one.place(key), f"{where}中没有“{name}”", one.meant(name, list(table)))
    return table.get(name, "")


def _column(key: str, node: Node, owner: Fields) -> t.Column:
    one = Fields(node, f"列“{key}”", owner.problems)
    column = t.Column(
        key=key,
        name=one.text("name", required=True),
        name_en=one.text("name_en", required=True),
        type=cast(t.FactType, one.choice("type", t.FACT_TYPES, required=True)),
        unit=one.choice("unit", UNIT_WORDS),
        code_list=one.text("code_list") or None,
        privacy=cast(t.Privacy, one.choice("privacy", t.PRIVACIES, default="personal")),
        aliases=one.texts("aliases"),
    )
    one.done()
    return column


def read_source(fields: Fields, parts: Parts) -> None:
    """sources/<id>.yaml: one layout."""
    cite, mark = marked(fields)
    source_id = fields.text("id", required=True)
    layout = t.SourceLayout(
        id=source_id,
        name=fields.text("name", required=True),
        name_en=fields.text("name_en", required=True),
        aliases=fields.texts("aliases"),
        department=fields.text("department", required=True),
        subject=cast(t.Subject, fields.choice("subject", t.SUBJECTS, required=True)),
        file_mode=cast(Any, fields.choice("file_mode", ("full", "delta"), required=True)),
        refresh_days=fields.integer("refresh_days", required=True) or 0,
        legal_basis=fields.text("legal_basis", required=True),
        purpose=fields.text("purpose", required=True),
        columns=tuple(_source_column(node, fields) for node in fields.nodes("columns", required=True)),
        natural_key=fields.texts("natural_key", required=True),
        record_set=fields.text("record_set") or None,
        effect=cast(Any, fields.choice("effect", ("profile", "date_only"), default="profile")),
        exclude=tuple(_exclusion(node, fields) for node in fields.nodes("exclude")),
        version=fields.integer("version", default=1) or 1,
        mark=mark,
        cite=cite,
        at=fields.node.at,
    )
    parts.put(parts.sources, "source", source_id, layout, fields.node, fields.problems)


def _source_column(node: Node, owner: Fields) -> t.SourceColumn:
    one = Fields(node, "来源列", owner.problems)
    codes = {raw: one.as_text(code, raw) for raw, code in one.mapping("codes").items()}
    column = t.SourceColumn(
        header=one.text("header", required=True),
        targets=one.texts("to", required=True),
        type=cast(t.FactType, one.choice("type", t.FACT_TYPES, required=True)),
        synonyms=one.texts("synonyms"),
        unit=one.choice("unit", UNIT_WORDS),
        formats=one.texts("formats"),
        codes=codes,
        code_list=one.text("code_list") or None,
        required=one.flag("required"),
        minimum=one.limit("min"),
        maximum=one.limit("max"),
        at=one.place("to"),
    )
    one.done()
    return column


def _exclusion(node: Node, owner: Fields) -> t.Exclusion:
    one = Fields(node, "排除条件", owner.problems)
    tests = ("equals", "prefix", "pattern", "contains")
    made = t.Exclusion(
        name=one.text("name", required=True),
        header=one.text("header", required=True),
        test=cast(Any, one.choice("test", tests, required=True)),
        values=one.texts("values", required=True),
        reason=one.text("reason", required=True),
        mark=one.choice("mark", t.MARKS, default="M"),
    )
    one.done()
    return made


def read_units(fields: Fields, parts: Parts) -> None:
    """townships.yaml, departments.yaml: units with code history and other names."""
    cite, mark = marked(fields)
    kind = fields.choice("kind", ("county", "department", "township", "zone"), required=True)
    for node in fields.nodes("units", required=True):
        one = Fields(node, "单位", fields.problems)
        code = one.text("code", required=True)
        codes = tuple(_unit_code(entry, fields) for entry in one.nodes("codes"))
        made = t.Unit(
            code=code,
            kind=cast(t.UnitKind, one.choice("kind", ("county", "department", "township", "zone"), default=kind)),
            name=one.text("name", required=True),
            name_en=one.text("name_en"),
            parent=one.text("parent") or None,
            aliases=one.texts("aliases"),
            codes=codes or (t.UnitCode(code),),
            valid_from=one.day("valid_from"),
            valid_to=one.day("valid_to"),
            successor=one.text("successor") or None,
            mark=one.choice("mark", t.MARKS, default=mark),
            cite=one.text("cite", default=cite),
            extra=one.plain("extra") or {},
        )
        one.done()
        parts.put(parts.units, "unit", code, made, node, fields.problems)


def _unit_code(node: Node, owner: Fields) -> t.UnitCode:
    one = Fields(node, "代码沿革", owner.problems)
    made = t.UnitCode(one.text("code", required=True), one.day("from"), one.day("to"))
    one.done()
    return made


def read_calendar(fields: Fields, parts: Parts) -> None:
    """calendar.yaml: one entry per year; `provisional` years are not yet announced."""
    cite, mark = marked(fields)
    for key, node in fields.mapping("years", required=True).items():
        one = Fields(node, f"年份“{key}”", fields.problems)
        year = int(key) if key.isdigit() else 0
        made = t.CalendarYear(
            year=year,
            provisional=one.flag("provisional"),
            holidays=_days(one, "holidays", year),
            workdays=_days(one, "workdays", year),
            citation=one.text("cite", default=cite),
            mark=one.choice("mark", t.MARKS, default=mark),
        )
        one.done()
        parts.calendar[year] = made


def _days(one: Fields, key: str, year: int) -> dict[date, str]:
    days: dict[date, str] = {}
    for name, node in one.mapping(key).items():
        for entry in node.value if isinstance(node.value, list) else [node]:
            if isinstance(entry.value, date) and entry.value.year == year:
                days[entry.value] = name
            else:
                one.report(entry.at, f"“{name}”应当是{year}年的日期", f"写成 {year}-01-31")
    return days


def read_classifications(fields: Fields, parts: Parts) -> None:
    """classifications.yaml: groups of categories with criteria in the rules language."""
    cite, mark = marked(fields)
    for key, node in fields.mapping("classifications", required=True).items():
        one = Fields(node, f"分类“{key}”", fields.problems)
        group = t.Classification(
            key=key,
            name=one.text("name", required=True),
            name_en=one.text("name_en", required=True),
            subject=cast(t.Subject, one.choice("subject", t.SUBJECTS, default="person")),
            exclusive=one.flag("exclusive"),
            categories=tuple(_category(name, n, one) for name, n in one.mapping("categories", required=True).items()),
            cite=one.text("cite", default=cite),
            mark=one.choice("mark", t.MARKS, default=mark),
            at=node.at,
        )
        one.done()
        parts.put(parts.classifications, "classification", key, group, node, fields.problems)


def _category(key: str, node: Node, owner: Fields) -> t.Category:
    one = Fields(node, f"类别“{key}”", owner.problems)
    when = one.text("when")
    made = t.Category(
        key=key,
        name=one.text("name", required=True),
        name_en=one.text("name_en", required=True),
        when=" ".join(when.split()) or None,
        cite=one.text("cite", required=True),
        mark=one.choice("mark", t.MARKS, required=True),
        rank=one.integer("rank"),
        note=one.text("note"),
        at=one.place("when"),
    )
    one.done()
    return made


def read_messages(fields: Fields, parts: Parts) -> None:
    """messages.yaml: texts in both languages."""
    marked(fields)
    for key, node in fields.mapping("messages", required=True).items():
        one = Fields(node, f"文字“{key}”", fields.problems)
        made = t.Message(one.text("zh", required=True), one.text("en", required=True))
        one.done()
        parts.put(parts.messages, "message", key, made, node, fields.problems)
