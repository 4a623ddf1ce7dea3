"""A file that does not look like the last one stops and asks; one that does goes on without a word."""

from __future__ import annotations

import pytest
from django.urls import reverse

from bole.people.sources import services
from bole.people.sources.models import Batch, Record, Status
from bole.people.sources.services import retract_batch
from tests.factories.sources import S01, S04, id_number, insured, load, titled

pytestmark = pytest.mark.django_db
ROWS = 90
LEVELS = ("初级", "中级", "副高级", "正高级")


def people(count: int = ROWS, first: int = 0, **more: str) -> list[list[str]]:
    """Rows of S01 of invented people."""
    return [
        insured(f"王{'明华芳伟敏静丽强磊洋'[n % 10]}{'一二三四五六七八九十'[n // 10 % 10]}",
                id_number("19850101", sequence=100 + n), phone=f"13800{n:06d}", **more)
        for n in range(first, first + count)
    ]  # fmt: skip


def titles(level_of, count: int = ROWS, first: int = 0) -> list[list[str]]:
    rows = [titled("李明", id_number("19850101", sequence=100 + n), f"ZC{n:06d}") for n in range(first, first + count)]
    for n, row in enumerate(rows):
        row[4] = level_of(n)
    return rows


def with_column(rows: list[list[str]], place: int, value) -> list[list[str]]:
    return [[*row[:place], value(row), *row[place + 1 :]] for row in rows]


def changes(batch: Batch) -> set[tuple[str, str]]:
    return {(change["header"], change["measure"]) for change in batch.drift}


def sent(headers, rows, **more) -> Batch:
    return load(headers, rows, link=False, **more)


def test_the_first_file_of_a_source_and_a_like_one_never_stop():
    assert sent(S01, people()).status == Status.STORED
    assert sent(S01, people(first=5), name="next.csv").status == Status.STORED


def test_a_column_that_went_empty_is_named_and_nothing_is_stored():
    sent(S01, people())
    batch = sent(S01, with_column(people(), S01.index("手机号码"), lambda row: ""), name="next.csv")
    assert (batch.status, batch.error_code) == (Status.PAUSED, "batch.drift")
    assert "“手机号码”" in batch.error
    assert ("手机号码", "filled") in changes(batch)
    assert not Record.objects.filter(valid_from_batch=batch).exists()


def test_a_column_left_out_of_the_file_is_missed():
    sent(S01, people())
    place = S01.index("手机号码")
    rows = [[*row[:place], *row[place + 1 :]] for row in people()]
    batch = sent([header for header in S01 if header != "手机号码"], rows, name="next.csv")
    assert changes(batch) == {("手机号码", "missing")}


def test_values_shifted_into_the_next_column_stop():
    """One cell too many: from the employer on everything stands one column to the right."""
    sent(S01, people())
    shifted = [[*row[:5], "某部", *row[5:-1]] for row in people()]
    batch = sent(S01, shifted, name="next.csv")
    assert batch.status == Status.PAUSED
    assert {"单位名称", "手机号码"} <= {header for header, _ in changes(batch)}


def test_two_columns_swapped_stop():
    sent(S04, titles(lambda n: LEVELS[n % 4]))
    swapped = [[*row[:6], row[7], row[6]] for row in titles(lambda n: LEVELS[n % 4])]
    batch = sent(S04, swapped, name="next.csv")
    assert {("证书编号", "spread"), ("工作单位", "spread")} <= changes(batch)


def test_words_of_another_code_list_stop_by_validity():
    sent(S04, titles(lambda n: LEVELS[n % 4]))
    batch = sent(S04, titles(lambda n: f"T{n % 4}"), name="next.csv")
    assert ("职称级别", "valid") in changes(batch)


def test_codes_that_suddenly_mean_something_else_stop_by_their_shares():
    sent(S04, titles(lambda n: LEVELS[n % 4]))
    batch = sent(S04, titles(lambda n: "初级"), name="next.csv")
    assert ("职称级别", "spread") in changes(batch)


def test_a_few_rows_are_no_alarm():
    sent(S01, people())
    few = sent(S01, with_column(people(5), S01.index("手机号码"), lambda row: ""), name="变更.csv", mode="delta")
    assert few.status == Status.STORED


def test_partial_files_are_held_against_partial_ones(settings):
    """Changed rows are no cross-section: other shares of codes than in the full file are natural, an empty column is not."""
    sent(S04, titles(lambda n: LEVELS[n % 4]))
    first = sent(S04, titles(lambda n: "中级"), name="d1.csv", mode="delta")
    assert first.status == Status.STORED
    second = sent(S04, titles(lambda n: "正高级", first=7), name="d2.csv", mode="delta")
    assert changes(second) == {("职称级别", "spread")}


def test_a_person_confirms_on_the_page_and_the_batch_goes_on(client, as_role, post):
    sent(S01, people())
    batch = sent(S01, with_column(people(), S01.index("手机号码"), lambda row: ""), name="next.csv")
    as_role(client, "steward")
    page = client.get(reverse("sources:batch", args=[batch.pk])).content.decode()
    assert "手机号码" in page
    assert "100% → 0%" in page
    post(reverse("sources:drift", args=[batch.pk]), using=client)
    services.process_batch(Batch.objects.get(pk=batch.pk), again=True)
    batch.refresh_from_db()
    assert (batch.status, batch.drift_confirmed) == (Status.STORED, True)
    assert changes(batch) == {("手机号码", "filled")}  # stays on record


def test_a_batch_taken_back_is_no_measure():
    sent(S01, people())
    bad = sent(S01, with_column(people(), S01.index("手机号码"), lambda row: ""), name="bad.csv")
    retract_batch(by=None, batch=bad, reason="手机号码漏了")
    assert sent(S01, people(first=3), name="good.csv").status == Status.STORED


def test_the_profile_holds_no_value_of_a_person():
    profile = str(sent(S01, people()).profile)
    assert "王" not in profile
    assert "13800" not in profile
