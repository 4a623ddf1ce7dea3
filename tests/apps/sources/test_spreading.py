"""A large run derives its persons in child processes: the same register comes out, also when a child dies on the way."""

from __future__ import annotations

import os
import signal

import pytest

from bole.people.registry.models import Person
from bole.people.sources import services
from bole.people.sources.services.linking import running
from bole.people.sources.services.publishing import spreading, writing
from tests.factories.sources import S01, S04, csv_file, id_number, insured, titled

pytestmark = pytest.mark.django_db
NAMES = ("王小明", "李芳", "赵军", "沈若溪", "欧阳静")
NUMBERS = [id_number("19900307", sequence=121 + 2 * place) for place in range(len(NAMES))]


def run_county() -> list[tuple[object, ...]]:
    people = list(zip(NAMES, NUMBERS, strict=True))
    insurance = [insured(name, number, phone=f"1380013800{place}") for place, (name, number) in enumerate(people)]
    titles = [titled(name, number, f"ZC{place}") for place, (name, number) in enumerate(people)]
    for name, headers, rows in (("社保.csv", S01, insurance), ("职称.csv", S04, titles)):
        services.process_batch(services.receive_file(by=None, name=name, content=csv_file(headers, rows), start=False))
    services.link_pending()
    return published()


def published() -> list[tuple[object, ...]]:
    return list(Person.objects.order_by("name").values_list("name", "digest", "facts", "sets", "codes", "libraries"))


def derive_again() -> list[tuple[object, ...]]:
    """As if every row were new."""
    before = published()
    Person.objects.all().delete()
    with running.connection.cursor() as cursor:
        cursor.execute("insert into sources_stale (node) select node from sources_membership")
        cursor.execute("update sources_membership set record = 0")
    services.link_pending()
    assert before
    return published()


def test_children_give_what_one_process_gives(monkeypatch):
    alone = run_county()
    monkeypatch.setattr(writing, "PART", 2)
    monkeypatch.setattr(spreading, "SPREAD_FROM", 1)
    monkeypatch.setattr(spreading, "CHILDREN", 2)
    monkeypatch.setattr(spreading.Spread, "lines", unaided(spreading.Spread.lines, used := []))
    assert derive_again() == alone
    assert used == ["children"]


def test_a_killed_child_costs_time_and_nothing_else(monkeypatch):
    alone = run_county()
    monkeypatch.setattr(writing, "PART", 1)
    monkeypatch.setattr(spreading, "SPREAD_FROM", 1)
    monkeypatch.setattr(spreading, "CHILDREN", 2)
    monkeypatch.setattr(spreading.Spread, "lines", losing_children(spreading.Spread.lines))
    assert derive_again() == alone


def unaided(original, used):
    def lines(self, parts, alone):
        used.append("children")
        return original(self, parts, None)  # nobody to fall back on

    return lines


def losing_children(original):
    def lines(self, parts, alone):
        for place, part in enumerate(original(self, parts, alone)):
            if place == 0:
                for child in list(self.pool._processes):
                    os.kill(child, signal.SIGKILL)
            yield part

    return lines
