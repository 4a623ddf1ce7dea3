"""The finished tables of an empty database as one SQL file beside the code: a new instance loads it instead of migrating.

Made from the migrations by `make schema`, compared with them by tests/runtime/test_structure.py. Its first line carries a fingerprint
of all migration files: where that differs from the code, nobody loads the file and the migrations run, slower but right.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from bole.runtime import postgres

if TYPE_CHECKING:
    from typing import LiteralString

    import psycopg

FILE = Path(__file__).with_name("structure.sql")
NOT_EMPTY = "select 1 from pg_tables where schemaname = 'public' limit 1"
RECORDED = "select id, app, name from django_migrations order by id"
# The rights of the file are complete; without this, every table would also get those that new tables get.
PREPARE = f"alter default privileges in schema public revoke all on tables from {postgres.APP_ROLE};"
_NOISE = (
    re.compile(r"^\\(un)?restrict .*\n", re.M),
    re.compile(r"^-- Dumped (from|by) .*\n", re.M),
    re.compile(r"^--\n-- .*; Type: .*\n--\n\n", re.M),
    re.compile(r"^COMMENT ON EXTENSION .*\n", re.M),
)


@cache
def fingerprint() -> str:
    """Of the migration files of all installed apps."""
    from django.apps import apps

    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            digest.update(f"{config.label}/{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    """False while the migrations have changed and `make schema` has not been called."""
    return FILE.exists() and FILE.open(encoding="utf-8").readline() == _first_line()


def load(dsn: str) -> bool:
    """Builds all tables in an empty database, in one transaction, as the owner; False when there is something to migrate."""
    import psycopg

    if not is_current():
        return False
    with psycopg.connect(dsn) as connection:
        if connection.execute(NOT_EMPTY).fetchone():
            return False
        _execute(connection, FILE.read_text(encoding="utf-8"))
    return True


def _execute(connection: psycopg.Connection[Any], text: str) -> None:
    connection.execute(cast("LiteralString", PREPARE + text))


def owner_dsn(database: str = postgres.DATABASE) -> str:
    return f"host={postgres.locate().socket} dbname={database} user={postgres.OWNER_ROLE}"


def template() -> str | None:
    """The name of a database built from the file, for tests to copy; None where tests have to migrate."""
    import psycopg

    if postgres.external_url() or not is_current():
        return None
    name = f"bole_structure_{hashlib.sha256(FILE.read_bytes()).hexdigest()[:16]}"
    with psycopg.connect(owner_dsn("postgres"), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(hashtext('bole_structure'))")  # one test process builds it
        known = {row[0] for row in connection.execute("select datname from pg_database").fetchall()}
        for old in sorted(one for one in known if one.startswith("bole_structure_") and one != name):
            connection.execute(f"drop database {old}")
        if name not in known:
            connection.execute(f"create database {name}_new")
            load(owner_dsn(f"{name}_new"))
            connection.execute(f"alter database {name}_new rename to {name}")
    return name


def written_out(database: str = postgres.DATABASE) -> str:
    """The tables as they stand, with the rows that migrations write; the same text for the same tables."""
    import psycopg

    cluster = postgres.locate()
    command = [
        *(str(cluster.binaries / "pg_dump"), f"--host={cluster.socket}", f"--username={postgres.OWNER_ROLE}"),
        *("--no-owner", "--inserts", "--rows-per-insert=200", "--exclude-table-data=django_migrations"),
        database,
    ]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - own program, no shell
    for pattern in _NOISE:
        text = pattern.sub("", text)
    with psycopg.connect(owner_dsn(database)) as connection:
        rows = connection.execute(RECORDED).fetchall()
    recorded = ",\n".join(f"\t({number}, '{app}', '{name}', now())" for number, app, name in rows)
    body = re.sub(r"\n{3,}", "\n\n", text).strip()
    return f"{_first_line()}{body}\n\nINSERT INTO public.django_migrations VALUES\n{recorded};\n"


def _settled() -> str:
    """`written_out()` once more from a copy: PostgreSQL prints some conditions differently after it has read them back, and then no more."""
    import psycopg

    with psycopg.connect(owner_dsn("postgres"), autocommit=True) as connection:
        connection.execute("create database copy")
    with psycopg.connect(owner_dsn("copy")) as connection:
        _execute(connection, written_out())
    return written_out("copy")


def from_migrations() -> str:
    """What the migrations make of an empty database, in an instance of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bole-schema-") as folder:
        Path(folder).chmod(0o755)
        var = Path(folder) / "var"
        environment = {**os.environ, "BOLE_VAR": str(var)}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "bole.main.structure", "print"]
        try:
            return subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603
        finally:
            postgres.discard(var)


def _first_line() -> str:
    return f"-- Made by `make schema` from migrations {fingerprint()}; never edited by hand.\n"


def main() -> None:
    """`python -m bole.main.structure`: renews the file."""
    if sys.argv[1:] == ["print"]:
        from bole.main import schema

        schema.main()
        sys.stdout.write(_settled())
        return
    text = from_migrations()
    changed = not FILE.exists() or FILE.read_text(encoding="utf-8") != text
    FILE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{FILE.name}: {'已更新 / renewed' if changed else '没有变化 / unchanged'}\n")


if __name__ == "__main__":
    main()
