"""What a flow is made of: steps of five kinds, who does them, what may come out, what stops the clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bole.core.workdays import Term

StepKind = Literal["task", "countersign", "publicity", "automatic", "meeting"]
STEP_KINDS: tuple[str, ...] = ("task", "countersign", "publicity", "automatic", "meeting")
ClockName = Literal["statutory", "promised"]
CLOCKS: tuple[str, ...] = ("statutory", "promised")
VoteSide = Literal["for", "against", ""]

PUBLICITY_OUTCOMES = ("clear", "objected")
"""A publicity step ends by time alone: nobody objected, or somebody did."""


@dataclass(frozen=True, slots=True)
class Assignee:
    """Who does a step: a role, and the unit it is held in.

    unit: "applicant" (the case's own subject), "parent" (the unit above the case's unit), "case" (the case's unit),
    "case.<key>" (one unit code, or for countersign several, in the case's data), or a literal unit code.
    """

    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class Stop:
    """While a case stands in a step with a stop, the named clocks stand still (补正; 听证, 鉴定, 专家评审)."""

    reason: str
    clocks: tuple[str, ...] = CLOCKS


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way out of a step. `to` is a step or an end; `vote` counts in a countersign, a voteless one acts at once."""

    key: str
    name: str
    name_en: str
    to: str
    reason: Literal["required", "optional", "none"] = "optional"
    correction: bool = False
    vote: VoteSide = ""


OBJECTION_OUTCOMES = {
    "upheld": Outcome("upheld", "异议成立", "The objection holds", "", "required"),
    "dismissed": Outcome("dismissed", "异议不成立", "The objection does not hold", "", "required"),
}
"""What the unit in charge of a publicity answers to one objection; neither moves the case, time does."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """From `percent` of a clock's term on, `level` shows and the `role` above is told (empty: nobody)."""

    percent: int
    level: str
    role: str = ""


@dataclass(frozen=True)
class Step:
    """One step. Only the fields of its kind are filled.

    task: assignee. meeting: assignee (the secretary) and `quorum` present. countersign: assignee or `signers`, and
    `quorum` (0 = all, n = so many in favour). publicity: assignee (who answers objections) and `days` working days.
    automatic: `effect`.
    `fallback`: who does it where nobody serves the assignee's role and unit.
    `distinct_from`: whoever decided one of these steps may not decide this one (four eyes).
    `visits`: how often a case may enter the step (0 = any number); 一次性告知 is 1.
    """

    key: str
    name: str
    name_en: str
    kind: StepKind
    outcomes: Mapping[str, Outcome]
    assignee: Assignee | None = None
    signers: tuple[Assignee, ...] = ()
    quorum: int = 0
    days: int = 0
    effect: str = ""
    term: Term | None = None
    stop: Stop | None = None
    distinct_from: tuple[str, ...] = ()
    visits: int = 0
    fallback: Assignee | None = None


@dataclass(frozen=True, slots=True)
class End:
    """A final state and what it means for the case."""

    key: str
    name: str
    name_en: str
    result: Literal["granted", "refused", "withdrawn", "closed"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry of the case's data that its page shows, with the name to show it under."""

    key: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Publication:
    """What anybody may read while a case stands in publicity: `fields` of its data, nothing else.

    unlisted: data key -> values with which a case never appears in a public list (grounds whose lists are not public).
    keep_days: so many days after the case is closed names and contacts of objectors are destroyed.
    """

    fields: tuple[Shown, ...]
    unlisted: Mapping[str, tuple[str, ...]]
    keep_days: int

    def hides(self, data: Mapping[str, Any]) -> bool:
        """True where one of the case's grounds is not public."""
        return any(set(_texts(data.get(key))) & set(values) for key, values in self.unlisted.items())


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)


@dataclass(frozen=True)
class Flow:
    """A checked flow. `data` is the plain definition it was read from; cases pin it."""

    key: str
    name: str
    name_en: str
    version: int
    start: str
    steps: Mapping[str, Step]
    ends: Mapping[str, End]
    clocks: Mapping[str, Term] = field(default_factory=dict)
    escalation: tuple[Escalation, ...] = ()
    withdraw_from: tuple[str, ...] = ()
    withdraw_to: str = ""
    show: tuple[Shown, ...] = ()
    public: Publication | None = None
    cite: str = ""
    mark: str = "M"
    data: Mapping[str, Any] = field(default_factory=dict)

    def name_of(self, key: str) -> str:
        """The Chinese name of a step or end."""
        place: Step | End = self.steps[key] if key in self.steps else self.ends[key]
        return place.name
