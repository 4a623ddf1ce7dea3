"""What a visitor reads off a page."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

MOVING = ("已收到", "正在读取", "已校验", "已入库", "已比对")


def figures(page: Page) -> dict[str, int]:
    """The figures of a page: label -> number."""
    pairs = page.locator(".fig").evaluate_all(
        "all => all.map(f => [f.querySelector('.label').textContent, f.querySelector('.value').textContent])"
    )
    return {label.strip(): int(re.sub(r"\D", "", value) or 0) for label, value in pairs}


def wait_for_batch(page: Page, state: str, *, script: bool = True) -> None:
    """Until the batch on the page stands in `state`; without scripts a person presses the refresh link."""
    tag = page.locator("#batch-state .tag").first
    if script:
        expect(tag).to_have_text(state, timeout=90_000)
        page.reload()
        return
    for _ in range(180):
        if not tag.inner_text().strip().startswith(MOVING):
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(tag).to_have_text(state)


def line_of(page: Page, fact: str) -> Any:
    """The row of a fact on a person's page."""
    return page.locator("tr", has=page.get_by_role("rowheader", name=fact, exact=True))
