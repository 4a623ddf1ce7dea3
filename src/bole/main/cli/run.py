"""`bole run`: the whole instance in the foreground; `bole migrate`: tables and packs; `bole status`: what is there."""

from __future__ import annotations

import argparse
import socket
import sys
import time
from pathlib import Path

from bole.core.errors import Unavailable
from bole.main import cli
from bole.runtime import environment, paths, postgres
from bole.runtime.supervisor import Service, Supervisor


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = groups.add_parser("run", help="启动全部服务 / start database, web and worker")
    run.add_argument("--no-demo", action="store_true", help="不生成演示县 / do not feed the demo county")
    run.set_defaults(handler=run_instance)
    migrate = groups.add_parser("migrate", help="建表并装载数据包 / create tables, load packs")
    migrate.add_argument("--json", action="store_true")
    migrate.set_defaults(handler=migrate_instance)


def run_instance(options: argparse.Namespace) -> int:
    started = time.monotonic()
    port = environment.number("PORT", 8000, 1, 65535)
    _refuse_taken_port(port)
    cli.prepare()
    _close_connections()
    supervisor = Supervisor(_services(port, demo=not options.no_demo), keep_up=_DatabaseWatch().keep_up)
    sys.stdout.write(f"伯乐已启动 / Bole is up: http://127.0.0.1:{port}/  ({time.monotonic() - started:.1f} s)\n")
    sys.stdout.write("按 Ctrl-C 停止 / Ctrl-C stops everything\n")
    sys.stdout.flush()
    return supervisor.run()


def migrate_instance(options: argparse.Namespace) -> int:
    cli.prepare()
    from bole.main import instance

    instance.load_packs()
    instance.ensure_demo_accounts()
    cli.emit(options, {"status": "ready"}, "就绪:表已建立,数据包已装载 / ready")
    return 0


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Unavailable(
                "端口 %(port)s 已被占用,请换一个:PORT=8001 make run / port is taken", code="port_taken", port=port
            ) from error


def _close_connections() -> None:
    """The supervisor itself keeps no database connection: its children have their own."""
    from django.db import connections

    for connection in connections.all():
        connection.close()
        if getattr(connection, "pool", None) is not None:
            connection.close_pool()  # type: ignore[attr-defined]


def _services(port: int, *, demo: bool) -> list[Service]:
    python = sys.executable
    application = {"BOLE_DB_ROLE": postgres.APP_ROLE, "DJANGO_SETTINGS_MODULE": "bole.main.settings"}
    web = [
        *(python, "-m", "gunicorn", "bole.main.wsgi:application", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60"),
        *("--graceful-timeout", "10", "--log-level", "warning", "--forwarded-allow-ips", "127.0.0.1"),
    ]
    worker = [python, "-m", "bole", "procrastinate", "worker", "--wait"]
    services = [
        Service("web", web, {**application, "BOLE_STATEMENT_TIMEOUT_MS": "15000"}),
        Service("intake", [*worker, "--queues", "intake", "--concurrency", "1"], application),
        Service("worker", [*worker, "--queues", _other_queues(), "--concurrency", "2"], application),
    ]
    if demo and environment.flag("BOLE_DEMO", default=True) and not _demo_marker().exists():
        services.append(Service("demo", [python, "-m", "bole.runtime.demo_feed"], restart=False))
    return services


def _other_queues() -> str:
    """Every queue some task uses, except the intake, which has a worker of its own."""
    from procrastinate.contrib.django import app

    return ",".join(sorted({task.queue for task in app.tasks.values()} - {"intake"}))


def _demo_marker() -> Path:
    return paths.var_dir() / "demo" / "fed"


class _DatabaseWatch:
    """Restarts PostgreSQL when its postmaster is gone; somebody else's server is left to them."""

    def __init__(self) -> None:
        self.next_look = 0.0

    def keep_up(self) -> None:
        if postgres.external_url() or time.monotonic() < self.next_look:
            return
        self.next_look = time.monotonic() + 1.0
        cluster = postgres.locate()
        if postgres.is_alive(cluster):
            return
        try:
            postgres.start_again(cluster)
        except postgres.PostgresFailed as error:  # backends of a killed server may need a moment to go
            sys.stderr.write(f"[bole] 数据库尚未恢复,稍后再试 / database not back yet: {error}\n")
