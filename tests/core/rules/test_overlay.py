"""A reform laid over a rule set is what its texts say, as if all had been read anew; only what it touches is read and decided again."""

from __future__ import annotations

from typing import Any

import pytest

from bole.core.rules import RuleSet, check_text, load_rules
from bole.core.rules.engines.frames import frame_of
from bole.core.vocabulary import PackInvalid
from tests.core.rules.test_frames import BODIES, GROUPS, HEAD, PATHS, rule_set
from tests.factories.trees import CODE_LISTS, ON, VOCABULARY, rows

PEOPLE = rows(11, 40)
REFORMS = {
    "an amount": {"left/policy.yaml": ("50万元", "90万元")},
    "a condition that others share": {"alone/policy.yaml": ("社保月数 >= 3个月 或 全职", "社保月数 >= 3个月")},
    "a version more": {"house-b/policy.yaml": ("2021-01-01, by", "2019-01-01, to: 2019-12-31, by")},
    "several": {"classes/policy.yaml": ("排名 <= 3", "排名 <= 1"), "points/policy.yaml": ("points: 40", "points: 20")},
    "a group": {"groups.yaml": ("年薪 * 10%", "年薪 * 1%")},
}
"""By what it is: file to (what stands there, what shall stand there)."""


def changed(rules: RuleSet, reform: dict[str, tuple[str, str]]) -> dict[str, str]:
    texts = {name: rules.files[name].replace(*words) for name, words in reform.items()}
    texts = {name: text.replace("to: 2020-12-31, by", "to: 2018-12-31, by") for name, text in texts.items()}
    assert all(text != rules.files[name] for name, text in texts.items())
    return texts


def answers(rules: RuleSet) -> list[Any]:
    decisions = [rules.decide(profile, ON) for profile in PEOPLE]
    return [
        (
            {(key, name): one.value(name) for key, one in each.results.items() for name in one.lowered.outputs},
            {(key, c.part.path): c.value for key, one in each.results.items() for c in one.conditions},
            each.combination,
            each.next_change,
            each.rules_hash,
        )
        for each in decisions
    ]


@pytest.mark.parametrize("reform", REFORMS.values(), ids=REFORMS)
@pytest.mark.parametrize("used", [False, True])
def test_it_decides_as_if_all_had_been_read_anew(reform: dict[str, tuple[str, str]], used: bool) -> None:
    rules = rule_set()
    if used:
        answers(rules)
    before = dict(rules.files)
    laid = rules.overlay(changed(rules, reform))
    assert answers(laid) == answers(load_rules(dict(laid.files), VOCABULARY, CODE_LISTS))
    assert answers(rules) == answers(load_rules(before, VOCABULARY, CODE_LISTS))


def test_reforms_over_reforms_do_not_grow() -> None:
    rules = first = rule_set()
    for place in range(30):
        text = first.files["alone/policy.yaml"].replace("100元", f"{place + 2}元").replace("3个月", f"{place}个月")
        rules = rules.overlay({"alone/policy.yaml": text})
    assert len(rules.programs["person"].program.slots) <= len(first.programs["person"].program.slots) * 1.3
    assert answers(rules) == answers(load_rules(dict(rules.files), VOCABULARY, CODE_LISTS))


def test_a_policy_may_come_and_go() -> None:
    rules = rule_set()
    more = {"more/policy.yaml": rules.files["alone/policy.yaml"].replace("id: alone", "id: more")}
    laid = rules.overlay(more)
    assert list(laid.policies) == sorted([*rules.policies, "more"], key=lambda key: key.replace("_", "-"))
    assert answers(laid) == answers(load_rules(dict(laid.files), VOCABULARY, CODE_LISTS))
    assert laid.changed_from(rules) == rules.changed_from(laid) == ("more",)
    assert answers(laid.overlay({"more/policy.yaml": ""})) == answers(rules)


