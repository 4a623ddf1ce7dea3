"""`bole pack check` as the writer of a pack meets it: places, suggestions, exit codes; no database needed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bole.main import cli

PACKS = Path(__file__).resolve().parents[2] / "packs"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKS / "anji", tmp_path / "anji"))


@pytest.mark.parametrize("name", ["base-cn", "anji", "tiny"])
def test_shipped_packs_are_good(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["pack", "check", str(PACKS / name), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "good"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("facts.yaml", "trusted: [S08], choose: latest", "trusted: [S08x], choose: latest", "是否指“S08”?"),
        ("sources/S03.yaml", "to: [skill_level,", "to: [skil_level,", "是否指“skill_level”?"),
        ("classifications.yaml", '技能等级 >= "高级工"', '技能等级 >= "高级功"', "是否指“高级工(三级)”?"),
        ("classifications.yaml", "安籍在外 且 非 已故", "安籍再外 且 非 已故", "是否指“安籍在外”?"),
        ("townships.yaml", 'parent: "330523"', 'parent: "330532"', "是否指“330523”?"),
        ("flows/correction.yaml", "start: check", "start: chek", "check"),
        ("facts.yaml", "formula: 周岁(出生日期)", "formula: 周岁(出身日期)", "是否指“出生日期”?"),
    ],
)
def test_seeded_errors_are_placed_and_a_fix_is_suggested(
    file: str, old: str, new: str, expected: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy / file
    text = path.read_text("utf-8")
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert cli.main(["pack", "check", str(copy), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert any(
        problem["file"] == file and abs(problem["line"] - line) <= 4 and expected in str(problem)
        for problem in problems
    ), problems


def test_text_output_is_file_line_column(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "county.yaml").write_text((copy / "county.yaml").read_text("utf-8").replace("mark: M", "marc: M"), "utf-8")
    assert cli.main(["pack", "check", str(copy)]) == 1
    assert "county.yaml:8:1: county.yaml中没有“marc”这一项(是否指“mark”?)" in capsys.readouterr().out


def test_wrong_use_is_two(tmp_path: Path) -> None:
    assert cli.main(["pack", "check", str(tmp_path / "none")]) == 2


def test_diff_of_two_folders(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["pack", "diff", str(PACKS / "anji"), str(copy)]) == 0
    text = (copy / "facts.yaml").read_text("utf-8")
    (copy / "facts.yaml").write_text(text.replace("name_en: Age,", "name_en: Years,"), "utf-8")
    capsys.readouterr()
    assert cli.main(["pack", "diff", str(PACKS / "anji"), str(copy), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["changes"] == [
        {"kind": "changed", "part": "fact", "key": "age", "name": "年龄", "details": ["name_en"]}
    ]
