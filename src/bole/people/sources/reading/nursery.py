"""One process per worker that has the workbook readers loaded and copies itself for every file.

Loading them costs a third of a second; a copy costs milliseconds, has limits of its own (`child.py`) and ends with its file, so that
nothing of one file is there when the next is read. The process ends by itself when it has been idle or its owner is gone.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

CHILD_SECONDS = 300
QUIET = {"POLARS_MAX_THREADS": "1", "_RJEM_MALLOC_CONF": "background_thread:false"}
"""No threads that work while the process copies itself: Polars starts its pool in the copy."""
_CHILD = Path(__file__).with_name("child.py")


class Overdue(Exception):
    """The file was not read within `CHILD_SECONDS`; whoever read it has been ended."""


class Nursery:
    """A running `child.py`, used by one file at a time."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and script
                [sys.executable, "-I", str(_CHILD), str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                env={**QUIET, "LANG": "C.UTF-8", "PATH": os.environ.get("PATH", "")},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def read(self, given: int, out: int, answer: int) -> bool:
        """Has the workbook behind descriptor `given` read: sheets to `out`, what is known about them as JSON to `answer`.

        False: the copy was ended by its limits. Raises Overdue, and ConnectionError when the process itself is gone.
        """
        self._line.settimeout(CHILD_SECONDS)
        try:
            socket.send_fds(self._line, [b"!"], [given, out, answer])
            code = self._line.recv(1)
        except TimeoutError:
            raise Overdue from None
        if not code:
            raise ConnectionResetError("the reading process is gone")
        return code == b"0"

    def end(self) -> None:
        """Ends the process and the copy that may be at work."""
        self._line.close()
        if self.owner == os.getpid():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


_lock = threading.Lock()
_running: Nursery | None = None


def read_workbook(given: int, out: int, answer: int) -> bool:
    """As `Nursery.read`, with the process of this worker; a new one is started where there is none (any more)."""
    with _lock:
        try:
            return _nursery().read(given, out, answer)
        except ConnectionError:
            close()  # idle for long, or killed: with a new one, once
        except BaseException:  # a time limit or a stop: its answer would come to the next question
            close()
            raise
        try:
            return _nursery().read(given, out, answer)
        except ConnectionError:
            return False


def _nursery() -> Nursery:
    global _running
    if _running is None or _running.owner != os.getpid():  # a copy of the owner may not talk on its line
        _running = Nursery()
    return _running


@atexit.register
def close() -> None:
    """Ends this worker's process, if there is one."""
    global _running
    if _running is not None:
        _running.end()
        _running = None
