"""A clerk finds a person, sees how everything is known, reveals with a purpose, and has a value corrected by its source."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from pypinyin import lazy_pinyin

from tests.journeys.reading import line_of

FACT = "连续缴费月数"
HAN = re.compile(r"[一-鿿]{2,3}")


def a_name(page: Page) -> str:
    names = page.locator("tbody td:first-child a.strong").all_inner_texts()
    return next(name for name in names if HAN.fullmatch(name))


def search(page: Page, words: str) -> None:
    box = page.locator("main input[type=search]")
    box.fill(words)
    box.press("Enter")
    page.wait_for_load_state()


def test_found_by_pinyin_and_by_one_character(visit: Callable[..., Any], county: object) -> None:
    clerk = visit("clerk")
    page = clerk.open("/register/")
    name = a_name(page)
    for words in ("".join(lazy_pinyin(name)), name[0], name):
        search(page, words)
        expect(page.locator("tbody a.strong", has_text=name).first).to_be_visible()
    clerk.open("/register/")
    page.get_by_label("在库状态").select_option(index=1)
    page.wait_for_url(re.compile("stock="))
    clerk.shoot("people")
    page.locator("tbody a.strong").first.click()
    page.wait_for_url("**/register/people/*/")
    expect(page.get_by_role("heading", name="我们知道什么,怎么知道的")).to_be_visible()
    assert re.search(r"社会保险参保|高校毕业生|职业技能|职称", page.content())
    clerk.shoot("person")


def person_with_doubts(page: Page) -> None:
    """Opens the first person about whom the sources say different things."""
    for number in range(40):
        page.goto(page.url.partition("/register/")[0] + "/register/")
        page.locator("tbody a.strong").nth(number).click()
        page.wait_for_url("**/register/people/*/")
        if page.get_by_text(re.compile("另有 1 个说法")).count():
            return
    raise AssertionError("nobody of forty has competing values")


def test_competing_values_and_a_reading_that_is_remembered(visit: Callable[..., Any], county: object) -> None:
    office = visit("office")
    page = office.open("/register/")
    person_with_doubts(page)
    fold = page.get_by_text(re.compile("另有 1 个说法")).first
    fold.click()
    office.shoot("person-doubts")
    address = page.url
    secret = page.locator(".masked", has=page.locator("form[action$='/reveal/id_number/']")).first
    secret.locator("summary").click()
    secret.locator("select[name=purpose]").select_option("数据核对")
    secret.get_by_role("button", name="查看").click()
    expect(page.locator("main .code")).to_have_text(re.compile(r"[0-9A-Z]{6,18}"))
    expect(page.get_by_text("已记入查阅记录")).to_be_visible()
    page.goto(address)
    expect(page.locator(".card", has_text="谁看过这份档案")).to_contain_text("数据核对")


def test_a_correction_goes_to_the_source_and_changes_the_value(visit: Callable[..., Any], county: object) -> None:
    office = visit("office")
    page = office.open("/register/?source=S01")
    page.locator("tbody a.strong").first.click()
    page.wait_for_url("**/register/people/*/")
    for number in range(1, 30):
        if "社会保险参保" in (line_of(page, FACT).first.inner_text() if line_of(page, FACT).count() else ""):
            break
        page.go_back()
        page.locator("tbody a.strong").nth(number).click()
        page.wait_for_url("**/register/people/*/")
    address, line = page.url, line_of(page, FACT)
    before = line.locator("td").first.inner_text()
    line.get_by_role("link", name="更正").click()
    page.get_by_label("应当是").fill("137")
    page.locator("textarea").fill("与缴费单不符")
    page.get_by_role("button", name="提交更正").click()
    page.wait_for_url(address)
    office.shoot("correction-asked")

    clerk = visit("clerk")
    work = clerk.open("/cases/worklist/")
    work.get_by_role("link", name=re.compile(f"更正:{FACT}")).first.click()
    work.wait_for_url(re.compile(r"/cases/\d+/"))
    expect(work.get_by_text("与缴费单不符").first).to_be_visible()
    clerk.shoot("case")
    work.get_by_role("button", name=re.compile("确有错误")).click()
    work.wait_for_url("**/cases/worklist/")

    for _ in range(60):
        page.goto(address)
        if "137" in line_of(page, FACT).locator("td").first.inner_text():
            break
        page.wait_for_timeout(500)
    assert "137" in line_of(page, FACT).locator("td").first.inner_text(), f"still {before}"
    office.shoot("correction-done")
