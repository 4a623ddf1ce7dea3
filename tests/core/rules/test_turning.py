"""What goes by a table of dates turns on those dates, not every day."""

from __future__ import annotations

import datetime as dt

from bole.core.rules import load_rules
from tests.factories.rules import CODE_LISTS, VOCABULARY

POLICY = """
id: wage
kind: benefit
name: 工资线
name_en: Wage line
subject: person
department: X
mode: apply
mark: M
cite: 例
summary: 例。
summary_en: Example.
life: [work]
effective: {from: 2020-01-01}
params:
  线: {dated: {2020-01-01: 10万元, 2022-07-01: 12万元}, name_en: Line}
who:
  高薪: {when: 年薪 >= 线, name_en: Paid well}
amount: 1万元
per: once
"""


def test_a_dated_parameter_turns_with_its_steps_alone() -> None:
    known = load_rules({"wage/policy.yaml": POLICY}, VOCABULARY, CODE_LISTS, frozenset({"X"}))
    facts = {"salary": 11_000_000}
    before = known.decide(facts, dt.date(2021, 3, 1))
    assert before.results["wage"].eligible is True
    assert before.next_change == dt.date(2022, 7, 1)
    after = known.decide(facts, dt.date(2022, 7, 1))
    assert after.results["wage"].eligible is False
    assert after.next_change is None
