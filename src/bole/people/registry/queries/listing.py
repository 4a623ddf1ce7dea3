"""One page of hits in one statement: how many there are (up to a limit), the page's ids in order, and counts beside filters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

FACETS = {
    "library": "unnest(libraries)",
    "staff": "unnest(staff_categories)",
    "tier": "tier",
    "township": "township_code",
    "stock": "stock",
}
"""Filter → what it counts, over columns that every hit carries."""
CARRIED = ("id", "name", "libraries", "staff_categories", "tier", "township_code", "stock")


@dataclass(frozen=True)
class Hits:
    """`count` is exact below the limit. Beyond it `ids` and `facets` are empty: they would be those of any part of the hits."""

    count: int
    ids: list[UUID] = field(default_factory=list)
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


def hits_of(
    rows: QuerySet[Any], *, column: str, falling: bool, exact_name: str, limit: int, start: int, size: int
) -> Hits:
    """Reads at most `limit` + 1 hits, narrow columns only, and sorts them where they are: people of exactly the searched name
    first, then by `column` (a column of the person), unknown values last."""
    columns = dict.fromkeys([*CARRIED, column])
    try:
        inner, parameters = rows.order_by().values_list(*columns)[: limit + 1].query.sql_with_params()
    except EmptyResultSet:  # a condition that nobody can meet is not even asked
        return Hits(0)
    facets = " union all ".join(
        f"(select '{name}', {value}, count(*) from hits group by 2)"  # noqa: S608
        for name, value in FACETS.items()
    )
    way = "desc" if falling else "asc"
    order = f"name <> %s, {column} is null, {column}::text = '', {column} {way}, id {way}"
    page = f"select id from hits order by {order} offset %s limit %s"  # noqa: S608 - our own names only
    statement = (
        f"with hits ({', '.join(columns)}) as materialized ({inner}), size as (select count(*) as n from hits),"  # noqa: S608
        f" page as ({page}), facet (name, value, n) as ({facets}) select n,"
        " case when n <= %s then (select array_agg(id) from page) end,"
        " case when n <= %s then (select json_agg(facet) from facet) end from size"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, exact_name, start, size, limit, limit])
        count, ids, counted = cursor.fetchone()
    return Hits(count, ids or [], _by_name(counted) if counted else {})


def _by_name(counted: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    for row in counted:
        found[row["name"]][row["value"]] = row["n"]
    return found
