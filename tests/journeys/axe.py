"""axe-core in the pages under test: 0 violations, WCAG 2.2 AA and best practice.

axe-core comes locked from npm and is never part of the product:
`mkdir -p build && cp package.json package-lock.json build/ && npm ci --prefix build --ignore-scripts`
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

SOURCE = Path(__file__).resolve().parents[2] / "build/node_modules/axe-core/axe.min.js"
CHROMIUM = "/usr/bin/chromium"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# The thousands of rules and nodes that passed stay in the browser.
RUN = """([within, tags]) => axe
  .run(within || document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
  .then((result) => result.violations)"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, which calls nobody at home."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        try:
            yield browser
        finally:
            browser.close()


@cache
def _source() -> str:
    if not SOURCE.exists():
        raise AssertionError(f"{SOURCE} is missing: {__doc__}")
    return SOURCE.read_text(encoding="utf-8")


def violations(page: Page, within: str | None = None) -> list[str]:
    """One line per violation: rule, what is wrong, where. `within` is a CSS selector."""
    page.wait_for_load_state("load")  # a heading may be read before the styles have arrived
    page.evaluate(_source())
    broken: list[dict[str, Any]] = page.evaluate(RUN, [within, list(TAGS)])
    return [
        f"{found['id']} ({found['impact']}): {found['help']}: "
        + " | ".join(str(node["target"][0]) for node in found["nodes"][:5])
        for found in broken
    ]


def assert_accessible(page: Page, within: str | None = None) -> None:
    found = violations(page, within)
    assert not found, f"{page.url}\n" + "\n".join(found)


def assert_no_sideways_scroll(page: Page) -> None:
    """At 320 px and above nothing makes the page scroll sideways (WCAG 1.4.10)."""
    width, view = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width <= view, f"{page.url}: {width} px wide in a window of {view} px"
