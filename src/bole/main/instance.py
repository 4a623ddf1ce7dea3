"""Makes an instance ready: tables, packs, demo accounts. Safe to repeat and to run from several processes at once."""

from __future__ import annotations

import contextlib
import fcntl
import subprocess
import sys
from collections.abc import Iterator

from bole.main import structure
from bole.runtime import environment, paths, postgres

PACKS = tuple(environment.text("BOLE_PACKS", "base-cn anji").split())
DEMO_CAST = "demo_accounts.yaml"


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One process at a time prepares an instance; the others wait and find it ready."""
    path = paths.var_dir() / "locks" / "prepare.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _build() -> bool:
    """The finished tables at once where our own database is empty; somebody else's server is migrated, whatever its version."""
    return not postgres.external_url() and structure.load(structure.owner_dsn())


def migrate() -> None:
    """Runs the migrations in a process of its own, as the owner of the tables (the application's role may not)."""
    subprocess.run([sys.executable, "-m", "bole.main.schema"], check=True, stdout=subprocess.DEVNULL)


def is_migrated() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def load_packs() -> None:
    from bole.kernel.taxonomy import services as taxonomy

    for name in PACKS:
        taxonomy.load_pack(paths.packs_dir() / name, by=None)


def has_pack() -> bool:
    from bole.kernel.taxonomy import queries as taxonomy

    return taxonomy.has_pack()


def ensure_ready() -> None:
    """An empty `BOLE_VAR` becomes a working instance; a ready one costs one look."""
    with _alone():
        if not _build() and not is_migrated():
            migrate()
        if not has_pack():
            load_packs()
            ensure_demo_accounts()


def ensure_demo_accounts() -> None:
    """The demo cast of the county's pack: one account per role, one-click log-in, only in demo mode."""
    from django.conf import settings

    from bole.kernel.accounts import services as accounts
    from bole.kernel.taxonomy import queries as taxonomy

    cast = taxonomy.current_pack().documents.get(DEMO_CAST)
    if settings.DEMO and cast:
        accounts.ensure_demo_accounts(cast["accounts"])
