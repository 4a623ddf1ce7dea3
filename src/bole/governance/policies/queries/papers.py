"""A stored decision, and its replay, as people read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bole.core.rules import UNKNOWN, RuleSet
from bole.core.rules.policies import model as m
from bole.core.vocabulary import Fact
from bole.governance.policies.models import Decision
from bole.governance.policies.queries import reading, wording
from bole.governance.policies.queries.replaying import Change, Replay
from bole.governance.policies.queries.restricted import RESTRICTED, closed_routes
from bole.governance.policies.queries.ruleset import rules
from bole.kernel.accounts.services import Grant
from bole.people.registry.queries import Words
from bole.people.registry.queries.vocabulary import is_english, label

HIDDEN, CLOSED = ("identifier", "phone"), "••••••"
ROW_LENGTH, ROWS_SHOWN = 120, 5
OUTCOMES = {"met": ("good", lazy("符合")), "open": ("warn", lazy("还不知道")), "refused": ("none", lazy("不符合"))}
MAIN = {
    "level": lazy("类别"),
    "may_be": lazy("最高可能的类别"),
    "low": lazy("最低得分"),
    "high": lazy("最高得分"),
    "eligible": lazy("是否符合"),
    "amount": lazy("金额"),
    "in_force": lazy("是否有效"),
}


@dataclass(frozen=True)
class FactLine:
    """A fact as it was read. `rows`: those of a record set that met the condition."""

    name: str
    value: str
    source: str
    as_of: dt.date | None
    rows: list[tuple[str, str, dt.date | None]] = field(default_factory=list)


@dataclass(frozen=True)
class PartLine:
    """A condition with its outcome, or a criterion with its points."""

    name: str
    tone: str
    word: str
    cite: str
    facts: list[FactLine]


@dataclass(frozen=True)
class Difference:
    name: str
    old: str
    new: str
    source: str = ""
    as_of: dt.date | None = None


@dataclass(frozen=True)
class Paper:
    """A decision for one reader: values of facts that the grant may not see are closed."""

    decision: Decision
    grant: Grant
    words: Words
    known: RuleSet

    @classmethod
    def of(cls, decision: Decision, grant: Grant, words: Words) -> Paper:
        return cls(decision, grant, words, rules())

    @property
    def name(self) -> str:
        policy = self.known.policies.get(self.decision.policy)
        return label(policy) if policy else self.decision.policy

    @cached_property
    def body(self) -> m.Body | None:
        """Of the policy as it is now: for the names of levels and criteria."""
        policy = self.known.policies.get(self.decision.policy)
        held = (
            [v for v in policy.versions if v.since == self.decision.version_from] or policy.versions if policy else ()
        )
        return held[-1].body if held else None

    @property
    def outputs(self) -> Mapping[str, Any]:
        return self.decision.outcome.get("outputs", {})

    @property
    def figure(self) -> str:
        """What came out, in a line."""
        if not self.outputs:
            return ""
        if "level" in self.outputs:
            return self.value("level", self.outputs["level"])
        if "low" in self.outputs:
            return points(self.outputs["low"], self.outputs["high"])
        return self.value("eligible", self.outputs.get("eligible", self.outputs.get("in_force")))

    # -- parts --

    @property
    def parts(self) -> dict[str, list[PartLine]]:
        """Conditions that were met, that stayed open, and that failed; those of a way into a class go where the way does. Criteria of
        a points scheme stand in `criteria`."""
        found: dict[str, list[PartLine]] = {"met": [], "open": [], "refused": []}
        for each in self.decision.outcome.get("conditions", ()):
            if not each["path"].startswith("criteria/"):
                group, _slash, rest = each["path"].partition("/")
                whole = self.outputs.get(f"route/{rest.partition('/')[0]}") if group == "routes" else each["value"]
                found[_kind(whole)].append(self._part(each, *OUTCOMES[_kind(each["value"])]))
        return found

    @property
    def criteria(self) -> list[PartLine]:
        """Each criterion with its points, and what gave them; those without points last."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for each in (*self.decision.outcome.get("conditions", ()), *self.decision.outcome.get("figures", ())):
            if each["path"].startswith("criteria/"):
                found.setdefault(each["path"], []).append(each)
        lines = [(self._ends(path), parts) for path, parts in found.items()]
        lines.sort(key=lambda line: reading.shown(line[0][1]) == 0)
        return [self._criterion(ends, parts) for ends, parts in lines]

    def _ends(self, path: str) -> tuple[Any, Any]:
        key = path.removeprefix("criteria/")
        return self.outputs.get(f"low/{key}", 0), self.outputs.get(f"high/{key}", 0)

    def _criterion(self, ends: tuple[Any, Any], parts: list[Mapping[str, Any]]) -> PartLine:
        tone = "warn" if ends[0] != ends[1] else "good" if ends[0] else "none"
        merged = {
            **parts[0],
            "reads": list(dict.fromkeys(path for part in parts for path in part["reads"])),
            "rows": {path: places for part in parts for path, places in part["rows"].items()},
        }
        return self._part(merged, tone, points(*ends))

    def _part(self, each: Mapping[str, Any], tone: str, word: Any) -> PartLine:
        name = (is_english() and each["name_en"]) or each["name"]
        if each["path"].startswith("routes/") and each["path"].split("/")[1] in self._closed:
            return PartLine(str(RESTRICTED), tone, str(word), "", [])
        settled = each["value"] != reading.NOT_KNOWN
        read = [path for path in each["reads"] if not settled or self._kept.get(path, {}).get("value") is not None]
        facts = [self._fact(path, each["rows"].get(path, ())) for path in read]
        return PartLine(self._way(each["path"]) + name, tone, str(word), each["cite"], facts)

    @cached_property
    def _closed(self) -> Mapping[str, m.Route]:
        return closed_routes(self.known, self.body, self.grant)

    def _way(self, path: str) -> str:
        """硕士研究生 · before the conditions of a way into a class."""
        group, _slash, rest = path.partition("/")
        routes = getattr(self.body, "routes", ()) if group == "routes" else ()
        route = next((route for route in routes if route.key == rest.partition("/")[0]), None)
        return f"{label(route)} · " if route and len(route.conditions) > 1 else ""

    # -- facts --

    @cached_property
    def _kept(self) -> dict[str, Mapping[str, Any]]:
        return {each["path"]: each for each in self.decision.facts}

    @property
    def facts(self) -> list[FactLine]:
        """Everything that was read."""
        return [self._fact(path, ()) for path in self._kept]

    def _fact(self, path: str, places: Iterable[int]) -> FactLine:
        each = self._kept.get(path, {})
        rows = [self._row(path, each, place) for place in list(places)[:ROWS_SHOWN]]
        return FactLine(
            wording.fact_name(self.known, path),
            self.told(path, each.get("value")),
            self.source(each.get("source", "")),
            day_of(each.get("as_of")),
            [row for row in rows if row[0]],
        )

    def source(self, ids: str) -> str:
        return _("、").join(self.words.source(one) for one in ids.split(",") if one)

    def told(self, path: str, value: Any) -> str:
        """A fact's value as this reader may see it."""
        fact = self.known.vocabulary.facts.get(path.rpartition(".")[2])
        if value is None:
            return _("还不知道")
        if fact is None or not self._may_see(fact):
            return CLOSED
        if isinstance(value, list):
            return _("%(count)s 条") % {"count": len(value)}
        return wording.code(self.words, fact.code_list, value) if fact.type == "code" else self.words.value(fact, value)

    def _may_see(self, fact: Fact) -> bool:
        return fact.type not in HIDDEN and self.grant.can_see(fact.privacy)

    def _row(self, path: str, each: Mapping[str, Any], place: int) -> tuple[str, str, dt.date | None]:
        """The cells of one row in a line, and who sent it."""
        fact, rows = self.known.vocabulary.facts.get(path), each.get("value") or []
        if fact is None or not self._may_see(fact) or place >= len(rows):
            return "", "", None
        columns = [c for c in fact.columns if self.grant.can_see(c.privacy) and c.type not in HIDDEN]
        cells = [self.words.value(c, rows[place][c.key]) for c in columns if rows[place].get(c.key) not in (None, "")]
        source, _record, as_of = (
            (each.get("rows") or [])[place] if place < len(each.get("rows") or []) else ("", 0, None)
        )
        return " · ".join(cells)[:ROW_LENGTH], self.source(source), day_of(as_of)

    # -- replay --

    def differences(self, changes: Iterable[Change]) -> list[Difference]:
        """Outputs that differ: the main ones, and the ways and criteria behind them."""
        found = []
        for each in changes:
            name = self.output_name(each.path)
            if name:
                found.append(Difference(name, self.value(each.path, each.old), self.value(each.path, each.new)))
        return found

    def fact_changes(self, replay: Replay) -> list[Difference]:
        return [
            Difference(
                wording.fact_name(self.known, each.path),
                self.told(each.path, each.old),
                self.told(each.path, each.new),
                self.source(each.source),
                each.as_of,
            )
            for each in replay.facts
        ]

    def output_name(self, path: str) -> str:
        kind, _slash, key = path.partition("/")
        if path in MAIN:
            return str(MAIN[path])
        parts = {"route": getattr(self.body, "routes", ()), "low": getattr(self.body, "criteria", ())}.get(kind, ())
        if kind == "route" and key in self._closed:
            return str(RESTRICTED)
        return next((label(part) for part in parts if part.key == key), "")

    def value(self, path: str, kept: Any) -> str:
        value = reading.shown(kept)
        if value is UNKNOWN:
            return _("还不知道")
        if path in ("level", "may_be"):
            return (
                wording.code(self.words, getattr(self.body, "code_list", None), value) if value else _("不在各类别中")
            )
        if value is None:
            return "—"
        if isinstance(value, bool):
            return _("符合") if value else _("不符合")
        return wording.money(value) if path == "amount" else wording.number(value)


def _kind(value: Any) -> str:
    return "open" if value == reading.NOT_KNOWN else "met" if value else "refused"


def day_of(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def points(low: Any, high: Any) -> str:
    """12 分, or 8 至 20 分 where something is not known."""
    ends = [reading.shown(end) for end in (low, high)]
    low_text, high_text = ("—" if end is UNKNOWN or end is None else wording.number(end) for end in ends)
    if low_text == high_text:
        return _("%(points)s 分") % {"points": low_text}
    return _("%(low)s 至 %(high)s 分") % {"low": low_text, "high": high_text}
