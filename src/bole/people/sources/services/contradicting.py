"""Decisions that could not be carried out: two valid numbers, or another decision, keep the rows apart."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from bole.people.sources.models import Decision, Membership


def refused_decisions() -> QuerySet[Decision]:
    """Decisions in force that two rows are one person, whose rows belong to different persons after the last run."""
    holder = Membership.objects.filter(person__isnull=False)
    sides = {side: Subquery(holder.filter(node=OuterRef(side)).values("person")) for side in ("left", "right")}
    asked = Decision.objects.filter(kind=Decision.Kind.MUST_LINK, retracted_at=None, applied=True)
    both = asked.filter(Exists(holder.filter(node=OuterRef("left"))), Exists(holder.filter(node=OuterRef("right"))))
    held = both.annotate(left_person=sides["left"], right_person=sides["right"])
    return held.exclude(left_person=F("right_person"))
