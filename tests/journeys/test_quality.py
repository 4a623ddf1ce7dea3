"""A steward draws a sample and judges it by keyboard; the figures stand on the quality page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.journeys.axe import assert_accessible, assert_no_sideways_scroll


def test_a_sample_is_drawn_and_judged_by_keyboard(visit: Callable[..., Any], county: object) -> None:
    steward = visit("steward", phone=True)
    page = steward.open("/sources/quality/")
    page.get_by_role("button", name="抽一次新样本").click()
    page.get_by_role("link", name="开始判定").click(timeout=60_000)
    expect(page.locator("h1")).to_have_text("是同一个人吗?")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    steward.shoot("sample-pair-phone")
    for done, key in enumerate(("y", "n", "2"), 1):
        page.wait_for_load_state("load")  # the keys are a script's
        page.keyboard.press(key)
        expect(page.get_by_text(re.compile(rf"^{done} / \d+ 对$"))).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("u")
    expect(page.get_by_text(re.compile(r"^2 / \d+ 对$"))).to_be_visible()
    page.get_by_role("link", name="看已有结果").click()
    assert_accessible(page)
    steward.shoot("sample-result-phone")
    page.goto(f"{steward.instance.url}/sources/quality/")
    expect(page.get_by_text(re.compile("每一层都判过才能估计")).first).to_be_visible()
