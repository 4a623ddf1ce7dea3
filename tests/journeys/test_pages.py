"""Every page without parameters, as the first role that may open it: accessible, no error in the console, never too wide."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.urls import reverse

from bole.kernel.accounts.perms import POLICY
from tests import cast
from tests.addresses import ADDRESSES
from tests.journeys.axe import assert_no_sideways_scroll, violations

ROLES = {row["username"]: row["role"] for row in cast.CAST}
ORDER = ("office", "steward", "clerk", "talent", "system", "security", "auditor")
ANONYMOUS = ""
OUTSIDE = ("talent", "employer", "partner", "foreigner")
DOWNLOADS = {"casework:worklist_export", "casework:overview_export", "outbox:feed", "sources:live_part",
             "sources:quality_export"}  # fmt: skip
CLOSED = {"registry:own": "talent", "account_login": ANONYMOUS, "portal:home": ANONYMOUS, "accounts:demo": ANONYMOUS}
LIBRARY = {"account_login", "mfa_index"}
"""Of allauth's pages those that anybody meets; the others need a password, which the demo cast has not."""


def _pages() -> list[tuple[str, str]]:
    """(visitor, url name) of every page that a browser shows."""
    found = []
    for name, address in sorted(ADDRESSES.items()):
        ours = getattr(address.view, "access", None) is not None or name in LIBRARY
        if address.parameters or not ours or "GET" not in address.methods or name in DOWNLOADS:
            continue
        found.append((CLOSED.get(name, _visitor(address.mark)), name))
    return found


def _visitor(mark: str | None) -> str:
    if mark in (None, "public"):
        return "office"
    return next(who for who in (*ORDER, *ROLES) if ROLES[who] in POLICY[str(mark)])


# The talents' view of pages that staff have too.
PAGES = [*_pages(), ("talent", "casework:mine"), ("talent", "notices:inbox"), ("employer", "registry:people")]
SHAPES = [(phone, english) for phone in (False, True) for english in (False, True)]
"""(a phone?, in English?)"""


def _walk(visit: Callable[..., Any], visits: Iterable[tuple[str, str, bool, bool]]) -> list[str]:
    wrong, visitors = [], {}
    for who, name, phone, english in visits:
        visitor = visitors.get((who, phone, english)) or visit(who, phone=phone, english=english)
        visitors[who, phone, english] = visitor
        answer = visitor.page.goto(visitor.instance.url + reverse(name))
        if answer is None or answer.status != 200:
            wrong.append(f"{name} as {who}: {answer and answer.status}")
            continue
        visitor.shoot(f"{name.replace(':', '-')}-{who}-{'en' if english else 'zh'}-{'390' if phone else '1280'}")
        wrong += [f"{name} as {who}: {line}" for line in violations(visitor.page)]
        try:
            assert_no_sideways_scroll(visitor.page)
        except AssertionError as error:
            wrong.append(str(error))
    return wrong


def test_pages(visit: Callable[..., Any], county: object) -> None:
    """Every page once, one in each shape after the other."""
    visits = [(who, name, *SHAPES[place % 4]) for place, (who, name) in enumerate(PAGES)]
    assert not (wrong := _walk(visit, visits)), "\n".join(wrong)


@pytest.mark.prove
@pytest.mark.parametrize(("phone", "english"), SHAPES)
def test_pages_in_every_shape(visit: Callable[..., Any], county: object, phone: bool, english: bool) -> None:
    visits = [(who, name, phone, english) for who, name in PAGES]
    assert not (wrong := _walk(visit, visits)), "\n".join(wrong)
