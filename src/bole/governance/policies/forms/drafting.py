"""How a draft begins."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bole.governance.policies.models import Draft

KINDS = [
    (Draft.Kind.VERSION, _("从某一天起改(以前的事仍按原来的办)")),
    (Draft.Kind.CORRECTION, _("更正文字(原来就写错了,以前的事也按改正的办)")),
]


class BeginForm(forms.Form):
    kind = forms.ChoiceField(label=_("怎样改"), choices=KINDS, widget=forms.RadioSelect, initial=Draft.Kind.VERSION)
    since = forms.DateField(
        label=_("新版本从哪天起"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("只用于“从某一天起改”。"),
    )
    reason = forms.CharField(
        label=_("依据或理由"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("更正文字必须写明;其他的可以送审前补。"),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("kind") == Draft.Kind.VERSION and not found.get("since") and "since" not in self.errors:
            self.add_error("since", _("请写明新版本从哪一天起,例如 2027-01-01。"))
        if found.get("since") and found["since"] < dt.date(1900, 1, 1):
            self.add_error("since", _("日期早于 1900 年。"))
        if found.get("kind") == Draft.Kind.CORRECTION and not found.get("reason", "").strip():
            self.add_error("reason", _("更正文字要写明理由。"))
        return found


class CopyForm(forms.Form):
    key = forms.CharField(label=_("代号"), max_length=60, help_text=_("小写英文、数字和下划线,例如 home_purchase_2027"))
    name = forms.CharField(label=_("名称"), max_length=120)
    name_en = forms.CharField(label=_("英文名称"), max_length=160)
    reason = forms.CharField(label=_("依据或理由"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2}))
