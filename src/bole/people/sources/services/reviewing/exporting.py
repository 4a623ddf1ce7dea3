"""Decisions as a file: what was decided, by whom, when, and whether it stands. No names, no values, no words of reasons."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bole.kernel.accounts.services import Grant
from bole.kernel.documents.services import Column, Export, register_export
from bole.people.sources.queries import decisions

NAME, BATCH = "sources-decisions", 2_000


def register() -> None:
    register_export(
        Export(
            name=NAME,
            action="sources.view_decisions",
            title=gettext_lazy("人工判定"),
            columns=_columns,
            rows=_rows,
            purpose="导出人工判定",
            field_classes=("internal",),
            source="bole.sources",
        )
    )


def _columns(grant: Grant, parameters: Mapping[str, str]) -> Sequence[Column]:
    titles = (_("编号"), _("类别"), _("来源"), _("决定人"), _("决定时间"), _("状态"), _("收回人"), _("收回时间"))
    kinds = {4: "datetime", 7: "datetime"}
    return [Column(title, kinds.get(place, "text")) for place, title in enumerate(titles)]


def _rows(grant: Grant, parameters: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    rows = decisions.find_decisions(grant, **decisions.filters_of(QueryDict(parameters.get("query", ""))))
    found = rows.iterator(chunk_size=BATCH)
    while batch := list(itertools.islice(found, BATCH)):
        sides = decisions.sides([node for row in batch for node in decisions.nodes_of(row)], grant)
        for row in batch:
            sources = ", ".join(sorted({sides[node].source for node in decisions.nodes_of(row)}))
            state = _("已收回") if row.retracted_at else _("在用") if row.applied else _("等待比对")
            yield (row.pk, row.get_kind_display(), sources, str(row.decided_by or ""), row.decided_at, state,
                   str(row.retracted_by or ""), row.retracted_at)  # fmt: skip
