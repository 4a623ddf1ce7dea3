"""The form for a subscription of the feed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_TOPIC = re.compile(r"[a-z_]+\.[a-z_]+")


class TokenForm(forms.Form):
    name = forms.CharField(label=_("订阅方"), max_length=100)
    topics = forms.CharField(label=_("主题"), max_length=1000, help_text=_("用空格分开,例如 sources.batch_linked"))

    def clean_topics(self) -> list[str]:
        topics = str(self.cleaned_data["topics"]).split()
        wrong = [topic for topic in topics if not _TOPIC.fullmatch(topic)]
        if wrong:
            raise forms.ValidationError(_("主题格式不对:%(topics)s"), params={"topics": " ".join(wrong)})
        return topics

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].widget.attrs["autocomplete"] = "off"
