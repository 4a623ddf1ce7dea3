"""Table 1: the plan's own figures, two series that are never mixed, contradictions shown."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from bole.insight.plan import queries, services
from bole.people.registry import queries as registry
from tests import cast

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 10, 31)


def test_every_row_of_table_1_is_there_with_null_targets_left_null() -> None:
    rows = {one.number: one for one in queries.indicators()}
    assert len(rows) == 17
    assert (rows["1"].baseline, rows["1"].target, rows["1"].province_target) == (Decimal("14.5"), 20, 1650)
    assert (rows["7"].baseline, rows["7"].target, rows["7"].province_target) == (None, None, 25)
    assert rows["1f"].unit != rows["1"].unit, "a child with another unit is never summed"


def test_baselines_are_reported_once(db: None) -> None:
    assert services.record_baselines() == 15
    services.record_baselines()
    assert len(queries.history("T1-01")) == 1


def test_register_counts_stand_beside_the_reported_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "classification_counts", lambda: {"in_stock": 15_230, "staff:skilled": 2_001})
    services.record_baselines()
    services.count_register(as_of=DAY)
    services.count_register(as_of=DAY)
    total = queries.cockpit_rows()[0]
    assert total.register_value == Decimal("1.523")
    assert total.gap == Decimal("1.523") - Decimal("14.5")
    assert [(one.series, one.as_of) for one in queries.history("T1-01")] == [
        ("register", DAY),
        ("reported", dt.date(2020, 12, 31)),
    ]


def test_cockpit_shows_figures_units_contradictions_and_the_demo_mark(client: Client) -> None:
    services.record_baselines()
    services.count_register(as_of=DAY)
    cast.as_role(client, "leader")
    page = client.get("/plan/").content.decode()
    assert "人才资源总量" in page
    assert "万人" in page
    assert "只监测,不评分" in page
    assert "157.76%" in page
    assert "演示" in page
    assert client.get("/plan/T1-01/").status_code == 200
    assert client.get("/plan/T9-99/").status_code == 404


def test_cockpit_before_anything_was_counted_is_not_an_error(client: Client) -> None:
    cast.as_role(client, "office")
    assert client.get("/plan/").status_code == 200


def test_talents_have_no_cockpit(client: Client) -> None:
    cast.as_role(client, "talent")
    assert client.get("/plan/").status_code == 403


def test_cockpit_asks_a_constant_number_of_queries(client: Client, django_assert_max_num_queries: object) -> None:
    cast.as_role(client, "leader")
    client.get("/plan/")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get("/plan/")
