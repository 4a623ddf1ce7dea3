"""Forms of recognitions: the filters of the list, a proposal, what is done to one, an appeal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bole.governance.policies.models import Recognition

DUE = (("soon", _("两个月内到期")), ("late", _("已过期限")))
ORDERS = (("", _("按认定日期")), ("until", _("按有效期")), ("due", _("按复核期限")))


class FilterForm(forms.Form):
    """Shown, never validated: what is no choice finds nothing."""

    use_required_attribute = False

    def __init__(self, data: QueryDict, offered: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(initial=data.dict(), auto_id="filter-%s")
        for name, text in (("state", _("状态")), ("level", _("类别")), ("policy", _("分类政策"))):
            choices = [("", _("不限")), *offered[name].items()]
            self.fields[name] = forms.ChoiceField(label=text, choices=choices)
        self.fields["due"] = forms.ChoiceField(label=_("到期"), choices=[("", _("不限")), *DUE])
        self.fields["sort"] = forms.ChoiceField(label=_("顺序"), choices=ORDERS)


class ProposalForm(forms.Form):
    """A class to be put on record. Which of them needs a reason is said by the service."""

    level = forms.ChoiceField(label=_("拟认定类别"))
    via = forms.ChoiceField(label=_("途径"), choices=Recognition.Via.choices)
    basis = forms.CharField(
        label=_("依据与理由"),
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("按测算类别认定的可以不写;与测算不一致,或经评审、直接推荐的,须写明依据。"),
    )

    def __init__(self, data: Any, levels: Mapping[str, str], computed: str) -> None:
        super().__init__(data, initial={"level": computed})
        self.fields["level"].choices = list(levels.items())  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3}))


class AppealForm(forms.Form):
    """The talent's own words."""

    reason = forms.CharField(
        label=_("您的理由"),
        min_length=2,
        max_length=1000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("请写明不同意的地方和实际情况;不要写身份证号、银行卡号。"),
    )
