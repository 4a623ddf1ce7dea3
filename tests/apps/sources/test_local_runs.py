"""A decision or a small file among very many rows: only what it touches is read, compared and published."""

from __future__ import annotations

import pytest

from bole.people.registry.models import Person, PersonRedirect
from bole.people.registry.queries import resolve_redirect
from bole.people.sources import services
from bole.people.sources.models import Conflict, Edge, LinkRun, Membership, Record
from bole.people.sources.services.linking import graph, running
from tests.factories.sources import S01, S04, S09, id_number, insured, load, registered, titled, uscc

pytestmark = pytest.mark.django_db
WANG, LI, ZHAO = (id_number(f"19{year}0307", sequence=121) for year in (90, 85, 77))


def forbid(*args, **kwargs):
    raise AssertionError("reads everything")


def node_of(source: str, name: str) -> int:
    return Record.objects.get(source=source, name=name, valid_to_batch=None).node


def holder(node: int):
    return Membership.objects.get(node=node).person


@pytest.fixture
def county():
    load(S01, [insured("王小明", WANG, phone="13800138000"), insured("李芳", LI), insured("赵军", ZHAO)])
    load(S04, [titled("王小明", WANG, "ZC1"), titled("李芳", LI, "ZC2")])


def test_an_unmerge_reads_neither_all_rows_nor_the_model(county, monkeypatch):
    monkeypatch.setattr(running, "load_graph", forbid)
    monkeypatch.setattr(graph, "_scored", forbid)
    monkeypatch.setattr(running, "_publish_snapshot", forbid)
    left, right = node_of("S01", "王小明"), node_of("S04", "王小明")
    person = holder(left)
    decision = services.decide_pair(by=None, left=left, right=right, same=False, reason="两个人")
    run = services.link_pending()
    assert (run.stage, run.persons, run.records) == (LinkRun.Stage.DONE, 2, 0)
    assert holder(left) == person != holder(right)
    assert Person.objects.get(pk=holder(right)).name == "王小明"
    parted = holder(right)
    services.retract_decision(by=None, decision=decision)
    services.link_pending()
    assert holder(left) == holder(right) == person
    assert resolve_redirect(parted) == person
    monkeypatch.undo()
    assert services.rebuild(check=True).is_same


def test_a_small_file_is_compared_with_its_like_only(county, monkeypatch):
    seen = []
    scored = graph._scored
    monkeypatch.setattr(running, "load_graph", forbid)
    monkeypatch.setattr(
        graph, "_scored", lambda g, new, known: seen.append((new.height, known.height)) or scored(g, new, known)
    )
    load(S01, [insured("王小明", WANG, phone="13800138000", months=36)], name="社保_增量.csv")
    assert seen == [(1, 1)]  # 职称 of the same person; 李芳 and 赵军 share no key
    assert Person.objects.get(name="王小明").facts["insured_months_continuous"] == 36


def test_an_undone_merge_gives_an_absorbed_id_back_its_own_page(county):
    left, right = node_of("S01", "李芳"), node_of("S01", "赵军")
    services.decide_pair(by=None, left=node_of("S04", "李芳"), right=left, same=False, reason="两个人")
    services.link_pending()
    before = {node: holder(node) for node in (left, right)}
    number = Record.objects.get(node=right)
    Record.objects.filter(pk=number.pk).update(id_index=None, id_state="missing")
    decision = services.decide_pair(by=None, left=left, right=right, same=True, reason="曾用名")
    services.link_pending()
    absorbed, kept = before[right], before[left]
    assert holder(right) == kept
    assert not Person.objects.filter(pk=absorbed).exists()
    assert resolve_redirect(absorbed) == kept
    services.retract_decision(by=None, decision=decision)
    services.link_pending()
    assert {node: holder(node) for node in (left, right)} == before
    assert not PersonRedirect.objects.filter(absorbed=absorbed).exists()
    assert Person.objects.get(pk=absorbed).record_count == 1


def test_two_valid_numbers_are_never_one_and_the_decision_says_so(county, client, as_role):
    one, other = node_of("S01", "王小明"), node_of("S01", "李芳")
    decision = services.decide_pair(by=None, left=one, right=other, same=True, reason="同一人")
    services.link_pending()
    assert holder(one) != holder(other)
    as_role(client, "steward")
    assert "1 个“是同一人”的判定无法执行" in client.get("/sources/decisions/").text
    assert f"/sources/decisions/{decision.pk}/" in client.get("/sources/decisions/?state=refused").text
    services.retract_decision(by=None, decision=decision)
    assert "无法执行:" not in client.get("/sources/decisions/").text


def test_an_unfinished_snapshot_follows_as_a_job(county):
    from procrastinate.contrib.django.models import ProcrastinateJob

    jobs = ProcrastinateJob.objects.filter(task_name="sources.publish_snapshot")
    assert not jobs.exists()
    services.decide_pair(
        by=None, left=node_of("S01", "王小明"), right=node_of("S01", "赵军"), same=False, reason="两个人"
    )
    services.link_pending()
    assert jobs.count() == 1


def test_rebuild_repairs_what_is_not_derived_from_the_rows(county):
    assert services.rebuild(check=True).is_same
    Edge.objects.all().delete()
    Person.objects.filter(name="赵军").update(digest="")
    found = services.rebuild(check=True)
    assert (found.differences["edges"], found.differences["persons"]) == (2, 1)
    assert not Edge.objects.exists()
    services.rebuild()
    assert Edge.objects.count() == 2
    assert services.rebuild(check=True).is_same


def test_organisations_join_by_code_and_former_name_and_a_strange_name_is_asked_about():
    from bole.people.registry.models import Organisation

    code, other = uscc(), uscc("91330523MA28B000")
    load(S09, [registered("安吉竹业有限公司", code), registered("永艺座椅股份有限公司", other)], name="企业.csv")
    load(S09, [registered("安吉毛竹科技有限公司", code)], name="企业_增量.csv")
    nodes = list(Record.objects.filter(subject="organisation", valid_to_batch=None).values_list("organisation", "node"))
    assert len({holder(node) for _, node in nodes}) == 2
    assert sorted(Organisation.objects.values_list("uscc", flat=True)) == sorted([code, other])
    assert not Conflict.objects.exists()
    assert services.rebuild(check=True).is_same
