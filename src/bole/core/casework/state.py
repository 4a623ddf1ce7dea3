"""Where a case stands: plain values that go to JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from bole.core.workdays import Clock


@dataclass(frozen=True, slots=True)
class Slot:
    """One seat that must decide the current step: a role in a unit. `unit` is a code, "applicant" or "" (automatic)."""

    number: int
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class Vote:
    """What one seat of a countersign decided."""

    slot: int
    outcome: str
    actor: str


@dataclass(frozen=True)
class CaseState:
    """A case at one moment. `visit` counts all steps entered; `visits` those of each step.

    `unit`, `parent`: codes the unit rules resolve to. `actors`: who decided which step (four eyes).
    `provisional_until` and `objections` belong to publicity.
    """

    flow: str
    version: int
    step: str
    status: Literal["open", "closed"]
    visit: int
    visits: Mapping[str, int]
    slots: tuple[Slot, ...]
    votes: tuple[Vote, ...] = ()
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    step_clock: Clock | None = None
    public_until: date | None = None
    objections: int = 0
    actors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def slot(self, number: int) -> Slot | None:
        """The open seat with this number, or None when there is none or it has voted."""
        voted = {vote.slot for vote in self.votes}
        return next((slot for slot in self.slots if slot.number == number and number not in voted), None)

    @property
    def open_slots(self) -> tuple[Slot, ...]:
        """Seats that have not decided yet."""
        voted = {vote.slot for vote in self.votes}
        return tuple(slot for slot in self.slots if slot.number not in voted)

    def to_data(self) -> dict[str, Any]:
        """As plain JSON data."""
        return {
            "flow": self.flow,
            "version": self.version,
            "step": self.step,
            "status": self.status,
            "visit": self.visit,
            "visits": dict(self.visits),
            "slots": [[slot.number, slot.role, slot.unit] for slot in self.slots],
            "votes": [[vote.slot, vote.outcome, vote.actor] for vote in self.votes],
            "clocks": {name: clock.to_data() for name, clock in self.clocks.items()},
            "step_clock": self.step_clock.to_data() if self.step_clock else None,
            "public_until": self.public_until.isoformat() if self.public_until else None,
            "objections": self.objections,
            "actors": {step: list(actors) for step, actors in self.actors.items()},
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> CaseState:
        """From the data of `to_data`."""
        return cls(
            flow=data["flow"],
            version=data["version"],
            step=data["step"],
            status=data["status"],
            visit=data["visit"],
            visits=dict(data["visits"]),
            slots=tuple(Slot(*item) for item in data["slots"]),
            votes=tuple(Vote(*item) for item in data["votes"]),
            clocks={name: Clock.from_data(clock) for name, clock in data["clocks"].items()},
            step_clock=Clock.from_data(data["step_clock"]) if data["step_clock"] else None,
            public_until=date.fromisoformat(data["public_until"]) if data["public_until"] else None,
            objections=data["objections"],
            actors={step: tuple(actors) for step, actors in data["actors"].items()},
        )
