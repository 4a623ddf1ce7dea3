"""Everybody as a table gives the same decisions as everybody one by one, and names nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bole.core.errors import InvalidInput, Unavailable
from bole.core.rules import UNKNOWN, RuleSet
from bole.core.rules.engines.frames import exact
from bole.core.vocabulary import Subject
from bole.governance.policies import queries
from bole.kernel.snapshots.services import publish_snapshot
from bole.people.registry import services as registry
from bole.people.registry.models import Person
from bole.people.registry.services import providing, snapshotting
from bole.people.registry.services.providing import Given, register_facts
from tests.factories.policies import county
from tests.factories.registry import person_id, person_row, publish, write

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 1)
CLASSES = ("A", "B", "C", "D", "E", "F", None, "nonsense")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bole.runtime.paths.var_dir", lambda: tmp_path)


@pytest.fixture
def deciders(monkeypatch: pytest.MonkeyPatch) -> dict[Any, dict[str, Given]]:
    """Engines that decide facts of persons and firms: what stands here is what they say."""
    monkeypatch.setattr(providing, "_providers", {})
    said: dict[Any, dict[str, Given]] = {}

    def served(keys: set[str]) -> providing.Of:
        def of(ids: Any, on: dt.date) -> Mapping[Any, Mapping[str, Given]]:
            asked = {key: facts for key, facts in said.items() if ids is None or key in ids}
            return {key: facts for key, facts in asked.items() if facts.keys() <= keys}

        return of

    for name, subject, keys in (
        ("classes", "person", {"recognised_class", "committee_decisions"}),
        ("firms", "organisation", {"org_accident"}),
    ):
        register_facts(name, subject, keys, served(keys))  # type: ignore[arg-type]
    return said


def given(value: Any) -> Given:
    return Given(value, "例", DAY)


def differences(known: RuleSet, subject: Subject, found: queries.Everyone) -> Iterator[str]:
    """Every output of every policy, of the table and of the reference."""
    ids = [key if subject == "organisation" else Person(pk=key).pk for key in found.frame["id"].to_list()]
    facts = {str(key): one for key, one in queries.facts_of(subject, ids, DAY).items()}
    assert sorted(facts) == sorted(found.frame["id"].to_list())
    table = known.decide_frame(found.frame, DAY, subject)
    columns = {name: exact(table[name]) for name in table.columns if not name.startswith("combination/")}
    for row, key in enumerate(found.frame["id"].to_list()):
        decision = known.decide(facts[key], DAY, subject)
        for name, values in columns.items():
            policy, _, output = name.partition("/")
            result = decision.results[policy]
            if output in result.lowered.outputs:
                value = result.value(output)
                if (None if value is UNKNOWN else value) != values[row]:
                    yield f"{key} {name}: {value} {values[row]}"


@pytest.mark.parametrize("subject", ["person", "organisation"])
def test_everybody_at_once_is_decided_as_one_by_one(subject: Subject, deciders: dict[Any, dict[str, Given]]) -> None:
    known = queries.rules()
    people, firms = county(known, 320, 40)
    for n, one in enumerate(people[::3]):
        deciders[one] = {"recognised_class": given(CLASSES[n % len(CLASSES)])}
        if n % 4 == 0:
            rows = [{"decided_class": "B", "decided_on": "2025-03-01", "decision_until": "2027-03-01"}]
            deciders[one]["committee_decisions"] = given(rows)
    for n, code in enumerate(firms[::2]):
        deciders[code] = {"org_accident": given(n % 2 == 0)}
    publish_snapshot(by="test")
    found = queries.everyone(subject, DAY)
    assert found.frame.height == (320 if subject == "person" else 40)
    assert list(differences(known, subject, found)) == []


def test_a_class_that_was_decided_stands_in_traits(deciders: dict[Any, dict[str, Given]]) -> None:
    registry.publish_organisations(
        [{"uscc": "91330523MA2B0AAA01", "org_name": "源瑞", "org_township": "330523001", "industry_code": "C3563"}]
    )
    publish(person_row("沈若溪"), person_row("王明", employer_uscc=None, birth_date=None, township=""))
    deciders[person_id("沈若溪")] = {"recognised_class": given("C")}
    publish_snapshot(by="test")
    found = queries.everyone("person", DAY)
    rows = {row["id"]: row for row in found.traits.iter_rows(named=True)}
    assert rows[str(person_id("沈若溪"))] == {
        "id": str(person_id("沈若溪")),
        "class": "C",
        "township": "330523001",
        "industry": "C3563",
        "decade": "1990",
    }
    assert set(rows[str(person_id("王明"))].values()) == {str(person_id("王明")), None}
    assert queries.everyone("organisation", DAY).traits["industry"].to_list() == ["C3563"]


def test_who_is_dead_gone_or_deleted_is_nobody_whom_a_policy_concerns() -> None:
    publish(person_row("沈若溪"), person_row("王明", deceased_on="2026-01-01"), person_row("昀"), person_row("李晓明"))
    registry.retire_persons([person_id("昀")])
    Person.objects.filter(pk=person_id("李晓明")).update(erased_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    publish_snapshot(by="test")
    assert queries.everyone("person", DAY).frame["id"].to_list() == [str(person_id("沈若溪"))]
    assert person_id("李晓明") not in queries.facts_of("person", [person_id("李晓明")], DAY)


def test_an_empty_register_is_an_empty_table() -> None:
    publish_snapshot(by="test")
    for subject in ("person", "organisation"):
        assert queries.everyone(subject, DAY).frame.height == 0  # type: ignore[arg-type]


def test_without_a_snapshot_it_says_what_to_do() -> None:
    with pytest.raises(Unavailable, match="快照"):
        queries.everyone("person", DAY)


def test_texts_that_may_name_people_stay_out() -> None:
    facts = {
        "introducer": "引荐人赵钱孙",
        "post": "总工程师",
        "spouse_name": "配偶名",
        "honours": [{"honour": "省劳动模范", "document_no": "文号甲", "honour_level": "province"}],
        "arrivals": [{"arrived_on": "2024-01-01", "introducer": "引荐人赵钱孙"}],
        "marriages": [{"spouse_name": "配偶名", "married_on": "2020-05-01"}],
        "contacts_elsewhere": [{"post": "处长", "clue_source": "线索人", "liaison_station": "站"}],
    }
    publish(person_row("沈若溪", facts=facts))
    snapshot = publish_snapshot(by="test")
    whole = "".join(str(pl.read_parquet(path).to_dicts()) for path in sorted(snapshot.path.glob("*.parquet")))
    for text in ("沈若溪", "引荐人赵钱孙", "配偶名", "文号甲", "线索人", "处长"):
        assert text not in whole, text
    assert "省劳动模范" in whole
    assert "总工程师" in whole
    found = queries.everyone("person", DAY).frame
    assert found["contacts_elsewhere"].list.len().to_list() == [1]
    assert found["marriages"].to_list() == [[{"married_on": dt.date(2020, 5, 1), "marital_status": None}]]


@pytest.mark.parametrize("text", ["11010519491231002X", "13800138000"])
def test_a_number_in_a_set_stops_the_publication(text: str) -> None:
    write([person_row("沈若溪", facts={"honours": [{"honour": text}]})])
    with pytest.raises(InvalidInput) as caught:
        publish_snapshot(by="test")
    assert "honours" in str(caught.value)


def test_the_words_that_rules_read_are_known() -> None:
    read = queries.reads.texts_read()
    assert {"post", "honours.honour", "subsidies.subsidy_name"} <= read["person"]
    assert "uscc" in read["organisation"]
    assert not snapshotting.NAMING & {fact.type for fact in snapshotting.shared_facts("person").values()}


def test_numbers_beyond_all_columns_are_unknown_and_stop_nobody() -> None:
    publish(person_row("沈若溪", facts={"insured_months_total": 10**19}), person_row("王明"))
    publish_snapshot(by="test")
    found = queries.everyone("person", DAY).frame
    assert found.height == 2
