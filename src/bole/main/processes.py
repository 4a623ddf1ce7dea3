"""What runs in one instance: web, intake, worker. Each is a copy of the supervisor, which has loaded the application once."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bole.core.errors import BoleError
from bole.runtime import environment, memory, paths, postgres
from bole.runtime.forking import Fork
from bole.runtime.supervisor import Service

STATEMENT_TIMEOUT_MS = 15_000
"""No page may keep the database busy for longer."""


def load_application() -> None:
    """Django with all URLs, middleware and both languages. Starts no thread and opens no connection, so that it can be forked."""
    import django

    django.setup()
    from django.urls import get_resolver
    from django.utils import translation

    from bole.main.wsgi import application

    assert application
    assert get_resolver().reverse_dict
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert translation.get_language() == language  # its catalogue is loaded now


def finish(name: str, work: Callable[[], object]) -> int:
    """Runs `work` in a child to its end; what is wrong is said there. Returns its exit code."""
    return wait_for(begin(name, work))


def begin(name: str, work: Callable[[], object]) -> Fork:
    return Fork(name, partial(_reporting, work))


def wait_for(child: Fork) -> int:
    try:
        return child.wait()
    except BaseException:  # Ctrl-C: nobody is left behind
        child.terminate()
        child.wait()
        raise


def _reporting(work: Callable[[], object]) -> int:
    try:
        work()
    except (BoleError, postgres.PostgresFailed) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def demo_feed() -> Service | None:
    """Generates the demo county into the inbox; None when it is done, or not wanted."""
    if not environment.flag("BOLE_DEMO", default=True) or (paths.var_dir() / "demo" / "fed").exists():
        return None
    return Service("demo", [sys.executable, "-m", "bole.runtime.demo_feed"], restart=False)


def services(listener: socket.socket) -> Iterator[Service]:
    """As many intake processes as there are cores, up to two: linking keeps itself alone."""
    yield Service("web", partial(serve, listener))
    for number in range(1, min(2, len(os.sched_getaffinity(0))) + 1):
        yield Service(f"intake-{number}", partial(work, listener, ("intake",), 1))
    yield Service("worker", partial(work, listener, _other_queues(), 2))


def _other_queues() -> tuple[str, ...]:
    """Every queue some task uses, except the intake, which has workers of its own."""
    from procrastinate.contrib.django import app

    return tuple(sorted({task.queue for task in app.tasks.values()} - {"intake"}))


def work(listener: socket.socket, queues: tuple[str, ...], concurrency: int) -> None:
    """A procrastinate worker until told to stop. The port is not its own: it may outlive the web by the length of a job."""
    listener.close()
    memory.keep_for_seconds()
    run_worker(queues=list(queues), concurrency=concurrency)


def run_worker(*, queues: list[str], concurrency: int) -> None:
    """A worker with an app of its own around the same tasks.

    The command that procrastinate ships gives the one app of the process another connector: jobs that a job queues would then be
    visible before its transaction commits, and whoever takes one up at once finds nothing to do.
    """
    import asyncio

    from procrastinate import App
    from procrastinate.contrib.django import app

    worker = App(connector=app.connector.get_worker_connector())
    worker.tasks, worker.periodic_registry = app.tasks, app.periodic_registry

    async def work_on() -> None:
        async with worker.open_async():
            await worker.run_worker_async(queues=queues, concurrency=concurrency)

    asyncio.run(work_on())


def serve(listener: socket.socket) -> None:
    """Gunicorn on a socket that is open already: nobody is refused while it starts, or starts again."""
    from django.conf import settings
    from gunicorn.app.base import BaseApplication

    from bole.main.wsgi import application

    settings.DATABASES["default"]["OPTIONS"]["options"] += f" -c statement_timeout={STATEMENT_TIMEOUT_MS}"

    class Web(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in _gunicorn_settings(listener).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return application

    Web().run()


def _gunicorn_settings(listener: socket.socket) -> dict[str, object]:
    return {
        "bind": f"fd://{listener.fileno()}",
        "worker_class": "gthread",
        "workers": 2,
        "threads": 4,
        "timeout": 60,
        "graceful_timeout": 10,
        "loglevel": "warning",
        "forwarded_allow_ips": "127.0.0.1",
        "preload_app": True,
        "control_socket_disable": True,  # one file per user: two instances side by side would take it from each other
        "proc_name": "bole",
    }
