"""Forms of the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bole.core.errors import InvalidInput
from bole.core.vocabulary import Fact
from bole.kernel.accounts.services import Grant
from bole.people.registry.models import Person
from bole.people.registry.queries.filtering import Target, targets
from bole.people.registry.queries.vocabulary import Words, label
from bole.people.registry.services import PURPOSES
from bole.people.registry.services.evidence import evidence

FORMATS = (("xlsx", _("Excel 工作簿")), ("csv", _("CSV 文本")))
ANY = ("", _("不限"))


class PurposeForm(forms.Form):
    """A purpose from the list, or in words."""

    purpose = forms.CharField(label=_("用途"), min_length=2, max_length=200, help_text=_("会记入查阅记录,本人可以看到"))


CONTENTS = (
    ("plain", _("不含姓名、证件号和出生日期(五千人以内直接生成)")),
    ("personal", _("含个人信息(由第二人确认后生成)")),
)


class ExportForm(PurposeForm):
    content = forms.ChoiceField(label=_("内容"), choices=CONTENTS)
    form = forms.ChoiceField(label=_("格式"), choices=FORMATS)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)


class SaveListForm(forms.Form):
    name = forms.CharField(label=_("名单名称"), max_length=60)
    shared = forms.BooleanField(label=_("本单位同事也能看到"), required=False)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)


class DeleteForm(forms.Form):
    reason = forms.CharField(label=_("删除理由"), min_length=2, max_length=200)
    sure = forms.BooleanField(label=_("我知道删除后任何人都不能恢复"))


class CorrectionForm(forms.Form):
    """What should stand there instead, and why; identifiers are never typed here.

    The value is asked for in the shape of the fact (a code as a choice, a day, a number with its unit) and read as a file's
    cell would be, so that a case never carries a value that cannot be applied.
    """

    should_be = forms.CharField(label=_("应当是"), max_length=100)
    reason = forms.CharField(
        label=_("为什么有误"), widget=forms.Textarea(attrs={"rows": 3}), min_length=2, max_length=1000
    )

    def __init__(
        self, *args: Any, fact: Fact, words: Words, hidden: bool = False, now: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fact, self.now = fact, now
        if hidden:
            del self.fields["should_be"]
        else:
            self.fields["should_be"] = _field_for(fact, words)

    def clean_should_be(self) -> str:
        typed: str = self.cleaned_data["should_be"].strip()
        try:
            read = evidence().read_value(self.fact.key, typed)
        except InvalidInput as error:
            told = _("%(message)s。%(remedy)s。") % {
                "message": gettext(error.message).replace(",未采用", "").replace(",暂未采用", "") % error.params,
                "remedy": gettext(error.remedy) % error.params,
            }
            raise forms.ValidationError(told, code="value") from error
        if self.now is not None and read == self.now:
            raise forms.ValidationError(_("与现在的值相同。请写明应当改成什么。"), code="same")
        return typed


NUMBERS = ("integer", "decimal", "money", "percent")
HINTS = {"date": _("如 2019-07-01"), "month": _("如 2019-07"), "percent": _("百分数,如 50")}


def _field_for(fact: Fact, words: Words) -> forms.CharField | forms.ChoiceField:
    """The field in which a value of this fact is typed or chosen; a choice carries the word that files carry."""
    name, help_text = _("应当是"), HINTS.get(fact.type or "", "")
    if fact.type == "boolean":
        return forms.ChoiceField(label=name, choices=[("", _("请选择")), ("是", _("是")), ("否", _("否"))])
    if fact.type == "code":
        return forms.ChoiceField(label=name, choices=[("", _("请选择")), *_code_choices(fact, words)])
    widget = forms.TextInput()
    if fact.type in ("date", "month"):
        widget = forms.DateInput({"type": fact.type, "max": "9999-12-31" if fact.type == "date" else "9999-12"})
    elif fact.type in NUMBERS:
        widget = forms.TextInput({"inputmode": "decimal"})
        help_text = help_text or (_("单位:%(unit)s") % {"unit": gettext(fact.unit)} if fact.unit else "")
    return forms.CharField(label=name, max_length=100, widget=widget, help_text=help_text)


def _code_choices(fact: Fact, words: Words) -> list[tuple[str, str]]:
    found = words.codes(fact.code_list)
    if found is None:
        return [(unit.name, label(unit)) for unit in words.pack.townships.values()]
    return [(item.name, label(item)) for item in found.items.values()]


class PlainSelect(forms.Select):
    """A choice written in one go: Django fills a template for each option, which took a third of the people list's time."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = self.format_value(value)
        marks = ((key, mark_safe(" selected") if str(key) in chosen else "", text) for key, text in self.choices)
        options = format_html_join("", '<option value="{}"{}>{}</option>', marks)
        return format_html("<select{}>{}</select>", flatatt(self.build_attrs(attrs or {}, {"name": name})), options)


