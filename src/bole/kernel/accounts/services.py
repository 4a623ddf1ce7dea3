"""Writes of accounts, and the marks and grants that every view and query of the product goes through."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from bole.core.errors import Conflict, TooMany
from bole.kernel.accounts.models import Membership, Role, Unit, User
from bole.kernel.accounts.perms import ADMINISTRATORS, OUTSIDE_STAFF, POLICY
from bole.kernel.accounts.queries import codes_behind, memberships_of
from bole.kernel.vault.services import keyed_digest
from bole.ui import navigation

View = TypeVar("View", bound=Callable[..., Any])
SESSION_MEMBERSHIP = "membership"
SESSION_DEMO = "demo_login"
NOTHING = Q(pk__in=[])


def public(view: View) -> View:
    """Marks a view that anybody may open."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def requires(action: str) -> Callable[[View], View]:
    """Marks a view that needs `action`; AccessMiddleware checks it and puts the `Grant` on `request.grant`."""
    if action not in POLICY:
        raise LookupError(f"{action}: no such row in accounts.perms.POLICY")

    def mark(view: View) -> View:
        view.access = action  # type: ignore[attr-defined]
        return view

    return mark


@dataclass(frozen=True)
class Grant:
    """What one membership may do under one action: rows by `filter`, fields by `can_see`."""

    action: str
    role: str
    scope: str
    unit: Unit
    field_classes: frozenset[str]
    subject: uuid.UUID | None

    def can_see(self, field_class: str) -> bool:
        return field_class in self.field_classes

    def filter(self, model: type[models.Model]) -> Q:
        """The rows of `model` within this grant. `model.SCOPES` maps a scope to a lookup; None means every row."""
        scopes: Mapping[str, Any] = getattr(model, "SCOPES", {})
        if self.scope not in scopes:
            return NOTHING
        path = scopes[self.scope]
        if path is None:
            return Q()
        if self.scope == "self":
            return NOTHING if self.subject is None else Q(**{path: self.subject})
        codes = self.unit_codes
        if path.endswith("__contains"):
            return Q(**{path: codes}) if len(codes) == 1 else Q(**{path.replace("__contains", "__overlap"): codes})
        return Q(**{path: codes[0]}) if len(codes) == 1 else Q(**{f"{path}__in": codes})

    @property
    def unit_codes(self) -> list[str]:
        """The unit's code and those of ended units whose work it does; asked once per unit in hand."""
        if not hasattr(self.unit, "_codes_behind"):
            self.unit._codes_behind = codes_behind(self.unit.code)  # type: ignore[attr-defined]
        return self.unit._codes_behind  # type: ignore[attr-defined, no-any-return]


def active_membership(request: HttpRequest) -> Membership | None:
    """The membership the user works under now: the one chosen in this session, else the first valid one."""
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "_membership"):
        rows = list(memberships_of(request.user))
        chosen = request.session.get(SESSION_MEMBERSHIP)
        request._membership = next((m for m in rows if m.pk == chosen), rows[0] if rows else None)  # type: ignore[attr-defined]
    return request._membership  # type: ignore[attr-defined]


def grant_of(membership: Membership | None, action: str) -> Grant | None:
    """The grant of a membership, or None where the table has no row."""
    if membership is None:
        return None
    rule = POLICY[action].get(Role(membership.role))
    if rule is None:
        return None
    scope, classes = rule
    return Grant(action, membership.role, scope, membership.unit, frozenset(classes.split()), membership.user.subject)


def grant_for(request: HttpRequest, action: str) -> Grant | None:
    return grant_of(active_membership(request), action)


def can(request: HttpRequest, action: str) -> bool:
    return grant_for(request, action) is not None


def identity(request: HttpRequest) -> navigation.Identity | None:
    """Name, role and unit for the shell; the link leads to one's own page (posts, password, second factor)."""
    if not request.user.is_authenticated:
        return None
    membership = active_membership(request)
    role = f"{membership.unit} · {membership.get_role_display()}" if membership else ""
    name = gettext(str(request.user)) if request.user.is_demo else str(request.user)
    return navigation.Identity(name, role, reverse("accounts:me") if membership else "")


def is_staff_role(role: str) -> bool:
    return role not in OUTSIDE_STAFF


def throttle(request: HttpRequest, what: str, *, limit: int, seconds: int) -> None:
    """Counts one try of this visitor (by address, kept as a keyed digest). Raises TooMany beyond `limit` in `seconds`."""
    address = get_adapter().get_client_ip(request) or ""
    key = f"throttle:{what}:{keyed_digest(address, purpose='accounts.throttle').hex()}"
    cache.add(key, 0, seconds)
    if cache.incr(key) > limit:
        raise TooMany(
            "提交太频繁:每 %(minutes)s 分钟最多 %(limit)s 次。",
            remedy="请稍后再试。",
            limit=limit,
            minutes=max(1, seconds // 60),
        )


@transaction.atomic
def sync_units(units: Iterable[Mapping[str, Any]], *, by: User | None = None) -> int:
    """Makes units equal to the pack's list: dicts with kind, code, name, name_en, parent, successor (codes), valid_from, valid_to.

    Units that are no longer listed stay: history refers to them. Returns how many were made or changed.
    """
    rows = list(units)
    known = Unit.objects.in_bulk([row["code"] for row in rows], field_name="code")
    changed = 0
    for row in rows:
        unit = known.get(row["code"]) or Unit(code=row["code"])
        fields = {k: row[k] for k in ("kind", "name", "name_en", "valid_from", "valid_to") if k in row}
        if unit.pk is None or any(getattr(unit, key) != value for key, value in fields.items()):
            for key, value in fields.items():
                setattr(unit, key, value)
            unit.save()
            known[unit.code] = unit
            changed += 1
    for row in rows:
        links = {key: known.get(row.get(key) or "") for key in ("parent", "successor")}
        unit = known[row["code"]]
        if any(getattr(unit, f"{key}_id") != (link.pk if link else None) for key, link in links.items()):
            Unit.objects.filter(pk=unit.pk).update(**links)
    return changed


@transaction.atomic
def open_account(
    *, by: User | None, username: str, full_name: str, password: str | None, unit: Unit, role: str, demo: bool = False
) -> User:
    """Makes a user with one membership; without a password the account can only be used by demo log-in or an identity provider."""
    user = User(username=username, full_name=full_name, is_demo=demo)
    user.set_password(password) if password else user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, unit=unit, role=role)
    return user


