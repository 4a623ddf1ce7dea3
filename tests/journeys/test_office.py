"""The talent office: from a count to the list behind it, a list as a file, the plan's indicators."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import expect


def test_from_a_count_to_its_list_to_a_file(visit: Callable[..., Any], county: object, tmp_path: Path) -> None:
    office = visit("office")
    page = office.open("/register/libraries/")
    row = page.locator("tbody tr", has_text="高技能人才库")
    count = int(row.locator("td a").first.inner_text().replace(",", ""))
    row.locator("td a").first.click()
    page.wait_for_url(re.compile(r"library="))
    assert f"{count}" in page.locator(".pager, nav[aria-label*=页]").first.inner_text().replace(",", "")
    page.get_by_text("导出这个名单").first.click()
    page.locator("form[action$='/export/'] [name=purpose]").fill("统计核验")
    page.get_by_role("button", name="开始导出").click()
    page.wait_for_url(re.compile(r"/jobs/\d+/"))
    link = page.locator("main a[href^='/files/']").first
    expect(link).to_be_visible(timeout=60_000)
    office.shoot("job-done")
    with page.expect_download() as waiting:
        link.click()
    waiting.value.save_as(tmp_path / "list.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").active
    names = [row[0].value for row in sheet.iter_rows()]
    assert len(names[names.index("姓名") + 1 :]) >= count


def test_the_cockpit_sets_the_count_beside_the_statistic(visit: Callable[..., Any], county: object) -> None:
    office = visit("office")
    page = office.open("/plan/")
    expect(page.get_by_role("heading", name="表1 主要指标")).to_be_visible()
    row = page.locator("tbody tr", has_text="高技能人才").first
    expect(row).to_contain_text("2.7")
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="观测值")).to_be_visible()
    office.shoot("indicator")
