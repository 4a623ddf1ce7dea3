"""Tables: sortable heads, pages, simple tables from data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bole.ui.components.formats import plain
from bole.ui.paging import Pages

register = template.Library()
POSITION = ("page", "after", "before")
UP = mark_safe('<svg viewBox="0 0 10 10" aria-hidden="true"><path d="M5 2l4 6H1z"/></svg>')
DOWN = mark_safe('<svg viewBox="0 0 10 10" aria-hidden="true"><path d="M5 8L1 2h8z"/></svg>')


def _query(context: RequestContext) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name in POSITION:
        query.pop(name, None)
    return query


@register.simple_tag(takes_context=True)
def th(context: RequestContext, label: str, sort: str = "", current: str = "", num: bool = False) -> SafeString:
    """A head cell; with `sort` a link that sorts by that key, then the other way round (`?sort=-key`).

    `current` is the sort in force when the address names none.
    """
    css = mark_safe(' class="num"') if num else ""
    if not sort:
        return format_html('<th scope="col"{}>{}</th>', css, label)
    query = _query(context)
    now = query.get("sort") or current
    state = {sort: "ascending", f"-{sort}": "descending"}.get(now, "none")
    query["sort"] = f"-{sort}" if now == sort else sort
    arrow = {"ascending": UP, "descending": DOWN}.get(state, "")
    return format_html(
        '<th scope="col"{} aria-sort="{}"><a href="?{}">{}{}</a></th>', css, state, query.urlencode(), label, arrow
    )


@register.inclusion_tag("ui/_pager.html", takes_context=True)
def pager(context: RequestContext, page: Page[Any] | Pages, unit: str = "") -> dict[str, Any]:
    """First, previous, next and the count, for Django's Page and for `bole.ui.paging.Pages` (keyset)."""
    pages = page if isinstance(page, Pages) else Pages.of_page(page)
    query = _query(context)

    def address(change: dict[str, Any] | None) -> str:
        if change is None:
            return ""
        target = query.copy()
        for name, value in change.items():
            target[name] = str(value)
        return f"?{target.urlencode()}"

    return {
        "pages": pages,
        "unit": unit or _("条"),
        "start": plain(pages.start),
        "end": plain(pages.end),
        "count": plain(pages.count) if pages.count is not None else "",
        "first": address(pages.first),
        "previous": address(pages.previous),
        "next": address(pages.next),
    }


@register.inclusion_tag("ui/_simple_table.html")
def simple_table(
    heads: Sequence[str], rows: Sequence[Sequence[Any]], caption: str = "", numeric: str = ""
) -> dict[str, Any]:
    """A small table from data; `numeric` lists the columns (from 1) set to the right, "2,3"."""
    right = {int(part) for part in numeric.split(",") if part}
    body = [
        [(cell if isinstance(cell, str) else plain(cell), at in right) for at, cell in enumerate(row, 1)]
        for row in rows
    ]
    return {"heads": [(head, at in right) for at, head in enumerate(heads, 1)], "rows": body, "caption": caption}
