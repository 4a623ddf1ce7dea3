"""Where a page of a list stands: what the pager shows, for numbered pages and for keyset pages alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page


@dataclass(frozen=True)
class Pages:
    """`first`, `previous`, `next` are changes of the query string (`{"after": "…"}`), None where there is nothing.

    `count` None = not counted; `exact` False = at least that many.
    """

    start: int
    end: int
    count: int | None
    first: dict[str, Any] | None = None
    previous: dict[str, Any] | None = None
    next: dict[str, Any] | None = None
    exact: bool = True

    @classmethod
    def of_page(cls, page: Page[Any]) -> Pages:
        back = page.has_previous()
        return cls(
            start=page.start_index(),
            end=page.end_index(),
            count=page.paginator.count,
            first={"page": 1} if back else None,
            previous={"page": page.previous_page_number()} if back else None,
            next={"page": page.next_page_number()} if page.has_next() else None,
        )
