"""What frames the pages: navigation, switches, error pages."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from bole.ui import navigation


@pytest.fixture
def empty_navigation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_providers", {})


def _request(path: str = "/ui/gallery/", signed_in: bool = True):
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(is_authenticated=signed_in, full_name="沈知远", get_username=lambda: "shen")
    return request


@pytest.mark.usefixtures("empty_navigation")
def test_doors_stand_in_order_and_know_where_one_is() -> None:
    navigation.register("规划", "陈列", "ui:gallery")
    navigation.register("工作", "大字", "ui:size", order=20, badge=lambda request: 12, hot=True)
    navigation.register("工作", "语言", "ui:language", order=10)
    groups = navigation.groups_for(_request())
    assert [(group.label, [link.label for link in group.links]) for group in groups] == [
        ("工作", ["语言", "大字"]),
        ("规划", ["陈列"]),
    ]
    assert [link.label for group in groups for link in group.links if link.current] == ["陈列"]
    assert groups[0].links[1].count == 12


@pytest.mark.usefixtures("empty_navigation")
def test_doors_one_may_not_open_are_not_shown() -> None:
    navigation.register("工作", "甲", "ui:gallery", "app.see")
    navigation.register("工作", "乙", "ui:size", "app.act")
    assert navigation.groups_for(_request()) == [], "nobody has said who may do what"
    navigation.use_authority(lambda request, action: action == "app.see")
    assert [link.label for group in navigation.groups_for(_request()) for link in group.links] == ["甲"]
    assert navigation.groups_for(_request(signed_in=False)) == []


@pytest.mark.usefixtures("empty_navigation")
def test_search_is_for_those_who_may() -> None:
    assert navigation.search_address(_request()) == ""
    navigation.use_search("ui:gallery", "app.search")
    navigation.use_authority(lambda request, action: False)
    assert navigation.search_address(_request()) == ""
    navigation.use_authority(lambda request, action: action == "app.search")
    assert navigation.search_address(_request()) == "/ui/gallery/"


def test_every_door_leads_somewhere() -> None:
    assert navigation.unresolved() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "cookie"), [("language", "en", "bole_language"), ("size", "large", "bole_size")]
)
def test_switches_come_back_to_the_page(client: Client, name: str, value: str, cookie: str) -> None:
    sent = {name: value, "next": "/ui/gallery/?page=2", "_idempotency": f"{name}-0001"}
    answer = client.post(f"/ui/{name}/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/ui/gallery/?page=2")
    assert client.cookies[cookie].value == value


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_switches_lead_to_no_other_host(client: Client, target: str) -> None:
    answer = client.post("/ui/size/", {"size": "large", "next": target, "_idempotency": "elsewhere-1"})
    assert answer["Location"] == "/"


@pytest.mark.django_db
def test_switch_ignores_what_it_does_not_know(client: Client) -> None:
    client.post("/ui/language/", {"language": "xx", "_idempotency": "unknown-01"})
    assert "bole_language" not in client.cookies


def test_gallery_shows_language_size_and_demo_mark(client: Client) -> None:
    page = client.get("/ui/gallery/", headers={"accept-language": "zh-CN"}).content.decode()
    assert '<html lang="zh-CN"' in page
    assert "人员均为虚构" in page
    client.cookies["bole_language"], client.cookies["bole_size"] = "en", "large"
    page = client.get("/ui/gallery/").content.decode()
    assert '<html lang="en"' in page
    assert 'data-size="large"' in page


def test_gallery_is_for_demo_only(client: Client, settings) -> None:
    settings.DEMO = False
    assert client.get("/ui/gallery/").status_code == 404


@pytest.mark.parametrize("name", ["400", "403", "404", "422", "500", "503", "403_csrf"])
def test_error_pages_say_what_to_do_next(name: str) -> None:
    with translation.override("zh-hans"):
        page = render_to_string(f"{name}.html")
    assert "回到首页" in page
    assert '<link rel="stylesheet"' in page
    assert "请" in page


@pytest.mark.parametrize("name", ["500", "503"])
def test_last_resort_speaks_both_languages(name: str) -> None:
    assert '<p lang="en">' in render_to_string(f"{name}.html")


def test_policy_forbids_what_templates_do_not_need(client: Client) -> None:
    policy = client.get("/ui/gallery/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "style-src 'self'" in policy
