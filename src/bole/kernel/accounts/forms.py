"""Shapes of input for accounts: a new account, another post for an account."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from bole.kernel.accounts.queries import Role, Unit, User, units


class OpenAccountForm(forms.ModelForm):
    """A new account with its first post; the password is handed over and changed at first use."""

    password = forms.CharField(
        label=_("初始密码"), widget=forms.PasswordInput, help_text=_("至少 12 位;当面交给本人。")
    )
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)

    class Meta:
        model = User
        fields: ClassVar = ["username", "full_name"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["unit"].queryset = units()  # type: ignore[attr-defined]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class MembershipForm(forms.Form):
    """Another post for an existing account."""

    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["unit"].queryset = units()  # type: ignore[attr-defined]


class UserFilterForm(forms.Form):
    q = forms.CharField(
        label=_("用户名或姓名"), required=False, max_length=80, widget=forms.TextInput({"type": "search"})
    )


class UnitFilterForm(forms.Form):
    q = forms.CharField(
        label=_("名称或代码"), required=False, max_length=80, widget=forms.TextInput({"type": "search"})
    )
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *Unit.Kind.choices])
