"""Sample figures for the gallery. All invented; the page says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from bole.ui.charts import LineChart, Series
from bole.ui.paging import Pages

DAY = dt.date(2026, 10, 31)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="姓名", max_length=60, help_text="与身份证一致;少数民族姓名可带间隔号“·”")
    born = forms.DateField(
        label="出生日期", help_text="例如 1990-03-07", widget=forms.DateInput(attrs={"inputmode": "numeric"})
    )
    phone = forms.RegexField(
        r"^1\d{10}$", label="手机号码", help_text="11 位数字", widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    township = forms.ChoiceField(label="所在乡镇街道", choices=[("", "请选择"), ("dp", "城东街道"), ("mx", "河口镇")])
    kind = forms.ChoiceField(
        label="办理方式", widget=forms.RadioSelect, choices=[("self", "本人办理"), ("employer", "单位代办")]
    )
    note = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agree = forms.BooleanField(label="我确认以上内容属实")


def _sources() -> list[dict[str, Any]]:
    rows = (
        ("社会保险参保", "人社局", 15612, 15612, 41),
        ("高校毕业生就业", "人社局", 6033, 6033, 118),
        ("职业技能等级证书", "人社局", 5120, 5120, 9),
        ("企业人才花名册", "各企业", 7980, 5530, 62),
        ("外国人来华工作许可", "科技局", 212, 0, 0),
    )
    names = ("name", "department", "total", "done", "back")
    return [dict(zip(names, row, strict=True)) | {"kept": row[3] - row[4]} for row in rows]


def _indicators() -> list[dict[str, Any]]:
    rows = (
        ("人才资源总量", "万人", 14.5, 17.2, 20, 16.9, "warn", "略滞后"),
        ("党政人才", "万人", 0.3, 0.41, 0.5, 0.4, "good", "达序时"),
        ("高技能人才", "万人", 2.7, 3.1, 4.2, 2.8, "bad", "滞后"),
        ("全社会劳动生产率", "万元/人", None, 22.8, None, None, "none", "无县级目标"),
    )
    names = ("name", "unit", "baseline", "value", "target", "second", "tone", "word")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _facts() -> list[dict[str, Any]]:
    return [
        {
            "label": "学历",
            "value": "博士研究生毕业",
            "source": "高校毕业生就业",
            "date": dt.date(2019, 7, 2),
            "href": "#known",
        },
        {
            "label": "职称",
            "value": "高级工程师(副高级)",
            "source": "专业技术职称",
            "date": dt.date(2024, 12, 30),
            "rule": "最新有效证书",
        },
        {
            "label": "用人单位",
            "value": "某县源瑞新材料股份有限公司",
            "source": "社会保险参保",
            "date": DAY,
            "rule": "社保优先",
        },
        {"label": "县内住房", "value": None, "source": "住房与不动产未匹配到本人"},
    ]


def _steps() -> list[dict[str, Any]]:
    return [
        {"title": "读表、认表头", "note": "5 个文件完成", "when": "09:12"},
        {"title": "校验身份证号、日期、代码", "note": "233 行退回", "when": "09:12", "href": "#timeline"},
        {"title": "比对:谁和谁是同一个人", "note": "30.8 万条线索,已用 11 秒", "state": "now"},
        {"title": "合成一人一档,记下每个值从哪来", "state": "next"},
        {"title": "发布快照", "note": "等待上一步", "state": "next"},
    ]


def _chart() -> LineChart:
    return LineChart(
        title="人才资源总量",
        labels=["2020", "2021", "2022", "2023", "2024", "2025"],
        series=[
            Series("统计数", [14.5, 15.2, 15.9, 16.6, 17.2, None]),
            Series("登记数", [None, None, 14.9, 15.8, 16.3, None]),
        ],
        unit="万人",
        baseline=("2020", 14.5),
        target=("2025", 20),
        forecast=[(17.9, 17.5, 18.3)],
        note="照此进度 2025 年底 17.9 万人(17.5–18.3),差 2.1 万人",
    )


def context(request: HttpRequest) -> dict[str, Any]:
    wrong = SampleForm({"name": "", "born": "1990-13-40", "phone": "123", "kind": "self"}, auto_id="wrong_%s")
    return {
        "day": DAY,
        "moment": dt.datetime(2026, 11, 23, 9, 12),
        "form": SampleForm(),
        "wrong": wrong,
        "sources": _sources(),
        "indicators": _indicators(),
        "facts": _facts(),
        "steps": _steps(),
        "chart": _chart(),
        "spark": [3, 5, 4, 8, 9, 7, 12],
        "evidence": [
            ("姓名相同(此名全县 3 人)", 7.1),
            ("出生日期相同(由身份证推得)", 6.3),
            ("单位:简称与全称相符", 4.2),
            ("手机号不同", -1.4),
            ("一方无身份证号", 0.0),
        ],
        "page": Paginator(range(1, 420), 50).page(2),
        "keyset": Pages(start=51, end=100, count=10000, exact=False, first={}, next={"after": "x"}),
        "nothing": Pages(start=0, end=0, count=0),
        "chips": [("乡镇:城东街道", "?"), ("学历:硕士及以上", "?")],
        "tabs": [
            {"label": _("概况"), "url": "#a", "current": True},
            {"label": _("记录"), "url": "#b", "count": 5},
            {"label": _("谁看过"), "url": "#c", "count": 0},
        ],
        "purposes": ["办理业务核验", "纠错", "本人申请查询"],
    }
