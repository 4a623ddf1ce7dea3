"""The order of work: firms and their files, people, then file after file, then the deltas, then the answer key."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from demo import rows_life, rows_merit, rows_organisations, rows_work
from demo.county import County, found_county, settle
from demo.delta import new_count, next_month, sample
from demo.errors import Pen
from demo.layouts import CSV_ABOVE, LAYOUTS, Layout
from demo.organisations import build_firms
from demo.planting import plant
from demo.truth import traits, write_json, write_table
from demo.writers import Sheet, write

PERSON_ROWS: dict[str, Callable] = {
    "S01": rows_work.insured, "S02": rows_work.graduates, "S03": rows_merit.skilled, "S04": rows_merit.titled, "S05": rows_work.roster,
    "S06": rows_life.permits, "S07": rows_merit.honoured, "S08": rows_life.away, "S12": rows_life.homes, "S13": rows_merit.inventors,
    "S14": rows_merit.rural, "S15": rows_merit.social, "S16": rows_life.gone, "S17": rows_life.married, "S18": rows_work.taxed,
    "S19": rows_life.leases, "S20": rows_life.subsidised, "S21": rows_work.civil, "S22": rows_work.arrived,
}  # fmt: skip
FIRM_ROWS: dict[str, Callable] = {
    "S09": rows_organisations.register, "S10": rows_organisations.reports, "S11": rows_organisations.platforms,
}  # fmt: skip
FIRST = ["S09", "S10", "S11"]  # about firms and places: written before anybody is born
ORDER = [
    *FIRST,
    "S01",
    "S02",
    "S03",
    "S05",
    "S04",
    "S12",
    "S18",
    "S08",
    "S14",
    "S19",
    "S20",
    "S17",
    "S22",
    "S13",
    "S07",
    "S15",
    "S16",
    "S06",
    "S21",
]  # fmt: skip; then large to small: who reads them has most to do while the rest is written
XLS_MAX = 60_000
SHUFFLED = {"S04": (6, 5), "S14": (3, 2), "S19": (4, 3), "S20": (3, 2)}  # neighbours that change places, per source


@dataclass
class Run:
    """What has been written so far."""

    county: County
    out: Path
    files: list[dict] = field(default_factory=list)
    truth: list[tuple[str, int, int]] = field(default_factory=list)
    planted: list[tuple[str, int, str]] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)


def generate(people: int, seed: int, out: Path, *, as_of: date, delta: bool = False) -> Iterator[dict]:
    """Write all files below `out`; yields one dict per file: file, source, rows, seconds."""
    out.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    county, rng = found_county(people, seed, as_of)
    run = Run(county, out)
    later: list[tuple[str, list[list], list[int]]] = []
    for source in ORDER:
        if source not in FIRST and not county.people:
            settle(county, rng)
        rows, who, planted = _rows(run, source)
        if delta:
            later.append((source, *_delta_rows(run, source, rows, who, {index for index, _ in planted})))
        yield _write(run, source, rows, who, planted, as_of, out, started)
    if delta:
        (out / "delta").mkdir(exist_ok=True)
    for source, rows, who in later:
        if not rows:  # a tiny county
            continue
        yield _write(run, source, rows, who, [], next_month(as_of), out / "delta", started, mark="_增量")
    write_table(out / "truth.csv", ["file", "row", "person"], run.truth)
    write_table(out / "traits.csv", ["person", "trait"], traits(run.county))
    write_table(out / "planted.csv", ["file", "row", "kind"], run.planted)
    write_json(out / "manifest.json", {
        "synthetic": True, "people": people, "seed": seed, "as_of": as_of.isoformat(), "files": run.files, "slips": dict(sorted(run.seen.items())),
    })  # fmt: skip


def _excel(layout: Layout, rows: int) -> bool:
    return layout.kind != "csv" and rows <= (XLS_MAX if layout.kind == "xls" else CSV_ABOVE)


def _suffix(layout: Layout, rows: int) -> str:
    """The kind of file; without the optional writer of old workbooks an xls becomes an xlsx."""
    if not _excel(layout, rows):
        return "csv"
    return "xlsx" if layout.kind == "xls" and find_spec("xlwt") is None else layout.kind


def _rows(run: Run, source: str) -> tuple[list[list], list[int], list[tuple[int, str]]]:
    county, layout = run.county, LAYOUTS[source]
    people = county.members.get(source, [])
    pen = Pen(county.rng(source), source, excel=_excel(layout, len(people)), seen=run.seen)
    if source in FIRM_ROWS:
        rows, who = FIRM_ROWS[source](county, county.firms, pen), []
    else:
        rows, who = PERSON_ROWS[source](county, people, pen)
    return rows, who, plant(source, rows, who, pen)


def _delta_rows(
    run: Run, source: str, rows: list[list], who: list[int], planted: set[int]
) -> tuple[list[list], list[int]]:
    county, layout = run.county, LAYOUTS[source]
    pen = Pen(county.rng(f"{source}.delta"), source, excel=layout.kind != "csv", seen=run.seen)
    changed, changed_who = sample(rows, who, planted, county, source, pen)
    new, new_who = _new_rows(county, source, new_count(len(rows)), pen)
    return changed + new, changed_who + new_who


def _new_rows(county: County, source: str, count: int, pen: Pen) -> tuple[list[list], list[int]]:
    if source in FIRM_ROWS:
        firms = [
            firm for firm in build_firms(pen.rng, 1500, county.as_of) if firm.kind == "firm" and firm.status == "open"
        ]
        return FIRM_ROWS[source](county, firms, pen)[:count], []
    known = {person.id for person in county.members[source]}
    people: list = []
    for _ in range(count * 200):  # bounded: some sources have nobody new
        person = county.people[int(pen.rnd() * len(county.people))]
        if len(people) == count:
            break
        if person.id not in known and _fits(source, person):
            known.add(person.id)
            people.append(person)
    rows, who = PERSON_ROWS[source](county, people, pen)
    return rows[:count], who[:count]


def _fits(source: str, person) -> bool:
    """Whether a person may newly appear in a source."""
    if source == "S06":
        return False  # every foreigner with a permit stands in the first file
    if source == "S08":
        return bool(person.id_no)
    if source == "S17" and person.spouse < 0:
        return False
    return person.firm >= 0 and bool(person.id_no) and person.kind != "away"


def _write(run, source, rows, who, planted, as_of, folder, started, mark="") -> dict:
    layout = LAYOUTS[source]
    kind = _suffix(layout, len(rows))
    sheet = _sheet(run, layout, rows, as_of, excel=kind != "csv")
    path = folder / f"{source}_{layout.name}_{as_of:%Y-%m}{mark}.{kind}"
    write(path, sheet, layout.encoding)
    for suffix in {".csv", ".xls", ".xlsx"} - {path.suffix}:  # left by a run of another size
        path.with_suffix(suffix).unlink(missing_ok=True)
    first = sheet.first
    run.truth.extend((path.name, row, person) for row, person in enumerate(who, first))
    run.planted.extend((path.name, first + index, what) for index, what in sorted(planted))
    entry = {
        "file": str(path.relative_to(run.out)),
        "source": source,
        "rows": len(rows),
        "encoding": layout.encoding if kind == "csv" else "",
    }
    run.files.append(
        entry | {"seed": run.county.seed, "as_of": as_of.isoformat(), "synthetic": True, "delta": bool(mark)}
    )
    return entry | {"seconds": round(time.perf_counter() - started, 2)}


def _sheet(run: Run, layout: Layout, rows: list[list], as_of: date, *, excel: bool) -> Sheet:
    rng = run.county.rng(f"{layout.id}.sheet.{as_of}")
    headers = [_header(rng, variants, excel=excel) for variants in layout.headers]
    total = _total(layout, rows)
    if layout.id in SHUFFLED:
        left, right = SHUFFLED[layout.id]
        for line in [headers, *total]:
            line[left], line[right] = line[right], line[left]
        rows = [[*row] for row in rows]
        for row in rows:
            row[left], row[right] = row[right], row[left]
    groups = list(layout.groups)
    if layout.numbered:
        headers = ["序号", *headers]
        rows = [[number, *row] for number, row in enumerate(rows, 1)]
    if layout.remarks:
        headers = [*headers, "备注"]
        rows = [[*row, ""] for row in rows]
    footer = total + (
        [["填表人：张某    审核人：李某"]] if layout.title and layout.kind != "csv" and rng.random() < 0.5 else []
    )
    return Sheet(
        "Sheet1" if rng.random() < 0.5 else layout.name[:20], headers, rows, layout.title, layout.notes, groups, footer,
        layout.merged if excel else (), as_of,
    )  # fmt: skip


def _header(rng, variants: tuple[str, ...], *, excel: bool) -> str:
    header = variants[0] if rng.random() < 0.6 else rng.choice(variants)
    if excel and rng.random() < 0.06:
        return (
            header[:1] + " " + header[1:]
            if len(header) == 2
            else header[:2] + "\n" + header[2:]
            if len(header) > 3
            else header
        )
    return header


def _total(layout: Layout, rows: list[list]) -> list[list]:
    if layout.total is None:
        return []
    figures = [row[layout.total] for row in rows]
    line: list = [""] * len(layout.columns)
    line[0] = "合计"
    line[layout.total] = round(sum(figure for figure in figures if isinstance(figure, int | float)), 2)
    return [line]
