"""Does everything named in a pack exist? Facts, code lists, codes, units, townships, departments, sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bole.core.vocabulary.parts import Parts
from bole.core.vocabulary.problems import Problem
from bole.core.vocabulary.types import Column, Fact, Pack, Position, SourceColumn, SourceLayout, closest

CONVERTIBLE = {
    "元": {"元", "万元", "亿元", "元/月", "万元/年"},
    "万元": {"元", "万元", "亿元", "元/月", "万元/年"},
    "元/月": {"元", "元/月", "万元"},
    "万元/年": {"元", "万元", "万元/年"},
    "万千瓦时": {"万千瓦时", "度"},
    "个月": {"个月", "年"},
}


def check_references(pack: Pack, parts: Parts, base: Pack | None) -> list[Problem]:
    """All broken references of the pack's own parts (the base was checked when it was loaded)."""
    found: list[Problem] = []
    for fact in parts.facts.values():
        found.extend(_check_fact(fact, pack))
    for layout in parts.sources.values():
        found.extend(_check_layout(layout, pack))
    found.extend(_check_names(parts.facts.values()))
    found.extend(_check_units(pack, parts))
    for code_list in parts.code_lists.values():
        at = parts.places[("code_list", code_list.key)]
        for item in code_list.items.values():
            if item.parent is not None and item.parent not in code_list.items:
                yield_text = f"代码“{item.code}”的上级“{item.parent}”不存在"
                found.append(_problem(at, yield_text, item.parent, code_list.items))
    return found


def _problem(at: Position | None, message: str, word: str = "", options: Iterable[str] = ()) -> Problem:
    place = at or Position("", 1, 1)
    near = closest(word, list(options)) if word else ""
    return Problem(place.file, place.line, place.column, message, f"是否指“{near}”?" if near else "")


def _check_fact(fact: Fact, pack: Pack) -> Iterator[Problem]:
    for source in fact.trusted:
        if source not in pack.sources:
            yield _problem(fact.at, f"事实“{fact.key}”信任的来源“{source}”不存在", source, pack.sources)
    yield from _check_code_list(fact.at, fact.key, fact, pack)
    for column in fact.columns:
        yield from _check_code_list(fact.at, f"{fact.key}.{column.key}", column, pack)
    keys = [column.key for column in fact.columns]
    for key in fact.key_columns:
        if key not in keys:
            yield _problem(fact.at, f"事实“{fact.key}”的主键列“{key}”不存在", key, keys)
    if fact.kind in ("record_set", "series") and not fact.columns:
        yield _problem(fact.at, f"事实“{fact.key}”是{fact.kind},须列出 columns")
    if fact.kind == "scalar" and fact.columns:
        yield _problem(fact.at, f"事实“{fact.key}”是 scalar,不能有 columns")


def _check_code_list(at: Position | None, label: str, thing: Fact | Column, pack: Pack) -> Iterator[Problem]:
    if thing.type == "code" and not thing.code_list:
        yield _problem(at, f"“{label}”是代码型,缺少 code_list")
    if thing.code_list and thing.code_list not in pack.code_lists and thing.code_list != "townships":
        yield _problem(at, f"“{label}”的代码表“{thing.code_list}”不存在", thing.code_list, pack.code_lists)


def _check_names(facts: Iterable[Fact]) -> Iterator[Problem]:
    """Two facts of one subject may not share a Chinese name: rules would not know which is meant."""
    first: dict[tuple[str, str], str] = {}
    for fact in facts:
        for word in (fact.name, *fact.aliases):
            other = first.setdefault((fact.subject, word), fact.key)
            if other != fact.key:
                yield _problem(fact.at, f"“{word}”既是“{other}”又是“{fact.key}”的名称")


def _check_layout(layout: SourceLayout, pack: Pack) -> Iterator[Problem]:
    if layout.department not in pack.units and layout.department != "employers":
        departments = pack.departments
        yield _problem(layout.at, f"部门“{layout.department}”不存在", layout.department, departments)
    headers = [column.header for column in layout.columns]
    for header in (*layout.natural_key, *(exclusion.header for exclusion in layout.exclude)):
        if header not in headers:
            yield _problem(layout.at, f"来源“{layout.id}”没有列“{header}”", header, headers)
    if layout.record_set and layout.record_set not in pack.vocabulary.facts:
        yield _problem(layout.at, f"记录集“{layout.record_set}”不存在", layout.record_set, pack.vocabulary.facts)
    yield from _check_headers(layout)
    for exclusion in layout.exclude:
        if exclusion.test == "pattern":
            yield from _check_patterns(layout, exclusion.values)
    for column in layout.columns:
        yield from _check_source_column(layout, column, pack)


def _check_patterns(layout: SourceLayout, values: Iterable[str]) -> Iterator[Problem]:
    for pattern in values:
        try:
            re.compile(pattern)
        except re.error as error:
            yield _problem(layout.at, f"来源“{layout.id}”的样式“{pattern}”写错:{error}")


def _check_headers(layout: SourceLayout) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for column in layout.columns:
        for word in (column.header, *column.synonyms):
            if owner.setdefault(word, column.header) != column.header:
                yield _problem(layout.at, f"来源“{layout.id}”中“{word}”同时指“{owner[word]}”和“{column.header}”")


def _check_source_column(layout: SourceLayout, column: SourceColumn, pack: Pack) -> Iterator[Problem]:
    label = f"来源“{layout.id}”列“{column.header}”"
    for target in column.targets:
        resolved = pack.vocabulary.target(target)
        if resolved is None:
            yield _problem(column.at, f"{label}写入的事实“{target}”不存在", target, _all_targets(pack))
            continue
        fact, fact_column = resolved
        thing = fact_column or fact
        if thing.type != column.type:
            yield _problem(column.at, f"{label}的类型“{column.type}”与事实“{target}”的“{thing.type}”不同")
        if column.unit and thing.unit and column.unit not in CONVERTIBLE.get(thing.unit, {thing.unit}):
            yield _problem(column.at, f"{label}的单位“{column.unit}”不能换算成“{thing.unit}”")
    list_key = column.code_list or _code_list_of(column, pack)
    code_list = pack.code_lists.get(list_key or "")
    for raw, code in column.codes.items():
        if code_list is not None and code not in code_list.items:
            yield _problem(column.at, f"{label}把“{raw}”译成不存在的代码“{code}”", code, code_list.items)


def _code_list_of(column: SourceColumn, pack: Pack) -> str | None:
    for target in column.targets:
        resolved = pack.vocabulary.target(target)
        if resolved is not None:
            return (resolved[1] or resolved[0]).code_list
    return None


def _all_targets(pack: Pack) -> list[str]:
    facts = pack.vocabulary.facts.values()
    return [fact.key for fact in facts] + [f"{fact.key}.{column.key}" for fact in facts for column in fact.columns]


def _check_units(pack: Pack, parts: Parts) -> Iterator[Problem]:
    names: dict[str, str] = {}
    for unit in parts.units.values():
        at = parts.places[("unit", unit.code)]
        for other in (unit.parent, unit.successor):
            if other is not None and other not in pack.units:
                yield _problem(at, f"单位“{unit.name}”引用的单位“{other}”不存在", other, pack.units)
        for word in (unit.name, *unit.aliases):
            if names.setdefault(word, unit.code) != unit.code:
                yield _problem(at, f"“{word}”同时是“{names[word]}”和“{unit.code}”的名称")
