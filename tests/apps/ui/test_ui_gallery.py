"""Every component in Chromium: axe-clean, no sideways scroll, keyboard, without a script, under the policy."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser, Page

from tests.journeys.axe import assert_accessible, assert_no_sideways_scroll, chromium

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    with chromium() as started:
        yield started
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def server() -> Iterator[SimpleNamespace]:
    """The product without a database: the gallery asks for none, and emptying tables after each test costs seconds."""
    http = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, connections_override={})
    http.set_app(get_wsgi_application())
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield SimpleNamespace(url=f"http://127.0.0.1:{http.server_port}")
    http.shutdown()
    http.server_close()
    thread.join()


def _open(browser: Browser, server, width: int, language: str = "zh-hans", size: str = "normal", **options) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", **options)
    cookies = {"bole_language": language, "bole_size": size}
    context.add_cookies([{"name": name, "value": value, "url": server.url} for name, value in cookies.items()])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)  # type: ignore[attr-defined]
    page.goto(f"{server.url}/ui/gallery/")
    return page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", ["normal", "large"])
def test_gallery_is_accessible(browser: Browser, server, language: str, size: str) -> None:
    page = _open(browser, server, 1280, language, size)
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert_accessible(page)
    assert page.complaints == []  # type: ignore[attr-defined]
    page.context.close()


@pytest.mark.parametrize("size", ["normal", "large"])
def test_gallery_fits_every_screen(browser: Browser, server, size: str) -> None:
    page = _open(browser, server, 1280, size=size)
    for width in (320, 390, 640, 768, 910, 1024, 1100, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_sideways_scroll(page)
    page.context.close()


def test_open_menu_and_question_are_accessible(browser: Browser, server) -> None:
    page = _open(browser, server, 390)
    page.locator("details.menu > summary").click()
    page.locator("details.menu").get_by_role("button", name="English").wait_for()
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    page.locator("details.confirm > summary").click()
    assert_accessible(page)
    page.context.close()


def test_keys(browser: Browser, server) -> None:
    page = _open(browser, server, 1280)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "社会保险参保"
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**#1")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.context.close()


def test_keys_do_nothing_while_one_writes(browser: Browser, server) -> None:
    page = _open(browser, server, 1280)
    page.locator("textarea").first.fill("")
    page.locator("textarea").first.press_sequentially("j/?k")
    assert page.locator("textarea").first.input_value() == "j/?k"
    assert page.get_by_role("dialog").count() == 0
    page.context.close()


def test_chosen_files_are_named(browser: Browser, server) -> None:
    page = _open(browser, server, 390)
    files = [{"name": name, "mimeType": "text/csv", "buffer": b"a,b\n"} for name in ("社保.csv", "职称.csv")]
    page.locator("[data-drop] input").set_input_files(files)
    assert "社保.csv" in page.locator("[data-drop] output").inner_text()
    page.context.close()


def test_switches_work_without_scripts(browser: Browser, live_server) -> None:
    page = _open(browser, live_server, 1280, java_script_enabled=False)
    page.locator("header.top .end").get_by_role("button", name="大字版").click()
    page.locator("html[data-size=large]").wait_for()
    page.locator("header.top .end").get_by_role("button", name="English").click()
    page.locator("html[lang=en]").wait_for()
    page.context.close()


def test_page_asks_nobody_else(browser: Browser, server) -> None:
    page = _open(browser, server, 1280)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    assert len(asked) >= 3
    assert all(url.startswith((server.url, "data:")) for url in asked)
    page.context.close()


def test_live_part_follows_its_job_and_stops(browser: Browser, server) -> None:
    page = _open(browser, server, 1280)
    answers = iter(
        [
            (200, '<div id="job" data-poll="/poll/" data-poll-ms="20">12</div>'),
            (503, "down"),
            (200, '<div id="job" data-poll="/poll/" data-poll-ms="20">40</div>'),
            (200, '<div id="job">done</div>'),
        ]
    )
    asked: list[str] = []

    def answer(route) -> None:
        asked.append(route.request.url)
        status, body = next(answers)
        route.fulfill(status=status, content_type="text/html", body=body)

    def with_job(route) -> None:
        body = route.fetch().text()
        start = '<div id="job" data-poll="/poll/" data-poll-ms="20">0</div>'
        route.fulfill(content_type="text/html", body=body.replace("</main>", f"{start}</main>"))

    page.route("**/poll/", answer)
    page.route("**/ui/gallery/", with_job)
    page.reload()
    page.locator("#job", has_text="done").wait_for()
    assert len(asked) == 4
    assert page.locator("#job[data-stale]").count() == 0
    page.context.close()


def test_questions_close_and_errors_take_the_focus(browser: Browser, server) -> None:
    page = _open(browser, server, 1280)
    page.locator("details.confirm > summary").click()
    page.locator("h1").click()
    assert page.locator("details.confirm[open]").count() == 0
    page.context.close()
