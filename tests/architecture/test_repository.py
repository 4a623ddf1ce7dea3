"""Facts about the repository that no single app can keep: promises of README, no foreign addresses, no secrets."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = {".py", ".md", ".html", ".css", ".js", ".yaml", ".toml", ".sh", ".json", ".lock", ".txt", ".typ", ""}


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_readme_promises_exactly_two_commands() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        page = (ROOT / name).read_text(encoding="utf-8")
        assert "make run" in page
        assert "make test" in page


def test_lock_files_name_no_index_and_hash_everything() -> None:
    for name in ("base.lock", "dev.lock"):
        lock = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert not re.search(r"https?://|file://|--index-url|--find-links", lock)
        pinned = len(re.findall(r"^\S+==", lock, re.MULTILINE))
        assert lock.count("--hash=sha256:") >= pinned > 20


def test_every_dependency_says_why() -> None:
    page = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = page[page.index("dependencies = [") : page.index("[tool.flit.module]")]
    silent = [line.strip() for line in block.splitlines() if re.match(r'\s+"', line) and "#" not in line]
    assert silent == []


def test_pages_ask_nobody_outside() -> None:
    """No template, stylesheet or script of ours names another host (SVG and XML namespaces are names, not requests)."""
    address = re.compile(r"(?:src|href|url)\s*[=(]\s*[\"']?https?://", re.IGNORECASE)
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*")
        if path.suffix in {".html", ".css", ".js"} and address.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_nothing_committed_carries_a_path_of_a_developer_machine() -> None:
    pattern = re.compile("/" + r"work/(main|shared|\.library)|/" + r"tmp/w/")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked_files()
        if path.suffix in TEXT and pattern.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert found == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    marks = re.compile(r"pytest\.(?:skip|xfail|importorskip)|mark\.(?:skip|skipif|xfail)")
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*.py")
        if path != Path(__file__) and marks.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_county_data_stays_out_of_code() -> None:
    """Names and codes of the demo county live in packs/, demo/ and tests, never in the product."""
    county = re.compile(r"安吉|ANJI-|330523|递铺|孝丰|天荒坪")
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*")
        if path.suffix in {".py", ".html"} and county.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
