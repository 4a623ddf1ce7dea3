"""What the public types."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ObjectionForm(forms.Form):
    """An objection under a real name."""

    name = forms.CharField(label=_("您的姓名"), min_length=2, max_length=60)
    contact = forms.CharField(
        label=_("联系方式"), min_length=5, max_length=100, help_text=_("手机号或电子邮箱,用于答复核查结果")
    )
    grounds = forms.CharField(
        label=_("异议理由"),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("请写明事实和依据,至少 10 个字"),
    )
