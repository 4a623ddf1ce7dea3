"""What people type: decisions, delegations, filters, hand-overs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bole.core.casework import Flow, Outcome, Step, outcomes_for
from bole.kernel.accounts.queries import Membership, User, memberships_of, units
from bole.kernel.casework import queries
from bole.kernel.casework.models import Case

CHOOSE = _("请选择")


def day_field(label: Any) -> forms.DateField:
    """A day as browsers ask for it; the widget's own format, because they refuse any other."""
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class PostChoice(forms.ModelChoiceField):
    """A post as people say it: role and unit."""

    def label_from_instance(self, post: Any) -> str:
        return f"{post.get_role_display()} · {post.unit}"


class ColleagueChoice(forms.ModelChoiceField):
    """A colleague by name; those of the demo in the reader's language."""

    def label_from_instance(self, user: Any) -> str:
        return gettext(str(user)) if user.is_demo else str(user)


class ActForm(forms.Form):
    """One decision: the outcome is the button that was pressed."""

    outcome = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("理由"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, step: Step, outcomes: tuple[Outcome, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step, self.offered = step, {outcome.key: outcome for outcome in outcomes}
        if all(outcome.reason == "none" for outcome in outcomes):
            del self.fields["reason"]
        if step.kind == "meeting":
            self.fields["held_on"] = day_field(_("会议日期"))
            self.fields["present"] = forms.IntegerField(label=_("到会人数"), min_value=1, max_value=500)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        outcome = self.offered.get(found.get("outcome", ""))
        if outcome is None:
            raise forms.ValidationError(_("请选择处理结果。"), code="outcome")
        if outcome.reason == "required" and not found.get("reason", "").strip():
            self.add_error("reason", _("请写明“%(outcome)s”的理由。") % {"outcome": queries.translated(outcome)})
        return found

    def facts(self) -> dict[str, Any]:
        """The data that goes with the decision of a meeting."""
        if self.step.kind != "meeting":
            return {}
        return {"held_on": self.cleaned_data["held_on"].isoformat(), "present": self.cleaned_data["present"]}


class FilterForm(forms.Form):
    """Filters of the lists; every filter is part of the address."""

    q = forms.CharField(label=_("查找"), required=False, max_length=80)
    flow = forms.ChoiceField(label=_("流程"), required=False)
    level = forms.ChoiceField(label=_("时限"), required=False, choices=[("", _("全部")), *Case.Level.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        flows = [(flow.key, queries.translated(flow)) for flow in queries.current_flows().defer("definition")]
        self.fields["flow"].choices = [("", _("全部")), *flows]  # type: ignore[attr-defined]
        self.fields["level"].choices = [("", _("全部"))] + [  # type: ignore[attr-defined]
            (value, _(label)) for value, label in Case.Level.choices
        ]


class DelegationForm(forms.Form):
    """Who stands in for me, as what, from when to when."""

    membership = PostChoice(label=_("我的职责"), queryset=Membership.objects.none(), empty_label=CHOOSE)
    to = ColleagueChoice(label=_("委托给"), queryset=User.objects.none(), empty_label=CHOOSE)
    flow = forms.ChoiceField(label=_("流程"), required=False)
    valid_from = day_field(_("第一天"))
    valid_to = day_field(_("最后一天"))
    reason = forms.CharField(label=_("事由"), required=False, max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = memberships_of(user)
        colleagues = User.objects.filter(
            is_active=True, memberships__in=Membership.objects.valid().filter(unit__in=own.values("unit"))
        )
        self.fields["membership"].queryset = own  # type: ignore[attr-defined]
        self.fields["to"].queryset = colleagues.exclude(pk=user.pk).distinct().order_by("id")  # type: ignore[attr-defined]
        flows = [(flow.key, queries.translated(flow)) for flow in queries.current_flows().defer("definition")]
        self.fields["flow"].choices = [("", _("全部")), *flows]  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = timezone.localdate
        if len(own) == 1:
            self.fields["membership"].initial = own[0].pk

    def clean_valid_to(self) -> dt.date:
        """People say the last day; the delegation ends with it (half-open)."""
        last: dt.date = self.cleaned_data["valid_to"]
        return last + dt.timedelta(days=1)


class ReassignForm(forms.Form):
    """Another unit does it."""

    unit = forms.ModelChoiceField(label=_("转给"), queryset=units(), to_field_name="code", empty_label=CHOOSE)
    reason = forms.CharField(label=_("理由"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units().exclude(kind__in=("person", "employer")).order_by("kind", "name")  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    text = forms.CharField(label=_("备注"), max_length=2000, widget=forms.Textarea({"rows": 2}))


def act_form(flow: Flow, case: Case, data: Any = None) -> ActForm | None:
    """The form of the present step, or None when nobody decides now."""

    state = queries.state_of(case)
    outcomes = outcomes_for(flow, state)
    if not outcomes:
        return None
    return ActForm(data, step=flow.steps[state.step], outcomes=outcomes, initial={"version": case.lock})
