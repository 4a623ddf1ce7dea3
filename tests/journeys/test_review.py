"""A steward works off questions with the keyboard alone: answers, skips, takes one back; the second person is another one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.axe import assert_accessible


def _queue(visitor: Any, path: str) -> Page:
    """The queue, as soon as the questions of the last run are there."""
    page = visitor.open(path)
    for _ in range(60):
        if page.locator("[data-rows] tbody a").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    return page


def _answer(page: Page, key: str, reason: bool = False) -> str:
    """One key, after a reason by mouse-free means; returns the address that was answered."""
    here = page.url
    if reason:
        page.get_by_label("补充说明").fill("已电话核实")
        page.locator("h1").click()
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != here)
    return here


def test_questions_are_answered_by_keyboard_and_the_last_answer_taken_back(
    visit: Callable[..., Any], county: object
) -> None:
    steward = visit("steward")
    page = _queue(steward, "/sources/reviews/?reason=different_names")
    expect(page.locator("h1")).to_have_text(re.compile("待核对"))
    assert_accessible(page)
    steward.shoot("review-list")
    page.get_by_role("link", name="逐一判定").click()
    expect(page.locator("h1")).to_have_text("是同一个人吗?")
    assert_accessible(page)
    steward.shoot("review-pair")
    skipped = page.url
    page.keyboard.press("s")
    page.wait_for_url(lambda url: url != skipped)
    first = _answer(page, "n", reason=True)
    second = _answer(page, "y")
    page.keyboard.press("u")  # the second one was wrong
    page.wait_for_url(second)
    expect(page.get_by_text("已撤回,请重新判定。")).to_be_visible()
    _answer(page, "n", reason=True)
    _answer(page, "2", reason=True)
    page.goto(first)
    expect(page.get_by_text("不是同一人").first).to_be_visible()
    expect(page.locator("main [data-key='y']")).to_have_count(0)
    page.goto(f"{steward.instance.url}/sources/reviews/?reason=different_names")
    here = [link.get_attribute("href") for link in page.locator("[data-rows] tbody a").all()]
    assert not {link for link in here if link and (first.endswith(link) or second.endswith(link))}

    office = visit("office", phone=True, english=True)
    page = office.open("/sources/reviews/")
    assert_accessible(page)
    office.shoot("review-list-phone")
    page.locator("[data-rows] tbody a").first.click()
    assert_accessible(page)
    office.shoot("review-pair-phone")


def test_a_question_is_answered_without_a_script(visit: Callable[..., Any], county: object) -> None:
    steward = visit("steward", script=False)
    page = _queue(steward, "/sources/reviews/?reason=different_ids")
    page.locator("[data-rows] tbody a").first.click()
    page.get_by_role("button", name=re.compile("甲的号码有误")).click()
    expect(page.get_by_text("请写明理由").first).to_be_visible()
    here = page.url
    page.get_by_label("证件号录入有误").check()
    page.get_by_role("button", name=re.compile("甲的号码有误")).click()
    assert page.url != here
