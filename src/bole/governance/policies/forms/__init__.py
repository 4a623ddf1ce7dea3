"""The filters of the library: plain query parameters, each choice with how many policies it would leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bole.governance.policies.queries import wording
from bole.people.registry.queries import Words

ORDERS = (("", _("按相关")), ("newest", _("按生效日期")), ("department", _("按部门")))


class LibraryForm(forms.Form):
    """Shown, never validated: what the address names and is no choice finds nothing. So no field is called optional."""

    LABELS: ClassVar = {
        "subject": _("给谁"),
        "life": _("人生大事"),
        "kind": _("类型"),
        "department": _("部门"),
        "mode": _("办理方式"),
    }

    use_required_attribute = False

    def __init__(self, data: QueryDict, words: Words, counts: Mapping[str, Mapping[str, int]]) -> None:
        super().__init__(initial=data.dict(), auto_id="filter-%s")
        hint = forms.TextInput({"type": "search", "placeholder": _("购房、博士、子女入学……"), "autocomplete": "off"})
        self.fields["q"] = forms.CharField(label=_("找什么"), max_length=100, widget=hint)
        for facet, text in self.LABELS.items():
            self.fields[facet] = forms.ChoiceField(
                label=text, choices=[("", _("不限")), *self._choices(facet, words, counts[facet])]
            )
        self.fields["sort"] = forms.ChoiceField(label=_("顺序"), choices=ORDERS)

    @staticmethod
    def _choices(facet: str, words: Words, counts: Mapping[str, int]) -> list[tuple[str, str]]:
        names = choice_names(facet, words, counts)
        return [(key, f"{name} ({counts.get(key, 0)})") for key, name in names.items()]


def choice_names(facet: str, words: Words, counts: Mapping[str, int]) -> dict[str, str]:
    """The choices of a facet by key, in their order."""
    if facet == "department":
        return {code: words.unit(code) for code in sorted(counts, key=lambda code: (-counts[code], code))}
    tables: Mapping[str, Mapping[str, Any]] = {
        "subject": wording.SUBJECTS,
        "life": wording.LIFE,
        "kind": wording.KINDS,
        "mode": wording.MODES,
    }
    return {key: str(name) for key, name in tables[facet].items()}


def chosen_of(data: QueryDict) -> dict[str, str]:
    """Facet to value as the address names it."""
    return {facet: data.get(facet, "")[:40] for facet in LibraryForm.LABELS}


class QuestionForm(forms.Form):
    """What a person asks a person about a result."""

    question = forms.CharField(
        label=_("您的疑问"),
        min_length=4,
        max_length=1000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("请写哪一条不对、实际情况是什么;不要写身份证号、银行卡号。"),
    )


class TraceForm(forms.Form):
    """Whom to try a draft on: by name; a number has no place in an address."""

    use_required_attribute = False

    q = forms.CharField(
        label=_("姓名或单位名称"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )


class BudgetForm(forms.Form):
    """What is set aside for a policy, in 万元 a year; an empty year has no budget."""

    use_required_attribute = False

    def __init__(self, data: Any, years: Sequence[int], budget: Mapping[str, int]) -> None:
        initial = {f"y{year}": Decimal(budget[str(year)]) / WAN for year in years if str(year) in budget}
        super().__init__(data, initial=initial, auto_id="budget-%s")
        for year in years:
            label = gettext("%(year)s 年(万元)") % {"year": year}
            self.fields[f"y{year}"] = forms.DecimalField(
                label=label, required=False, min_value=0, max_value=10_000_000, decimal_places=6
            )

    def amounts(self) -> dict[str, int | None]:
        """分 by year; None takes a year away."""
        found = {name.removeprefix("y"): value for name, value in self.cleaned_data.items()}
        return {year: None if value is None else int(value * WAN) for year, value in found.items()}


WAN = 1_000_000
"""分 in 万元."""
