"""`bole run`: the whole instance in the foreground; `bole migrate`: tables and packs."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import time

from bole.core.errors import Unavailable
from bole.main import cli, processes
from bole.runtime import environment, postgres
from bole.runtime.supervisor import Supervisor


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = groups.add_parser("run", help="启动全部服务 / start database, web and worker")
    run.add_argument("--no-demo", action="store_true", help="不生成演示县 / do not feed the demo county")
    run.set_defaults(handler=run_instance)
    migrate = groups.add_parser("migrate", help="建表并装载数据包 / create tables, load packs")
    migrate.add_argument("--json", action="store_true")
    migrate.set_defaults(handler=migrate_instance)


def run_instance(options: argparse.Namespace) -> int:
    """The port is open from the first moment, so that a browser waits instead of being refused. The generator of the demo county needs
    no database and begins at once; the database starts while the application loads; everything else is a copy of this process.
    """
    started = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the supervisor's own handlers follow
    os.environ["BOLE_DB_ROLE"] = postgres.APP_ROLE
    port = environment.number("PORT", 8000, 1, 65535)
    supervisor = Supervisor([], keep_up=_DatabaseWatch().keep_up)
    with _listen(port) as listener:
        try:
            if not options.no_demo and (demo := processes.demo_feed()):
                supervisor.add(demo)
            if code := _prepare():
                return code
            for service in processes.services(listener):
                supervisor.add(service)
            seconds = time.monotonic() - started
            sys.stdout.write(f"伯乐已启动 / Bole is up: http://127.0.0.1:{port}/  ({seconds:.1f} s)\n")
            sys.stdout.write("按 Ctrl-C 停止 / Ctrl-C stops everything\n")
            sys.stdout.flush()
            return supervisor.run()
        finally:
            supervisor.stop_all()


def _prepare() -> int:
    """A database that runs and holds tables, packs and demo accounts; 0, or the exit code of what went wrong."""
    postgres.hold()
    database = processes.begin("database", postgres.ensure_running)
    try:
        processes.load_application()
    finally:
        code = processes.wait_for(database)
    from bole.main import instance

    return code or processes.finish("prepare", instance.ensure_ready)


def migrate_instance(options: argparse.Namespace) -> int:
    cli.prepare()
    from bole.main import instance

    instance.load_packs()
    instance.ensure_demo_accounts()
    cli.emit(options, {"status": "ready"}, "就绪:表已建立,数据包已装载 / ready")
    return 0


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise Unavailable(
            "端口 %(port)s 已被占用,请换一个:PORT=8001 make run / port is taken", code="port_taken", port=port
        ) from error
    return listener


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
