"""Forms of the queue and of one verdict."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources.models import Answer, Conflict
from bole.people.sources.services import linkage_settings

WHO = [("", _("等我判定的")), ("all", _("全部待核对")), ("decided", _("已判定"))]


class ReviewFilter(forms.Form):
    q = forms.CharField(
        label=_("姓名"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    who = forms.ChoiceField(label=_("范围"), required=False, choices=WHO)
    reason = forms.ChoiceField(label=_("原因"), required=False, choices=[("", _("全部")), *Conflict.Reason.choices])

    def __init__(self, *args: Any, by_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_name:
            del self.fields["q"]


class VerdictForm(forms.Form):
    """`seat` and `version`: what was seen. The reason is a usual one, one's own words, or both."""

    seat = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=Answer.choices, widget=forms.HiddenInput)
    usual = forms.CharField(required=False, max_length=60)
    reason = forms.CharField(label=_("补充说明"), required=False, max_length=500)

    def verdict(self) -> dict[str, Any]:
        said = self.cleaned_data
        reason = ";".join(part for part in (said["usual"].strip(), said["reason"].strip()) if part)
        return {"seat": said["seat"], "version": said["version"], "answer": said["answer"], "reason": reason}


def usual_reasons() -> list[tuple[str, str]]:
    """Usual reasons of the pack, each once: as written down, and as the reader's language has it."""
    known = linkage_settings.section("review")["usual"]
    rows = [row for answer in ("same", "different", "unsure") for row in known.get(answer, ())]
    return list({row["name"]: (row["name"], taxonomy.name_of(_Named(row))) for row in rows}.values())


class _Named:
    def __init__(self, row: dict[str, str]) -> None:
        self.name, self.name_en = row["name"], row.get("name_en", "")
