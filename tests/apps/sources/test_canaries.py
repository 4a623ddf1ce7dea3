"""Seeded numbers go the whole way, in right and in wrong columns; no table holds them in plain text afterwards."""

from __future__ import annotations

import pytest

from bole.people.registry.models import Person
from bole.people.sources import services
from tests import canaries
from tests.factories.sources import S01, csv_file, insured, load

pytestmark = pytest.mark.django_db


def test_numbers_in_their_own_columns():
    load(S01, [insured("王小明", canaries.IDENTITY, phone=canaries.PHONE)])
    assert Person.objects.count() == 1
    assert canaries.in_database() == []


def test_a_number_in_the_column_of_a_code_or_a_quantity():
    row = insured("王小明", canaries.IDENTITY, months=canaries.PHONE)
    row[6] = canaries.IDENTITY
    load(S01, [row])
    assert canaries.in_database() == []


def test_a_file_without_headers():
    rows = [insured("王小明", canaries.IDENTITY, phone=canaries.PHONE), insured("李芳", canaries.IDENTITY)]
    content = csv_file(rows[0], rows)
    services.process_batch(services.receive_file(by=None, name="无表头.csv", content=content, start=False))
    assert canaries.in_database() == []


def test_a_file_named_after_somebody():
    content = csv_file(S01, [insured("王小明", canaries.IDENTITY)])
    services.receive_file(by=None, name=f"王小明{canaries.IDENTITY}.csv", content=content, start=False)
    assert canaries.in_database() == []
