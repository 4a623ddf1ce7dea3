"""Drafts in the browser: begun, filled in as a form, checked while typing, compared, sent to a second person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.core.errors import BoleError, Conflict, InvalidInput, NotFound
from bole.governance.policies import queries
from bole.governance.policies.forms.drafting import BeginForm, CopyForm
from bole.governance.policies.models import Draft, DraftSave
from bole.governance.policies.queries import drafts as shown
from bole.governance.policies.queries import reviewing
from bole.governance.policies.services import drafting, publishing
from bole.kernel.accounts.services import Grant, can, grant_for, requires
from bole.kernel.casework import queries as casework

PAGE = 30
STAGES = {
    "open": Q(state="open") | Q(state="submitted", case__status="closed"),
    "submitted": Q(state="submitted", case__status="open"),
    "published": Q(state="published"),
    "dropped": Q(state="dropped"),
}


def found_draft(request: HttpRequest, number: int) -> Draft:
    """A draft within the grant of the view; to others there is none."""
    grant: Grant = request.grant  # type: ignore[attr-defined]
    rows = Draft.objects.select_related("case", "saved_by", "opened_by")
    found = rows.filter(grant.filter(Draft), pk=number).first()
    if found is None:
        raise NotFound("没有这份草案。", remedy="可能不在您的权限范围内。", code="policies.no_draft")
    return found


def require_department(request: HttpRequest, department: str) -> None:
    """A department drafts its own policies, the office all of them."""
    grant: Grant = request.grant  # type: ignore[attr-defined]
    if grant.scope == "department" and department not in grant.unit_codes:
        raise NotFound("这项政策不归您的部门起草。", remedy="请找主管部门或人才办。", code="policies.other_department")


@require_GET
@requires("policies.view_drafts")
def drafts(request: HttpRequest) -> HttpResponse:
    stage, policy = request.GET.get("state", ""), request.GET.get("policy", "")[:80]
    rows = Draft.objects.filter(request.grant.filter(Draft)).select_related("case", "saved_by")  # type: ignore[attr-defined]
    rows = rows.filter(policy=policy) if policy else rows
    counts = {key: rows.filter(where).count() for key, where in STAGES.items()}
    page = Paginator(rows.filter(STAGES[stage]) if stage in STAGES else rows, PAGE).get_page(request.GET.get("page"))
    chips = [(key, str(Draft.State(key).label), counts[key], key == stage) for key in STAGES]
    return render(request, "policies/drafting/drafts.html", {"page": page, "chips": chips, "stage": stage})


@requires("policies.draft")
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """From a policy in force: another amount from a day on, a correction of the text, or a copy as a new policy."""
    policy = queries.policy_of(queries.rules(), key)
    require_department(request, policy.department)
    copying = request.POST.get("kind") == Draft.Kind.NEW
    form = BeginForm(request.POST if request.method == "POST" and not copying else None)
    copy = CopyForm(request.POST if copying else None, initial={"name": policy.name, "name_en": policy.name_en})
    used = copy if copying else form
    if request.method == "POST" and used.is_valid():
        make = drafting.copy_policy if copying else drafting.begin_draft
        try:
            draft = make(by=request.user, policy=key, **used.cleaned_data)  # type: ignore[operator]
            return redirect("policies:draft_form" if not copying else "policies:draft", draft.pk)
        except InvalidInput as error:
            used.add_error(None, str(error))
    status = 200 if request.method == "GET" else 422
    return render(
        request, "policies/drafting/begin.html", {"policy": policy, "form": form, "copy": copy}, status=status
    )


def shell(request: HttpRequest, draft: Draft, tab: str, **more: Any) -> dict[str, Any]:
    """What every page of a draft shows around its own part."""
    may_edit = draft.is_open and can(request, "policies.draft")
    return {"draft": draft, "tabs": tabs(request, draft, tab), "may_edit": may_edit, **more}


def tabs(request: HttpRequest, draft: Draft, current: str) -> list[dict[str, Any]]:
    from django.urls import reverse

    names = {
        "overview": ("policies:draft", _("概览")),
        "form": ("policies:draft_form", _("金额、条件与文字")),
        "cases": ("policies:draft_cases", _("算例")),
        "source": ("policies:draft_source", _("源文件")),
        "tables": ("policies:draft_tables", _("表格")),
        "history": ("policies:draft_history", _("保存记录")),
        "simulation": ("policies:simulation", _("测算")),
    }
    return [
        {"label": label, "url": reverse(name, args=[draft.pk]), "current": key == current, "count": None}
        for key, (name, label) in names.items()
    ]


@require_GET
@requires("policies.view_drafts")
def draft(request: HttpRequest, draft: int) -> HttpResponse:
    """Where the draft stands: what it changes, what is still to do before it may be sent."""
    found = found_draft(request, draft)
    known = queries.rules()
    check = reviewing.check_of(found)
    deep = request.GET.get("deep") == "1"
    changes = shown.changes_of(found, known)
    context = shell(
        request,
        found,
        "overview",
        check=check,
        changes=changes,
        texts=shown.text_changes(found, known),
        hindrances=reviewing.hindrances(found, check, deep=deep) if found.is_open else [],
        findings=reviewing.deep_findings(found, check) if deep and check.rules is not None else None,
        stale=reviewing.stale_files(found) if found.is_open else [],
        forgotten=shown.stale_words(found, changes),
        simulated=reviewing.is_simulated(found),
        mine=found.case is not None and found.case.applicant_id == request.user.pk,
        edition=getattr(found, "edition", None) if found.state == Draft.State.PUBLISHED else None,
    )
    return render(request, "policies/drafting/draft.html", context)


@require_GET
@requires("policies.view_drafts")
def history(request: HttpRequest, draft: int) -> HttpResponse:
    found = found_draft(request, draft)
    page = Paginator(DraftSave.objects.filter(draft=found).select_related("by"), PAGE).get_page(request.GET.get("page"))
    number = request.GET.get("save", "")
    save = (
        DraftSave.objects.filter(draft=found, number=int(number)).first()
        if number.isdecimal() and len(number) < 8
        else None
    )
    lines = []
    if save is not None:
        for file in sorted({*save.files, *found.files}):
            if differing := shown.lines_between(save.files.get(file, ""), found.files.get(file, "")):
                lines.append((file, differing))
    return render(
        request, "policies/drafting/history.html", shell(request, found, "history", page=page, save=save, texts=lines)
    )


VERBS = ("submit", "recall", "drop", "resume", "restore", "rebase", "describe")


@require_POST
@requires("policies.draft")
def act(request: HttpRequest, draft: int, verb: str) -> HttpResponse:
    """One step of a draft; a refusal stands on the page of the draft."""
    found = found_draft(request, draft)
    if verb not in VERBS:
        raise NotFound("没有这个操作。", code="policies.no_verb")
    try:
        answer = _ACTS[verb](request, found)
    except BoleError as error:
        if not isinstance(error, Conflict | InvalidInput):
            raise
        messages.error(request, f"{error} {error.advice}".strip())
        return redirect("policies:draft", found.pk)
    return answer if isinstance(answer, HttpResponse) else redirect("policies:draft", found.pk)


def version_of(request: HttpRequest) -> int:
    """The version of the draft that the page showed."""
    text = request.POST.get("version", "")
    if not text.isdecimal() or len(text) > 9:
        raise InvalidInput("页面缺少版次。", remedy="请刷新页面。", code="policies.no_version")
    return int(text)


def _submit(request: HttpRequest, found: Draft) -> HttpResponse:
    case = publishing.submit_draft(by=request.user, draft=found.pk, version=version_of(request))  # type: ignore[arg-type]
    messages.success(request, _("已送第二人复核。"))
    return redirect("casework:case", case.pk)


def _recall(request: HttpRequest, found: Draft) -> None:
    publishing.recall_draft(by=request.user, draft=found.pk)  # type: ignore[arg-type]
    messages.success(request, _("已撤回,可以继续修改。"))


def _restore(request: HttpRequest, found: Draft) -> None:
    number = request.POST.get("number", "")
    wanted = int(number) if number.isdecimal() and len(number) < 8 else 0
    drafting.restore_save(by=request.user, draft=found.pk, version=version_of(request), number=wanted)  # type: ignore[arg-type]
    messages.success(request, _("已回到第 %(number)s 版;后来的各版还在保存记录里。") % {"number": wanted})


def _rebase(request: HttpRequest, found: Draft) -> HttpResponse | None:
    prefer: Any = request.POST.get("prefer", "")
    clashes = drafting.rebase_draft(
        by=request.user,  # type: ignore[arg-type]
        draft=found.pk,
        version=version_of(request),
        prefer=prefer if prefer in ("own", "other") else "",
    )
    if clashes and prefer not in ("own", "other"):
        return render(
            request, "policies/drafting/clashes.html", shell(request, found, "overview", clashes=clashes), status=409
        )
    messages.success(request, _("已并入现行文本,请再看一遍算例和测算。"))
    return None


def _describe(request: HttpRequest, found: Draft) -> None:
    drafting.describe_draft(
        by=request.user,  # type: ignore[arg-type]
        draft=found.pk,
        version=version_of(request),
        title=request.POST.get("title", ""),
        reason=request.POST.get("reason", ""),
    )


def _drop(request: HttpRequest, found: Draft) -> None:
    drafting.drop_draft(by=request.user, draft=found.pk, version=version_of(request))  # type: ignore[arg-type]


def _resume(request: HttpRequest, found: Draft) -> None:
    drafting.resume_draft(by=request.user, draft=found.pk)  # type: ignore[arg-type]


_ACTS = {
    "submit": _submit,
    "recall": _recall,
    "drop": _drop,
    "resume": _resume,
    "restore": _restore,
    "rebase": _rebase,
    "describe": _describe,
}


def publication_panel(case: casework.Case, request: HttpRequest) -> dict[str, Any] | None:
    """What who checks a publication sees on the page of the case: the differences, the cases, the cost."""
    from bole.governance.policies.queries import simulations
    from bole.governance.policies.views.simulating import sections_of

    found = Draft.objects.select_related("case", "saved_by").filter(pk=case.data.get("draft", 0)).first()
    if found is None or not can(request, "policies.view_drafts"):
        return None
    known, last, grant = queries.rules(), simulations.simulated(found), grant_for(request, "policies.view_drafts")
    check = reviewing.check_of(found) if found.state != Draft.State.PUBLISHED else None
    return {
        "draft": found,
        "within": grant is not None and (grant.scope == "county" or found.department_code in grant.unit_codes),
        "changes": shown.changes_of(found, known) if check else [],
        "texts": shown.text_changes(found, known) if check else [],
        "check": check,
        "stale": reviewing.stale_files(found) if check else [],
        "last": last,
        "costs": sections_of(found, last, known) if last and last.kept.result else [],
        "simulated": reviewing.is_simulated(found),
    }
