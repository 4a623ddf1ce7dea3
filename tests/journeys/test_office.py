"""The talent office: from a count to the list behind it, a list as a file, the plan's indicators."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Page, expect


def test_from_a_count_to_its_list_to_a_file(visit: Callable[..., Any], county: object, tmp_path: Path) -> None:
    office = visit("office")
    page = office.open("/register/libraries/")
    row = page.locator("tbody tr", has_text="高技能人才库")
    count = int(row.locator("td a").first.inner_text().replace(",", ""))
    row.locator("td a").first.click()
    page.wait_for_url(re.compile(r"library="))
    assert f"{count}" in page.locator(".pager, nav[aria-label*=页]").first.inner_text().replace(",", "")
    address = page.url
    _ask_for_a_file(page, "plain")
    rows = _download(office, page, tmp_path / "plain.xlsx")
    assert len(rows) >= count
    assert not any("姓名" in row for row in rows), "no personal data without a second person"

    page.goto(address)
    _ask_for_a_file(page, "personal")
    page.wait_for_url(re.compile(r"/cases/\d+/"))
    steward = visit("steward")
    work = steward.open("/cases/worklist/")
    work.get_by_role("link", name=re.compile("导出人才名单")).first.click()
    work.wait_for_url(re.compile(r"/cases/\d+/"))
    expect(work.get_by_text("统计核验").first).to_be_visible()
    work.get_by_role("button", name=re.compile("同意导出")).click()
    work.wait_for_url("**/cases/worklist/")
    for _ in range(120):
        page.goto(f"{office.instance.url}/jobs/")
        if page.locator("main a[href*='/jobs/']").count() > 1:
            break
        page.wait_for_timeout(500)
    page.locator("main a[href*='/jobs/']").first.click()
    rows = _download(office, page, tmp_path / "list.xlsx")
    names = [row[0] for row in rows]
    assert len(names[names.index("姓名") + 1 :]) >= count


def _ask_for_a_file(page: Page, content: str) -> None:
    page.get_by_text("导出这个名单").first.click()
    form = page.locator("form[action$='/export/']")
    form.locator("[name=purpose]").fill("统计核验")
    form.locator("[name=content]").select_option(content)
    page.get_by_role("button", name="开始导出").click()


def _download(office: Any, page: Page, path: Path) -> list[tuple[Any, ...]]:
    """The rows of the file that a job made."""
    page.wait_for_url(re.compile(r"/jobs/\d+/"))
    link = page.locator("main a[href^='/files/']").first
    expect(link).to_be_visible(timeout=60_000)
    office.shoot("job-done")
    with page.expect_download() as waiting:
        link.click()
    waiting.value.save_as(path)
    return list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))


def test_the_cockpit_sets_the_count_beside_the_statistic(visit: Callable[..., Any], county: object) -> None:
    office = visit("office")
    page = office.open("/plan/")
    expect(page.get_by_role("heading", name="表1 主要指标")).to_be_visible()
    row = page.locator("tbody tr", has_text="高技能人才").first
    expect(row).to_contain_text("2.7")
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="观测值")).to_be_visible()
    office.shoot("indicator")
