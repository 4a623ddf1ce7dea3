"""Seeded numbers go the whole way, in right and in wrong columns; no table holds them in plain text afterwards."""

from __future__ import annotations

import pytest

from bole.people.registry.models import Person
from bole.people.sources import services
from bole.people.sources.models import Record
from tests import canaries
from tests.factories.sources import S01, S04, S05, csv_file, employed, insured, load, titled, uscc

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


WORDS = {
    "plain": f"身份证{canaries.IDENTITY},电话{canaries.PHONE}",
    "wide": canaries.IDENTITY.translate({ord("0") + n: chr(0xFF10 + n) for n in range(10)}),
    "grouped": f"{canaries.IDENTITY[:6]} {canaries.IDENTITY[6:14]} {canaries.IDENTITY[14:]}",
    "phone in groups": f"{canaries.PHONE[:3]}-{canaries.PHONE[3:7]}-{canaries.PHONE[7:]}",
    "abroad": f"+86 {canaries.PHONE}",
    "card": f"工资卡{canaries.BANK[:4]} {canaries.BANK[4:8]} {canaries.BANK[8:12]} {canaries.BANK[12:16]} {canaries.BANK[16:]}",
}
SPELLINGS = (*canaries.ALL, *WORDS.values())


@pytest.mark.parametrize("words", WORDS.values(), ids=list(WORDS))
def test_numbers_inside_free_text(words):
    load(S05, [employed("王小明", canaries.IDENTITY, uscc(), post=f"设计师 {words}")])
    record = Record.objects.get()
    assert record.values["post"].startswith("设计师 ")
    assert "*" in record.values["post"]
    assert Person.objects.get().facts["post"] == record.values["post"]
    assert canaries.in_database(SPELLINGS) == []


def test_numbers_inside_names():
    load(S01, [insured(f"王小明{canaries.PHONE}", canaries.IDENTITY, employer=f"安吉竹业{canaries.PHONE}")])
    assert canaries.in_database() == []
    assert Person.objects.get().name.startswith("王小明139")


def test_numbers_of_things_stay():
    certificate, digits = "20190533052300012345", uscc("9133052312345678")
    load(S04, [titled("王小明", canaries.IDENTITY, certificate)])
    load(S05, [employed("王小明", canaries.IDENTITY, digits)])
    values = {key: value for record in Record.objects.all() for key, value in record.values.items()}
    assert certificate in values.values()
    assert values["employer_uscc"] == digits
