"""Handlers of events, registered by upper apps in `apps.ready()`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Message:
    """What a handler gets. It may come more than once only if an earlier attempt failed: effect and receipt are one transaction."""

    id: int
    topic: str
    key: str
    payload: dict[str, Any]
    at: dt.datetime


Handler = Callable[[Message], None]
_handlers: dict[str, dict[str, Handler]] = {}


def handles(topic: str, name: str) -> Callable[[Handler], Handler]:
    """Registers a handler: `handles("sources.batch_linked", "registry.publish")(publish)`, or as a decorator."""

    def register(handler: Handler) -> Handler:
        _handlers.setdefault(topic, {})[name] = handler
        return handler

    return register


def handlers_of(topic: str) -> dict[str, Handler]:
    return _handlers.get(topic, {})
