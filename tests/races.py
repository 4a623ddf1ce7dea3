"""Calls that start at the same moment, each in a thread with a database connection of its own.

A test that uses it needs `pytest.mark.django_db(transaction=True)`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

from bole.core.errors import BoleError


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returned, or what it was told (an error for users); any other error is raised here."""
    barrier, found, broken = threading.Barrier(len(calls)), [None] * len(calls), []

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            found[place] = call()
        except BoleError as error:
            found[place] = error
        except Exception as error:
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    if broken:
        raise broken[0]
    return found
