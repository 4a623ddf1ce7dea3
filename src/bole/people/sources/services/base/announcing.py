"""What was taken back is announced: to whoever listens (outbox), and in person to who had decided, sent or confirmed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from bole.kernel.notices import services as notices
from bole.kernel.outbox import services as outbox
from bole.people.sources.models import Batch, BulkDecision, Decision, MappingVersion, Membership
from bole.people.sources.services.base import linkage_settings

TOPIC = "sources.retracted"
DECISION, BATCH, MAPPING = "sources.decision_retracted", "sources.batch_retracted", "sources.mapping_retracted"
BULK = "sources.bulk_retracted"


def announce(kind: str, number: int, *, by: Any, persons: Sequence[str], complete: bool = True) -> None:
    """Once per thing taken back, in the caller's transaction: who announces first says most. Ids only; the persons are as announced
    when the next `sources.linked` has come. `complete`: nobody else changes."""
    listed = list(persons[: int(linkage_settings.section("undo")["announced"])])
    outbox.publish(
        topic=TOPIC,
        key=f"{kind}-{number}",
        payload={
            "kind": kind,
            "id": number,
            "by": getattr(by, "pk", None),
            "persons": listed,
            "persons_changed": len(persons),
            "complete": complete and len(listed) == len(persons),
        },
    )


def announce_rows(kind: str, number: int, *, by: Any, nodes: Iterable[int | None]) -> None:
    """Where nobody has worked out who changes: the persons who hold these rows now."""
    held = Membership.objects.filter(node__in=[node for node in nodes if node is not None], person__isnull=False)
    persons = sorted({str(person) for person in held.values_list("person", flat=True)})
    announce(kind, number, by=by, persons=persons, complete=False)


def register_kinds() -> None:
    """Texts without reasons and names: these stand on the page the notice leads to."""
    texts = {
        DECISION: (_("您的判定已被收回:第 %(number)s 号"), _("%(who)s 收回了您作出的判定,理由见判定页。")),
        BULK: (_("您的批量判定已被收回:第 %(number)s 号"), _("%(who)s 收回了您作出的批量判定。")),
        BATCH: (_("您报送的批次已被撤回:第 %(number)s 号"), _("%(who)s 撤回了您报送的文件,原因见批次页。")),
        MAPPING: (
            _("您确认的映射已被收回:%(source)s 第 %(number)s 版"),
            _("%(who)s 收回了您确认的映射版本,理由见来源页。"),
        ),
    }
    for kind, (subject, text) in texts.items():
        notices.register_kind(kind, subject=subject, text=text)


def tell_people(kind: str, number: int, *, by: Any) -> None:
    """Once per thing taken back, in the caller's transaction; nobody is told what he did himself."""
    who, url, params, notice = _TOLD[kind](number)
    if who is None or who.pk == getattr(by, "pk", None):
        return
    params = {**params, "who": str(by) if getattr(by, "pk", None) else "—"}
    notices.notify(to=[who], kind=notice, params=params, url=url, key=f"retracted-{kind}-{number}")


def _decider(number: int) -> tuple[Any, str, dict[str, Any], str]:
    found = Decision.objects.select_related("decided_by").get(pk=number)
    return found.decided_by, reverse("sources:decision", args=[number]), {"number": number}, DECISION


def _sender(number: int) -> tuple[Any, str, dict[str, Any], str]:
    found = Batch.objects.select_related("received_by").get(pk=number)
    return found.received_by, reverse("sources:batch", args=[number]), {"number": number}, BATCH


def _confirmer(number: int) -> tuple[Any, str, dict[str, Any], str]:
    found = MappingVersion.objects.select_related("confirmed_by").get(pk=number)
    url = reverse("sources:source", args=[found.source])
    return found.confirmed_by, url, {"number": found.version, "source": found.source}, MAPPING


def _bulk_decider(number: int) -> tuple[Any, str, dict[str, Any], str]:
    found = BulkDecision.objects.select_related("decided_by").get(pk=number)
    return found.decided_by, reverse("sources:bulk", args=[number]), {"number": number}, BULK


_TOLD = {"decision": _decider, "batch": _sender, "mapping": _confirmer, "bulk": _bulk_decider}
