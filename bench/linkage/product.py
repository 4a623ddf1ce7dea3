"""The whole product on the same files: loading, `bole link evaluate`, one merge undone and redone, the next month's files.

`python -m bench.linkage.product PLACE` in an instance of its own (BOLE_VAR); one process, so that PostgreSQL stays up.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

A_MERGE = """
    select e."left", e."right" from sources_edge e
    join sources_membership a on a.node = e."left" join sources_membership b on b.node = e."right"
    where a.person = b.person and e.weight < 20 order by e.weight desc, e."left" limit 1"""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.main.settings")
    from bole.main import cli

    cli.prepare()
    place = Path(sys.argv[1])
    result = {"load": _load(sorted(place.glob("S*.*")))}
    result["evaluate"] = _command("link", "evaluate", "--truth", place / "truth.csv", "--traits", place / "traits.csv")
    result["unmerge"] = _unmerge()
    result["delta"] = _load(sorted((place / "delta").glob("S*.*")))
    sys.stdout.write(json.dumps(result) + "\n")
    return 0


def _command(*arguments: Any) -> dict[str, Any]:
    """A command of `bole` with its figures and seconds."""
    from bole.main import cli

    answer, errors = io.StringIO(), io.StringIO()
    started = time.perf_counter()
    with contextlib.redirect_stdout(answer), contextlib.redirect_stderr(errors):
        cli.main([*map(str, arguments), "--json"])
    return {**json.loads(answer.getvalue()), "seconds": time.perf_counter() - started}


def _load(files: list[Path]) -> dict[str, Any]:
    found = _command("intake", "load", *files)
    assert found["link"] is not None, found
    rows = sum(report.get("accepted", 0) for report in found["files"])
    return {
        "rows": rows,
        "seconds": found["seconds"],
        **{name: found["link"][name] for name in ("edges", "persons", "timings")},
    }


def _unmerge() -> dict[str, Any]:
    """Seconds from a decision to the register showing it, there and back, without the snapshot of the whole register."""
    from django.db import connection

    from bole.people.sources import services

    with connection.cursor() as cursor:
        cursor.execute(A_MERGE)
        left, right = cursor.fetchone()
    apart, decision = _timed(lambda: services.decide_pair(by=None, left=left, right=right, same=False, reason="bench"))
    assert len(_persons(left, right)) == 2
    together, _ = _timed(lambda: services.retract_decision(by=None, decision=decision))
    assert len(_persons(left, right)) == 1
    return {"apart": apart, "together": together}


def _timed(act: Any) -> tuple[dict[str, float], Any]:
    from bole.people.sources import services

    started = time.perf_counter()
    done = act()
    run = services.link_pending(by=None)
    assert run is not None
    return {"seconds": time.perf_counter() - started, **run.timings}, done


def _persons(*nodes: int) -> set[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select person from sources_membership where node = any(%s)", [list(nodes)])
        return {str(row[0]) for row in cursor.fetchall()}


if __name__ == "__main__":
    sys.exit(main())
