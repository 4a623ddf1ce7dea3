"""`bole`: one command for everything an operator does. Each group of commands is a module of this package."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import sys
from typing import Any

from bole.core.errors import BoleError
from bole.runtime import postgres


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 0 done, 1 refused or failed with a message, 2 wrong use, 130 interrupted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.main.settings")
    options = _parser().parse_args(arguments)
    try:
        return int(options.handler(options) or 0)
    except BoleError as error:
        _complain(options, str(error), error.code)
    except postgres.PostgresFailed as error:
        _complain(options, str(error), "postgres")
    except KeyboardInterrupt:
        return 130
    return 1


def _complain(options: argparse.Namespace, message: str, code: str) -> None:
    if getattr(options, "json", False):
        sys.stdout.write(json.dumps({"error": message, "code": code}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(message + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bole", description="伯乐 Bole: 县域人才治理平台")
    groups = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}").register(groups)
    return parser


def prepare(*, role: str = postgres.APP_ROLE) -> None:
    """Starts PostgreSQL and Django; an empty instance is migrated and both packs are loaded."""
    postgres.ensure_running()
    os.environ["BOLE_DB_ROLE"] = role
    import django

    django.setup()
    from bole.main import instance

    instance.ensure_ready()


def emit(options: argparse.Namespace, data: dict[str, Any], text: str) -> None:
    """Prints the result as one JSON object with `--json`, as text otherwise."""
    sys.stdout.write((json.dumps(data, ensure_ascii=False, default=str) if options.json else text) + "\n")
