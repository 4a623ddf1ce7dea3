"""What cases say in words about an erased person goes; that they were, and how they were decided, stays."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from bole.kernel.casework.models import Case, Todo
from bole.kernel.casework.services import chain
from bole.kernel.notices import services as notices


@transaction.atomic
def forget_subject(subject: UUID) -> int:
    """Empties every free text of the cases about `subject` (PIPL art. 47); returns how many cases.

    Title, data, reasons, notes, objections and the messages sent about the cases go. Steps, outcomes, days, officers and the
    chained log stay, and the log still verifies. Safe to repeat; does nothing for a subject nobody knows.
    """
    return forget_cases(Case.objects.filter(subject=subject).values_list("pk", flat=True))


@transaction.atomic
def forget_cases(ids: Iterable[int]) -> int:
    """The same for cases that are about an erased person without naming one as their subject (a pair of records)."""
    cases = list(Case.objects.select_for_update().filter(pk__in=list(ids)).values_list("pk", flat=True))
    if not cases:
        return 0
    chain.empty_words(cases)
    Todo.objects.filter(case__in=cases).update(reason="")
    notices.withdraw_notices(urls=[reverse("casework:case", args=[pk]) for pk in cases])
    for case in Case.objects.filter(pk__in=cases).select_related("flow"):
        Case.objects.filter(pk=case.pk).update(
            title=case.flow.name, data={}, forgotten_at=timezone.now(), public_until=None, lock=F("lock") + 1
        )
    return len(cases)
