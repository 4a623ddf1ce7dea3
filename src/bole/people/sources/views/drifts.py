"""Columns that changed suddenly: what a person reads, and the word that lets the batch go on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bole.kernel.accounts.services import requires
from bole.people.registry import queries as registry
from bole.people.sources.models import Batch
from bole.people.sources.perms import batch_or_404
from bole.people.sources.services.intake import drifting

MEASURES = {
    "missing": gettext_lazy("这一列不见了(原填写率)"),
    "filled": gettext_lazy("填写率"),
    "valid": gettext_lazy("有效率"),
}


def drift_lines(batch: Batch) -> list[dict[str, Any]]:
    """The changes of a batch in words: header, what, before and after as shares."""
    return [{**change, "what": _what(batch.source, change)} for change in batch.drift]


def _what(source: str, change: dict[str, Any]) -> str:
    if change["measure"] in MEASURES:
        return str(MEASURES[change["measure"]])
    name = _code_name(source, change["header"], change["kind"])
    return _("取值分布,变得最多的是“%(name)s”") % {"name": name} if name else _("取值的样子(长短、文字或数字)")


def _code_name(source: str, header: str, code: str) -> str:
    """The word of a code in the reader's language; "" where the column has no code list."""
    words = registry.words()
    layout = words.pack.sources.get(source)
    column = layout.column(header) if layout else None
    if column is None or column.type != "code":
        return ""
    found = words.pack.vocabulary.target(column.targets[0])
    return words.code(column.code_list or (found and (found[1] or found[0]).code_list), code)


@require_POST
@requires("sources.confirm")
def drift_confirm(request: HttpRequest, batch_id: int) -> HttpResponse:
    drifting.confirm_drift(by=request.user, batch=batch_or_404(request, batch_id))
    messages.success(request, _("已确认,这一批接着处理。"))
    return redirect("sources:batch", batch_id)
