"""Child processes that know the application, for work that is too much for one core."""

from __future__ import annotations

import ctypes
import importlib
import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from bole.runtime.forking import PR_SET_PDEATHSIG

CORES = len(os.sched_getaffinity(0))


def start_children(count: int, prepare: str, *args: Any) -> ProcessPoolExecutor:
    """A pool of fresh processes (spawned: a fork of a process with threads may stand still for ever). Each sets Django up and then
    calls `prepare` ("module:function") with `args`; they start at once and end with their parent, however that ends.

    `args` must be of classes that load without Django (`core`).
    """
    pool = ProcessPoolExecutor(
        count, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(prepare, args)
    )
    for _ in range(count):
        pool.submit(_ready)
    return pool


def _begin(prepare: str, args: tuple[Any, ...]) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    import django

    django.setup()
    module, function = prepare.split(":")
    getattr(importlib.import_module(module), function)(*args)


def _ready() -> None:
    """Nothing: makes the pool start its children."""
