"""Every run over tables re-decides a random sample by the reference: the tables are believed only where both agree."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from bole.core.rules import RuleSet
from bole.core.vocabulary import Subject
from bole.governance.policies.services.matching import judging
from bole.governance.policies.services.matching.timing import HORIZON

if TYPE_CHECKING:
    import polars as pl

SAMPLE = 1_000
SHOWN = 20


@dataclass
class Sample:
    """`SAMPLE` of `total` subjects (all, where there are fewer), drawn part by part."""

    known: RuleSet
    subject: Subject
    on: date
    only: Sequence[str]
    chance: random.Random
    total: int
    checked: int = 0
    seen: int = 0
    differences: dict[str, list[str]] = field(default_factory=dict)
    """By subject: policies of which something differs; "next_change" for the day."""

    def check(self, frame: pl.DataFrame, judged: pl.DataFrame, days: pl.Series) -> None:
        """Takes this part's share of the sample."""
        from bole.core.rules.engines.frames.profiles import profiles_of

        self.seen += frame.height
        share = min(frame.height, -(-SAMPLE * self.seen // max(self.total, self.seen)) - self.checked)
        places = sorted(self.chance.sample(range(frame.height), max(0, share)))
        rows, ids = frame[places], frame["id"][places].to_list()
        for place, one, facts in zip(places, ids, profiles_of(rows.drop("id")), strict=True):
            wrong = self._wrong(facts, judged.row(place, named=True), days[place])
            if wrong:
                self.differences[one] = wrong
        self.checked += len(places)

    def _wrong(self, facts: dict[str, Any], row: dict[str, Any], day: date) -> list[str]:
        found = judging.judge(self.known, self.subject, facts, self.on, self.only)
        mine = stored(row, self.only)
        turn = judging.next_change(self.known, self.subject, facts, self.on)
        wrong = {key for key in self.only if _of(found, key) != _of(mine, key)}
        late = day is None or day > min(turn or date.max, self.on + HORIZON)
        return sorted(wrong) + (["next_change"] if late else [])

    def report(self) -> list[dict[str, Any]]:
        """By policy, the most frequent first: how many subjects differ, and some of them."""
        counts = Counter(policy for policies in self.differences.values() for policy in policies)
        return [
            {
                "policy": policy,
                "subjects": count,
                "some": [one for one, policies in self.differences.items() if policy in policies][:SHOWN],
            }
            for policy, count in counts.most_common()
        ]


def stored(row: dict[str, Any], only: Sequence[str]) -> judging.Found:
    """A row of `tables.judge_all` as the reference would say it."""
    due = tuple(key for key in sorted(only) if row.get(f"due/{key}"))
    return judging.Found(json.loads(row["outcome"]), due, _array(row["maybe"]), _array(row["near"]))


def _array(text: str) -> tuple[str, ...]:
    return tuple(part for part in text[1:-1].split(",") if part)


def _of(found: judging.Found, key: str) -> tuple[Any, ...]:
    return found.outcome.get(key), key in found.due, key in found.maybe, key in found.near
