"""Modules that are loaded when somebody first needs them: a process that reads no table does not pay for Polars.

It also keeps the supervisor's process, from which all others are forked, free of the threads that such a library starts.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import threading
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module until the first look at one of its names, then becomes it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__dict__["_lock"] = threading.RLock()
        self.__spec__ = importlib.util.find_spec(name)

    def __getattr__(self, attribute: str) -> Any:
        name = self.__name__
        with self.__dict__["_lock"]:
            if sys.modules.get(name) is self:
                del sys.modules[name]
                self.__dict__.update(importlib.import_module(name).__dict__)
        return getattr(sys.modules[name], attribute)


def import_later(name: str) -> None:
    """From now on `import name` costs nothing until the module is used."""
    sys.modules.setdefault(name, _Later(name))
