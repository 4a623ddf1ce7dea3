"""Reads of accounts: who acts for whom now, and units by code."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from bole.kernel.accounts.models import Membership, Role, Unit, User

__all__ = ["Membership", "Role", "Unit", "User"]


def memberships_of(user: User) -> QuerySet[Membership]:
    return user.memberships.valid().select_related("unit").order_by("id")


def unit_by_code(code: str) -> Unit | None:
    return Unit.objects.filter(code=code).first()


def units(kind: str | None = None) -> QuerySet[Unit]:
    rows = Unit.objects.valid()
    return rows.filter(kind=kind) if kind else rows


def current_unit(unit: Unit) -> Unit:
    """Follows successors to the unit that does the work today."""
    seen = {unit.pk}
    while unit.successor is not None and unit.successor_id not in seen:
        unit = unit.successor
        seen.add(unit.pk)
    return unit


def users_serving(*, unit_code: str, role: str) -> QuerySet[User]:
    members = Membership.objects.valid().filter(unit__code=unit_code, role=role)
    return User.objects.filter(is_active=True, memberships__in=members).distinct().order_by("id")


def users_with_role(roles: Iterable[str]) -> QuerySet[User]:
    members = Membership.objects.valid().filter(role__in=list(roles))
    return User.objects.filter(is_active=True, memberships__in=members).distinct().order_by("id")
