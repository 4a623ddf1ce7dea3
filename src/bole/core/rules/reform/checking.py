"""A sample decided again by the reference, one by one: a comparison that differs from it is not to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

import polars as pl

from bole.core.rules.decision import Decision
from bole.core.rules.engines.closures import compile_node
from bole.core.rules.engines.frames.columns import scalars
from bole.core.rules.engines.frames.profiles import profiles_of
from bole.core.rules.language.values import UNKNOWN
from bole.core.rules.reform.deciding import PATHS, Answers, Paid, column, most, turned_on
from bole.core.vocabulary import Subject

SHOWN = 20


def check(sides: Sequence[Answers], frame: pl.DataFrame, subject: Subject, size: int) -> list[str]:
    """Where a table says something else than the reference: policy and output, no more than a few, nobody's name."""
    decided = [answers for answers in sides if answers.first.width]
    if not decided:
        return []
    places = _sample(decided, frame.height, size)
    rows = list(profiles_of(frame.select(_read(decided, frame, subject))[places]))
    found = dict.fromkeys(each for answers in decided for each in _differences(answers, places, rows, subject))
    return list(found)[:SHOWN]


def _read(decided: Sequence[Answers], frame: pl.DataFrame, subject: Subject) -> list[str]:
    """The columns that these policies can read; of a related subject without a column of its own all, since they tell that it is known."""
    reads = {path for answers in decided for path in _paths(answers, subject)}
    related = {path.rpartition(".")[0] for path in reads}
    known = {name for name, kind in frame.schema.items() if kind == pl.Boolean}
    unclear = tuple(f"{path}." for path in related - known if path)
    return [
        name for name in frame.columns if name in reads or name in related or (unclear and name.startswith(unclear))
    ]


def _paths(answers: Answers, subject: Subject) -> set[str]:
    """Facts as dotted paths, with what formulas of related subjects read."""
    compiled, first = answers.rules.programs[subject], turned_on(answers, answers.difference.start)
    slots = {place for policy in first for place in compiled.needed[policy]}
    slots |= {place for bounds in compiled.group_slots.values() for place in bounds.values()}
    nodes = [compiled.program.slots[place] for place in slots]
    return {path for slot in nodes for path in (*slot.reads, *(name for name, _kind in scalars(slot.node)))}


def _sample(decided: Sequence[Answers], height: int, size: int) -> list[int]:
    """Half of them people whom the money reaches."""
    every = pl.int_range(height, eager=True)
    if height <= size:
        return every.to_list()
    reached = every
    tables = [answers.amounts for answers in decided if answers.amounts.width]
    if tables:
        there = [table.select(pl.any_horizontal(pl.all().is_not_null())).to_series() for table in tables]
        reached = every.filter(reduce(lambda a, b: a | b, there))
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
