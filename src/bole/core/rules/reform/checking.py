"""A sample decided again by the reference, one by one: a comparison that differs from it is not to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from bole.core.rules.decision import Decision
from bole.core.rules.engines.closures import compile_node
from bole.core.rules.engines.frames.profiles import profiles_of
from bole.core.rules.language.values import UNKNOWN
from bole.core.rules.reform.deciding import PATHS, Answers, Paid, column, most, turned_on
from bole.core.vocabulary import Subject

SHOWN = 20


def check(answers: Answers, frame: pl.DataFrame, subject: Subject, size: int) -> list[str]:
    """Where the table says something else than the reference: policy and output, no more than a few, nobody's name."""
    if not answers.items and not answers.first.width:
        return []
    places = _sample(answers, frame.height, size)
    rows = list(profiles_of(frame.select(_read(answers, frame, subject))[places]))
    found = dict.fromkeys(_differences(answers, places, rows, subject))
    return list(found)[:SHOWN]


def _read(answers: Answers, frame: pl.DataFrame, subject: Subject) -> list[str]:
    """The columns that these policies can read; of a related subject all, since they tell whether it is known."""
    compiled, first = answers.rules.programs[subject], turned_on(answers, answers.difference.start)
    slots = {place for policy in first for place in compiled.needed[policy]}
    slots |= {place for bounds in compiled.group_slots.values() for place in bounds.values()}
    reads = {path.split(".")[0] for place in slots for path in compiled.program.slots[place].reads}
    return [name for name in frame.columns if name.split(".")[0] in reads]


def _sample(answers: Answers, height: int, size: int) -> list[int]:
    """Half of them people whom the money reaches."""
    every = pl.int_range(height, eager=True)
    if height <= size:
        return every.to_list()
    reached = every
    if answers.amounts.width:
        there = answers.amounts.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        reached = every.filter(there)
    some = reached.sample(min(size // 2, reached.len()), seed=1)
    return pl.concat([some, every.sample(size - some.len(), seed=2)]).unique().to_list()


def _differences(answers: Answers, places: list[int], rows: list[dict[str, Any]], subject: Subject) -> Iterator[str]:
    amounts = answers.amounts[places].to_dict(as_series=False) if answers.items else {}
    first = answers.first[places].to_dict(as_series=False)
    compiled = answers.rules.programs[subject]
    bounds = {item.key: compile_node(most(compiled, item.policy, item.place)) for item in answers.items}
    for day in answers.difference.days:
        policies = turned_on(answers, day)
        items = [item for item in answers.items if item.policy in policies]
        names = {(item.key, path): column(answers.side, "alone", day, path, item) for item in items for path in PATHS}
        for place, facts in enumerate(rows):
            decision = answers.rules.decide(facts, day, subject, policies, reference=True)
            for item in items:
                if amounts[names[item.key, "certain"]][place] != _due(decision, item):
                    yield f"{item.policy}/amount"
                may = bounds[item.key](facts, decision.values, day)  # type: ignore[arg-type]
                if amounts[names[item.key, "possible"]][place] != may:
                    yield f"{item.policy}/possible"
            if day == answers.difference.start:
                yield from _first(answers, amounts, first, place, decision)


def _due(decision: Decision, item: Paid) -> int | None:
    """What is certainly due of a version, where it is the one that counts."""
    result = decision.results[item.policy]
    if result.lowered is not decision.compiled.lowered[item.policy][item.place]:
        return None
    amount = result.value("amount")
    return None if result.eligible is not True or amount is UNKNOWN else int(amount)


def _first(
    answers: Answers, amounts: Mapping[str, list[Any]], first: Mapping[str, list[Any]], place: int, decision: Decision
) -> Iterator[str]:
    """The combination as a whole, and who is eligible."""
    total, start = 0, answers.difference.start
    for item in answers.items:
        kept, alone = (column(answers.side, kind, start, "certain", item) for kind in ("kept", "alone"))
        total += (amounts.get(kept, amounts[alone])[place] or 0) * item.body.times
    if total != decision.combination.total:
        yield "combination/total"
    for key, result in decision.results.items():
        if f"{key}/eligible" in first:
            value = first[f"{key}/eligible"][place]
            if (UNKNOWN if value is None else value) is not result.eligible:
                yield f"{key}/eligible"