def test_a_group_that_goes_is_missed_where_it_was_named() -> None:
    rules = rule_set()
    text = "".join(line for line in GROUPS.splitlines(keepends=True) if "left" not in line)
    with pytest.raises(PackInvalid) as caught:
        rules.overlay({"groups.yaml": text})
    assert {problem.file for problem in caught.value.problems} == {"left/policy.yaml", "middle/policy.yaml"}
    assert list(caught.value.problems) == check_text(rules, "groups.yaml", text)


def test_what_may_come_out_otherwise_is_told() -> None:
    rules = rule_set()
    told = {name: set(rules.overlay(changed(rules, reform)).changed_from(rules)) for name, reform in REFORMS.items()}
    assert told["an amount"] == {"left", "middle", "right"}  # they exclude each other
    assert told["a condition that others share"] == {"alone"}
    assert told["a group"] >= {"living_a", "living_b"}
    assert rules.changed_from(rules) == ()


def test_some_policies_of_a_table_come_out_as_in_the_whole() -> None:
    rules, frame = rule_set(), frame_of(PEOPLE, VOCABULARY, "person", PATHS)
    whole = rules.decide_frame(frame, ON, masks=True)
    some = rules.decide_frame(frame, ON, masks=True, only=["left", "middle", "right", "classes"])
    assert {name.split("/")[0] for name in some.columns} == {"left", "middle", "right", "classes", "combination"}
    kept = [name for name in some.columns if name != "combination/total"]
    assert some.select(kept).equals(whole.select(kept))
    assert some["combination/total"].sum() < whole["combination/total"].sum()


# --- while somebody types ---------------------------------------------------------------------------------------------


def told(path: str, text: str, deep: bool = False) -> list[tuple[str, int, int, str, str]]:
    found = check_text(rule_set(), path, text, deep)
    return [(each.file, each.line, each.column, each.message, each.suggestion) for each in found]


def test_a_text_without_faults_is_told_to_be_so() -> None:
    rules = rule_set()
    assert all(check_text(rules, name, text) == [] for name, text in rules.files.items())


def test_faults_are_told_at_their_places_and_the_rest_is_not_read() -> None:
    rules = rule_set()
    text = rules.files["alone/policy.yaml"].replace("非 县内有房", "非 县内有住房").replace("100元", "-1元")
    found = told("alone/policy.yaml", text)
    assert [(file, line) for file, line, *_ in found] == [("alone/policy.yaml", 14), ("alone/policy.yaml", 16)]
    assert found[0][2:] == (16, "条件“无房”:未知事实“县内有住房”", "是否指“县内有房”?")


def test_a_second_policy_of_the_same_name_and_a_misnamed_file_are_told() -> None:
    text = HEAD.format(id="alone", kind="benefit") + BODIES["alone"][1]
    assert told("alone-2/policy.yaml", text.replace("id: alone", "id: alone_2")) == []
    assert [each[3] for each in told("somewhere/alone/policy.yaml", text)] == ["政策“alone”重复"]
    assert [each[3] for each in told("alone/polcy.yaml", text)] == ["政策目录里没有这种文件"]


def test_cases_are_run_against_the_policy_beside_them() -> None:
    case = "- {name: 够, on: 2022-05-01, given: {社保月数: 3个月, 县内有房: false}, expect: {eligible: false}}\n"
    found = told("book/cases.yaml", case)
    assert ("book/cases.yaml", "算例“够”:eligible 应为 False,实为 True") in [(each[0], each[3]) for each in found]
    assert [each[3] for each in told("bock/cases.yaml", case)] == ["旁边没有可用的政策"]


def test_what_can_be_proved_wrong_is_told_when_asked_for() -> None:
    text = rule_set().files["table-first/policy.yaml"]
    text = text.replace("when: 全职", "when: '学历 = \"博士\"'")
    assert told("table-first/policy.yaml", text) == []
    found = told("table-first/policy.yaml", text, deep=True)
    assert [each[3] for each in found] == ["第2行“b”永远轮不到:前面的行已经包括它"]
