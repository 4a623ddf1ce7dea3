"""The words of the county as the register needs them: facts by key, criteria, names of codes and sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from bole.core.vocabulary import CodeList, Column, Fact, Pack
from bole.kernel.taxonomy import queries as taxonomy

SHORT = {"identifier", "phone"}


def pack_or_none() -> Pack | None:
    """The county's pack, or None on an instance that has none yet (profiles are then kept without filter words)."""
    return taxonomy.current_pack() if taxonomy.has_pack() else None


def classifying(on: dt.date) -> Callable[[Mapping[str, Any]], Mapping[str, list[str]]] | None:
    """The criteria in force as one function from facts (record sets among them) to group → keys; None without a pack."""
    if not taxonomy.has_pack():
        return None
    classifier = taxonomy.classifier("person")
    return lambda facts: classifier.classify(facts, on)


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def label(thing: Any) -> str:
    """The name of a fact, column, code, category or layout in the reader's language."""
    return (is_english() and thing.name_en) or thing.name


class Words:
    """Names and values of one pack in the reader's language; made once per request."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.texts: Mapping[str, str] = {}
        """English of texts that are values (what a policy gives); whoever shows them sets it."""
        self.facts = {fact.key: fact for fact in pack.vocabulary.facts.values() if fact.subject == "person"}

    def source(self, source_id: str) -> str:
        layout = self.pack.sources.get(source_id)
        return label(layout) if layout else gettext(source_id) if source_id else ""

    def department_of(self, source_id: str) -> str:
        """Unit code of the department that sends a source ("" for firms' own rosters)."""
        layout = self.pack.sources.get(source_id)
        return layout.department if layout and layout.department in self.pack.units else ""

    def unit(self, code: str) -> str:
        unit = self.pack.units.get(code)
        return label(unit) if unit else code

    def township(self, code: str) -> str:
        return self.unit(code) if code else ""

    def codes(self, key: str | None) -> CodeList | None:
        return self.pack.code_lists.get(key) if key else None

    def code(self, key: str | None, value: Any) -> str:
        found = self.codes(key)
        item = found.items.get(str(value)) if found else None
        if item is None:
            return self.unit(str(value)) if key == "townships" else str(value)
        return label(item)

    def value(self, thing: Fact | Column, value: Any) -> str:
        """A value as people read it: names for codes, money in its unit, 是/否."""
        return _FORMS.get(thing.type or "text", _text)(self, thing, value)

    def category(self, group: str, key: str) -> str:
        found = self.pack.classifications.get(group)
        category = next((c for c in found.categories if c.key == key), None) if found else None
        return label(category) if category else key


def _text(words: Words, thing: Any, value: Any) -> str:
    return f"{value}{_unit(thing)}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _unit(thing: Any) -> str:
    return f" {gettext(thing.unit)}" if thing.unit else ""


def _code(words: Words, thing: Any, value: Any) -> str:
    return words.code(thing.code_list, value)


def _money(words: Words, thing: Any, value: Any) -> str:
    from bole.core.money import UNITS

    if not isinstance(value, int):
        return str(value)
    unit = thing.unit or "元"
    amount = value / UNITS.get(unit, 100)
    return f"{amount:,.2f}".rstrip("0").rstrip(".") + f" {gettext(unit)}"


def _boolean(words: Words, thing: Any, value: Any) -> str:
    return gettext("是") if value in (True, "true") else gettext("否")


def _percent(words: Words, thing: Any, value: Any) -> str:
    return f"{value}%"


_FORMS: dict[str, Callable[[Words, Any, Any], str]] = {
    "code": _code,
    "money": _money,
    "boolean": _boolean,
    "percent": _percent,
}


def words() -> Words:
    """Raises Unavailable when no county pack is loaded."""
    return Words(taxonomy.current_pack())
