"""Filters of the take-up pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bole.governance.policies.queries import wording
from bole.kernel.accounts.services import Grant
from bole.people.registry.queries import Words
from bole.people.registry.queries.vocabulary import label


class TakeupForm(forms.Form):
    """Whom, where, of which class; a department has its own policies, a township its own people."""

    kind = forms.ChoiceField(label=_("对象"), required=False)
    township = forms.ChoiceField(label=_("乡镇街道"), required=False)
    department = forms.ChoiceField(label=_("部门"), required=False)

    def __init__(self, data: QueryDict, words: Words, grant: Grant) -> None:
        super().__init__(data)
        everything = [("", _("全部"))]
        self._choose("kind", [(key, wording.SUBJECTS[key]) for key in ("person", "organisation")])
        self._choose("township", everything + [(code, label(unit)) for code, unit in words.pack.townships.items()])
        self._choose("department", everything + [(code, label(unit)) for code, unit in words.pack.departments.items()])
        codes = words.codes("talent_class")
        levels = [(code, wording.code(words, "talent_class", code)) for code in codes.items] if codes else []
        self.fields["class"] = forms.ChoiceField(
            label=_("人才类别"), required=False, choices=[*everything, *levels, ("-", _("还没有认定"))]
        )
        for scope in ("township", "department"):
            if grant.scope == scope:
                del self.fields[scope]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
