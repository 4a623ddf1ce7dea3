"""Reads of accounts: who acts for whom now, and units by code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet
from django.utils import timezone

from bole.kernel.accounts.models import Membership, Role, Unit, User

__all__ = ["Membership", "Role", "Unit", "User"]


def memberships_of(user: User) -> QuerySet[Membership]:
    return user.memberships.valid().select_related("unit").order_by("id")


def unit_by_code(code: str) -> Unit | None:
    return Unit.objects.filter(code=code).first()


def units(kind: str | None = None) -> QuerySet[Unit]:
    rows = Unit.objects.valid()
    return rows.filter(kind=kind) if kind else rows


def successions(on: dt.date | None = None) -> dict[str, str]:
    """Code of every unit that has ended -> code of the unit that does its work today, through all successors; one query.

    A successor takes over on the day on which the old unit ends, at once where no day is given.
    """
    day = on or timezone.localdate()
    ended = Unit.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__lte=day), successor__isnull=False)
    step = dict(ended.values_list("code", "successor__code"))
    return {code: _last(code, step) for code in step}


def _last(code: str, step: Mapping[str, str]) -> str:
    seen = {code}
    while code in step and step[code] not in seen:
        code = step[code]
        seen.add(code)
    return code


def current_code(code: str) -> str:
    """The code of the unit that does the work of `code` today."""
    return successions().get(code, code)


def codes_behind(code: str, moved: Mapping[str, str] | None = None) -> list[str]:
    """`code` and the codes of all ended units whose work it does; `moved`: what `successions` said."""
    known = successions() if moved is None else moved
    return [code, *sorted(old for old, new in known.items() if new == code and old != code)]


def users_serving(*, unit_code: str, role: str) -> QuerySet[User]:
    """Who holds the role in the unit, or in the unit that took over its work."""
    codes = {unit_code, current_code(unit_code)}
    members = Membership.objects.valid().filter(unit__code__in=codes, role=role)
    return User.objects.filter(is_active=True, memberships__in=members).distinct().order_by("id")


def users_with_role(roles: Iterable[str]) -> QuerySet[User]:
    members = Membership.objects.valid().filter(role__in=list(roles))
    return User.objects.filter(is_active=True, memberships__in=members).distinct().order_by("id")
