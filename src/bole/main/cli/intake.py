"""`bole intake load|status|watch`: files into the register from the command line, with or without a worker running."""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bole.core.errors import BoleError, InvalidInput
from bole.main import cli

if TYPE_CHECKING:
    from bole.people.sources.queries import Batch


PARALLEL_FROM = 8_000_000
"""Bytes of files from which a second process is worth its start."""


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    intake = groups.add_parser("intake", help="数据归集 / load departmental files")
    commands = intake.add_subparsers(dest="intake", required=True, metavar="COMMAND")
    load = commands.add_parser("load", help="装入文件,比对完成后返回 / load files, return once they are linked")
    load.add_argument("files", nargs="+", type=Path, metavar="FILE")
    load.add_argument("--source", default=None, help="来源编号,如 S01;缺省按表头识别 / source id, default: by headers")
    load.add_argument(
        "--mode", choices=["full", "delta"], default="", help="全量或增量 / default: by layout and file name"
    )
    load.add_argument("--as-of", type=dt.date.fromisoformat, default=None, help="数据截至日 YYYY-MM-DD")
    load.add_argument("--json", action="store_true")
    load.set_defaults(handler=load_files)
    status = commands.add_parser("status", help="批次与比对状态 / batches and link runs")
    status.add_argument("--json", action="store_true")
    status.set_defaults(handler=show_status)
    watch = commands.add_parser("watch", help="持续收取 var/inbox / take in the watched folder until interrupted")
    watch.add_argument("--once", action="store_true", help="收取一次即返回 / once")
    watch.add_argument("--json", action="store_true")
    watch.set_defaults(handler=watch_folder)


def load_files(options: argparse.Namespace) -> int:
    """Exit code 0 when every file is linked, 1 when one was refused or waits for a person."""
    missing = [path for path in options.files if not path.is_file()]
    if missing:
        raise InvalidInput("找不到文件:%(names)s", code="file.missing", names="、".join(map(str, missing)))
    cli.prepare()
    from bole.kernel.audit.services import acting_as

    started = time.monotonic()
    with acting_as("command line", "bole intake load"):
        reports = [_receive(options, path) for path in options.files]
        _process(options, reports)
        run = _link(options)
    done = _refreshed(reports)
    ok = all(report["status"] in ("linked", "published") for report in done)
    result = {"ok": ok, "seconds": round(time.monotonic() - started, 2), "files": done, "link": run}
    cli.emit(options, result, _summary(done, run, result["seconds"]))
    return 0 if ok else 1


def _receive(options: argparse.Namespace, path: Path) -> dict[str, Any]:
    from bole.people.sources import services

    try:
        with path.open("rb") as content:
            batch = services.receive_file(
                by=None,
                name=path.name,
                content=content,
                source=options.source,
                as_of=options.as_of,
                mode=options.mode,
                start=False,
            )
    except BoleError as error:
        report = {"file": path.name, "batch": None, "status": "failed", "error": str(error), "remedy": error.advice}
        return {**report, "code": error.code}
    return {"file": path.name, "batch": batch.pk}


def _process(options: argparse.Namespace, reports: list[dict[str, Any]]) -> None:
    """Reads, checks and stores; several big files in two processes, one per core."""
    batches = {report["batch"]: report["file"] for report in reports if report["batch"]}
    size = sum(path.stat().st_size for path in options.files)
    if len(batches) < 2 or size < PARALLEL_FROM:
        for place, (batch, name) in enumerate(batches.items(), 1):
            _say(options, f"[{place}/{len(batches)}] {name} …")
            _process_batch(batch)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn, initializer=cli.prepare) as pool:
        for place, (batch, _) in enumerate(zip(batches, pool.map(_process_batch, batches), strict=True), 1):
            _say(options, f"[{place}/{len(batches)}] {batches[batch]}")


def _process_batch(batch_id: int) -> None:
    from bole.kernel.audit.services import acting_as
    from bole.people.sources import queries, services

    batch = queries.batches_by_id([batch_id])[batch_id]
    with acting_as("command line", "bole intake load"):
        services.process_batch(batch, again=batch.status in ("failed", "paused"))


def _link(options: argparse.Namespace) -> dict[str, Any] | None:
    from bole.people.sources import services

    _say(options, "比对、合成、发布 … / linking")
    run = services.link_pending(by=None)
    if run is None:
        return None
    keys = ("records", "edges", "persons", "conflicts", "timings")
    return {key: getattr(run, key) for key in keys}


def _refreshed(reports: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from bole.people.sources import queries

    batches = queries.batches_by_id([report["batch"] for report in reports if report["batch"]])
    return [{**_describe(batches[r["batch"]]), "file": r["file"]} if r["batch"] else r for r in reports]


def _describe(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.pk,
        "source": batch.source,
        "status": batch.status,
        "mode": batch.mode,
        "as_of": batch.as_of.isoformat(),
        "rows_in": batch.rows_in,
        "accepted": batch.rows_accepted,
        "rejected": batch.rows_rejected,
        "unchanged": batch.rows_unchanged,
        "excluded": batch.rows_excluded,
        "ended": batch.rows_ended,
        "unknown_headers": list(batch.unknown_headers),
        "error": batch.error,
        "remedy": batch.remedy,
        "code": batch.error_code,
    }


def _summary(reports: list[dict[str, Any]], run: dict[str, Any] | None, seconds: float) -> str:
    lines = []
    for report in reports:
        if report.get("rows_in"):
            lines.append(
                f"{report['file']}: {report['source']} {report['status']} 收到 {report['rows_in']} = 入库 {report['accepted']}"
                f" + 退回 {report['rejected']} + 未变 {report['unchanged']} + 不收 {report['excluded']}"
            )
        else:
            lines.append(f"{report['file']}: {report['status']} {report.get('error', '')} {report.get('remedy', '')}")
    lines.append(f"涉及 {run['persons']} 人,线索 {run['edges']} 条,{seconds} 秒" if run else f"没有变化,{seconds} 秒")
    return "\n".join(lines)


def _say(options: argparse.Namespace, text: str) -> None:
    """Progress goes to the error stream, so that `--json` stays one object."""
    if sys.stderr.isatty() or not options.json:
        sys.stderr.write(text + "\n")


def show_status(options: argparse.Namespace) -> int:
    cli.prepare()
    from bole.people.sources import queries

    data = queries.intake_status()
    lines = [f"{key}: {value}" for key, value in data.items()]
    cli.emit(options, data, "\n".join(lines))
    return 0


def watch_folder(options: argparse.Namespace) -> int:
    """Works without a worker: each file is processed and linked here."""
    cli.prepare()
    from bole.kernel.audit.services import acting_as
    from bole.people.sources import services

    taken: list[str] = []
    while True:
        with acting_as("command line", "bole intake watch"):
            batches = services.take_in(start=False)
            for batch in batches:
                services.process_batch(batch)
                taken.append(batch.file_name)
                _say(options, f"{batch.file_name}: {batch.status} {batch.error}")
            if batches:
                services.link_pending(by=None)
        if options.once:
            cli.emit(options, {"files": taken}, f"收取 {len(taken)} 个文件")
            return 0
        time.sleep(2)
