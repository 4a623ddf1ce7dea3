"""Flows of a pack become versions that new cases begin with."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction

from bole.core.casework import flow_from_data
from bole.core.workdays import WorkCalendar
from bole.kernel.accounts.queries import Role
from bole.kernel.casework.models import FlowVersion
from bole.kernel.casework.services.terms import recompute_deadlines


@transaction.atomic
def publish_flows(pack: Any, by: Any = None) -> list[FlowVersion]:
    """Publish the flows of `pack` (`.id`, `.flows`: raw dict by key); returns those that are new.

    Unchanged definitions stay as they are; running cases keep the version they began with. Raises FlowInvalid
    (a PackInvalid) with every fault of every flow's definition, nothing is then published.
    """
    return [version for raw in pack.flows.values() if (version := _publish(raw, pack.id, by)) is not None]


def _publish(raw: dict[str, Any], pack: str, by: Any) -> FlowVersion | None:
    flow = flow_from_data(raw, f"flows/{raw.get('key', '')}.yaml", roles=Role.values)
    text = json.dumps(raw, ensure_ascii=False)  # the order of steps and outcomes is part of the definition
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = FlowVersion.objects.select_for_update().filter(key=flow.key)
    current = known.filter(is_current=True).first()
    if current is not None and current.digest == digest:
        return None
    known.filter(is_current=True).update(is_current=False)
    earlier = known.filter(digest=digest).first()
    if earlier is not None:
        FlowVersion.objects.filter(pk=earlier.pk).update(is_current=True)
        return earlier
    return FlowVersion.objects.create(
        key=flow.key,
        version=flow.version,
        digest=digest,
        name=flow.name,
        name_en=flow.name_en,
        definition=text,
        pack=pack,
        published_by=by.get_username() if hasattr(by, "get_username") else str(by or ""),
    )


def take_pack(pack: Any, by: Any = None) -> None:
    """A county pack came into force: its flows are published, open cases follow its calendar."""
    publish_flows(pack, by)
    recompute_deadlines(by=by, calendar=WorkCalendar(pack.calendar.values()))
