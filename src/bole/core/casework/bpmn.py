"""Flows as BPMN 2.0 XML, for reading in any modeller and for running in another engine.

task and meeting become user tasks, automatic a service task, publicity an intermediate timer, countersign a parallel
multi-instance user task with its quorum as completion condition; the chosen outcome is the variable `outcome` that the
gateway after each step reads. An engine that runs the export counts for a countersign `voted` and `in_favour`, and
`seats` where the case's data decides how many units sign. Timers are written in days and mean working days; limits of
visits and withdrawal have no BPMN counterpart and stand as documentation.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from bole.core.casework.flow import Flow, Outcome, Step

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_TAGS = {
    "task": "userTask",
    "meeting": "userTask",
    "countersign": "userTask",
    "automatic": "serviceTask",
    "publicity": "intermediateCatchEvent",
}


def export_bpmn(flow: Flow) -> str:
    """The flow as one executable BPMN process with the flow's key as id."""
    ET.register_namespace("bpmn", MODEL)
    ET.register_namespace("xsi", _XSI)
    root = ET.Element(_tag("definitions"), {"id": f"{flow.key}_definitions", "targetNamespace": "urn:bole:flows"})
    process = ET.SubElement(root, _tag("process"), {"id": flow.key, "name": flow.name, "isExecutable": "true"})
    writer = _Writer(process)
    ET.SubElement(process, _tag("startEvent"), {"id": "begin"})
    writer.connect("begin", flow.start)
    for step in flow.steps.values():
        _write_step(writer, flow, step)
    for end in flow.ends.values():
        ET.SubElement(process, _tag("endEvent"), {"id": end.key, "name": end.name})
    writer.close()
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def _tag(name: str) -> str:
    return f"{{{MODEL}}}{name}"


class _Writer:
    """Adds nodes now and sequence flows at the end, when all ids are known."""

    def __init__(self, process: ET.Element) -> None:
        self.process = process
        self._flows: list[tuple[str, str, str, str, str]] = []

    def node(self, tag: str, key: str, name: str, **more: str) -> ET.Element:
        return ET.SubElement(self.process, _tag(tag), {"id": key, "name": name, **more})

    def connect(self, source: str, target: str, name: str = "", condition: str = "") -> str:
        key = f"flow_{len(self._flows) + 1}"
        self._flows.append((key, source, target, name, condition))
        return key

    def close(self) -> None:
        nodes = {node.get("id"): node for node in self.process}
        for key, source, target, name, condition in self._flows:
            _prepend(nodes[source], "outgoing", key)
            _prepend(nodes[target], "incoming", key)
            attributes = {"id": key, "sourceRef": source, "targetRef": target} | ({"name": name} if name else {})
            flow = ET.SubElement(self.process, _tag("sequenceFlow"), attributes)
            if condition:
                ET.SubElement(
                    flow, _tag("conditionExpression"), {f"{{{_XSI}}}type": "bpmn:tFormalExpression"}
                ).text = condition


def _prepend(node: ET.Element, tag: str, text: str) -> None:
    """incoming and outgoing stand after documentation and before everything else (BPMN 2.0 schema order)."""
    element = ET.Element(_tag(tag))
    element.text = text
    names = [child.tag for child in node]
    place = sum(name in (_tag("documentation"), _tag("incoming")) for name in names)
    if tag == "outgoing":
        place += names.count(_tag("outgoing"))
    node.insert(place, element)


def _write_step(writer: _Writer, flow: Flow, step: Step) -> None:
    node = writer.node(_TAGS[step.kind], step.key, step.name)
    ET.SubElement(node, _tag("documentation")).text = _describe(step)
    if step.kind == "publicity":
        timer = ET.SubElement(node, _tag("timerEventDefinition"))
        ET.SubElement(timer, _tag("timeDuration")).text = f"P{step.days}D"
    if step.kind == "countersign":
        _write_quorum(node, step)
    outcomes = sorted(step.outcomes.values(), key=lambda item: ("", "for", "against").index(item.vote))
    if len(outcomes) == 1:
        writer.connect(step.key, outcomes[0].to, outcomes[0].name)
        return
    gateway = f"after_{step.key}"
    writer.connect(step.key, gateway)
    conditions = [_condition(step, item) for item in outcomes[:-1]] + [""]
    flows = [
        writer.connect(gateway, item.to, item.name, condition)
        for item, condition in zip(outcomes, conditions, strict=True)
    ]
    writer.node("exclusiveGateway", gateway, "", default=flows[-1])


def _condition(step: Step, outcome: Outcome) -> str:
    return f"in_favour >= {_needed(step)}" if outcome.vote == "for" else f"outcome == '{outcome.key}'"


def _seats(step: Step) -> str:
    """How many sign: a number, or the variable `seats` where the case's data decides."""
    rules = (*step.signers, *((step.assignee,) if step.assignee and not step.signers else ()))
    return "seats" if any(rule.unit.startswith("case.") for rule in rules) else str(len(rules))


def _needed(step: Step) -> str:
    seats = _seats(step)
    if step.quorum == 0:
        return seats
    return f"min({step.quorum}, {seats})" if seats == "seats" else str(min(step.quorum, int(seats)))


def _write_quorum(node: ET.Element, step: Step) -> None:
    """Seats decide in any order; the step is over when the quorum is reached, out of reach, or somebody sends it back."""
    loop = ET.SubElement(node, _tag("multiInstanceLoopCharacteristics"), {"isSequential": "false"})
    ET.SubElement(loop, _tag("loopCardinality")).text = _seats(step)
    at_once = [f"outcome == '{item.key}'" for item in step.outcomes.values() if not item.vote]
    needed, seats = _needed(step), _seats(step)
    counted = [f"in_favour >= {needed}", f"in_favour + {seats} - voted < {needed}"]
    ET.SubElement(loop, _tag("completionCondition")).text = " or ".join([*at_once, *counted])


def _describe(step: Step) -> str:
    who = [f"{item.role}@{item.unit}" for item in (*step.signers, *((step.assignee,) if step.assignee else ()))]
    effect = f"effect {step.effect}" if step.effect else ""
    limit = f"at most {step.visits} visits" if step.visits else ""
    return "; ".join(part for part in (", ".join(who), effect, limit) if part) or step.kind
