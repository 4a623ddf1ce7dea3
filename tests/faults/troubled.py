"""Takes two files into an instance of its own while a disk fills or the database stops; run by test_troubled.py.

The server is stopped as in a power cut (immediate shutdown: no checkpoint, open transactions lost), the disk is a small one.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg

from bole.main.cli import prepare
from bole.runtime import paths, postgres

prepare(role=postgres.OWNER_ROLE)

from django.db import OperationalError, connection  # noqa: E402 - after the set-up

from bole.core.errors import BoleError  # noqa: E402
from bole.people.registry.models import Person  # noqa: E402
from bole.people.sources import services  # noqa: E402
from bole.people.sources.models import Batch, LinkRun, Membership, Record  # noqa: E402
from bole.people.sources.services.intake import originals, storing  # noqa: E402
from bole.people.sources.services.linking import running  # noqa: E402
from bole.people.sources.services.publishing import writing  # noqa: E402
from tests.factories.sources import S01, S04, csv_file, id_number, insured, titled  # noqa: E402

WANG, LI = id_number("19900307", sequence=121), id_number("19851112", sequence=348)
FILES = {
    "社保.csv": (S01, [insured("王小明", WANG), insured("李芳", LI), insured("", LI)]),
    "职称.csv": (S04, [titled("王小明", WANG, "ZC1"), titled("李芳", LI, "ZC2")]),
}
MANY = [insured(f"王{chr(0x4E00 + n)}", id_number("19900307", sequence=n % 999 + 1)) for n in range(3_000)]


def take(name: str) -> Batch:
    headers, rows = FILES[name]
    batch = services.receive_file(by=None, name=name, content=csv_file(headers, rows), start=False)
    return services.process_batch(batch)


def picture() -> dict[str, Any]:
    """What a user would notice."""
    counts = ("status", "rows_in", "rows_accepted", "rows_rejected", "rows_unchanged")
    return {
        "people": sorted(Person.objects.values_list("name", "record_count")),
        "records": Record.objects.filter(valid_to_batch=None).count(),
        "versions": Record.objects.count(),
        "members": Membership.objects.filter(person__isnull=False).count(),
        "batches": sorted(Batch.objects.values_list("file_name", *counts)),
    }


def attempt(work: Callable[[], object]) -> dict[str, str]:
    """What the one who started the work is told."""
    try:
        work()
    except (BoleError, OperationalError) as error:
        advice = error.advice if isinstance(error, BoleError) else ""
        return {
            "kind": type(error).__name__,
            "code": getattr(error, "code", "") or "",
            "said": str(error),
            "advice": advice,
        }
    return {}


def stop_server() -> None:
    cluster = postgres.locate()
    os.kill(int((cluster.data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGQUIT)
    while postgres.is_running(cluster):
        pass


def stops_at(module: ModuleType, name: str) -> None:
    """The next call of a function finds the server gone, after the function has done its work."""
    original = getattr(module, name)

    def once(*args: Any, **options: Any) -> Any:
        setattr(module, name, original)
        result = original(*args, **options)
        stop_server()
        return result

    setattr(module, name, once)


def start_server() -> None:
    postgres.start_again(postgres.locate())
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined] - its patience has grown while nobody answered


def database_stops(stage: str) -> dict[str, Any]:
    """The whole way with a stop in the middle of `stage`, and once more after the server is back."""
    module, name = {
        "reading": (originals.reading, "read_table"),
        "storing": (storing.frames, "copy_in"),
        "issues": (storing, "_store_issues"),
        "scoring": (running, "rescore"),
        "members": (running, "_write_memberships"),
        "publishing": (writing.registry, "publish_persons"),
        "snapshot": (running.snapshots, "publish_snapshot"),
    }[stage]
    in_linking = module in (running, writing.registry, running.snapshots)
    if not in_linking:
        stops_at(module, name)
        told = attempt(lambda: take("社保.csv"))
        start_server()
    take("社保.csv")
    take("职称.csv")
    if in_linking:
        stops_at(module, name)
        told = attempt(services.link_pending)
        start_server()
        told["run"] = LinkRun.objects.latest("pk").stage
    services.link_pending()
    return {"told": told, "picture": picture()}


def files_disk_full() -> dict[str, Any]:
    """The disk of the originals has no room for a file; then somebody makes room."""
    folder = paths.ensure_private(paths.var_dir() / "files")
    mount(folder, size="64k")
    big = csv_file(S01, MANY)
    told = attempt(lambda: services.receive_file(by=None, name="社保.csv", content=big, start=False))
    left = [Batch.objects.count(), len([path for path in folder.rglob("*") if path.is_file()])]
    os.system(f"mount -o remount,size=64m {folder}")
    batch = services.receive_file(by=None, name="社保.csv", content=big, start=False)
    services.process_batch(batch)
    return {"told": told, "left": left, "accepted": batch.rows_accepted + batch.rows_rejected + batch.rows_unchanged}


def database_disk_full() -> dict[str, Any]:
    """The disk under the records is full; then somebody makes room."""
    folder = Path(paths.var_dir()) / "small"
    folder.mkdir()
    mount(folder, size="1m")
    user = postgres.locate().service_user
    if user:
        shutil.chown(folder, user)
    admin = f"host={postgres.locate().socket} dbname={postgres.DATABASE} user={postgres.ADMIN_ROLE}"
    with psycopg.connect(admin, autocommit=True) as server:
        server.execute(f"create tablespace small location '{folder}'")
        server.execute("alter table sources_record set tablespace small")
    batch = services.receive_file(by=None, name="社保.csv", content=csv_file(S01, MANY), start=False)
    told = attempt(lambda: services.process_batch(batch))
    batch.refresh_from_db()
    left = [batch.status, batch.error, batch.remedy, Record.objects.count()]
    os.system(f"mount -o remount,size=64m {folder}")
    services.resume_batch(by=None, batch=batch)
    services.process_batch(batch, again=True)
    return {"told": told, "left": left, "rows": [batch.status, batch.rows_in], "records": Record.objects.count()}


def mount(folder: Path, *, size: str) -> None:
    """In a mount namespace of this process: nobody else sees it, and it goes with the process."""
    if os.system(f"mount -t tmpfs -o size={size} tmpfs {folder}"):
        raise SystemExit("no mount namespace")


if __name__ == "__main__":
    scene, *arguments = sys.argv[1:]
    sys.stdout.write(json.dumps(globals()[scene](*arguments), ensure_ascii=False) + "\n")
