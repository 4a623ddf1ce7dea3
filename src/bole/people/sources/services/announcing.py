"""Who is told in person when something was taken back: who had decided it, sent it or confirmed it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from bole.kernel.notices import services as notices
from bole.people.sources.models import Batch, Decision, MappingVersion

DECISION, BATCH, MAPPING = "sources.decision_retracted", "sources.batch_retracted", "sources.mapping_retracted"


def register_kinds() -> None:
    """Texts without reasons and names: these stand on the page the notice leads to."""
    texts = {
        DECISION: (_("您的判定已被收回:第 %(number)s 号"), _("%(who)s 收回了您作出的判定,理由见判定页。")),
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


_TOLD = {"decision": _decider, "batch": _sender, "mapping": _confirmer}
