"""How many are eligible, how many are left open and by which condition, and who turns from what into what."""

from __future__ import annotations

import polars as pl

from bole.core.rules.engines.frames import exact
from bole.core.rules.policies import model as m
from bole.core.rules.reform.deciding import Answers
from bole.core.rules.reform.results import People

YES, NO, OPEN = "yes", "no", "open"


def people(answers: Answers, key: str) -> People:
    """On the first day; for what has no eligibility (tables, classes) nobody."""
    name = f"{key}/eligible"
    if name not in answers.first.columns:
        return People()
    state, first = answers.first[name], answers.first
    amount = first[f"{key}/amount"] if f"{key}/amount" in first.columns else None
    unpriced = 0 if amount is None else int((state.fill_null(False) & amount.is_null()).sum())
    left = first.filter(state.is_null())
    found = {path: int(left[f"{key}/{path}"].is_null().sum()) for path in conditions(answers, key)}
    return People(int(state.sum()), unpriced, left.height, {path: count for path, count in found.items() if count})


def conditions(answers: Answers, key: str) -> list[str]:
    """Paths of the requirements, in the order of the file."""
    policy = answers.rules.policies[key]
    found = [
        f"who/{condition.key}"
        for version in policy.versions
        if isinstance(version.body, m.Benefit | m.Selection)
        for condition in version.body.who
    ]
    return [path for path in dict.fromkeys(found) if f"{key}/{path}" in answers.first.columns]


def turned(base: Answers, reform: Answers, key: str) -> dict[str, dict[str, int]]:
    """From what to what: yes, no, open; levels ("" none); points as compared with before."""
    for output, states in (("eligible", _eligible), ("level", _level)):
        before, after = states(base, f"{key}/{output}"), states(reform, f"{key}/{output}")
        if before is not None or after is not None:
            return _counted(before, after, NO if output == "eligible" else "")
    before, after = (side.first.get_column(f"{key}/low", default=None) for side in (base, reform))
    return {} if before is None or after is None else _points(before, after)


def _eligible(answers: Answers, name: str) -> pl.Series | None:
    if name not in answers.first.columns:
        return None
    state = pl.col(name)
    return answers.first.select(
        pl.when(state.is_null()).then(pl.lit(OPEN)).when(state).then(pl.lit(YES)).otherwise(pl.lit(NO))
    ).to_series()


def _level(answers: Answers, name: str) -> pl.Series | None:
    return answers.first[name].cast(pl.String).fill_null("") if name in answers.first.columns else None


def _counted(before: pl.Series | None, after: pl.Series | None, nothing: str) -> dict[str, dict[str, int]]:
    there = before if before is not None else after
    assert there is not None
    none = pl.repeat(nothing, there.len(), eager=True)
    table = pl.DataFrame({"was": none if before is None else before, "is": none if after is None else after})
    found: dict[str, dict[str, int]] = {}
    for was, now, count in table.group_by("was", "is").len().sort("was", "is").iter_rows():
        found.setdefault(was, {})[now] = count
    return found


def _points(before: pl.Series, after: pl.Series) -> dict[str, dict[str, int]]:
    """Lower ends compared exactly, equal pairs once."""
    pairs = pl.DataFrame([before.alias("was"), after.alias("is")]).group_by("was", "is").len()
    found = {"higher": 0, "lower": 0, "equal": 0}
    for was, now, count in zip(exact(pairs["was"]), exact(pairs["is"]), pairs["len"].to_list(), strict=True):
        found["equal" if was == now or None in (was, now) else "higher" if now > was else "lower"] += count
    return {"points": found}
