"""Pages of accounts: the demo door, switching one's post, and the policy table as the county reads it."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from bole.kernel.accounts import services
from bole.kernel.accounts.models import Membership, Role, Unit, User
from bole.kernel.accounts.perms import POLICY, ROLE_DESCRIPTIONS
from bole.kernel.accounts.services import public, requires

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
def demo_accounts(request: HttpRequest) -> HttpResponse:
    """The list of demo accounts; the page does not exist outside demo mode."""
    if not settings.DEMO:
        raise Http404
    users = User.objects.filter(is_demo=True, is_active=True).prefetch_related("memberships__unit").order_by("id")
    rows = [(user, user.memberships.all()[0]) for user in users if user.memberships.all()]
    described = [(user, membership, ROLE_DESCRIPTIONS[Role(membership.role)]) for user, membership in rows]
    return render(request, "accounts/demo.html", {"accounts": described, "next": request.GET.get("next", "")})


@require_POST
@public
def demo_login(request: HttpRequest, username: str) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    user = services.bind_demo_subject(get_object_or_404(User, username=username, is_demo=True, is_active=True))
    login(request, user, backend=BACKEND)
    request.session[services.SESSION_DEMO] = True
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}):
        return redirect(target)
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_POST
@requires("accounts.use")
def choose_post(request: HttpRequest) -> HttpResponse:
    if services.choose_membership(request, int(request.POST.get("membership") or 0)) is None:
        raise Http404
    return redirect(settings.LOGIN_REDIRECT_URL)


@requires("accounts.view_policy")
def policy_table(request: HttpRequest) -> HttpResponse:
    rows = [(action, [(role, POLICY[action].get(role)) for role in Role]) for action in sorted(POLICY)]
    context = {"roles": [(role, ROLE_DESCRIPTIONS[role]) for role in Role], "rows": rows}
    return render(request, "accounts/policy.html", context)


@requires("accounts.view_units")
def unit_list(request: HttpRequest) -> HttpResponse:
    units = Unit.objects.select_related("parent", "successor").order_by("kind", "code")
    return render(request, "accounts/units.html", {"units": units})


@requires("accounts.manage_users")
def user_list(request: HttpRequest) -> HttpResponse:
    members = Membership.objects.select_related("user", "unit").order_by("user__username", "id")
    return render(request, "accounts/users.html", {"memberships": members})
