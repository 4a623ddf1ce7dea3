"""How a case stands against its terms: the level the worklist shows and whom it goes up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bole.core.casework.flow import Escalation, Flow
from bole.core.workdays import Clock, WorkCalendar

DEFAULT_ESCALATION = (Escalation(50, "soon"), Escalation(100, "due"), Escalation(101, "overdue"))
"""Yellow at half of the term, red on its last day, overdue after it."""


@dataclass(frozen=True, slots=True)
class Light:
    """`level` is "calm", "stopped" or a level of the flow's escalation; `role` the role to tell, empty for nobody."""

    level: str
    percent: int
    role: str = ""


def light_of(flow: Flow, clock: Clock | None, today: date, calendar: WorkCalendar) -> Light:
    """The light of one clock on `today`. No clock: calm."""
    if clock is None:
        return Light("calm", 0)
    percent = clock.percent(today, calendar)
    if clock.is_stopped:
        return Light("stopped", percent)
    reached = [rule for rule in flow.escalation or DEFAULT_ESCALATION if percent >= rule.percent]
    if not reached:
        return Light("calm", percent)
    highest = max(reached, key=lambda rule: rule.percent)
    return Light(highest.level, percent, highest.role)
