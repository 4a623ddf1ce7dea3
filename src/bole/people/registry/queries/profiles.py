"""A person page's content: what is known, since when, from where, by which rule, who disagrees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from bole.core.linkage import Profile
from bole.core.vocabulary import Fact
from bole.kernel.accounts.services import Grant
from bole.people.registry.queries.vocabulary import Words, label

HIDDEN = ("identifier", "phone")
CLOSED = "••••••"
RULES = {
    "trusted": _("来源次序在前"),
    "valid": _("校验有效"),
    "latest": _("日期最近"),
    "majority": _("多数一致"),
    "longest": _("写法最全"),
    "highest": _("取最高"),
    "override": _("人工更正"),
    "decision": _("人工更正"),
    "only": _("仅此一说"),
    "agreed": _("各来源一致"),
    "order": _("其余相同,按固定次序"),
    "provided": _("以作出的决定为准"),
}
IMPORTANT = (
    "education_level",
    "degree",
    "title_level",
    "skill_level",
    "employer_name",
    "post",
    "insured_months_continuous",
)


@dataclass(frozen=True)
class Saying:
    """One value and who says so."""

    value: str
    source: str
    as_of: dt.date | None


@dataclass
class Line:
    """One fact on the page. `masked`: there is a value, but it is shown only on request with a purpose; until then `shown`."""

    fact: Fact
    name: str
    value: str | None = None
    masked: bool = False
    shown: str = ""
    source_id: str = ""
    source: str = ""
    as_of: dt.date | None = None
    rule: str = ""
    others: list[Saying] = field(default_factory=list)
    stale: bool = False


@dataclass
class Table:
    """A record set or yearly series."""

    name: str
    heads: list[str]
    rows: list[list[str]]


def lines_of(
    profile: Profile, words: Words, grant: Grant, today: dt.date, *, revealable: bool, masked_id: str = ""
) -> list[Line]:
    """Scalars in the vocabulary's order, those of the important ones that are unknown included. A number that nobody has sent is
    no line: there is nothing to reveal."""
    lines = []
    for fact in words.facts.values():
        if fact.kind != "scalar" or fact.source_kind == "form" or not _visible(fact, grant, revealable):
            continue
        chosen = profile.values.get(fact.key)
        if chosen is not None:
            lines.append(_line(fact, chosen, words, grant, today))
        elif fact.key == "id_number" and masked_id:
            lines.append(Line(fact, label(fact), masked=True, shown=masked_id))
        elif fact.key in IMPORTANT:
            lines.append(Line(fact, label(fact)))
    return lines


def _visible(fact: Fact, grant: Grant, revealable: bool) -> bool:
    return grant.can_see(fact.privacy) or (revealable and fact.privacy == "sensitive")


def _line(fact: Fact, chosen: Any, words: Words, grant: Grant, today: dt.date) -> Line:
    masked = fact.type in HIDDEN or not grant.can_see(fact.privacy)
    others = [] if masked else [_saying(fact, other, words) for other in chosen.others]
    known = chosen.as_of if chosen.as_of and chosen.as_of > dt.date.min else None
    return Line(
        fact=fact,
        name=label(fact),
        value=None if masked else words.value(fact, chosen.value),
        masked=masked,
        shown=_hint(fact, chosen.value) if masked else "",
        source_id=chosen.source,
        source=words.source(chosen.source) if chosen.source else "",
        as_of=known,
        rule=str(RULES.get(chosen.rule, chosen.rule)),
        others=[other for other in others if other.value != words.value(fact, chosen.value)],
        stale=bool(fact.fresh_days and known and (today - known).days > fact.fresh_days),
    )


def _hint(fact: Fact, value: Any) -> str:
    """138****5678: profiles hold identifiers and phones in this form only. Anything else stays wholly hidden."""
    return value if fact.type in HIDDEN and isinstance(value, str) and "*" in value else CLOSED


def _saying(fact: Fact, other: Any, words: Words) -> Saying:
    day = other.as_of if other.as_of and other.as_of > dt.date.min else None
    return Saying(words.value(fact, other.value), words.source(other.source), day)


def tables_of(profile: Profile, words: Words, grant: Grant) -> list[Table]:
    """Record sets and series with the columns this grant may see."""
    found = []
    for key, rows in profile.sets.items():
        fact = words.facts.get(key)
        if fact is None or not rows or not grant.can_see(fact.privacy):
            continue
        columns = [c for c in fact.columns if grant.can_see(c.privacy) and c.type not in HIDDEN]
        used = [c for c in columns if any(row.get(c.key) not in (None, "") for row in rows)]
        cells = [
            [words.value(c, row[c.key]) if row.get(c.key) not in (None, "") else "—" for c in used] for row in rows
        ]
        if used:
            found.append(Table(label(fact), [label(c) for c in used], cells))
    return found


def groups_of(person: Any, words: Words) -> list[tuple[str, str, str]]:
    """(group, key, name) of the libraries, staff categories and tier a person is in."""
    found = [("libraries", key, words.category("libraries", key)) for key in person.libraries]
    found += [("staff", key, words.category("staff", key)) for key in person.staff_categories]
    return found + ([("tiers", person.tier, words.category("tiers", person.tier))] if person.tier else [])


def plain_facts(profile: Profile) -> Mapping[str, Any]:
    return profile.facts()
