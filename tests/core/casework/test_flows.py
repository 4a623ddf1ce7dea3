"""Reading flows: every fault has a place and a suggestion; the pack's own flows are sound."""

import re
from pathlib import Path

import pytest
import yaml

from bole.core.casework import FlowInvalid, check_flows, export_bpmn, flow_from_data, load_flow

FLOWS = sorted((Path(__file__).parents[3] / "packs" / "anji" / "flows").glob("*.yaml"))
GOOD = """\
key: leave
name: 请假
version: 1
start: ask
clocks: {statutory: {days: 20}, promised: {days: 5}}
withdraw: {from: [ask], to: gone}
steps:
  ask:
    name: 提出
    kind: task
    assignee: {role: clerk, unit: case}
    outcomes:
      send: {name: 送审, to: sign}
      back: {name: 补正, to: mend, correction: true}
  mend:
    name: 补正
    kind: task
    assignee: {role: talent, unit: applicant}
    stop: 补正
    outcomes:
      send: {name: 送出, to: ask}
  sign:
    name: 会签
    kind: countersign
    signers: [{role: approver, unit: A}, {role: approver, unit: B}]
    quorum: any
    outcomes:
      agree: {name: 同意, to: show, vote: for}
      oppose: {name: 不同意, to: gone, vote: against}
  show:
    name: 公示
    kind: publicity
    days: 5
    assignee: {role: clerk, unit: case}
    outcomes:
      clear: {name: 无异议, to: write}
      objected: {name: 有异议, to: ask}
  write:
    name: 登记
    kind: automatic
    effect: test.write
    outcomes:
      done: {name: 完成, to: ok}
ends:
  ok: {name: 办结, result: granted}
  gone: {name: 终止, result: refused}
public:
  fields:
    person: {name: 姓名, name_en: Name}
    unit: {name: 单位, name_en: Unit}
    ground: {name: 依据, name_en: Ground}
  unlisted: {ground: [国家引才计划, 省引才计划]}
  keep_days: 180
"""


def faults(old: str, new: str, **known) -> list[str]:
    assert old in GOOD
    with pytest.raises(FlowInvalid) as caught:
        load_flow(GOOD.replace(old, new, 1), "flows/leave.yaml", **known)
    return [str(problem) for problem in caught.value.problems]


def test_a_sound_flow_loads_and_survives_its_own_data():
    flow = load_flow(GOOD)
    assert flow.steps["sign"].quorum == 1
    again = flow_from_data(flow.data)
    assert again == flow


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_the_packs_flows_are_sound(path):
    flow = load_flow(path.read_text(), path.name)
    assert flow.key == path.stem
    assert all(step.name_en for step in flow.steps.values())
    assert flow.key in export_bpmn(flow)


def test_there_are_flows():
    assert "correction" in [path.stem for path in FLOWS]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("to: sign}", "to: sing}", r"13:\d+: 未知的步骤或办结状态“sing”。\(是否为 sign\)"),
        ("kind: countersign", "kind: countersing", r"24:5: 未知的步骤种类“countersing”。\(是否为 countersign\)"),
        ("start: ask", "start: aks", r"4:1: 未知的步骤“aks”"),
        ("    assignee: {role: clerk, unit: case}\n    outcomes:\n      send", "    outcomes:\n      send", "没有办理人"),
        ("send: {name: 送出, to: ask}", "send: {name: 送出, to: mend}", "从“补正”无法办结"),
        ("send: {name: 送审, to: sign}", "send: {name: 送审, to: gone}", "步骤“会签”无法到达"),
        ("to: mend, correction: true", "to: sign, correction: true", "补正只能退给申请人"),
        ("vote: for}", "vote: against}", "恰有一个 vote: for"),
        ("quorum: any", "quorum: 3", "会签人只有 2 个"),
        ("days: 5\n", "days: 0\n", "工作日数"),
        ("objected: {name", "objection: {name", "公示的结果须为 clear、objected"),
        ("effect: test.write", "note: x", "没有写明 effect"),
        ("{days: 20}", "{days: 0}", r"5:\d+: 期限须是不小于 1"),
        ("promised: {days: 5}", "promise: {days: 5}", r"是否为 promised"),
        ("to: gone}\nsteps", "to: going}\nsteps", r"6:\d+: 未知的办结状态“going”。\(是否为 gone\)"),
        ("stop: 补正", "stops: 补正", r"未知的字段“stops”。\(是否为 stop\)"),
        ("result: refused", "result: refuse", "是否为 refused"),
        ("name: 请假", "nam: 请假", "缺少 name"),
        ("agree: {name", "yes: {name", "须加引号"),
        ("    effect: test.write", "    effect: test.write\n    fallback: {role: clerk, unit: A}", "不用于自动步骤"),
        ("kind: automatic", "kind: automatic\n    assignee: {role: a, unit: case}", "自动步骤没有办理人"),
        ("  keep_days: 180\n", "", "多少天销毁异议人信息"),
        ("[国家引才计划, 省引才计划]", "[]", "须列出名单不公开的取值"),
        ("  unlisted:", "  unlist:", r"未知的字段“unlist”。\(是否为 unlisted\)"),
        ("  fields:", "  field:", "须写明公开哪些内容"),
    ],
)  # fmt: skip
def test_every_fault_is_pointed_at(old, new, told):
    found = faults(old, new)
    assert any(re.search(told, fault) for fault in found), found
    assert all(fault.startswith("flows/leave.yaml:") for fault in found)


def test_unknown_roles_and_effects_are_refused_where_they_are_known():
    roles, effects = ("clerk", "talent", "approver"), ("test.write",)
    load_flow(GOOD, roles=roles, effects=effects)
    assert any("是否为 clerk" in fault for fault in faults("role: clerk", "role: clark", roles=roles))
    assert any("是否为 test.write" in fault for fault in faults("test.write", "test.wirte", effects=effects))


@pytest.mark.parametrize("text", ["", "- 1", "steps: 3", "a: [", "steps: {a: 1}\nends: []"])
def test_no_flow_at_all_is_refused_with_a_message(text):
    with pytest.raises(FlowInvalid) as caught:
        load_flow(text)
    assert caught.value.problems


def test_data_without_positions_names_the_path():
    data = yaml.safe_load(GOOD)
    data["steps"]["ask"]["outcomes"]["send"]["to"] = "sing"
    with pytest.raises(FlowInvalid, match=r"steps\.ask\.outcomes\.send\.to"):
        flow_from_data(data)


def test_a_packs_flows_are_checked_together():
    files = {f"flows/{path.name}": path.read_text() for path in FLOWS} | {"facts.yaml": "not: a flow"}
    assert check_flows(files) == []
    files["flows/other.yaml"] = GOOD
    assert "flows/leave.yaml" in str(check_flows(files)[0])
    files["flows/other.yaml"] = GOOD.replace("to: sign}", "to: sing}")
    assert check_flows(files)[0].line == 13