class FilterForm(forms.Form):
    """The everyday filters; all fields are plain query parameters. A choice says how many of the present hits it would leave."""

    ORDER: ClassVar = ("library", "staff", "tier", "township", "stock")

    def __init__(self, data: QueryDict, words: Words, facets: Mapping[str, Mapping[str, int]] | None = None) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.facets = facets or {}
        pack = words.pack
        groups = (
            ("library", "libraries", _("人才库")),
            ("staff", "staff", _("队伍类别")),
            ("tier", "tiers", _("层次")),
        )
        for name, group, text in groups:
            declared = pack.classifications.get(group)
            choices = [(c.key, label(c)) for c in declared.categories if c.when] if declared else []
            self._add(name, text, choices)
        townships = [(code, label(unit)) for code, unit in pack.townships.items()]
        self._add("township", _("乡镇街道"), townships)
        self._add("stock", _("在库状态"), list(Person.Stock.choices))

    def _add(self, name: str, text: Any, choices: Sequence[tuple[str, Any]]) -> None:
        """Where a choice is made already, the others have no number: it would be that of both together."""
        counts = None if self.data.get(name) else self.facets.get(name)
        if counts is not None:
            choices = [(key, f"{shown} ({intcomma(counts.get(key, 0))})") for key, shown in choices]
        choices = [ANY, *choices]
        self.fields[name] = forms.ChoiceField(label=text, choices=choices, required=False, widget=PlainSelect)


class FactFilterForm(forms.Form):
    """One more filter: first the fact, then its value; the page builds the second step from `fact`."""

    def __init__(self, data: QueryDict, words: Words, grant: Grant) -> None:
        self.known = targets(words, grant)
        chosen = data.get("fact", "")
        super().__init__({"fact": chosen}, auto_id="fact-%s")
        options = [(key, target.name) for key, target in self.known.items()]
        self.fields["fact"] = forms.ChoiceField(
            label=_("按事实筛选"), choices=[("", _("请选择")), *options], required=False, widget=PlainSelect
        )
        self.target = self.known.get(chosen)
        if self.target:
            self._add_value(self.target, words)

    def _add_value(self, target: Target, words: Words) -> None:
        name = f"f.{target.key}"
        if target.type == "code":
            items = words.codes(target.thing.code_list)
            choices = [(item.code, label(item)) for item in items.items.values()] if items else []
            choices = [ANY, *choices]
            self.fields[name] = forms.ChoiceField(
                label=target.name, choices=choices, required=False, widget=PlainSelect
            )
        elif target.type == "boolean":
            choices = [("", _("不限")), ("true", _("是")), ("false", _("否"))]
            self.fields[name] = forms.ChoiceField(label=target.name, choices=choices, required=False)
        elif target.ranged:
            kind = forms.DateInput(attrs={"type": "date"}) if target.type == "date" else None
            unit = f"({target.thing.unit})" if target.thing.unit else ""
            for mode, text in (("min", _("不小于")), ("max", _("不大于"))):
                title = f"{target.name} {text}{unit}"
                self.fields[f"{name}.{mode}"] = forms.CharField(label=title, required=False, widget=kind)
        else:
            self.fields[f"{name}.contains"] = forms.CharField(label=f"{target.name} {_('含')}", required=False)


class HistoryForm(forms.Form):
    """Both times: what was true on a day, by what we knew on a day."""

    true_at = forms.DateField(label=_("当时情况(日期)"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    known_at = forms.DateField(
        label=_("按当时掌握(日期)"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


PURPOSE_CHOICES = PURPOSES
