"""A talent on a phone, in English: what is known about me, and who looked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.journeys.axe import assert_accessible, assert_no_sideways_scroll


def test_my_data_and_who_looked(visit: Callable[..., Any], county: object) -> None:
    talent = visit("talent", phone=True, english=True)
    page = talent.page
    page.wait_for_url("**/register/own/")
    expect(page.get_by_role("heading", name="What the government knows about me")).to_be_visible()
    own = re.search(r"/register/people/([0-9a-f-]{36})/", page.content())
    assert own
    office = visit("office")
    office.open(f"/register/people/{own[1]}/")
    page.reload()
    looked = page.locator(".card", has_text="Who looked at my data")
    expect(looked).to_contain_text("Talent office", ignore_case=True)
    page.get_by_role("link", name=re.compile("^Correct")).first.click()
    talent.shoot("talent-correct")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_label("It should be").fill("Zhu Qiangli")
    page.locator("textarea").fill("This is not what my certificate says")
    page.locator("main form[method=post] button").first.click()
    page.wait_for_url("**/register/own/")
    expect(page.locator(".card", has_text="My cases")).to_contain_text("Correction")
    talent.shoot("talent-own")
    assert_no_sideways_scroll(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    assert waiting.value.suggested_filename.endswith(".json")
