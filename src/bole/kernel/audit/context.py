"""Who acts now, for the audit trail: set by the middleware for a request and by `acting_as` for jobs and commands."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import pghistory


@dataclass
class Acting:
    """`request` is kept only to read the grant that the access check puts on it later."""

    actor: str
    actor_id: int | None
    where: str
    request_id: str
    request: Any = None

    @property
    def role(self) -> str:
        return getattr(getattr(self.request, "grant", None), "role", "")

    @property
    def unit(self) -> str:
        return getattr(getattr(getattr(self.request, "grant", None), "unit", None), "code", "")


_acting: ContextVar[Acting | None] = ContextVar("bole_acting", default=None)


def current() -> Acting:
    """Who acts now; outside of requests and jobs the system itself."""
    return _acting.get() or Acting("system", None, "", "")


def name_of(user: Any) -> tuple[str, int | None]:
    """Log-in name and id of a user; a text stands for a program; None for nobody logged in."""
    if user is None or isinstance(user, str):
        return user or "", None
    return (user.get_username(), user.pk) if user.pk else ("", None)


@contextlib.contextmanager
def acting_as(user: Any, where: str, request: Any = None) -> Iterator[Acting]:
    """Names the actor for every row change and read inside; values and query strings never enter the context."""
    actor, actor_id = name_of(user)
    acting = Acting(actor, actor_id, where, uuid.uuid4().hex[:16], request)
    token = _acting.set(acting)
    try:
        with pghistory.context(user=actor_id, actor=actor, url=where, request=acting.request_id):
            yield acting
    finally:
        _acting.reset(token)
