"""How one gets in: the demo door, one's own posts and factors."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from bole.kernel.accounts import queries, services
from bole.kernel.accounts.perms import ROLE_DESCRIPTIONS
from bole.kernel.accounts.queries import Role, User
from bole.kernel.accounts.services import public, requires

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
def demo_accounts(request: HttpRequest) -> HttpResponse:
    """The list of demo accounts; the page does not exist outside demo mode."""
    if not settings.DEMO:
        raise Http404
    users = User.objects.filter(is_demo=True, is_active=True).prefetch_related("memberships__unit").order_by("id")
    posts = [(user, user.memberships.all()[0]) for user in users if user.memberships.all()]
    accounts = [(user, post, ROLE_DESCRIPTIONS[Role(post.role)]) for user, post in posts]
    return render(request, "accounts/demo.html", {"accounts": accounts, "next": request.GET.get("next", "")})


@require_POST
@public
def demo_login(request: HttpRequest, username: str) -> HttpResponse:
    """One click and one is in; never in a real instance, never into a real account."""
    if not settings.DEMO:
        raise Http404
    user = services.bind_demo_subject(get_object_or_404(User, username=username, is_demo=True, is_active=True))
    login(request, user, backend=BACKEND)
    request.session[services.SESSION_DEMO] = True
    target = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return redirect(target if allowed else settings.LOGIN_REDIRECT_URL)


@requires("accounts.use")
def my_account(request: HttpRequest) -> HttpResponse:
    posts = [(post, ROLE_DESCRIPTIONS[Role(post.role)]) for post in queries.memberships_of(request.user)]
    context = {"posts": posts, "active": services.active_membership(request), "demo": request.user.is_demo}
    return render(request, "accounts/me.html", context)


@require_POST
@requires("accounts.use")
def choose_post(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("membership", "")
    if not wanted.isdigit() or services.choose_membership(request, int(wanted)) is None:
        raise Http404
    return redirect(settings.LOGIN_REDIRECT_URL)
