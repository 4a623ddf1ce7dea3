"""The people list and its export."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from bole.kernel.accounts.services import active_membership, can, requires
from bole.kernel.outbox import queries as outbox
from bole.people.registry.forms import ExportForm, FactFilterForm, FilterForm, SaveListForm
from bole.people.registry.models import SavedList
from bole.people.registry.queries import find_people, question_of, words
from bole.people.registry.queries.filtering import Filter
from bole.people.registry.queries.searching import clean
from bole.people.registry.queries.suggesting import suggestions
from bole.people.registry.queries.tickets import LONGEST_TICKET, MARK, is_ticket, number_in, open_ticket, ticket_for
from bole.people.registry.queries.vocabulary import Words
from bole.people.registry.services import note_reading, releasing
from bole.people.registry.services.exporting import chosen_columns

NOT_A_QUESTION = ("page", "fact")
BROWSED, LOOKED_UP = gettext_noop("浏览人才名单"), gettext_noop("按证件号或电话查找")


@require_POST
@requires("registry.list_people")
def search(request: HttpRequest) -> HttpResponse:
    """What was typed into a search box goes on as an address: a name as it is, a number as a ticket that says nothing."""
    return redirect(f"{reverse('registry:people')}?{urlencode({'q': _safe(request.POST.get('q', ''))})}")


search.keyless = True  # type: ignore[attr-defined]  # a question changes nothing and may be asked twice


def _safe(text: str) -> str:
    word = clean(text)
    number = None if is_ticket(text) else number_in(word)
    return ticket_for(number) if number else text[:LONGEST_TICKET] if is_ticket(text) else word


@requires("registry.list_people")
def people(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "")
    if _safe(typed).startswith(MARK) and not is_ticket(typed):  # a number in an address: it shall not stay there
        messages.warning(request, _("号码请在搜索框中输入,不要写在网址里。"))
        rest = request.GET.copy()
        rest["q"] = _safe(typed)
        return redirect(f"{request.path}?{rest.urlencode()}")
    return _listed(request)


def _listed(request: HttpRequest) -> HttpResponse:
    known, grant = words(), request.grant  # type: ignore[attr-defined]
    question = question_of(request.GET, known, grant)
    answer = find_people(question, grant)
    extra = chosen_columns(request.GET, known, grant)
    shown = {"personal", *(fact.privacy for fact in extra)}
    purpose = LOOKED_UP if is_ticket(question.text) else BROWSED
    note_reading(by=request.user, people=answer.people, grant=grant, purpose=purpose, shown=shown)
    context = {
        "question": question,
        "answer": answer,
        "rows": [_row(person, known, extra) for person in answer.people],
        "columns": extra,
        "chips": _chips(request.GET, question.filters, question.text),
        "filter_form": FilterForm(request.GET, known, answer.facets),
        "by_number": is_ticket(question.text),
        "too_old": is_ticket(question.text) and open_ticket(question.text) is None,
        "suggestions": [] if answer.people else suggestions(question.text, known, grant),
        "fact_form": FactFilterForm(request.GET, known, grant),
        "kept": _kept(request.GET, drop=("page", "fact", "q", *FilterForm.ORDER)),
        "kept_all": _kept(request.GET, drop=("page", "fact")),
        "query": _query(request.GET),
        "column_choices": _column_choices(request.GET, known, grant),
        **_lists(request),
    }
    return render(request, "registry/people.html", context)


def _row(person: Any, known: Words, extra: Any) -> dict[str, Any]:
    values = [(f, person.facts.get(f.key)) for f in extra]
    return {
        "person": person,
        "township": known.township(person.township_code),
        "libraries": [known.category("libraries", key) for key in person.libraries],
        "tier": known.category("tiers", person.tier) if person.tier else "",
        "extra": ["—" if value is None else known.value(fact, value) for fact, value in values],
    }


def _query(parameters: QueryDict) -> str:
    rest = parameters.copy()
    for name in NOT_A_QUESTION:
        rest.pop(name, None)
    return rest.urlencode()


def _kept(parameters: QueryDict, drop: tuple[str, ...]) -> list[tuple[str, str]]:
    """Parameters that another form on the page carries along."""
    return [(name, value) for name, values in parameters.lists() if name not in drop for value in values]


def _chips(parameters: QueryDict, filters: list[Filter], text: str) -> list[tuple[str, str]]:
    said = _("证件号或电话") if is_ticket(text) else f"“{text}”"
    found = [(said, _without(parameters, "q", parameters.get("q", "")))] if text else []
    return found + [(one.text, _without(parameters, one.name, one.value)) for one in filters]


def _without(parameters: QueryDict, name: str, value: str) -> str:
    rest = parameters.copy()
    rest.setlist(name, [other for other in rest.getlist(name) if other != value])
    for dropped in NOT_A_QUESTION:
        rest.pop(dropped, None)
    return f"?{rest.urlencode()}"


def _column_choices(parameters: QueryDict, known: Words, grant: Any) -> list[tuple[str, str, bool]]:
    chosen = set(parameters.getlist("col"))
    every = chosen_columns(QueryDict("&".join(f"col={key}" for key in known.facts)), known, grant)
    from bole.people.registry.queries.vocabulary import label

    return [(fact.key, label(fact), fact.key in chosen) for fact in every if fact.source_kind == "source"]


def _lists(request: HttpRequest) -> dict[str, Any]:
    mine = request.grant.filter(SavedList) & (Q(owner=request.user) | Q(shared=True))  # type: ignore[attr-defined]
    query = _query(request.GET)
    return {
        "saved": list(SavedList.objects.filter(mine).select_related("owner")[:50]),
        "save_form": SaveListForm(initial={"query": query}, auto_id="save-%s"),
        "export_form": ExportForm(initial={"query": query}, auto_id="export-%s")
        if can(request, "registry.export")
        else None,
    }


@require_POST
@requires("registry.export")
def export(request: HttpRequest) -> HttpResponse:
    form, membership = ExportForm(request.POST), active_membership(request)
    if not form.is_valid() or membership is None:
        return render(request, "registry/export.html", {"form": form}, status=422)
    begun = releasing.request_export(by=request.user, membership=membership, **form.cleaned_data)
    if isinstance(begun, outbox.Job):
        return redirect("outbox:job", begun.pk)
    messages.success(request, _("已送第二人确认。确认后文件自动生成,并在消息中通知您。"))
    return redirect("casework:case", begun.pk)
