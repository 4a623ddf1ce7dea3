"""A newcomer: one click, and the county comes together before one's eyes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.journeys.reading import figures


def test_one_click_and_the_county_comes_together(visit: Callable[..., Any], request: Any) -> None:
    newcomer = visit()
    page = newcomer.open("/")
    page.get_by_role("button", name="看演示县怎样汇成一本账").click()
    page.wait_for_url("**/sources/")
    page.evaluate("window.untouched = true")
    expect(page.locator("#live tbody tr")).to_have_count(22)
    expect(page.locator("#live")).to_contain_text("条记录合为一人", timeout=300_000)
    expect(page.locator("#live .parcel li.done")).to_have_count(5, timeout=300_000)
    assert page.evaluate("window.untouched"), "the page showed the progress by itself"
    request.getfixturevalue("county")
    page.reload()
    newcomer.shoot("arrival")
    seen = figures(page)
    assert seen["收到"] > 3000
    assert 1000 < seen["已识别的人"] < seen["收到"]
    page.get_by_role("link", name="人才库", exact=True).click()
    assert page.locator("tbody tr").count() >= 20
