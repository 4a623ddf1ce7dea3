"""What was published over the pack, how it stands to the pack today, and what is wrong with the rules as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.core.errors import Conflict, InvalidInput
from bole.core.rules import check_cases
from bole.core.vocabulary import Problem
from bole.governance.policies import queries
from bole.governance.policies.models import Edition
from bole.governance.policies.queries import reviewing
from bole.governance.policies.services import publishing
from bole.kernel.accounts.services import can, requires

PAGE = 20


@require_GET
@requires("policies.view_editions")
def editions(request: HttpRequest) -> HttpResponse:
    rows = Edition.objects.select_related("by", "approved_by", "draft", "withdraws").defer("files", "base")
    last = Edition.objects.first()
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "last": last,
        "standings": reviewing.standings(last) if last else [],
        "open": reviewing.withdrawal_of(last) if last else None,
        "known": queries.rules(),
        "may_draft": can(request, "policies.view_drafts"),
        "may_withdraw": can(request, "policies.withdraw_edition"),
    }
    return render(request, "policies/editions/editions.html", context)


@require_POST
@requires("policies.withdraw_edition")
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Opens the case in which a second person decides on it."""
    try:
        case = publishing.propose_withdrawal(by=request.user, number=number, reason=request.POST.get("reason", ""))  # type: ignore[arg-type]
    except (Conflict, InvalidInput) as error:
        messages.error(request, f"{error} {error.advice}".strip())
        return redirect("policies:editions")
    messages.success(request, _("已送第二人复核。"))
    return redirect("casework:case", case.pk)


@require_GET
@requires("policies.check_rules")
def check(request: HttpRequest) -> HttpResponse:
    """All faults of the rules in force: cases that fail, conditions no case tests, and on demand what can be proved wrong."""
    known = queries.rules()
    checked = check_cases(known)
    found: list[Problem] = sorted(set(checked.problems))
    deep = request.GET.get("deep") == "1"
    hints: list[Problem] = []
    if deep:
        from bole.core.rules.lint import lint_rules

        findings = lint_rules(known, deep=True)
        found += [finding.problem for finding in findings if not finding.hint]
        hints = [finding.problem for finding in findings if finding.hint]
    files = {policy.at.file.rsplit("/", 1)[0]: policy for policy in known.policies.values()}
    rows = [(files.get(problem.file.rsplit("/", 1)[0]), problem) for problem in found]
    context = {"known": known, "cases": checked.cases, "rows": rows, "hints": hints, "deep": deep}
    return render(request, "policies/editions/check.html", context)
