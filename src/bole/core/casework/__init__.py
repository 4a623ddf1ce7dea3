"""Casework: flows as data, one pure transition function, clocks, BPMN export. No database, no clock of its own.

`load_flow` reads and checks a flow; `begin` and `advance` move a case; `export_bpmn` writes it for others to read.
Plan section 6.1 (一件事, 限时办结); 行政许可法 art. 32 (补正), 42-45 (terms and what they leave out).
"""

from bole.core.casework.bpmn import export_bpmn
from bole.core.casework.flow import OBJECTION_OUTCOMES, Assignee, Escalation, Flow, Outcome, Publication, Step, Stop
from bole.core.casework.moving import Action, Event, advance, begin, outcomes_for
from bole.core.casework.reading import FlowInvalid, check_flows, flow_from_data, load_flow
from bole.core.casework.standing import Light, light_of
from bole.core.casework.state import CaseState, Slot, Vote

__all__ = [
    "OBJECTION_OUTCOMES",
    "Action",
    "Assignee",
    "CaseState",
    "Escalation",
    "Event",
    "Flow",
    "FlowInvalid",
    "Light",
    "Outcome",
    "Publication",
    "Slot",
    "Step",
    "Stop",
    "Vote",
    "advance",
    "begin",
    "check_flows",
    "export_bpmn",
    "flow_from_data",
    "light_of",
    "load_flow",
    "outcomes_for",
]
