"""The state of the keys, in counts. Rotation and destruction are commands of an operator (`bole vault`)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bole.kernel.audit.services import requires_action
from bole.kernel.vault import queries


@requires_action("vault.view")
def status(request: HttpRequest) -> HttpResponse:
    return render(request, "vault/status.html", {"status": queries.status()})
