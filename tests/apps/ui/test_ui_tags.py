"""Components: what they show, that they escape, that unknown is never nought."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from bole.ui import charts
from bole.ui.paging import Pages

EVIL = '"><script>x</script>'


def draw(source: str, path: str = "/list/?sort=name&page=3&q=a%26b", **values: Any) -> str:
    request = RequestFactory().get(path)
    context = RequestContext(request, {"request": request, **values}) if path else Context(values)
    return Template("{% load bole_ui %}" + source).render(context)


@pytest.mark.parametrize(
    "source",
    [
        "{% figure evil evil unit=evil note=evil href=evil delta=evil %}",
        "{% bar 3 9 label=evil tone=evil %}",
        "{% bullet 3 9 1 unit=evil label=evil second=2 %}",
        "{% light evil evil %}",
        "{% tag evil evil href=evil %}",
        "{% chip evil evil %}",
        "{% delta 3 unit=evil than=evil %}",
        "{% th evil sort=evil %}",
        "{% simple_table heads rows caption=evil %}",
        "{% empty_state evil evil label=evil href=evil %}",
        "{% provenance evil evil rule=evil href=evil %}",
        "{% timeline steps %}",
        "{% tabs tabs label=evil %}",
        "{% breadcrumb evil evil evil %}",
        "{% known facts %}",
        "{% progress 3 9 evil note=evil unit=evil %}",
        "{% masked evil url=evil label=evil purposes=heads %}",
        "{% button evil kind=evil name=evil value=evil key=evil %}",
        "{% link_button evil evil %}",
        "{% search_box action=evil placeholder=evil label=evil %}",
        "{% file_drop name=evil accept=evil label=evil hint=evil %}",
        "{% filter_chips chips clear=evil %}",
        "{% waterfall evidence label=evil %}",
        "{% spark numbers evil unit=evil %}",
        "{% titlebar evil lede=evil as_of=evil tag=evil %}{% endtitlebar %}",
        "{% card evil more=evil href=evil note=evil css=evil %}{% endcard %}",
        "{% notice evil title=evil %}{{ evil }}{% endnotice %}",
        "{% fold evil %}{{ evil }}{% endfold %}",
        "{% confirm evil question=evil %}{% endconfirm %}",
        "{% tablebox evil %}{% endtablebox %}",
        "{% error_summary errors=chips %}",
        "{% line_chart chart id='c' %}",
    ],
)
def test_hostile_text_stays_text(source: str) -> None:
    one = dict.fromkeys(
        ("title", "note", "when", "href", "label", "url", "value", "source", "date", "rule", "count"), EVIL
    )
    chart = charts.LineChart(EVIL, [EVIL, "b"], [charts.Series(EVIL, [1, 2])], unit=EVIL, note=EVIL)
    html = draw(
        source, evil=EVIL, heads=[EVIL], rows=[[EVIL]], steps=[one], tabs=[one], facts=[one],
        chips=[(EVIL, EVIL)], evidence=[(EVIL, 1.0)], numbers=[1, 2], chart=chart,
    )  # fmt: skip
    assert "<script" not in html
    assert EVIL not in html


def test_figure_has_unit_and_door() -> None:
    html = draw('{% figure "已读行" 36306 "行" href="/rows/" %}')
    assert "36,306" in html
    assert '<span class="unit">行</span>' in html
    assert 'href="/rows/"' in html


def test_unknown_is_never_nought() -> None:
    assert "尚未知道" in draw('{% figure "住房" None "套" %}')
    assert draw("{{ None|number }}{{ None|yuan }}{{ None|wan }}{{ None|percent }}{{ None|day }}") == "—————"
    assert "尚无数据" in draw("{% bullet None 5 %}")
    assert "只监测" in draw("{% bullet 5 None %}")
    assert "尚未知道" in draw("{% known facts %}", facts=[{"label": "住房", "value": None}])
    assert "是 否 不知道" in draw("{{ True|yes_no }} {{ False|yes_no }} {{ None|yes_no }}")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ 15000000|yuan }}", "150,000"),
        ("{{ 15000050|yuan }}", "150,000.50"),
        ("{{ 5|yuan }}", "0.05"),
        ("{{ minus|yuan }}", "-1.50"),
        ("{{ 145000|wan }}", "14.5"),
        ("{{ 0.986|percent }}", "98.6%"),
        ("{{ 4.40|number }}", "4.4"),
        ("{{ day|day }}", "2026-11-03"),
        ("{{ day|long_day }}", "2026年11月3日"),
        ("{{ time|moment }}", "2026-11-03 09:05"),
    ],
)
def test_formats(source: str, shown: str) -> None:
    time = dt.datetime(2026, 11, 3, 1, 5, tzinfo=dt.UTC)
    assert draw(source, day=dt.date(2026, 11, 3), time=time, minus=-150) == shown


def test_change_says_direction_in_sign_and_tone() -> None:
    assert draw('{% delta 5 "人" %}') == '<span class="delta good">+5人</span>'
    assert draw('{% delta -12 "件" rise_is_good=False %}') == '<span class="delta good">−12件</span>'


def test_light_differs_by_shape_and_word() -> None:
    drawn = {tone: draw(f'{{% light "{tone}" "词" %}}') for tone in ("good", "warn", "bad", "none", "info")}
    assert len({re.sub(r'class="[^"]*"', "", html) for html in drawn.values()}) == 5
    assert all("词" in html for html in drawn.values())


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_bars_stay_in_their_track(value: float, whole: float) -> None:
    svg = ElementTree.fromstring(draw("{% bar value whole %}", "", value=value, whole=whole))
    assert 0 <= float(svg.findall("rect")[1].get("width").rstrip("%")) <= 100


@given(st.lists(st.tuples(st.just("x"), st.floats(-20, 20)), max_size=9))
def test_waterfall_stays_inside_and_adds_up(items: list[tuple[str, float]]) -> None:
    steps, zero, total = charts.waterfall(items)
    assert total == pytest.approx(sum(weight for _, weight in items))
    assert 0 <= zero <= 100
    assert all(step.start >= -0.01 and step.start + step.width <= 100.01 for step in steps)


@given(st.lists(st.one_of(st.none(), st.floats(-1e5, 1e5)), min_size=2, max_size=12))
def test_line_stays_inside_its_frame(values: list[float | None]) -> None:
    drawn = charts.plot(charts.LineChart("t", [str(at) for at in range(len(values))], [charts.Series("s", values)]))
    for mark in drawn.marks:
        assert 0 <= mark.x <= charts.WIDTH
        assert charts.TOP - 1 <= mark.y <= charts.HEIGHT - charts.BOTTOM + 1


def test_line_breaks_where_a_value_is_unknown() -> None:
    chart = charts.LineChart("t", ["1", "2", "3", "4"], [charts.Series("s", [1, None, 2, 3])])
    assert charts.plot(chart).paths[0][1].count("M") == 2


def test_chart_has_a_table_beside_it() -> None:
    chart = charts.LineChart("人才", ["2020", "2021"], [charts.Series("统计数", [14.5, 15.2])], unit="万人")
    html = draw('{% line_chart chart id="c" %}', chart=chart)
    assert "<title" in html
    assert '<td class="num">15.2</td>' in html


def test_head_sorts_and_turns_round() -> None:
    html = draw('{% th "姓名" sort="name" %}{% th "年龄" sort="age" num=True %}')
    assert 'aria-sort="ascending"' in html
    assert "sort=-name" in html
    assert "page=3" not in html, "another order begins on the first page"
    assert "q=a%26b" in html


def test_pager_of_django_pages() -> None:
    html = draw("{% pager page %}", page=Paginator(range(120), 50).page(2))
    assert "第 51–100" in html
    assert "共 120" in html
    assert 'rel="next"' in html
    assert "page=3" in html


def test_pager_of_keyset_pages() -> None:
    html = draw("{% pager page unit='人' %}", page=Pages(1, 50, 10_000, next={"after": "王&"}, exact=False))
    assert "多于 10,000" in html
    assert "after=%E7%8E%8B%26" in html
    assert 'rel="prev"' not in html


def test_pager_of_nothing() -> None:
    assert "没有记录" in draw("{% pager page %}", page=Pages(0, 0, 0))


class _Form(forms.Form):
    name = forms.CharField(label="姓名", help_text="与证件一致")
    kind = forms.ChoiceField(label="方式", widget=forms.RadioSelect, choices=[("a", "甲"), ("b", "乙")])
    note = forms.CharField(label="说明", required=False)


def test_errors_lead_to_their_fields() -> None:
    html = draw("{% form_fields form %}", form=_Form({}))
    assert "有 2 处需要改正" in html
    for target in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{target}"' in html
    described = re.search(r'<input[^>]*name="name"[^>]*aria-describedby="([^"]+)"', html)
    assert described
    assert all(f'id="{name}"' in html for name in described[1].split())
    assert 'aria-invalid="true"' in html


def test_optional_fields_say_so() -> None:
    assert draw("{% form_fields form %}", form=_Form()).count("选填") == 1


def test_every_form_has_its_own_key() -> None:
    keys = re.findall(r'name="_idempotency" value="([0-9a-f-]{36})"', draw("{% idempotency %}{% idempotency %}"))
    assert len(set(keys)) == 2


def test_reveal_asks_for_the_purpose() -> None:
    html = draw('{% masked "3305**********1234" url="/reveal/" label="身份证号" %}')
    assert 'name="purpose"' in html
    assert "本人可以看到" in html
    assert "<form" not in draw('{% masked "3305**********1234" %}')
