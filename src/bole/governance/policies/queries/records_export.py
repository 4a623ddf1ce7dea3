"""The list of recognitions as a file: without names, so that no second person is needed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bole.governance.policies.queries import records
from bole.kernel.accounts.services import Grant
from bole.kernel.documents.services import Column, Export, register_export
from bole.people.registry import queries as registry

NAME, BATCH = "policies-recognitions", 1_000


def register() -> None:
    register_export(
        Export(
            name=NAME,
            action="policies.view_recognitions",
            title=gettext_lazy("人才认定"),
            columns=columns,
            rows=rows,
            purpose="导出人才认定",
            field_classes=("internal",),
            source="bole.policies",
        )
    )


def columns(grant: Grant, parameters: Mapping[str, str]) -> Sequence[Column]:
    titles = (_("分类政策"), _("类别"), _("途径"), _("状态"))
    days = (_("认定日期"), _("有效期至"), _("复核期限"))
    places = (_("乡镇街道"), _("认定单位"))
    return [*map(Column, titles), *(Column(day, "date") for day in days), *map(Column, places)]


def rows(grant: Grant, parameters: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    words = registry.words()
    found = records.listed(grant, parameters, timezone.localdate()).iterator(chunk_size=BATCH)
    while batch := list(itertools.islice(found, BATCH)):
        for line in records.lines(batch, words, grant):
            row, township = line.row, words.township(line.holder.township_code) if line.holder else ""
            days = (row.recognised_on, row.valid_until, row.revalidate_by)
            yield [line.policy, line.level, line.way, line.state, *days, township, words.unit(row.unit_code)]
