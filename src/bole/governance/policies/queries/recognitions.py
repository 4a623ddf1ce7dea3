"""Recognitions as facts of the register, and as lists and pages read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from bole.governance.policies.models import Recognition, RecognitionEvent
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry.services import Given

SOURCE = "人才认定"
CLOSED = "依据不公开"
State, Via = Recognition.State, Recognition.Via
STATES = {
    State.IN_FORCE: "有效",
    State.SUSPENDED: "暂停",
    State.REVOKED: "已撤销",
    State.EXPIRED: "已到期",
    State.SUPERSEDED: "已被新认定取代",
    State.ENDED: "已终止",
}
WAYS = {Via.COMPUTED: "按条件认定", Via.COMMITTEE: "专家评审", Via.DIRECT: "直接推荐"}
"""As facts say it, in one language whoever reads them."""


def provide(ids: Collection[Any] | None, on: dt.date) -> Mapping[Any, Mapping[str, Given]]:
    """recognised_class and recognised_until of what is in force on that day, and all recognitions as rows: for `register_facts`.

    A suspended one gives no class. Looking back, the state is that of its last event until then.
    """
    fact = taxonomy.current_pack().vocabulary.facts.get("recognised_class")
    if fact is None or not fact.code_list:
        return {}
    rows = Recognition.objects.filter(forgotten_at=None, code_list=fact.code_list, recognised_on__lte=on)
    rows = rows.order_by("recognised_on", "created_at")
    rows = rows if ids is None else rows.filter(person__in=list(ids))
    states = states_on(rows, on)
    found: dict[Any, dict[str, Given]] = {}
    for each in rows:
        state = state_on(each, states.get(each.pk, each.state), on)
        facts = found.setdefault(each.person, {})
        before: list[Any] = facts["recognitions"].value if "recognitions" in facts else []
        facts["recognitions"] = Given([*before, _row(each, state)], SOURCE, each.recognised_on)
        facts |= _standing(each, state)
    return found


def _standing(each: Recognition, state: str) -> dict[str, Given]:
    """A later recognition that does not hold (any more) leaves none: an earlier one ended with it."""
    holds, until = state == State.IN_FORCE, each.valid_until
    return {
        "recognised_class": Given(each.level if holds else None, SOURCE, each.recognised_on),
        "recognised_until": Given(until.isoformat() if holds and until else None, SOURCE, each.recognised_on),
    }


def state_on(each: Recognition, state: str, on: dt.date) -> str:
    """Its term ends by the day alone, whenever the sweep comes by."""
    over = each.valid_until is not None and each.valid_until < on
    return State.EXPIRED if over and state in (State.IN_FORCE, State.SUSPENDED) else state


def _row(each: Recognition, state: str) -> dict[str, Any]:
    row = {
        "recognised_class": each.level,
        "route": CLOSED if each.restricted else each.route or WAYS[Via(each.via)],
        "recognised_on": each.recognised_on.isoformat(),
        "recognition_state": STATES[State(state)],
    }
    return row | ({"recognised_until": each.valid_until.isoformat()} if each.valid_until else {})


def states_on(rows: QuerySet[Recognition], on: dt.date) -> dict[UUID, str]:
    """The state on a day gone by, of those that something has happened to since."""
    if on >= timezone.localdate():
        return {}
    later = RecognitionEvent.objects.filter(on__gt=on, recognition__in=rows.order_by().values("pk"))
    touched = list(later.values_list("recognition", flat=True).distinct())
    if not touched:
        return {}
    events = RecognitionEvent.objects.filter(on__lte=on, recognition__in=touched).order_by("id")
    return dict(events.values_list("recognition", "state"))
