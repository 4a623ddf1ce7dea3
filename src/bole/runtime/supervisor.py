"""Keeps the processes of one instance alive: starts them, restarts what dies, stops all of them on Ctrl-C or SIGTERM."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TextIO

from bole.runtime.forking import Fork, end_with_parent

STOP_GRACE_S = 20.0
BACKOFF_MAX_S = 10.0
HEALTHY_AFTER_S = 30.0


@dataclass
class Service:
    """One process: a program, or a function that runs in a copy of this process.

    `restart=False` is for a job that ends by itself with code 0 and is only repeated when it fails.
    """

    name: str
    command: Sequence[str] | Callable[[], int | None]
    environment: Mapping[str, str] = field(default_factory=dict)
    restart: bool = True
    process: subprocess.Popen[bytes] | Fork | None = None
    started_at: float = 0.0
    failures: int = 0
    next_start: float = 0.0
    finished: bool = False

    @property
    def delay(self) -> float:
        """Seconds to wait before the next start: 0, then 0.5 doubling up to ten seconds."""
        return 0.0 if self.failures == 0 else min(0.5 * 2 ** (self.failures - 1), BACKOFF_MAX_S)


class Supervisor:
    """Runs services in the foreground until told to stop. `before_start` runs before every start (the database check)."""

    def __init__(
        self, services: Sequence[Service], *, keep_up: Callable[[], None] = lambda: None, out: TextIO = sys.stderr
    ) -> None:
        self.services = list(services)
        self.keep_up = keep_up
        self.out = out
        self.stopping = False

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        try:
            while not self.stopping:
                self.step(time.monotonic())
                time.sleep(0.3)
        finally:
            self.stop_all()
        return 0

    def step(self, now: float) -> None:
        """One round: keeps the database up, notes what died, starts what is due."""
        self.keep_up()
        for service in self.services:
            self._note_end(service, now)
            if service.process is None and not service.finished and now >= service.next_start:
                self._start(service, now)

    def add(self, service: Service) -> None:
        """One more service, started at once."""
        self.services.append(service)
        self._start(service, time.monotonic())

    def _start(self, service: Service, now: float) -> None:
        if callable(service.command):
            service.process = Fork(service.name, service.command)
        else:
            environment = {**os.environ, **service.environment}
            with_us = partial(end_with_parent, os.getpid())
            service.process = subprocess.Popen(list(service.command), env=environment, preexec_fn=with_us)
        service.started_at = now

    def _note_end(self, service: Service, now: float) -> None:
        if service.process is None or service.process.poll() is None:
            return
        code = service.process.returncode
        service.process = None
        if code == 0 and not service.restart:
            service.finished = True
            return
        service.failures = 1 if now - service.started_at > HEALTHY_AFTER_S else service.failures + 1
        service.next_start = now + service.delay
        self._say(f"{service.name} 已结束(代码 {code}),{service.delay:.1f} 秒后重启 / ended, restarting")

    def _ask_to_stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def stop_all(self) -> None:
        """SIGTERM to everybody, last started first; SIGKILL to whoever is still there after the grace period."""
        running = [s for s in reversed(self.services) if s.process is not None and s.process.poll() is None]
        for service in running:
            assert service.process is not None
            service.process.terminate()
        limit = time.monotonic() + STOP_GRACE_S
        for service in running:
            assert service.process is not None
            try:
                service.process.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say(f"{service.name} 未按时结束,强制停止 / killed")
                service.process.kill()
                service.process.wait()

    def _say(self, text: str) -> None:
        self.out.write(f"[bole] {text}\n")
        self.out.flush()
