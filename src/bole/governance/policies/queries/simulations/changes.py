"""What a draft changes, in plain words: the parts of a policy's page that read otherwise before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from bole.core.rules import RuleSet
from bole.governance.policies.queries.page import PolicyPage, page_of
from bole.people.registry.queries import Words
from bole.people.registry.queries.vocabulary import label


def changed_words(base: RuleSet, reform: RuleSet, words: Words, on: dt.date) -> list[tuple[str, list[list[str]]]]:
    """By policy: its name, then rows of part, before, after; `on`: the day whose versions are compared."""
    keys = sorted({*base.policies, *reform.policies})
    found = []
    for key in keys:
        if base.policies.get(key) == reform.policies.get(key):
            continue
        before, after = (_parts(rules, words, key, on) for rules in (base, reform))
        rows = [
            [part, before.get(part, _("没有")), after.get(part, _("没有"))]
            for part in dict.fromkeys([*after, *before])
            if before.get(part) != after.get(part)
        ]
        policy = reform.policies.get(key) or base.policies[key]
        if rows:
            found.append((label(policy), rows))
    return found


def _parts(rules: RuleSet, words: Words, key: str, on: dt.date) -> dict[str, str]:
    policy = rules.policies.get(key)
    return dict(_read(page_of(rules, words, policy, on))) if policy else {}


def _read(page: PolicyPage) -> Iterator[tuple[str, str]]:
    yield _("一句话"), page.summary
    yield from page.figures
    for name, text in page.formulas:
        yield name, text
    for sheet in page.sheets:
        for row in sheet.rows:
            yield " · ".join([sheet.label, row[0]]), " · ".join(row[1:])
    for place, (name, share, when) in enumerate(page.instalments, 1):
        yield name or str(place), f"{share} {when}".strip()
    for group in page.rivals:
        yield group.name, group.rule
    for term in page.terms:
        yield (
            _("版本 %(day)s 起") % {"day": term.since.isoformat()},
            term.until.isoformat() if term.until else _("未定截止"),
        )
