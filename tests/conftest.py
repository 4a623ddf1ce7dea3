"""One PostgreSQL for the run, the packs loaded once per test database, no way out of the machine."""

from __future__ import annotations

import gc
import socket
import uuid
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation
from hypothesis import settings

from bole.main import structure
from bole.runtime import postgres
from tests import cast

postgres.ensure_running()
settings.register_profile("bole", deadline=None)  # a slow or busy machine is not a mistake of the product
settings.load_profile("bole")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs in one worker and takes minutes begins first, so that both workers end together."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: it is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def pytest_unconfigure() -> None:
    """Libraries complain at the end about what nobody has cleared away."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Test databases are copies of the finished tables; while structure.sql is behind the migrations, they are migrated."""
    if name := structure.template():
        connection.settings_dict["TEST"]["TEMPLATE"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Every test finds both packs and the demo cast."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _furnish()


@pytest.fixture(autouse=True)
def _furnished(request: pytest.FixtureRequest) -> None:
    """A transactional test empties every table when it ends, so the next one is furnished again."""
    if "transactional_db" in request.fixturenames or _is_transactional(request.node):
        request.getfixturevalue("transactional_db")
        _furnish()


def _is_transactional(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))


def _furnish() -> None:
    from bole.main import instance

    if "taxonomy" in apps.app_configs and not instance.has_pack():
        instance.load_packs()
    cast.ensure_cast()


@pytest.fixture(autouse=True)
def _nothing_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unix sockets and the loopback only: a test that calls out is wrong."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        local = self.family == socket.AF_UNIX or str(address[0]) in ("127.0.0.1", "::1", "localhost")  # type: ignore[index]
        if not local:
            raise AssertionError(f"a test tried to connect to {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _default_language() -> None:
    """A page read in English leaves its language on the thread: each test begins in the county's own."""
    translation.deactivate()


@pytest.fixture
def as_role(db: None) -> Callable[..., object]:
    """`as_role(client, "clerk")` logs a client in as a member of the cast and returns the user."""
    return cast.as_role


@pytest.fixture
def post(client: object) -> Callable[..., object]:
    """`post(url, data)` sends a form with a fresh idempotency key; `key=` repeats one, `using=` takes another client."""

    def send(url: str, data: dict[str, object] | None = None, *, key: str = "", using: object = None) -> object:
        body = {"_idempotency": key or uuid.uuid4().hex, **(data or {})}
        return (using or client).post(url, body)  # type: ignore[attr-defined]

    return send
