"""Saving and dropping lists."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bole.kernel.accounts.services import requires
from bole.people.registry import services
from bole.people.registry.forms import SaveListForm


@require_POST
@requires("registry.list_people")
def save(request: HttpRequest) -> HttpResponse:
    form = SaveListForm(request.POST)
    if not form.is_valid():
        return render(request, "registry/save_list.html", {"form": form}, status=422)
    query = form.cleaned_data["query"]
    columns = QueryDict(query).getlist("col")
    unit = request.grant.unit  # type: ignore[attr-defined]
    services.save_list(by=request.user, unit=unit, columns=columns, **form.cleaned_data)
    messages.success(request, _("名单“%(name)s”已保存。") % {"name": form.cleaned_data["name"]})
    return redirect(f"{reverse('registry:people')}?{query}")


@require_POST
@requires("registry.list_people")
def drop(request: HttpRequest, list_id: int) -> HttpResponse:
    services.drop_list(by=request.user, list_id=list_id)
    messages.success(request, _("名单已删除。"))
    return redirect("registry:people")