@transaction.atomic
def add_membership(*, by: User | None, user: User, unit: Unit, role: str) -> Membership:
    """Gives a user another post from today.

    Raises:
        Conflict: the user holds this post already, or another of the three administrator roles.
    """
    if user.memberships.valid().filter(unit=unit, role=role).exists():
        raise Conflict("%(name)s 已有这个任职。", name=str(user), code="membership_exists")
    held = user.memberships.valid().filter(role__in=ADMINISTRATORS)
    if role in ADMINISTRATORS and held.exists():
        raise Conflict(
            "系统、安全、审计三类管理员不能由同一人担任。",
            remedy="请先结束原任职,或换一个账号。",
            code="administrators_exclude",
        )
    return Membership.objects.create(user=user, unit=unit, role=role)


@transaction.atomic
def end_membership(*, by: User | None, membership: Membership) -> Membership:
    """Ends a post today; the row stays, because what was done in it refers to it. A post begun today is removed."""
    if membership.valid_from >= timezone.localdate():
        membership.delete()
    else:
        membership.valid_to = timezone.localdate()
        membership.save(update_fields=["valid_to"])
    return membership


def forget_subject(subject: uuid.UUID) -> None:
    """The account of a deleted person: closed and without name and address. Who serves an office keeps the account of the office,
    a demo account waits for another person."""
    for user in User.objects.filter(subject=subject):
        user.subject = None
        if not user.is_demo and not user.memberships.exclude(role__in=OUTSIDE_STAFF).exists():
            user.memberships.all().delete()
            user.emailaddress_set.all().delete()
            user.authenticator_set.all().delete()
            user.username, user.email, user.is_active = f"erased-{user.pk}", "", False
            user.full_name = user.first_name = user.last_name = ""
            user.set_unusable_password()
        user.save()


def choose_membership(request: HttpRequest, membership_id: int) -> Membership | None:
    """Switches the session to another of the user's own memberships."""
    chosen = memberships_of(request.user).filter(pk=membership_id).first()  # type: ignore[arg-type]
    if chosen:
        request.session[SESSION_MEMBERSHIP] = chosen.pk
    return chosen


# --- demo accounts: one click, and only where BOLE_DEMO is on ---------------------------------------------------------

Subject = tuple[uuid.UUID | None, str | None]
_demo_subjects: dict[str, Callable[[], Subject | None]] = {}


def register_demo_subject(username: str, find: Callable[[], Subject | None]) -> None:
    """An upper app says which person (and employer unit code) a demo account stands for, once the county is loaded."""
    _demo_subjects[username] = find


def bind_demo_subject(user: User) -> User:
    """Gives a demo talent or employer its person or firm at log-in, when the county is there."""
    find = _demo_subjects.get(user.username)
    found = find() if find else None
    if found is None:
        return user
    subject, unit_code = found
    if subject and user.subject != subject:
        User.objects.filter(subject=subject).update(subject=None)
        user.subject = subject
        user.save(update_fields=["subject"])
    if unit_code and (unit := Unit.objects.filter(code=unit_code).first()):
        Membership.objects.filter(user=user).update(unit=unit)
    return user


DEMO_UNITS = {
    Unit.Kind.PERSON.value: ("演示个人", "Demo person"),
    Unit.Kind.EMPLOYER.value: ("演示用人单位", "Demo employer"),
}


@transaction.atomic
def ensure_demo_accounts(cast: Iterable[Mapping[str, str]]) -> int:
    """Makes the missing accounts of the pack's demo cast: mappings with username, name, role and unit (code, or "person" or
    "employer" for a placeholder that is bound at log-in). Returns how many were made.
    """
    made = 0
    for row in cast:
        if User.objects.filter(username=row["username"]).exists():
            continue
        kind = row["unit"]
        if kind in DEMO_UNITS:
            name, name_en = DEMO_UNITS[kind]
            defaults = {"kind": kind, "name": name, "name_en": name_en}
            unit, _ = Unit.objects.get_or_create(code=f"DEMO-{kind.upper()}", defaults=defaults)
        else:
            unit = Unit.objects.get(code=kind)
        open_account(
            by=None,
            username=row["username"],
            full_name=row["name"],
            password=None,
            unit=unit,
            role=row["role"],
            demo=True,
        )
        made += 1
    return made
