"""How each policy reaches people: entitled, possibly entitled, told, taken up, with amounts; and who they are, as far as one may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum, TextField, UUIDField
from django.db.models.functions import Cast

from bole.core.rules import UNKNOWN, RuleSet
from bole.core.rules.policies import model as m
from bole.governance.policies.models import Match, MatchRun, Standing, Tally
from bole.governance.policies.queries import wording
from bole.governance.policies.queries.facts import facts_of
from bole.kernel.accounts.services import Grant
from bole.people.registry import queries as registry
from bole.people.registry.queries import Words
from bole.people.registry.queries.vocabulary import label

FIGURES = ("eligible", "possible", "near", "told", "taken", "certain", "potential")
SORTS = ("name", "eligible", "possible", "near", "told", "taken", "certain", "potential")
LISTS = ("eligible", "near", "possible", "told", "taken")


@dataclass(frozen=True)
class Asked:
    """What a take-up page is asked for; "" is everything."""

    kind: str = "person"
    township: str = ""
    talent_class: str = ""
    department: str = ""
    sort: str = "-eligible"


@dataclass(frozen=True)
class Line:
    """One policy with its figures; amounts as people read them ("" where the policy has none)."""

    key: str
    name: str
    department: str
    mark: str
    mark_tone: str
    figures: Mapping[str, int]
    certain: str
    potential: str


def asked_of(parameters: Mapping[str, str], grant: Grant, words: Words) -> Asked:
    """Reads a query string; what it does not know is left out. A department sees its own policies, a township its own people."""
    kind = parameters.get("kind", "person")
    township, level = parameters.get("township", ""), parameters.get("class", "")
    sort, department = parameters.get("sort", ""), parameters.get("department", "")
    codes = words.codes("talent_class")
    return Asked(
        kind=kind if kind in ("person", "organisation") else "person",
        township=grant.unit.code if grant.scope == "township" else township if township in words.pack.townships else "",
        talent_class=level if (codes and level in codes.items) or level == "-" else "",
        department=grant.unit.code if grant.scope == "department" else department,
        sort=sort if sort.lstrip("-") in SORTS else "-eligible",
    )


def lines(known: RuleSet, words: Words, asked: Asked) -> list[Line]:
    """The policies of this kind of subject; all that can be matched, also those that nobody is entitled to."""
    sums = {row["policy"]: row for row in _tallied(asked).values("policy").annotate(**_sums())}
    found = [
        _line(known, words, policy, sums.get(key, {}))
        for key, policy in known.policies.items()
        if policy.subject == asked.kind
        and policy.kind in ("benefit", "selection")
        and (not asked.department or policy.department == asked.department)
    ]
    name = asked.sort.lstrip("-")
    found.sort(key=lambda each: each.name)
    if name != "name":
        found.sort(key=lambda each: each.figures[name], reverse=asked.sort.startswith("-"))
    return found[::-1] if asked.sort == "-name" else found


def _sums() -> dict[str, Any]:
    return {f"sum_{name}": Sum(name) for name in FIGURES}


def _tallied(asked: Asked) -> QuerySet[Tally]:
    rows = Tally.objects.filter(subject_kind=asked.kind)
    rows = rows.filter(township=asked.township) if asked.township else rows
    level = "" if asked.talent_class == "-" else asked.talent_class
    return rows.filter(talent_class=level) if asked.talent_class else rows


def _line(known: RuleSet, words: Words, policy: m.Policy, row: Mapping[str, Any]) -> Line:
    figures = {name: int(row.get(f"sum_{name}") or 0) for name in FIGURES}
    mark, tone = wording.MARKS[policy.mark]
    return Line(
        key=policy.key,
        name=label(policy),
        department=words.unit(policy.department),
        mark=str(mark),
        mark_tone=tone,
        figures=figures,
        certain=money(policy, figures["certain"]),
        potential=money(policy, figures["potential"]),
    )


def money(policy: m.Policy, fen: int) -> str:
    """每月 3,000 元; "" where the policy gives no money."""
    body = policy.versions[-1].body
    if not isinstance(body, m.Benefit) or body.amount is None or body.amount.sort.kind != "money":
        return ""
    return wording.with_period(wording.money(fen), body) if fen else "—"


def as_of(kind: str) -> MatchRun | None:
    """The last run over everybody that was adopted."""
    return MatchRun.objects.filter(subject_kind=kind, state=MatchRun.State.DONE).first()


def refused_run(kind: str) -> MatchRun | None:
    """The last run, where it was not adopted."""
    last = MatchRun.objects.filter(subject_kind=kind).exclude(state=MatchRun.State.RUNNING).first()
    return last if last is not None and last.state == MatchRun.State.REFUSED else None


# --- one policy -------------------------------------------------------------------------------------------------------


def split(policy: m.Policy, asked: Asked, by: str, words: Words) -> list[tuple[str, str, Mapping[str, int], str, str]]:
    """The figures of one policy by township or class: code, name, figures, certain and possible amount."""
    rows = _tallied(asked).filter(policy=policy.key).values(by).annotate(**_sums()).order_by(by)
    made = []
    for row in rows:
        figures = {name: int(row[f"sum_{name}"] or 0) for name in FIGURES}
        if any(figures.values()):
            code = row[by]
            name = (
                words.township(code) if by == "township" else wording.code(words, "talent_class", code) if code else ""
            )
            made.append(
                (code or "-", name, figures, money(policy, figures["certain"]), money(policy, figures["potential"]))
            )
    return made


def subjects_of(policy: m.Policy, asked: Asked, which: str, grant: Grant | None) -> QuerySet[Any]:
    """Persons or firms of a list that the viewer may see at all, in the order of their names."""
    model = registry.Person if asked.kind == "person" else registry.Organisation
    if grant is None:
        return model.objects.none()
    key = "pk" if asked.kind == "person" else "uscc"
    rows = model.objects.filter(grant.filter(model), **{f"{key}__in": _ids(policy, asked, which)})
    rows = rows.filter(erased_at=None).select_related("employer") if asked.kind == "person" else rows
    return rows.order_by("name_pinyin", "id")


def _ids(policy: m.Policy, asked: Asked, which: str) -> QuerySet[Any]:
    found: QuerySet[Any]
    place = _place(asked)
    if which in ("possible", "near"):
        lists = {"possible": "maybe", "near": "near"}
        found = Standing.objects.filter(place, subject_kind=asked.kind, **{f"{lists[which]}__contains": [policy.key]})
    else:
        state = {
            "eligible": Q(until=None),
            "told": Q(telling=Match.Telling.TOLD),
            "taken": Q(taken_up_on__isnull=False),
        }[which]
        found = Match.objects.filter(state, subject_kind=asked.kind, policy=policy.key)
        where = Standing.objects.filter(place, subject_kind=asked.kind, subject_id=OuterRef("subject_id"))
        found = found.filter(Exists(where))
    kind = UUIDField() if asked.kind == "person" else TextField()
    return found.annotate(key=Cast("subject_id", kind)).values("key")


def _place(asked: Asked) -> Q:
    place = Q(township=asked.township) if asked.township else Q()
    level = "" if asked.talent_class == "-" else asked.talent_class
    return place & Q(talent_class=level) if asked.talent_class else place


def missing_facts(known: RuleSet, policy: m.Policy, ids: Collection[Any], on: dt.date) -> dict[Any, list[str]]:
    """By subject of a page: names of the facts that nobody has told, where one condition alone is open."""
    found = {}
    for key, facts in facts_of(policy.subject, ids, on).items():
        result = known.decide(facts, on, policy.subject, [policy.key]).results[policy.key]
        open_ = [each for each in result.conditions if each.value is UNKNOWN]
        paths = dict.fromkeys(path for each in open_ for path in result.trace(each.part).missing())
        found[key] = [wording.fact_name(known, path) for path in paths] or [label(each.part.said) for each in open_]
    return found


def matches_of(policy: m.Policy, ids: Collection[Any]) -> dict[str, Match]:
    """By subject of a page what is kept of this policy."""
    rows = Match.objects.filter(policy=policy.key, subject_id__in=[str(one) for one in ids])
    return {row.subject_id: row for row in rows}
