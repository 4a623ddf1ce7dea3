"""Taking back a decision, a batch, a mapping version: the preview says what then happens, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from bole.core.errors import Conflict, InvalidInput
from bole.kernel.notices.models import Notice
from bole.kernel.outbox.models import Event
from bole.people.registry.models import Person
from bole.people.sources import services
from bole.people.sources.models import Batch, Decision, MappingVersion, Membership, Status, UnknownCode
from tests import cast
from tests.factories.sources import S01, S04, id_number, insured, load, titled

pytestmark = pytest.mark.django_db
WANG, LI, ZHAO = (id_number("19900307", sequence=n) for n in (121, 347, 565))
Held = dict[int, tuple[str, int]]


def held() -> Held:
    """Who holds each row, in which version: what a link run leaves."""
    rows = Membership.objects.exclude(person=None).values_list("node", "person", "record")
    return {node: (str(person), record) for node, person, record in rows}


def node_of(name: str, source: str = "S01") -> int:
    with connection.cursor() as cursor:
        cursor.execute("select min(node) from sources_record where name = %s and source = %s", [name, source])
        return cursor.fetchone()[0]


def undo(thing: Any) -> Any:
    kind = {Decision: "decision", Batch: "batch", MappingVersion: "mapping"}[type(thing)]
    return services.find_undo(kind, thing.pk)


def changed(before: Held, after: Held) -> set[str]:
    """Persons whose rows are others than before."""
    found = set()
    for one, other in ((before, after), (after, before)):
        found |= {person for node, (person, record) in one.items() if other.get(node) != (person, record)}
    return found


def take_back(thing: Any) -> tuple[services.Preview, Held, Held]:
    """Previews, takes back, and holds the preview against what has happened."""
    before, batches = held(), list(Batch.objects.values("pk", "status", "rows_accepted"))
    found = services.preview(undo(thing))
    assert held() == before
    assert list(Batch.objects.values("pk", "status", "rows_accepted")) == batches
    done = services.carry_out(undo(thing), by=cast.user_of("steward"), reason="弄错了")
    assert not services.is_pending()
    after = held()
    assert found == done
    for line in found.lines:
        for part in line.before:
            assert part.rows == sum(person == part.person for person, _ in before.values())
        for part in line.after:
            assert part.rows == sum(person == part.person for person, _ in after.values())
    return found, before, after


def shapes(found: services.Preview) -> list[tuple[str, int, int]]:
    return [(str(line.change), len(line.before), len(line.after)) for line in found.lines]


def two_people() -> None:
    load(S01, [insured("王小明", WANG), insured("李芳", ""), insured("赵强", ZHAO)])


def test_a_wrong_merge_is_seen_and_undone() -> None:
    two_people()
    before = held()
    decision = services.decide_pair(by=None, left=node_of("王小明"), right=node_of("李芳"), same=True, reason="同住")
    services.link_pending()
    assert len({person for person, _ in held().values()}) == 2
    found, _, after = take_back(decision)
    assert shapes(found) == [("split", 1, 2)]
    assert found.persons == 2
    assert after == before
    assert Person.objects.get(pk=after[node_of("李芳")][0]).name == "李芳"


def test_a_wrong_separation_is_seen_and_undone() -> None:
    load(S01, [insured("王小明", WANG)])
    load(S04, [titled("王小明", WANG, "ZC1")])
    before = held()
    decision = services.decide_pair(
        by=None, left=node_of("王小明"), right=node_of("王小明", "S04"), same=False, reason="同号"
    )
    services.link_pending()
    found, _, after = take_back(decision)
    assert shapes(found) == [("merge", 2, 1)]
    assert after == before


def test_a_corrected_value_comes_back() -> None:
    two_people()
    person = Membership.objects.get(node=node_of("王小明")).person
    decision = services.correct_value(by=None, person=person, fact="latin_name", value="Xiaoming", reason="护照")
    services.link_pending()
    assert Person.objects.get(pk=person).latin_name == "Xiaoming"
    found, *_ = take_back(decision)
    assert shapes(found) == [("rows", 1, 1)]
    assert Person.objects.get(pk=person).latin_name == ""


def test_a_decision_that_other_evidence_supports_changes_nobody() -> None:
    load(S01, [insured("王小明", WANG)])
    load(S04, [titled("王小明", WANG, "ZC1")])
    decision = services.decide_pair(
        by=None, left=node_of("王小明"), right=node_of("王小明", "S04"), same=True, reason="见过本人"
    )
    services.link_pending()
    found, before, after = take_back(decision)
    assert (found.persons, found.lines, before) == (0, (), after)


def test_a_batch_goes_and_what_it_ended_and_replaced_comes_back() -> None:
    load(S01, [insured("王小明", WANG, months=12), insured("李芳", LI)], name="一月.csv")
    first = held()
    batch = load(S01, [insured("王小明", WANG, months=24), insured("赵强", ZHAO)], name="二月.csv")
    found, before, after = take_back(batch)
    assert (found.rows_gone, found.rows_back, found.rows_changed) == (1, 1, 1)
    assert sorted(shapes(found)) == [("appear", 0, 1), ("rows", 1, 1), ("vanish", 1, 0)]
    assert after == first
    assert changed(before, after) == set(found.ids)


def test_a_batch_taken_back_can_be_sent_again() -> None:
    load(S01, [insured("王小明", WANG, months=12)], name="一月.csv")
    batch = load(S01, [insured("王小明", WANG, months=24)], name="二月.csv")
    before = {node: person for node, (person, _) in held().items()}
    take_back(batch)
    again = load(S01, [insured("王小明", WANG, months=24)], name="二月.csv")
    assert again.pk != batch.pk
    assert {node: person for node, (person, _) in held().items()} == before


def test_a_mapping_version_falls_back_to_the_one_before() -> None:
    batch = load(
        S04,
        [titled("王小明", WANG, "ZC1"), [*titled("李芳", LI, "ZC2")[:4], "中级(聘)", *titled("李芳", LI, "ZC2")[5:]]],
    )
    unknown = UnknownCode.objects.get(value="中级(聘)")
    first = held()
    level = (
        "skill"
        if not services.code_choices("S04", unknown.header)
        else next(iter(services.code_choices("S04", unknown.header)))
    )
    services.decide_code(by=cast.user_of("clerk"), unknown=unknown, code=level)
    services.process_batch(batch, again=True)
    services.link_pending()
    version = MappingVersion.objects.get()
    found, before, after = take_back(version)
    unknown.refresh_from_db()
    assert unknown.code is None
    assert {n: p for n, (p, _) in after.items()} == {n: p for n, (p, _) in first.items()}
    assert changed(before, after) == set(found.ids)
    assert found.read_again == (batch.pk,)
