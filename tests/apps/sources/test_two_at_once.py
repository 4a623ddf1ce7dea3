"""Files of different departments are read at the same time by two workers; nothing depends on who is faster."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from django.db import connection, connections

from bole.people.sources import services
from bole.people.sources.models import Batch, Issue, Record, Status, UnknownCode
from tests.factories.sources import S01, S04, S05, S21, csv_file, employed, id_number, insured, titled, uscc

pytestmark = pytest.mark.django_db(transaction=True)
NUMBERS = [id_number("19900307", sequence=n) for n in range(100, 400)]
COLUMNS = (
    "source",
    "row",
    "name",
    "pinyin",
    "values",
    "id_state",
    "employer_key",
    "natural_key",
    "row_hash",
    "id_index",
)


def files() -> dict[str, io.BytesIO]:
    """Two files a source, with words that no code list knows, numbers that fail and rows that go back."""
    found: dict[str, io.BytesIO] = {}
    for part in (0, 1):
        some = NUMBERS[part * 150 : part * 150 + 150]
        found[f"社保{part}_增量.csv"] = csv_file(
            S01,
            [insured("" if i % 50 == 7 else "王小明", n, phone="12" if i % 9 == 0 else "") for i, n in enumerate(some)],
        )
        titles = [titled("王小明", n, f"ZC{n}") for n in some]
        found[f"职称{part}_增量.csv"] = csv_file(
            S04, [[*row[:4], f"怪词{i % 5}", *row[5:]] for i, row in enumerate(titles)]
        )
        found[f"花名册{part}_增量.csv"] = csv_file(S05, [employed("王小明", n, uscc(), post="钳工") for n in some])
        found[f"公务员{part}_增量.csv"] = csv_file(
            S21, [["王小明", n, "2020-03-01", f"怪{i % 3}"] for i, n in enumerate(some)]
        )
    return found


def stored() -> tuple[Any, ...]:
    records = sorted(
        tuple(bytes(cell) if isinstance(cell, memoryview | bytes) else str(cell) for cell in row)
        for row in Record.objects.filter(valid_to_batch=None).values_list(*COLUMNS)
    )
    issues = sorted(Issue.objects.values_list("batch__file_name", "row", "header", "rule", "message"))
    words = sorted(UnknownCode.objects.values_list("source", "header", "value"))
    counts = sorted(
        Batch.objects.values_list("file_name", "status", "rows_in", "rows_accepted", "rows_rejected", "rows_unchanged")
    )
    return records, issues, words, counts


def receive() -> list[int]:
    return [
        services.receive_file(by=None, name=name, content=content, start=False).pk for name, content in files().items()
    ]


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("truncate sources_batch, sources_record, sources_issue, sources_unknowncode cascade")


def process(batches: list[int], barrier: threading.Barrier, errors: list[BaseException]) -> None:
    try:
        for pk in batches:
            barrier.wait(60)
            services.process_batch(Batch.objects.get(pk=pk))
    except BaseException as error:
        errors.append(error)
        barrier.abort()
    finally:
        connections.close_all()


@pytest.mark.parametrize(
    "lots",
    [
        pytest.param(([0, 2, 4, 6], [1, 3, 5, 7]), id="the same source from both: one waits for the other"),
        pytest.param(([0, 1, 4, 5], [2, 3, 6, 7]), id="different sources side by side"),
    ],
)
def test_two_workers_store_what_one_would(lots: tuple[list[int], list[int]]):
    for pk in receive():
        services.process_batch(Batch.objects.get(pk=pk))
    alone = stored()
    assert {row[1] for row in alone[3]} == {Status.STORED}
    clear()
    batches, errors, barrier = receive(), [], threading.Barrier(2)
    workers = [
        threading.Thread(target=process, args=([batches[place] for place in lot], barrier, errors)) for lot in lots
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert errors == []
    assert stored() == alone
