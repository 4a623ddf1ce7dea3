"""From nothing to a browsable county: `bole run` in a fresh folder, timed until every file of the demo county is linked.

    python bench/county.py --people 200000

Peers, in the same run: reading the same files with calamine and csv and doing nothing else; the register page's rows by one plain SQL query.
"""

from __future__ import annotations

import argparse
import csv
import http.cookiejar
import json
import os
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import psycopg
import python_calamine

ROOT = Path(__file__).resolve().parents[1]
BOLE = Path(sys.executable).with_name("bole")
LAYOUTS = 22
PAGES = {
    "first page": "/register/",
    "surname 王, sorted by birth": "/register/?q=王&sort=-birth",
    "surname 王, page 100": "/register/?q=王&sort=birth&page=100",
    "nobody of that name": "/register/?q=王晓氺",
    "one character 伟": "/register/?q=伟",
    "pinyin initials": "/register/?q=wxm",
    "library + township": "/register/?library=high_skilled&township=330523001",
    "skill level filter, sorted by employer": "/register/?staff=skilled&sort=employer",
    "elsewhere, sorted by birth": "/register/?stock=elsewhere&sort=-birth",
    "in stock, by employer, page 180": "/register/?stock=in_stock&sort=employer&page=180",
    "months insured from 24 to 30": "/register/?f.insured_months_continuous.min=24&f.insured_months_continuous.max=30",
    "months insured from 400": "/register/?f.insured_months_continuous.min=400",
    "titles taken since 2024": "/register/?f.titles.title_date.min=2024-01-01&sort=-birth",
    "graduated in June 2024": "/register/?f.education.graduation_date.min=2024-06-01&f.education.graduation_date.max=2024-06-30",
    "post with 工程师": "/register/?f.post.contains=工程师",
    "one township, page 120": "/register/?township=330523001&sort=-birth&page=120",
}


class Browser:
    """Just enough of a browser: cookies, a form post with its token."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        )

    def get(self, path: str) -> tuple[float, str]:
        started = time.perf_counter()
        with self.opener.open(self.base + urllib.parse.quote(path, safe="/?&=-_%")) as answer:
            body = answer.read().decode()
        return time.perf_counter() - started, body

    def sign_in(self, name: str) -> None:
        page = self.get("/accounts/demo/")[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        form = {"csrfmiddlewaretoken": token[1], "_idempotency": os.urandom(8).hex()}
        request = urllib.request.Request(
            f"{self.base}/accounts/demo/{name}/",
            urllib.parse.urlencode(form).encode(),
            headers={"Referer": self.base + "/accounts/demo/"},
        )
        self.opener.open(request).close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(ready: object, seconds: float) -> float:
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        try:
            if ready():  # type: ignore[operator]
                return time.monotonic() - started
        except (OSError, psycopg.Error):
            pass
        time.sleep(0.25)
    raise SystemExit(f"not ready after {seconds} s")


def bare_reading(folder: Path) -> tuple[float, int]:
    """The peer: every cell of the same files read once, nothing kept."""
    started, rows = time.perf_counter(), 0
    for path in sorted(folder.glob("S*")):
        if path.suffix == ".csv":
            encoding = "utf-8-sig" if path.read_bytes()[:3] == b"\xef\xbb\xbf" else "gb18030"
            with path.open(encoding=encoding, newline="") as handle:
                rows += sum(1 for _ in csv.reader(handle))
        else:
            rows += len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())
    return time.perf_counter() - started, rows


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bole-bench-") as name:
        Path(name).chmod(0o755)
        result = measure(Path(name) / "var", options.people)
    text = json.dumps(result, ensure_ascii=False) if options.json else "\n".join(f"{k}: {v}" for k, v in result.items())
    sys.stdout.write(text + "\n")
    return 0


def measure(var: Path, people: int) -> dict[str, object]:
    port = free_port()
    environment = {**os.environ, "BOLE_VAR": str(var), "PEOPLE": str(people), "PORT": str(port)}
    started = time.monotonic()
    process = subprocess.Popen([BOLE, "run"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    browser = Browser(f"http://127.0.0.1:{port}")
    try:
        wait_for(lambda: browser.get("/")[1], 300)
        first_page = time.monotonic() - started
        with psycopg.connect(f"host={socket_folder(var)} dbname=bole user=bole_app", autocommit=True) as database:
            wait_for(lambda: is_complete(database, var), 1800)
            browsable = time.monotonic() - started
            counts = database.execute("select count(*), sum(rows_in) from sources_batch").fetchone()
            persons = database.execute("select count(*) from registry_person").fetchone()
            wait_for(lambda: is_complete(database, var, ("published",)), 600)
            pages = page_times(browser)
            plain = plain_query(database)
        bare, rows = bare_reading(var / "demo")
    finally:
        process.terminate()
        process.wait(60)
    assert counts is not None
    assert persons is not None
    return {
        "people": people,
        "rows": int(counts[1]),
        "persons": persons[0],
        "first_page_s": round(first_page, 1),
        "browsable_s": round(browsable, 1),
        "peer_bare_reading_s": round(bare, 2),
        "ratio_browsable_to_bare_reading": round(browsable / bare, 1),
        "pages_ms": {key: round(value * 1000) for key, value in pages.items()},
        "peer_plain_sql_ms": round(plain * 1000, 1),
        "slowest_page_ratio_to_plain_sql": round(max(pages.values()) / plain, 1),
        "peak_child_memory_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "rows_read_by_peer": rows,
    }


def socket_folder(var: Path) -> str:
    line = next(line for line in (var / "pg/data/bole.conf").read_text().splitlines() if "unix_socket_dir" in line)
    return line.split("'")[1]


def is_complete(
    database: psycopg.Connection[tuple[object, ...]], var: Path, states: Sequence[str] = ("linked", "published")
) -> bool:
    """Every file is linked and its people are in the register. Indexes and the snapshot may still be written: "published"."""
    row = database.execute(
        "select count(*) filter (where status = any(%s)), count(*) from sources_batch", [list(states)]
    ).fetchone()
    return (var / "demo" / "fed").exists() and row == (LAYOUTS, LAYOUTS)


def page_times(browser: Browser) -> dict[str, float]:
    """Median of five, after one warming request, as the steward sees them."""
    browser.sign_in("steward")
    times = {}
    for name, path in PAGES.items():
        browser.get(path)
        times[name] = statistics.median(browser.get(path)[0] for _ in range(5))
    return times


def plain_query(database: psycopg.Connection[tuple[object, ...]]) -> float:
    """The peer of a page: fifty names in order, by one query on an index."""
    query = "select id, name, employer_name from registry_person order by name_pinyin, id limit 50"
    database.execute(query).fetchall()
    times = []
    for _ in range(5):
        started = time.perf_counter()
        database.execute(query).fetchall()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
