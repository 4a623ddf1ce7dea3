"""Filters of the people list as plain query parameters: `library=experts`, `f.education_level=11`,
`f.insured_months_continuous.min=6`, `f.honours.honour_level=1`, `f.patents.has=yes`. Each is typed by the vocabulary."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import BooleanField, F, Func, Q, Value
from django.http import QueryDict
from django.utils.translation import gettext as _

from bole.core.money import UNITS
from bole.core.vocabulary import Column, Fact
from bole.kernel.accounts.services import Grant
from bole.people.registry.models import Person
from bole.people.registry.queries.vocabulary import Words, label

PREFIX = "f."
NUMERIC = ("integer", "decimal", "money", "percent")
RANGED = (*NUMERIC, "date", "month")
HIDDEN = ("identifier", "phone")


@dataclass(frozen=True)
class Filter:
    """One filter in force: the parameter it came from, what it says to people, and its condition."""

    name: str
    value: str
    text: str
    condition: Q
    bound: tuple[Target, str, Any] | None = None


@dataclass(frozen=True)
class Target:
    """A fact, or a column of a record set, that can be filtered."""

    fact: Fact
    column: Column | None = None

    @property
    def key(self) -> str:
        return f"{self.fact.key}.{self.column.key}" if self.column else self.fact.key

    @property
    def thing(self) -> Fact | Column:
        return self.column or self.fact

    @property
    def type(self) -> str:
        return self.thing.type or "text"

    @property
    def name(self) -> str:
        return f"{label(self.fact)}·{label(self.column)}" if self.column else label(self.fact)

    @property
    def ranged(self) -> bool:
        return self.type in RANGED


def targets(words: Words, grant: Grant) -> dict[str, Target]:
    """Everything this grant may filter by. A field that may not be seen may not be filtered by either: it could be guessed."""
    found: dict[str, Target] = {}
    for fact in words.facts.values():
        if fact.kind == "scalar" and fact.source_kind == "source" and _open(fact.type, fact.privacy, grant):
            found[fact.key] = Target(fact)
        elif fact.kind in ("record_set", "series"):
            columns = [Target(fact, c) for c in fact.columns if _open(c.type, c.privacy, grant)]
            found |= {target.key: target for target in columns if grant.can_see(fact.privacy)}
    return found


def _open(kind: str | None, privacy: str, grant: Grant) -> bool:
    return kind not in HIDDEN and grant.can_see(privacy)


def filters_of(parameters: QueryDict, words: Words, grant: Grant) -> list[Filter]:
    """The filters a query string asks for; what is unknown, unreadable or not allowed is left out."""
    known = targets(words, grant)
    found = [made for name, make in FIXED.items() for value in parameters.getlist(name) if (made := make(words, value))]
    for name in parameters:
        if name.startswith(PREFIX):
            found += _of_fact(name, parameters.getlist(name), known, words, grant)
    return found


def combined(filters: list[Filter]) -> Q:
    """Several values of one parameter are alternatives; different parameters must all hold."""
    by_name: dict[str, Q] = {}
    for one in _spans_joined(filters):
        by_name[one.name] = by_name[one.name] | one.condition if one.name in by_name else one.condition
    whole = Q()
    for condition in by_name.values():
        whole &= condition
    return whole


def _spans_joined(filters: list[Filter]) -> list[Filter]:
    """From and to of one column of a record set are said of the same row: a title taken between two days."""
    ends: dict[str, list[Filter]] = {}
    for one in filters:
        if one.bound and one.bound[0].column:
            ends.setdefault(one.bound[0].key, []).append(one)
    for key, pair in ends.items():
        if sorted(one.bound[1] for one in pair if one.bound) == ["max", "min"]:
            bounds = {one.bound[1]: one.bound[2] for one in pair if one.bound}
            target = next(one.bound[0] for one in pair if one.bound)
            both = Filter(f"{PREFIX}{key}", "", "", _in_span(target, bounds))
            filters = [one for one in filters if one not in pair] + [both]
    return filters


def _in_span(target: Target, bounds: dict[str, Any]) -> Q:
    column = target.column.key if target.column else ""
    return _in_rows(target, f"@.{column} >= $min && @.{column} <= $max", bounds)


def _group(group: str, prefix: str) -> Callable[[Words, str], Filter | None]:
    def make(words: Words, value: str) -> Filter | None:
        known = words.pack.classifications.get(group)
        if known is None or value not in {category.key for category in known.categories}:
            return None
        return Filter(prefix, value, words.category(group, value), Q(codes__contains=[f"{prefix}:{value}"]))

    return make


def _stock(words: Words, value: str) -> Filter | None:
    if value not in Person.Stock.values:
        return None
    return Filter("stock", value, str(Person.Stock(value).label), Q(stock=value))


def _plain(name: str, lookup: str, text: Callable[[Words, str], str]) -> Callable[[Words, str], Filter | None]:
    def make(words: Words, value: str) -> Filter | None:
        wanted: Any = [value] if lookup.endswith("__contains") else value
        return Filter(name, value, text(words, value), Q(**{lookup: wanted})) if value and "\x00" not in value else None

    return make


FIXED: dict[str, Callable[[Words, str], Filter | None]] = {
    "library": _group("libraries", "library"),
    "staff": _group("staff", "staff"),
    "tier": _group("tiers", "tier"),
    "stock": _stock,
    "township": _plain("township", "township_code", Words.township),
    "employer": _plain("employer", "employer_id", lambda words, value: _("单位 %(code)s") % {"code": value}),
    "source": _plain("source", "sources__contains", Words.source),
    "sex": _plain("sex", "sex", lambda words, value: words.code("sex", value)),
}


def _of_fact(name: str, values: list[str], known: dict[str, Target], words: Words, grant: Grant) -> Iterator[Filter]:
    path = name.removeprefix(PREFIX)
    key, _dot, mode = path.rpartition(".")
    if mode == "has" and key in words.facts and grant.can_see(words.facts[key].privacy):
        yield _having(name, words.facts[key], values[-1])
        return
    target, mode = (known.get(path), "") if path in known else (known.get(key), mode)
    for value in values:
        if target and value and (made := _typed(name, target, mode, value, words)):
            yield made


def _having(name: str, fact: Fact, value: str) -> Filter:
    lacking = value == "no"
    if fact.kind == "scalar":
        condition = Q(facts__has_key=fact.key)
    else:
        condition = Q(codes__contains=[f"has:{fact.key}"])
    text = _("没有%(fact)s") if lacking else _("有%(fact)s")
    return Filter(name, value, text % {"fact": label(fact)}, ~condition if lacking else condition)


def _typed(name: str, target: Target, mode: str, value: str, words: Words) -> Filter | None:
    if mode in ("min", "max") and target.ranged:
        bound = parse_bound(target, value)
        if bound is None:
            return None
        sign = "≥" if mode == "min" else "≤"
        text = f"{target.name} {sign} {words.value(target.thing, bound)}"
        return Filter(name, value, text, _bounded(target, mode, bound), (target, mode, bound))
    if mode == "contains" and target.type in ("text", "name"):
        text = _("%(fact)s含“%(text)s”") % {"fact": target.name, "text": value}
        return Filter(name, value, text, _containing(target, value))
    if mode == "" and target.type in ("code", "boolean"):
        text = f"{target.name} {words.value(target.thing, value)}"
        return Filter(name, value, text, Q(codes__contains=[f"{target.key}={value}"]))
    if mode == "" and target.ranged and (exact := parse_bound(target, value)) is not None:
        text = f"{target.name} = {words.value(target.thing, exact)}"
        return Filter(name, value, text, _bounded(target, "min", exact) & _bounded(target, "max", exact))
    return None


def parse_bound(target: Target, value: str) -> int | float | str | None:
    """What was typed, in the unit of the fact (money in its own unit becomes 分); None when it cannot be read."""
    try:
        if target.type == "date":
            return dt.date.fromisoformat(value).isoformat()
        if target.type == "month":
            return dt.date.fromisoformat(f"{value[:7]}-01").isoformat()[:7]
        number = Decimal(value.replace(",", ""))
        if not number.is_finite() or abs(number) > 10**15:
            return None
        if target.type == "money":
            return int(number * UNITS.get(target.thing.unit or "元", 100))
        return int(number) if number == number.to_integral_value() else float(number)
    except (ValueError, InvalidOperation):
        return None


OWN_COLUMNS = {"birth_date": "birth_date"}
"""Facts that stand in a column of the person: an index knows them."""


def _bounded(target: Target, mode: str, bound: Any) -> Q:
    if target.column is None:
        path = OWN_COLUMNS.get(target.fact.key, f"facts__{target.fact.key}")
        return Q(**{f"{path}__{'gte' if mode == 'min' else 'lte'}": bound})
    sign = ">=" if mode == "min" else "<="
    return _in_rows(target, f"@.{target.column.key} {sign} $b", {"b": bound})


def _containing(target: Target, value: str) -> Q:
    if target.column is None:
        return Q(**{f"facts__{target.fact.key}__icontains": value})
    pattern = json.dumps("".join(f"\\{c}" if c in r"\.^$*+?()[]{}|" else c for c in value), ensure_ascii=False)
    return _in_rows(target, f"@.{target.column.key} like_regex {pattern}", {})


def _in_rows(target: Target, condition: str, variables: dict[str, Any]) -> Q:
    """Only people who have such rows at all are looked into (an index knows them)."""
    path = f"$.{target.fact.key}[*] ? ({condition})"
    test = Func(
        *(F("sets"), Value(path), Value(json.dumps(variables))),
        function="jsonb_path_exists",
        template="jsonb_path_exists(%(expressions)s, true)",
        output_field=BooleanField(),
    )
    return Q(codes__contains=[f"has:{target.fact.key}"]) & Q(test)
