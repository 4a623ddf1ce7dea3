"""Children that begin as copies of this process: what it has imported is there at once, and shared in memory.

Only a process with one thread and without a database connection may be copied; tests/runtime/test_forking.py watches over that.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import subprocess
from collections.abc import Callable
from multiprocessing.process import BaseProcess

from bole.runtime import postgres

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Fork:
    """A child that runs `work` and ends with what it returns as exit code (None: 0). Its interface is that of `Popen`."""

    def __init__(self, name: str, work: Callable[[], int | None]) -> None:
        gc.freeze()  # the collector would otherwise touch, and so copy, every page of what is shared
        before = signal.pthread_sigmask(
            signal.SIG_BLOCK, SIGNALS
        )  # a signal must not meet the parent's handlers in the child
        try:
            self._process: BaseProcess = multiprocessing.get_context("fork").Process(
                target=_begin, args=(name, work, os.getpid()), name=name
            )
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code.

        Raises:
            TimeoutExpired: the child has not ended in time.
        """
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return self._process.exitcode

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def end_with_parent(parent: int) -> None:
    """In the child: its own process group (Ctrl-C reaches only the parent) and SIGTERM when the parent itself is killed."""
    os.setpgid(0, 0)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it was killed before we asked
        os.kill(os.getpid(), signal.SIGTERM)


def _begin(name: str, work: Callable[[], int | None], parent: int) -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    end_with_parent(parent)
    ctypes.CDLL(None).prctl(PR_SET_NAME, f"bole-{name}".encode())  # what `ps` and `top` show
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    postgres.use_in_child()
    try:
        raise SystemExit(work() or 0)
    finally:
        postgres.release()
