"""Taking back a decision, a batch, a mapping version: the preview says what then happens, and nothing else."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from bole.core.errors import Conflict, InvalidInput
from bole.kernel.notices.models import Notice
from bole.kernel.outbox.models import Event
from bole.main import cli
from bole.people.registry import services as registry
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


# --- told to others ------------------------------------------------------------------------------------------------------


def test_who_listens_learns_who_changes_and_the_decider_is_told() -> None:
    two_people()
    office = cast.user_of("office")
    decision = services.decide_pair(by=office, left=node_of("王小明"), right=node_of("李芳"), same=True, reason="同住")
    services.link_pending()
    found, *_ = take_back(decision)
    event = Event.objects.get(topic="sources.retracted")
    steward = cast.user_of("steward").pk
    assert event.key == f"decision-{decision.pk}"
    assert event.payload == {
        **{"kind": "decision", "id": decision.pk, "by": steward, "complete": True},
        **{"persons": sorted(found.ids), "persons_changed": 2},
    }
    assert [notice.user for notice in Notice.objects.filter(kind="sources.decision_retracted")] == [office]


def test_nobody_is_told_what_he_did_himself_and_a_sender_is_told() -> None:
    batch = load(S01, [insured("王小明", WANG)])
    clerk = cast.user_of("clerk")
    Batch.objects.filter(pk=batch.pk).update(received_by=clerk)
    services.carry_out(undo(batch), by=cast.user_of("steward"), reason="发错")
    assert Notice.objects.get(kind="sources.batch_retracted").user == clerk
    decision = services.decide_pair(by=clerk, left=1, right=2, same=True, reason="试")
    services.carry_out(undo(decision), by=clerk, reason="误点")
    assert not Notice.objects.filter(kind="sources.decision_retracted").exists()


def test_second_hand_and_missing_reason_are_refused() -> None:
    two_people()
    decision = services.decide_pair(by=None, left=node_of("王小明"), right=node_of("李芳"), same=True, reason="同住")
    with pytest.raises(InvalidInput):
        services.carry_out(undo(decision), by=None, reason=" ")
    stale = undo(decision)
    services.carry_out(undo(decision), by=None, reason="弄错了")
    with pytest.raises(Conflict):
        services.carry_out(stale, by=None, reason="弄错了")
    assert Event.objects.filter(topic="sources.retracted").count() == 1


def test_a_decision_taken_back_can_be_made_again() -> None:
    two_people()
    decision = services.decide_pair(by=None, left=node_of("王小明"), right=node_of("李芳"), same=True, reason="同住")
    services.link_pending()
    merged = held()
    take_back(decision)
    services.decide_again(by=None, decision=decision, reason="本人来过")
    services.link_pending()
    assert held() == merged
    with pytest.raises(Conflict):
        services.decide_again(by=None, decision=decision, reason="再来一次")


def test_what_waits_for_a_link_run_is_no_part_of_a_preview() -> None:
    two_people()
    decision = services.decide_pair(by=None, left=node_of("王小明"), right=node_of("李芳"), same=True, reason="同住")
    services.link_pending()
    alone = services.preview(undo(decision))
    load(S04, [titled("赵强", ZHAO, "ZC1"), titled("新人", id_number("19660101"), "ZC2")], link=False)
    assert services.preview(undo(decision)) == alone


def test_only_the_newest_mapping_version_can_be_taken_back() -> None:
    first, second = (
        MappingVersion.objects.create(source="S01", version=n, codes={"学历": {"本": "21"}}) for n in (1, 2)
    )
    with pytest.raises(Conflict, match="第 2 版"):
        services.carry_out(undo(first), by=None, reason="读错了")
    services.carry_out(undo(second), by=None, reason="读错了")
    services.carry_out(undo(first), by=None, reason="读错了")
    assert load(S01, [insured("王小明", WANG)]).mapping_version is None


def test_the_words_of_a_retraction_go_with_a_deleted_person() -> None:
    two_people()
    decision = services.decide_pair(by=None, left=node_of("王小明"), right=node_of("李芳"), same=True, reason="同住")
    services.carry_out(undo(decision), by=None, reason="王小明不是李芳")
    person = Person.objects.get(name="李芳")
    registry.delete_person(by=cast.user_of("office"), person=person, reason="本人申请删除")
    decision.refresh_from_db()
    assert (decision.reason, decision.retract_reason) == ("", "")


def test_from_the_command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cli, "prepare", lambda **_: None)
    batch = load(S01, [insured("王小明", WANG)])
    words = ["link", "undo", "--batch", str(batch.pk), "--json"]
    assert cli.main([*words, "--preview"]) == 0
    seen = json.loads(capsys.readouterr().out)
    assert (seen["done"], seen["persons"], seen["rows_gone"], seen["counts"]) == (False, 1, 1, {"vanish": 1})
    assert held()
    assert cli.main([*words, "--reason", "发错"]) == 0
    assert json.loads(capsys.readouterr().out)["done"] is True
    assert not held()
    assert cli.main(words) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "undo.done"


# --- any history ---------------------------------------------------------------------------------------------------------


def history(seed: int, steps: int) -> None:
    """Files, deltas, decisions and retractions in any order; each retraction is previewed and held against what happens."""
    chance = random.Random(seed)
    people = [("王小明", WANG), ("王小明", ""), ("李芳", LI), ("李芳", LI), ("赵强", ZHAO), ("赵强", "")]
    acts: list[Callable[[random.Random, list[tuple[str, str]], int], None]] = [send, send, decide, decide, undo_one]
    send(chance, people, 0)
    for step in range(1, steps):
        chance.choice(acts)(chance, people, step)
    undo_one(chance, people, steps)


def send(chance: random.Random, people: list[tuple[str, str]], step: int) -> None:
    some = chance.sample(people, chance.randint(1, len(people)))
    if chance.random() < 0.5:
        rows = [insured(name, number, months=chance.randint(1, 60), phone="13800000001") for name, number in some]
        load(S01, rows, name=f"社保{step}{chance.choice(['', '增量'])}.csv", link=chance.random() < 0.8)
    else:
        load(
            S04,
            [titled(name, number or WANG, f"ZC{n}") for n, (name, number) in enumerate(some)],
            name=f"职称{step}.csv",
        )


def decide(chance: random.Random, people: list[tuple[str, str]], step: int) -> None:
    nodes = sorted(Membership.objects.values_list("node", flat=True))
    if len(nodes) > 1:
        left, right = chance.sample(nodes, 2)
        services.decide_pair(by=None, left=left, right=right, same=chance.random() < 0.6, reason="随手")
        services.link_pending()


def undo_one(chance: random.Random, people: list[tuple[str, str]], step: int) -> None:
    services.link_pending()
    things = [*Decision.objects.filter(retracted_at=None), *Batch.objects.exclude(status=Status.RETRACTED)]
    if things:
        found, before, after = take_back(chance.choice(sorted(things, key=lambda thing: (str(type(thing)), thing.pk))))
        assert changed(before, after) == set(found.ids)


@pytest.mark.parametrize("seed", range(3))
def test_any_undo_does_what_its_preview_says(seed: int) -> None:
    history(seed, steps=5)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(100, 125))
def test_any_undo_does_what_its_preview_says_many_times(seed: int) -> None:
    history(seed, steps=12)
