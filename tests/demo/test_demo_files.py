"""The files look like what departments send, and the answer key points at the right rows."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import openpyxl
import pytest

from demo import __main__ as command
from demo.layouts import LAYOUTS
from demo.numbers import id_valid, shuffle, uscc_valid
from demo.rows_organisations import BEIJING
from tests.demo.conftest import AS_OF, PEOPLE, SEED, Generated, read_sheet

FORMATS = {"S01": ".csv", "S02": ".csv", "S06": ".xls", "S21": ".xls", "S04": ".xlsx", "S07": ".xlsx"}


def test_every_source_has_a_file_and_a_delta(generated: Generated) -> None:
    names = generated.names(delta=False)
    assert {name[:3] for name in names} == set(LAYOUTS)
    assert {name[:3] for name in generated.names(delta=True)} == set(LAYOUTS)
    assert all("2026-10" in name for name in names)
    assert all("2026-11" in name for name in generated.names(delta=True))
    for source, suffix in FORMATS.items():
        assert {Path(name).suffix for name in names if name.startswith(source)} == {suffix}
    assert not list(generated.out.rglob("*.part"))


def test_manifest_marks_everything_synthetic(generated: Generated) -> None:
    assert generated.manifest["synthetic"] is True
    assert all(
        entry["synthetic"] and entry["seed"] == SEED and entry["rows"] > 0 for entry in generated.manifest["files"]
    )
    rows = sum(entry["rows"] for entry in generated.manifest["files"] if not entry["delta"])
    assert 1.9 < rows / PEOPLE < 2.5


def test_encodings(generated: Generated) -> None:
    social = next(name for name in generated.names(delta=False) if name.startswith("S01"))
    with pytest.raises(UnicodeDecodeError):
        generated.path(social).read_text("utf-8")
    graduates = next(name for name in generated.names(delta=False) if name.startswith("S02"))
    assert generated.path(graduates).read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("source", sorted(s for s in LAYOUTS if LAYOUTS[s].subject == "person"))
def test_truth_points_at_the_right_rows(generated: Generated, source: str) -> None:
    """Where a row carries a valid number it is nearly always its person's; one row off it rarely is (couples stand together in S17)."""
    for name in (n for n in generated.names() if n.startswith(source)):
        sheet, key = generated.sheet(name), generated.truth[name]
        entry = next(f for f in generated.manifest["files"] if Path(f["file"]).name == name)
        assert len(key) == entry["rows"]
        assert max(key) <= len(sheet)
        hits, off, seen = 0, 0, 0
        for row, number in key.items():
            person = generated.county.person(number)
            own = {person.id_no, person.passport, person.passport_old, person.phone} - {""}
            cells = {str(cell).strip().upper() for cell in sheet[row - 1]}
            if own & cells:
                hits += 1
            beside = {str(cell).strip() for cell in sheet[row - 2]}
            off += bool(own & beside) and key.get(row - 1) != number
            seen += 1
        assert hits >= seen * 0.7 - 2, (name, hits, seen)
        assert off <= seen * 0.2 + 2, (name, off, seen)


def test_rows_outside_the_key_hold_no_people(generated: Generated) -> None:
    numbers = {person.id_no for person in generated.county.people if person.id_no}
    for name in generated.names():
        if LAYOUTS[name[:3]].subject != "person":
            assert name not in generated.truth
            continue
        for row, cells in enumerate(generated.sheet(name), 1):
            if row not in generated.truth[name]:
                assert not numbers & {str(cell) for cell in cells}, (name, row)


def test_titles_notes_groups_totals_and_merged_cells(generated: Generated) -> None:
    titles = next(n for n in generated.names(delta=False) if n.startswith("S04"))
    sheet = generated.sheet(titles)
    assert sheet[0][0].startswith("安吉县专业技术人员")
    assert "基本信息" in sheet[2]
    assert min(generated.truth[titles]) == 5
    subsidies = next(n for n in generated.names(delta=False) if n.startswith("S20"))
    assert any(row[0] == "合计" for row in generated.sheet(subsidies)[-2:])
    honours = next(n for n in generated.names(delta=False) if n.startswith("S07"))
    page = openpyxl.load_workbook(generated.path(honours)).active
    down = [block for block in page.merged_cells.ranges if block.max_row > block.min_row]
    assert down
    assert all(
        block.min_row >= min(generated.truth[honours]) and block.max_row <= max(generated.truth[honours])
        for block in down
    )
    assert all(page.cell(block.min_row, block.min_col).value not in (None, "") for block in down)


def test_one_platform_stands_in_beijing_and_the_others_in_the_county(generated: Generated) -> None:
    sheet = generated.sheet(next(n for n in generated.names(delta=False) if n.startswith("S11")))
    points = [tuple(c for c in row if isinstance(c, float) and c > 20 and c != int(c)) for row in sheet]
    points = [point for point in points if len(point) == 2]
    assert points.count(BEIJING) in (1, 2)  # twice when the duplicate row falls on it
    rest = [point for point in points if point != BEIJING]
    assert len(rest) >= 55
    assert all(119.2 < east < 119.95 and 30.3 < north < 30.95 for east, north in rest)


def test_register_codes_check(generated: Generated) -> None:
    assert all(uscc_valid(firm.uscc) for firm in generated.county.firms)
    numbers = [person.id_no for person in generated.county.people if not person.nation]
    assert all(id_valid(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_numbers_agree_with_the_standards_examples() -> None:
    assert id_valid("11010519491231002X")
    assert uscc_valid("91350100M000100Y43")
    assert not id_valid("110105194912310021")


def test_same_seed_same_bytes(generated: Generated, tmp_path: Path) -> None:
    from demo.generate import generate

    list(generate(PEOPLE, SEED, tmp_path, as_of=AS_OF, delta=True))
    files = [path.relative_to(generated.out) for path in sorted(generated.out.rglob("*")) if path.is_file()]
    assert [path.relative_to(tmp_path) for path in sorted(tmp_path.rglob("*")) if path.is_file()] == files
    different = [str(path) for path in files if (generated.out / path).read_bytes() != (tmp_path / path).read_bytes()]
    assert different == []


def test_other_seed_other_people(generated: Generated, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--people", "100", "--seed", "8", "--out", str(tmp_path), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["source"] for line in lines] == [entry["source"] for entry in generated.progress[:22]]
    place = [line["source"] for line in lines].index("S01")
    first = read_sheet(tmp_path / lines[place]["file"], "gb18030")[1]
    assert first != generated.sheet(generated.progress[place]["file"])[1]


def test_files_about_firms_are_there_before_anybody_is_born(tmp_path: Path) -> None:
    from demo.generate import generate

    files = generate(PEOPLE, SEED, tmp_path, as_of=AS_OF)
    first = next(files)
    assert (first["source"], (tmp_path / first["file"]).stat().st_size > 0) == ("S09", True)
    assert [next(files)["source"] for _file in range(3)] == ["S10", "S11", "S01"]


def test_shuffling_draws_as_the_library_does() -> None:
    ours, theirs = list(range(1000)), list(range(1000))
    one, other = Random(5), Random(5)
    shuffle(one, ours)
    other.shuffle(theirs)
    assert (ours, one.random()) == (theirs, other.random())


def test_command_refuses_a_tiny_county(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        command.main(["--people", "10", "--out", str(tmp_path)])
