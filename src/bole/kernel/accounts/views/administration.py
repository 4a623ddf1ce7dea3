"""Accounts as administrators see them. Who opens accounts (system) and who gives roles (security) are two people."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bole.kernel.accounts import services
from bole.kernel.accounts.forms import MembershipForm, OpenAccountForm, UnitFilterForm, UserFilterForm
from bole.kernel.accounts.perms import ACTION_NAMES, FIELD_CLASS_NAMES, POLICY, ROLE_DESCRIPTIONS, SCOPE_NAMES
from bole.kernel.accounts.queries import Membership, Role, Unit, User
from bole.kernel.accounts.services import requires


@requires("accounts.view_policy")
def policy_table(request: HttpRequest) -> HttpResponse:
    """The literal table as the county reads it: one role at a time, every action with scope and field classes."""
    role = Role(request.GET["role"]) if request.GET.get("role") in Role.values else Role.CLERK
    rows = [
        (action, ACTION_NAMES[action], *_told(*POLICY[action][role])) for action in POLICY if role in POLICY[action]
    ]
    tabs = [{"label": one.label, "url": f"?role={one.value}", "current": one == role} for one in Role]
    context = {"role": role, "description": ROLE_DESCRIPTIONS[role], "rows": rows, "tabs": tabs}
    return render(request, "accounts/policy.html", context)


def _told(scope: str, classes: str) -> tuple[str, str]:
    """A scope and its field classes in words."""
    return str(SCOPE_NAMES[scope]), _("、").join(str(FIELD_CLASS_NAMES[name]) for name in classes.split())


@requires("accounts.view_units")
def unit_list(request: HttpRequest) -> HttpResponse:
    text, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    units = Unit.objects.select_related("parent", "successor").order_by("kind", "code")
    if text:
        units = units.filter(Q(name__icontains=text) | Q(name_en__icontains=text) | Q(code__icontains=text))
    if kind in Unit.Kind.values:
        units = units.filter(kind=kind)
    page = Paginator(units, 50).get_page(request.GET.get("page"))
    return render(request, "accounts/units.html", {"page": page, "form": UnitFilterForm(request.GET)})


@requires("accounts.manage_users")
def user_list(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    users = User.objects.prefetch_related("memberships__unit").order_by("username")
    if text:
        users = users.filter(Q(username__icontains=text) | Q(full_name__icontains=text))
    page = Paginator(users, 50).get_page(request.GET.get("page"))
    return render(request, "accounts/users.html", {"page": page, "form": UserFilterForm(request.GET)})


@requires("accounts.open_account")
def open_account(request: HttpRequest) -> HttpResponse:
    form = OpenAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = services.open_account(by=request.user, **form.cleaned_data)
        messages.success(request, _("已开通账号 %(name)s。") % {"name": user.username})
        return redirect("accounts:users")
    return render(request, "accounts/open_account.html", {"form": form}, status=422 if form.errors else 200)


@requires("accounts.manage_roles")
def user_page(request: HttpRequest, user_id: int) -> HttpResponse:
    user = get_object_or_404(User.objects.prefetch_related("memberships__unit"), pk=user_id)
    form = MembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_membership(by=request.user, user=user, **form.cleaned_data)
        messages.success(request, _("已增加任职。"))
        return redirect("accounts:user", user.pk)
    context = {"account": user, "form": form, "memberships": user.memberships.select_related("unit")}
    return render(request, "accounts/user.html", context, status=422 if form.errors else 200)


@require_POST
@requires("accounts.manage_roles")
def end_membership(request: HttpRequest, membership_id: int) -> HttpResponse:
    membership = get_object_or_404(Membership, pk=membership_id)
    services.end_membership(by=request.user, membership=membership)
    messages.success(request, _("任职已于今天结束。"))
    return redirect("accounts:user", membership.user_id)
