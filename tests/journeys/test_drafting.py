"""The office raises an amount from a day on: form, failing case mended, cost looked at, sent; a second person publishes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.axe import assert_accessible

POLICY = "home_purchase"


def field(page: Page, label: str) -> Any:
    return page.get_by_label(label, exact=True).first


def test_an_amount_is_raised_tested_costed_and_published_without_code(
    visit: Callable[..., Any], county: object
) -> None:
    office = visit("office")
    page = office.open(f"/policies/{POLICY}/")
    page.get_by_role("link", name="起草修改").click()
    page.locator("#id_since").fill("2030-01-01")
    page.locator("#id_reason").first.fill("规划6.2;与周边县看齐")
    page.get_by_role("button", name="开始起草").click()
    page.wait_for_url("**/form/")
    assert_accessible(page)
    field(page, "购房补贴上限 D").fill("45")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("没有写单位").first).to_be_visible()
    field(page, "购房补贴上限 D").fill("45 万元")
    condition = page.locator("#p-who [hx-post]").first
    condition.fill("已知 人才类别x")
    expect(page.locator(".lint").get_by_text("未知事实").first).to_be_visible()
    condition.fill("已知 人才类别")
    expect(page.locator(".lint").get_by_text("可以。").first).to_be_visible()
    office.shoot("draft-form")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存为第 2 版")).to_be_visible()
    draft = page.url.partition("/drafts/")[2].partition("/")[0]
    trace = visit("office").open(f"/policies/drafts/{draft}/trace/?example=w0").locator("#traced")
    expect(trace.get_by_text("草案第 2 版")).to_be_visible()
    page.get_by_role("link", name="概览").click()
    expect(page.get_by_text("45万元").first).to_be_visible()
    office.shoot("draft")
    assert_accessible(page)
    page.get_by_role("link", name="看算例").click()
    page.get_by_role("link", name=re.compile("没通过的")).click()
    assert_accessible(page)
    while page.get_by_role("button", name="按算出的结果改").count():
        before = page.locator("article").count()
        page.get_by_role("button", name="按算出的结果改").first.click()
        page.wait_for_load_state()
        page.goto(page.url.partition("?")[0] + "?only=failed")
        assert page.locator("article").count() < before
    expect(trace.get_by_text(re.compile("草案第 ([3-9]|[1-9][0-9]+) 版"))).to_be_visible(timeout=15_000)
    simulate(page, office, draft)
    office.open(f"/policies/drafts/{draft}/")
    expect(page.get_by_text("都齐了")).to_be_visible()
    page.get_by_role("button", name="送第二人复核").click()
    page.wait_for_url("**/cases/*/")
    case = page.url
    publish(visit, case)
    public = visit().open(f"/policies/{POLICY}/")
    expect(
        public.get_by_role("heading", name="2030年1月1日起改了什么").or_(public.get_by_text("起改了什么")).first
    ).to_be_visible()
    expect(public.get_by_text("45万元").first).to_be_visible()


def simulate(page: Page, office: Any, draft: str) -> None:
    office.open(f"/policies/drafts/{draft}/simulation/")
    if page.get_by_role("link", name="去发布快照").count():
        page.get_by_role("link", name="去发布快照").click()
        page.get_by_role("button", name=re.compile("发布")).first.click()
        page.wait_for_timeout(3000)
        office.open(f"/policies/drafts/{draft}/simulation/")
    page.get_by_role("button", name="开始测算").click()
    for _turn in range(40):
        office.open(f"/policies/drafts/{draft}/simulation/")
        if page.get_by_role("button", name="重新测算").count():
            return
        page.wait_for_timeout(500)
    raise AssertionError("not simulated within twenty seconds")


def publish(visit: Callable[..., Any], case: str) -> None:
    approver = visit("approver")
    page = approver.page
    page.goto(case)
    expect(page.get_by_text("45万元").first).to_be_visible()
    assert_accessible(page)
    approver.shoot("publication")
    page.get_by_role("button", name="同意发布").click()
    page.wait_for_load_state()
    for _turn in range(20):
        page.goto(case)
        if page.get_by_text("已发布").count():
            return
        page.wait_for_timeout(300)
    raise AssertionError("not published within six seconds")
