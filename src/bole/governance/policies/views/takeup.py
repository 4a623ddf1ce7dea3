"""How policies reach people: a table for the office, a page per policy with the people, and the release of messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from bole.core.errors import NotFound
from bole.core.rules import RuleSet
from bole.core.rules.policies.model import Policy
from bole.governance.policies import queries
from bole.governance.policies.forms.takeup import TakeupForm
from bole.governance.policies.queries import takeup as reads
from bole.governance.policies.queries import wording
from bole.governance.policies.services.matching import telling, upkeep
from bole.kernel.accounts.services import Grant, can, grant_for, requires
from bole.kernel.documents.services import Column, Export, register_export
from bole.people.registry import queries as registry
from bole.people.registry import services as registry_services
from bole.people.registry.queries.vocabulary import label

PAGE = 50
EXPORT = "policies-takeup"
WATCHED = gettext_noop("查看政策覆盖名单")
LIST_NAMES = {
    "eligible": gettext_lazy("符合"),
    "near": gettext_lazy("只差一项"),
    "possible": gettext_lazy("可能"),
    "told": gettext_lazy("已告知"),
    "taken": gettext_lazy("已享受"),
}
ACTIONS = {"person": "registry.list_people", "organisation": "registry.view_organisations"}


@require_GET
@requires("policies.view_takeup")
def takeup(request: HttpRequest) -> HttpResponse:
    known, words, grant = queries.rules(), registry.words(), request.grant  # type: ignore[attr-defined]
    asked = reads.asked_of(request.GET, grant, words)
    context = {
        "form": TakeupForm(request.GET, words, grant),
        "asked": asked,
        "lines": reads.lines(known, words, asked),
        "kept": _kept(asked),
        "run": reads.as_of(asked.kind),
        "refused": reads.refused_run(asked.kind),
        "may_release": can(request, "policies.release_matches"),
        "export": EXPORT,
    }
    return render(request, "policies/takeup/table.html", context)


def _kept(asked: reads.Asked) -> str:
    """The question as an address, for the doors behind each number."""
    given = {"kind": asked.kind, "township": asked.township, "class": asked.talent_class}
    return urlencode({name: value for name, value in given.items() if value})


@require_GET
@requires("policies.view_takeup")
def policy(request: HttpRequest, key: str) -> HttpResponse:
    known, words, grant = queries.rules(), registry.words(), request.grant  # type: ignore[attr-defined]
    found = _policy_within(known, grant, key)
    asked = reads.asked_of({**request.GET.dict(), "kind": found.subject}, grant, words)
    which = request.GET.get("list", "eligible")
    which = which if which in reads.LISTS else "eligible"
    line = next(each for each in reads.lines(known, words, asked) if each.key == key)
    context = {
        "policy": found,
        "name": label(found),
        "line": line,
        "asked": asked,
        "kept": _kept(asked),
        "which": which,
        "tabs": [(name, text, line.figures[name]) for name, text in LIST_NAMES.items()],
        "by_class": reads.split(found, asked, "talent_class", words) if found.subject == "person" else [],
        "by_township": reads.split(found, asked, "township", words),
        "mark_note": wording.MARK_NOTES[found.mark],
        **_people(request, known, words, found, asked, which),
    }
    return render(request, "policies/takeup/policy.html", context)


def _policy_within(known: RuleSet, grant: Grant, key: str) -> Policy:
    found = queries.policy_of(known, key)
    if found.kind not in ("benefit", "selection") or (
        grant.scope == "department" and found.department != grant.unit.code
    ):
        raise NotFound("没有这项政策的覆盖情况。", remedy="只能看本部门的待遇和评选。", code="policies.no_takeup")
    return found


def _people(
    request: HttpRequest, known: RuleSet, words: registry.Words, found: Policy, asked: reads.Asked, which: str
) -> dict[str, Any]:
    """A page of the list; showing people leaves a row in the log of readings."""
    grant = grant_for(request, ACTIONS.get(found.subject, ""))
    page = Paginator(reads.subjects_of(found, asked, which, grant), PAGE).get_page(request.GET.get("page", "1")[:6])
    shown = list(page)
    if found.subject == "person" and shown and grant is not None:
        registry_services.note_reading(
            by=request.user, people=shown, grant=grant, purpose=_(WATCHED), shown=("personal",)
        )
    ids = [one.pk if found.subject == "person" else one.uscc for one in shown]
    matches = reads.matches_of(found, ids)
    missing = reads.missing_facts(known, found, ids, timezone.localdate()) if which in ("near", "possible") else {}
    rows = [
        (
            one,
            matches.get(str(key)),
            missing.get(key, []),
            words.township(one.township_code),
            _amount(found, matches.get(str(key))),
        )
        for one, key in zip(shown, ids, strict=True)
    ]
    return {"page": page, "rows": rows, "may_list": grant is not None}


def _amount(found: Policy, match: Any) -> str:
    return reads.money(found, match.amount) if match is not None and match.amount else ""


# --- release ----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@requires("policies.release_matches")
def release(request: HttpRequest) -> HttpResponse:
    """What waits to be told, by policy; the officer lets it go, or sets it aside for good."""
    if request.method == "POST":
        tell = request.POST.get("act") == "tell"
        changed = telling.release(by=request.user, policies=request.POST.getlist("policy"), tell=tell)
        if tell:
            upkeep.queue_matching()
            text = ngettext("已放行 %(n)s 条,正在告知。", "已放行 %(n)s 条,正在告知。", changed)
        else:
            text = ngettext("已设为不告知 %(n)s 条。", "已设为不告知 %(n)s 条。", changed)
        messages.success(request, text % {"n": changed})
        return redirect("policies:release")
    known, words = queries.rules(), registry.words()
    rows = [
        (key, label(known.policies[key]), words.unit(known.policies[key].department), wording.SUBJECTS[kind], n, reach)
        for kind, key, n, reach in telling.held_counts()
        if key in known.policies
    ]
    return render(request, "policies/takeup/release.html", {"rows": rows})


# --- export -----------------------------------------------------------------------------------------------------------


def register() -> None:
    """The table as a file: figures only, nobody's name. Called once in `apps.ready()`."""
    register_export(
        Export(
            name=EXPORT,
            action="policies.view_takeup",
            title=gettext_lazy("政策覆盖情况"),
            columns=_columns,
            rows=_rows,
            purpose="导出政策覆盖情况",
            source="bole.policies",
        )
    )


def _columns(grant: Grant, parameters: Mapping[str, str]) -> Sequence[Column]:
    counts = [Column(title, "integer") for title in (_("符合"), _("可能"), _("只差一项"), _("已告知"), _("已享受"))]
    return [
        Column(_("政策")),
        Column(_("部门")),
        *counts,
        Column(_("确定金额(元)"), "decimal"),
        Column(_("可能金额(元)"), "decimal"),
    ]


def _rows(grant: Grant, parameters: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    words = registry.words()
    asked = reads.asked_of(QueryDict(parameters.get("query", "")).dict(), grant, words)
    for line in reads.lines(queries.rules(), words, asked):
        figures = line.figures
        counts = [figures[name] for name in ("eligible", "possible", "near", "told", "taken")]
        money = [figures[name] / 100 if line.certain else None for name in ("certain", "potential")]
        yield [line.name, line.department, *counts, *money]
