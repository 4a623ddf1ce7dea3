"""What owning apps hang onto flows in `apps.ready()`: effects of automatic steps, and panels that show their object."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from bole.kernel.casework.models import Case, Event

Effect = Callable[[Case, Event | None], str | None]
Before = Callable[[int], None]
Context = Callable[[Case, HttpRequest], Mapping[str, Any] | None]
EVERY_FLOW = "*"


@dataclass(frozen=True)
class Panel:
    flow: str
    template: str
    context: Context


@dataclass(frozen=True)
class Queue:
    """Where the todos of a flow are worked off one after another; the worklist counts them instead of listing them."""

    flow: str
    url_name: str


_effects: dict[str, Effect] = {}
_before: dict[str, Before] = {}
_panels: list[Panel] = []
_queues: dict[str, Queue] = {}


def register_effect(name: str, run: Effect, before: Before | None = None) -> None:
    """`run(case, event)` does the work of automatic steps with `effect: name`, in the step's own transaction.

    `event` is the last decision of a person (its `said` holds outcome and reason). Returns an outcome's key; None means
    "done". A BoleError leads to the outcome "failed" where the flow has one; everything `run` wrote is then undone.
    `before(case id)` locks what `run` needs besides the case. It runs before the case is locked: effects that touch several
    cases would wait for each other for ever if each held its case first.
    """
    _effects[name] = run
    if before is not None:
        _before[name] = before


def effect_of(name: str) -> Effect | None:
    return _effects.get(name)


def prepare_effect(name: str, case_id: int) -> None:
    """Locks what the effect needs besides its case."""
    if name in _before:
        _before[name](case_id)


def register_panel(flow: str, template: str, context: Context) -> None:
    """The case page of `flow` ("*" = every flow) shows `template` with `context(case, request)`; None shows nothing."""
    panel = Panel(flow, template, context)
    if panel not in _panels:
        _panels.append(panel)


def panels_for(case: Case, request: HttpRequest) -> list[str]:
    """The rendered panels of a case for this reader."""
    found = []
    for panel in _panels:
        if panel.flow in (EVERY_FLOW, case.flow.key):
            context = panel.context(case, request)
            if context is not None:
                found.append(render_to_string(panel.template, {"case": case, **context}, request=request))
    return found


def register_queue(flow: str, url_name: str) -> None:
    """For flows with thousands of cases: the worklist shows one line that leads to `url_name`, and other work stays in sight."""
    _queues[flow] = Queue(flow, url_name)


def queues() -> dict[str, Queue]:
    """By the flow's key."""
    return dict(_queues)
