"""SpiffWorkflow runs the exported BPMN: after every history both engines stand in the same step."""

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.util.task import TaskState

from bole.core.casework import Action, advance, begin, export_bpmn, load_flow, outcomes_for
from bole.core.casework.bpmn import MODEL
from bole.core.workdays import WorkCalendar
from tests.core.casework.test_flows import FLOWS, GOOD

CALENDAR = WorkCalendar()
DATA = {"office": "ANJI-ZZB", "steward": "ANJI-DSJ"}
RICH = GOOD.replace(
    "[{role: approver, unit: A}, {role: approver, unit: B}]",
    "[{role: approver, unit: A}, {role: approver, unit: B}, {role: approver, unit: C}]",
).replace("      oppose: {name: 不同意", "      back: {name: 退回, to: ask}\n      oppose: {name: 不同意")


class Oracle:
    """The exported process in SpiffWorkflow."""

    def __init__(self, flow, spec):
        self.flow, self.run = flow, BpmnWorkflow(spec)
        self.votes = []
        self.run.do_engine_steps()

    @staticmethod
    def parse(flow):
        """The exported process; what a machine would do (effects, timers) is done by hand, so that the test chooses."""
        root = etree.fromstring(export_bpmn(flow).encode())
        for node in list(root.iter(f"{{{MODEL}}}serviceTask", f"{{{MODEL}}}intermediateCatchEvent")):
            for timer in node.findall(f"{{{MODEL}}}timerEventDefinition"):
                assert re.fullmatch(r"P\d+D", timer[0].text)
                node.remove(timer)
            node.tag = f"{{{MODEL}}}manualTask"
        parser = BpmnParser()
        parser.add_bpmn_xml(root.getroottree())
        return parser.get_spec(flow.key)

    def ready(self):
        return self.run.get_tasks(state=TaskState.READY, manual=True)

    @property
    def place(self):
        if self.run.completed:
            done = self.run.get_tasks(state=TaskState.COMPLETED)
            return next(task.task_spec.bpmn_id for task in done if task.task_spec.bpmn_id in self.flow.ends)
        return self.ready()[0].task_spec.bpmn_id

    def choose(self, outcome):
        task = self.ready()[0]
        step = self.flow.steps[task.task_spec.bpmn_id]
        data = {"outcome": outcome}
        if step.kind == "countersign":
            self.votes.append(step.outcomes[outcome].vote)
            data |= {"voted": len(self.votes), "in_favour": self.votes.count("for")}
        task.set_data(**data)
        task.run()
        self.run.do_engine_steps()
        if not self.run.completed and self.place != step.key:
            self.votes = []


class Ours:
    """The same flow in our own engine."""

    def __init__(self, flow):
        self.flow, self.now = flow, datetime(2026, 11, 23, 9)
        self.place_of = {"unit": "U", "parent": "P", "data": DATA, "calendar": CALENDAR}
        self.state, _ = begin(flow, now=self.now, **self.place_of)

    def choices(self):
        step = self.flow.steps.get(self.state.step)
        if step is None:
            return []
        if step.kind in ("automatic", "publicity"):
            return list(step.outcomes)
        return [outcome.key for outcome in outcomes_for(self.flow, self.state)]

    def choose(self, outcome):
        step = self.flow.steps[self.state.step]
        if step.kind == "publicity":
            if outcome == "objected":
                self._do(Action("object", reason="异议"))
            self.now += timedelta(days=60)
            self._do(Action("tick"))
        elif step.kind == "automatic":
            self._do(Action("effect", outcome, reason="理由"))
        else:
            slot = self.state.open_slots[0].number
            self._do(Action("decide", outcome, slot, reason="理由"))

    def _do(self, action):
        self.state, _ = advance(self.flow, self.state, action, now=self.now, **self.place_of)


def compare_all(flow, depth):
    """All histories up to `depth` choices; returns how many were walked."""
    spec, walked, left = Oracle.parse(flow), 0, [()]
    while left:
        history = left.pop()
        ours, oracle = Ours(flow), Oracle(flow, spec)
        for choice in history:
            ours.choose(choice)
            oracle.choose(choice)
        assert oracle.place == ours.state.step, history
        walked += 1
        if len(history) < depth:
            left += [(*history, choice) for choice in ours.choices()]
    return walked


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_the_packs_flows_run_alike_in_spiffworkflow(path):
    assert compare_all(load_flow(path.read_text()), 5) >= 5


@pytest.mark.parametrize("quorum", ["any", "all", "2"])
def test_countersign_publicity_and_correction_run_alike_in_spiffworkflow(quorum):
    assert compare_all(load_flow(RICH.replace("quorum: any", f"quorum: {quorum}")), 6) > 20


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_generated_flows_run_alike_in_spiffworkflow(data):
    """Random graphs of tasks: each step leads to two random places, the last to an end."""
    size = data.draw(st.integers(2, 5))
    places = [f"s{i}" for i in range(size)] + ["ok", "bad"]
    lines = ["key: made", "name: 试", "version: 1", "start: s0", "steps:"]
    for i in range(size):
        other = data.draw(st.sampled_from(places[1:]))
        ahead = places[i + 1]
        lines += [f"  s{i}:", "    name: 步", "    assignee: {role: clerk, unit: case}", "    outcomes:",
                  f"      a: {{name: 甲, to: {ahead}}}", f"      b: {{name: 乙, to: {other}}}",
                  f"      c: {{name: 丙, to: {'bad' if i == 0 else ahead}}}"]  # fmt: skip
    lines += ["ends:", "  ok: {name: 好, result: granted}", "  bad: {name: 否, result: refused}"]
    compare_all(load_flow("\n".join(lines)), 3)
