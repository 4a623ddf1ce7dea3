"""The people every test plays with: the demo cast of accounts, and an outsider who belongs to no unit."""

from __future__ import annotations

import datetime as dt

import yaml
from django.test import Client

from bole.kernel.accounts import queries as accounts
from bole.kernel.accounts import services
from bole.runtime import paths

STAFF = ("clerk", "approver", "neighbour", "township", "steward", "office", "leader", "auditor", "security", "system")
CAST = yaml.safe_load((paths.packs_dir() / "anji" / "demo_accounts.yaml").read_text(encoding="utf-8"))["accounts"]
SINCE = dt.date(2020, 1, 1)
"""The cast serves since then: a test may play on any day after it, whatever day it runs on."""
NAMES = (*(row["username"] for row in CAST), "outsider")


def ensure_cast() -> None:
    """The demo accounts of the county's pack; a test database without the pack gets their units too."""
    for row in CAST:
        kind = accounts.Unit.Kind.TOWNSHIP if row["unit"].isdigit() else accounts.Unit.Kind.DEPARTMENT
        if row["unit"] not in services.DEMO_UNITS:
            accounts.Unit.objects.get_or_create(code=row["unit"], defaults={"kind": kind, "name": row["unit"]})
    services.ensure_demo_accounts(CAST)
    accounts.Membership.objects.filter(user__username__in=NAMES).update(valid_from=SINCE)


def user_of(name: str) -> accounts.User:
    """The account of a member of the cast; the demo accounts are made when the first one is asked for."""
    if name not in NAMES:
        raise LookupError(f"{name}: not in the cast {NAMES}")
    found = accounts.User.objects.filter(username=name).first()
    if found:
        return found
    if name == "outsider":
        return accounts.User.objects.create(username=name, full_name="局外人")
    ensure_cast()
    return accounts.User.objects.get(username=name)


def as_role(client: Client, name: str) -> accounts.User:
    """Logs `client` in as a member of the cast, second factor waived as in a one-click demo session."""
    user = user_of(name)
    client.force_login(user)
    session = client.session
    session[services.SESSION_DEMO] = True
    session.save()
    return user


def bind(name: str, *, subject: object = None, unit_code: str | None = None) -> accounts.User:
    """Lets a member of the cast stand for a person of the register (`subject`) or serve another unit."""
    user = user_of(name)
    if subject is not None:
        user.subject = subject
        user.save(update_fields=["subject"])
    if unit_code is not None:
        kind = "employer" if name in ("employer", "partner") else "department"
        unit, _ = accounts.Unit.objects.get_or_create(code=unit_code, defaults={"kind": kind, "name": unit_code})
        accounts.Membership.objects.filter(user=user).update(unit=unit)
    return user
