"""In Chromium: keyboard only from worklist to decision, without scripts too, and no axe violations on any page."""

import os

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bole.kernel.casework import services
from bole.kernel.casework.queries import Case
from tests.cast import as_role, user_of
from tests.factories.casework import correction, decide, seat
from tests.journeys.axe import assert_accessible, assert_no_sideways_scroll, chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})


@pytest.fixture(scope="module")
def browser():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    with chromium() as found:
        yield found
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def visit(browser, live_server, name, *, size=SIZES[1], english=False, script=True):
    """A page logged in as a member of the cast."""
    client = Client()
    as_role(client, name)
    context = browser.new_context(viewport=size, java_script_enabled=script, locale="en" if english else "zh-CN")
    context.set_default_timeout(10_000)
    cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
    if english:
        cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    context.add_cookies([{"name": key, "value": value, "url": live_server.url} for key, value in cookies.items()])
    return context.new_page()


def test_a_clerk_works_off_a_case_without_a_mouse(browser, live_server):
    case = correction(user_of("talent"), title="更正:学历")
    page = visit(browser, live_server, "clerk")
    page.goto(live_server.url + reverse("casework:worklist"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{case.pk}/")
    assert page.locator("[data-key='1']").inner_text().startswith("确有错误")
    page.keyboard.press("1")
    page.wait_for_url("**/cases/worklist/")
    assert "已办理" in page.content()
    case.refresh_from_db()
    assert case.step == "apply"
    page.context.close()


def test_an_officer_decides_without_scripts(browser, live_server):
    case = correction(user_of("talent"))
    page = visit(browser, live_server, "clerk", script=False)
    page.goto(live_server.url + reverse("casework:case", args=[case.pk]))
    page.get_by_label("理由").fill("档案与证书一致")
    page.get_by_role("button", name="原值无误").click()
    assert Case.objects.get(pk=case.pk).step == "review"
    page.context.close()


@pytest.mark.parametrize(
    ("size", "english"), list(zip(SIZES, (False, True), strict=True)), ids=["phone", "desktop, English"]
)
def test_no_page_shuts_anybody_out(browser, live_server, size, english):
    assert_open_to_all(browser, live_server, size, english)


@pytest.mark.prove
@pytest.mark.parametrize(
    ("size", "english"), list(zip(SIZES, (True, False), strict=True)), ids=["phone, English", "desktop"]
)
def test_no_page_shuts_anybody_out_in_the_other_shapes(browser, live_server, size, english):
    assert_open_to_all(browser, live_server, size, english)


def assert_open_to_all(browser, live_server, size, english):
    talent = user_of("talent")
    case, answered = correction(talent, title="更正:学历"), correction(talent, title="更正:职称")
    decide(answered, user_of("clerk"), "correct", "请补充证书编号")
    services.comment(case=case, by=user_of("clerk"), text="已电话核实")
    visits = {
        "clerk": ["worklist", "mine", "delegations", ("case", case.pk)],
        "office": ["overview", "flows", ("reassign", seat(case).pk), ("case", case.pk)],
        "talent": ["mine", "worklist", ("case", answered.pk), ("case", case.pk)],
        "leader": ["worklist", "mine"],
    }
    for name, places in visits.items():
        page = visit(browser, live_server, name, size=size, english=english)
        for place in places:
            url_name, *args = place if isinstance(place, tuple) else (place,)
            page.goto(live_server.url + reverse(f"casework:{url_name}", args=args))
            assert_accessible(page)
            assert_no_sideways_scroll(page)
        page.context.close()
