"""Every URL as every role of the cast, with own, neighbours' and foreign objects: what the policy table says is what happens.

Nothing here knows a view. The mark of a view and the literal table `POLICY` say what must come out; `tests.objects` says whose
an object is. A new URL with parameters fails until that table knows it.
"""

from __future__ import annotations

import re
import traceback
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from bole.kernel.accounts import queries as accounts
from bole.kernel.accounts import services
from bole.kernel.accounts.middleware import LIBRARY_VIEWS
from bole.kernel.accounts.perms import POLICY
from tests import cast, objects
from tests.addresses import ADDRESSES, Address

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("walk")]
ANONYMOUS = "anonymous"
ROLES = (ANONYMOUS, *cast.NAMES)
LOGIN = "/accounts/login/"
LIBRARY_ARGUMENTS = {"account_confirm_email": ("x",), "account_reset_password_from_key": ("1", "x")}
LINK = re.compile(r'<(?:a\b[^>]*\shref|form\b[^>]*\saction)="(/[^"#?]*)')


@dataclass
class World:
    table: dict[str, list[objects.Thing]]
    clients: dict[str, Client] = field(default_factory=dict)
    posts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ROLES:
            self.clients[name] = client = Client(raise_request_exception=False)
            if name != ANONYMOUS:
                user = cast.as_role(client, name)
                self.posts[name] = accounts.memberships_of(user).select_related("user", "unit").first()

    def grant(self, name: str, action: str) -> services.Grant | None:
        return services.grant_of(self.posts.get(name), action)

    def things(self, address: Address) -> list[objects.Thing]:
        if address.name in LIBRARY_ARGUMENTS:
            return [objects.Thing("any", LIBRARY_ARGUMENTS[address.name])]
        plain = [] if address.parameters else [objects.Thing("", (), objects.EVERYWHERE)]
        return self.table.get(address.name, plain)

    def expected(self, address: Address, name: str, thing: objects.Thing) -> str:
        """One of: log-in, 403, 404, reached."""
        if address.mark is None:
            return "404"
        if address.mark == "public":
            return "reached" if thing.scopes else "404"
        if name == ANONYMOUS:
            return "log-in"
        grant = self.grant(name, address.mark)
        if grant is None:
            return "403"
        if not thing.reached(name, grant):
            return "404"
        if thing.needs and self.grant(name, thing.needs) is None:
            return "403"
        return "403" if thing.doers is not None and name not in thing.doers else "reached"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One small county in one transaction for the whole walk."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World(objects.build())
        transaction.set_rollback(True)


def _ask(client: Client, method: str, name: str, thing: objects.Thing) -> Any:
    """One request whose effects are undone."""
    url, session = reverse(name, args=thing.args), dict(client.cookies)
    with transaction.atomic():
        data = {"_idempotency": uuid.uuid4().hex, **thing.data}
        answer = client.get(url) if method == "GET" else client.post(url, data)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(session)
    return answer


def _outcome(answer: Any) -> str:
    if answer.status_code >= 500:
        return "crash"
    if answer.status_code in (301, 302) and answer["Location"].startswith(LOGIN):
        return "log-in"
    return str(answer.status_code) if answer.status_code in (403, 404) else "reached"


def _why(answer: Any) -> str:
    info = getattr(answer, "exc_info", None)
    return "" if not info else "".join(traceback.format_exception(*info)[-4:])


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_every_role_gets_what_the_policy_says(world: World, name: str) -> None:
    """And no page offers its reader a link to a page that the reader may not open."""
    address = ADDRESSES[name]
    things = world.things(address)
    assert things, f"unmapped URL: tests/objects.py has no object for {name}"
    wrong = []
    for role in ROLES:
        for position, thing in enumerate(things):
            expected = world.expected(address, role, thing)
            for method in address.asked(position):
                answer = _ask(world.clients[role], method, name, thing)
                found = _outcome(answer)
                if not _fits(expected, found, address):
                    wrong.append(f"{method} {role} {thing.label}: expected {expected}, got {found} {_why(answer)}")
                elif method == "GET" and found == "reached" and not position:
                    wrong += [f"{role} is offered {end}" for end in _dead_ends(world, role, answer)]
            if expected in ("403", "log-in") and thing.doers is None and not thing.needs:
                break  # nobody looks at the object
    assert not wrong, f"{name} ({address.mark})\n" + "\n".join(wrong)


def _fits(expected: str, found: str, address: Address) -> bool:
    if address.name in LIBRARY_VIEWS and expected == "reached":
        return found != "crash"  # allauth adds conditions of its own: a password, a factor, a log-in before
    return found == expected


def _dead_ends(world: World, role: str, answer: Any) -> list[str]:
    """Where links and redirects of a page lead to nothing, or to what the table forbids this role (who has none, has no right)."""
    found = []
    for path in sorted(_paths(answer)):
        try:
            view = resolve(path).func
        except Resolver404:
            found.append(f"{path} (no such page)")
            continue
        mark = getattr(view, "access", "public")
        if mark != "public" and world.posts.get(role) and world.grant(role, mark) is None:
            found.append(f"{path} ({mark})")
    return found


def _paths(answer: Any) -> set[str]:
    if answer.status_code in (301, 302):
        return {answer["Location"].partition("?")[0]}
    if answer.status_code != 200 or answer.streaming:
        return set()
    return {path for path in LINK.findall(answer.text) if not path.startswith("/static/")}


def test_the_table_of_objects_knows_only_urls_that_exist(world: World) -> None:
    for name, things in world.table.items():
        try:
            reverse(name, args=things[0].args)
        except NoReverseMatch:
            pytest.fail(f"{name}: no such URL")


def test_every_action_of_the_policy_is_asked_for(world: World) -> None:
    """A row that no view and no service asks for is a right nobody checks."""
    from pathlib import Path

    sources = [path.read_text(encoding="utf-8") for path in Path(services.__file__).parents[2].rglob("*.py")]
    unused = [action for action in POLICY if sum(f'"{action}"' in text for text in sources) < 2]
    assert not unused
