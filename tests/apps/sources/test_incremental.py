"""File after file, decision after decision: the register is at any moment what a rebuild from all rows would make of it, and what is
taken back leaves no trace, in whatever order."""

from __future__ import annotations

from itertools import combinations
from types import SimpleNamespace

import polars as pl
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bole.people.sources import services
from bole.people.sources.models import Batch, Decision, Membership, Status
from bole.people.sources.services.linking import graph, modelling, nearby, running
from tests.factories.sources import S01, S04, S21, csv_file, id_number, insured, titled

pytestmark = pytest.mark.django_db
NUMBERS = [
    "",
    id_number("19900307", sequence=121),
    id_number("19900307", sequence=348),
    id_number("19851112", sequence=77),
]
NAMES = ("王小明", "王晓明", "李芳")
PHONES = ("", "13800138001", "13800138002")
WEIGHTS = {
    "id_index": 12.0,
    "phone_index": 5.0,
    "name_simple": 3.0,
    "birth_date": 2.0,
    "employer_key": 1.0,
    "surname": 0.5,
}


def pairwise(_graph, new, known):
    """A scorer of one line: what agrees counts for, what differs against. Pairs come from keys that the real one blocks by."""
    columns = ["record", *WEIGHTS]
    fresh, old = (list(frame.select(columns).iter_rows(named=True)) for frame in (new, known))
    pairs = [*combinations(fresh, 2), *((one, other) for one in fresh for other in old)]
    found = [(*sorted((a["record"], b["record"])), weight, "p") for a, b in pairs if (weight := weigh(a, b)) >= 0]
    return pl.DataFrame(found, schema=graph._edge(), orient="row")


def weigh(one, other):
    same = {key for key in WEIGHTS if one[key] is not None and one[key] == other[key]}
    if not same & {"id_index", "phone_index"} and not same >= {"name_simple", "birth_date"}:
        return -1.0
    both = {key for key in WEIGHTS if one[key] is not None and other[key] is not None}
    return sum(WEIGHTS[key] for key in same) - sum(WEIGHTS[key] / 2 for key in both - same)


@pytest.fixture(autouse=True)
def plain_engine(monkeypatch):
    monkeypatch.setattr(graph, "_scored", pairwise)
    monkeypatch.setattr(
        modelling, "current_model", lambda: SimpleNamespace(version="test", terms=SimpleNamespace(common={}))
    )
    monkeypatch.setattr(modelling, "is_due", lambda rows: False)
    monkeypatch.setattr(running, "publish_snapshot", lambda by: None)


# --- what may happen ----------------------------------------------------------------------------------------------------------

ROW = st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 2), st.integers(0, 1))
ROWS = st.lists(ROW, min_size=1, max_size=4)
LOAD = st.tuples(st.just("load"), st.sampled_from(["S01", "S01+", "S04", "S21"]), ROWS)
DECIDE = st.tuples(st.just("decide"), st.integers(0, 20), st.integers(0, 20), st.booleans(), st.booleans())
RETRACT = st.tuples(st.just("retract"), st.integers(0, 9))
UNDO = st.tuples(st.just("undo"), st.integers(0, 9))
STEPS = st.lists(st.one_of(LOAD, DECIDE, RETRACT, UNDO), min_size=1, max_size=5)


class Office:
    """Does the steps, and knows what was done since `mark`."""

    def __init__(self):
        self.number = 0
        self.mark = (0, 0)

    def do(self, step):
        kind, *rest = step
        getattr(self, kind)(*rest)
        services.link_pending()

    def load(self, source, rows):
        self.number += 1
        headers, made, name = self.file(source, rows)
        name = f"{name}{self.number}{'_增量' if source == 'S01+' else ''}.csv"
        batch = services.receive_file(by=None, name=name, content=csv_file(headers, made), start=False)
        services.process_batch(batch)
        batch.refresh_from_db()
        assert batch.status in (Status.STORED, Status.PUBLISHED), batch.error

    def file(self, source, rows):
        months = self.number
        if source == "S04":
            return S04, [titled(NAMES[n], NUMBERS[i], f"ZC{p}{e}") for n, i, p, e in rows], "职称"
        if source == "S21":
            return S21, [[NAMES[n], NUMBERS[i] or NUMBERS[1], f"202{p}-01-01", "在职"] for n, i, p, _ in rows], "公务员"
        people = [
            insured(
                NAMES[n],
                NUMBERS[i],
                phone=PHONES[p],
                employer=f"安吉{'竹木'[e]}业有限公司",
                months=months,
                birth="1990-03-07",
            )
            for n, i, p, e in rows
        ]
        return S01, people, "社保"

    def decide(self, left, right, same, wrong):
        nodes = list(Membership.objects.order_by("node").values_list("node", flat=True))
        if len(nodes) > 1 and (pair := {nodes[left % len(nodes)], nodes[right % len(nodes)]}) and len(pair) == 2:
            from bole.people.sources.services.base.declarations import wrong_number

            one, other = sorted(pair)
            known = {"anchor": one, "value": wrong_number(one)} if wrong and same else {}
            services.decide_pair(by=None, left=one, right=other, same=same, reason="查证", **known)

    def retract(self, place):
        batches = list(Batch.objects.filter(pk__gt=self.mark[0]).exclude(status=Status.RETRACTED).order_by("pk"))
        if batches:
            services.retract_batch(by=None, batch=batches[place % len(batches)], reason="发错")

    def undo(self, place):
        decisions = list(Decision.objects.filter(pk__gt=self.mark[1], retracted_at=None).order_by("pk"))
        if decisions:
            services.retract_decision(by=None, decision=decisions[place % len(decisions)])

    def remember(self):
        last = [model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0 for model in (Batch, Decision)]
        self.mark = tuple(last)


STATE = {
    "persons": "select id, digest, weakest from registry_person where record_count > 0",
    "memberships": "select node, record, person from sources_membership",
    "edges": 'select "left", "right", weight, pattern from sources_edge',
    "conflicts": 'select "left", "right", weight, reason from sources_conflict',
}


def state():
    found = {}
    with connection.cursor() as cursor:
        for name, query in STATE.items():
            cursor.execute(f"select t::text from ({query}) t order by 1")
            found[name] = [row[0] for row in cursor.fetchall()]
    return found


def play(steps, later, random):
    """The register is right after each step; what came `later` is taken back in any order."""
    office = Office()
    for step in steps:
        office.do(step)
        assert services.rebuild(check=True).differences == NOTHING, step
    office.remember()
    before = state()
    for step in later:
        office.do(step)
        assert services.rebuild(check=True).differences == NOTHING, step
    undone = [("retract", random.randrange(10)) for _ in later] + [("undo", random.randrange(10)) for _ in later]
    random.shuffle(undone)
    for step in undone:
        office.do(step)
    assert services.rebuild(check=True).differences == NOTHING
    assert state() == before


NOTHING = dict.fromkeys(
    ("edges", "memberships", "homes", "former", "conflicts", "persons", "organisations", "redirects"), 0
)
LEAN = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def each_from_nothing(steps, later, random):
    with transaction.atomic():
        play(steps, later, random)
        transaction.set_rollback(True)


@LEAN
@given(STEPS, STEPS, st.randoms(use_true_random=False))
def test_any_order_of_events_gives_what_a_rebuild_gives(steps, later, random):
    each_from_nothing(steps, later, random)


@pytest.mark.prove
@pytest.mark.parametrize("nearby_up_to", [0, 2_000])
def test_very_many_orders_of_events(monkeypatch, nearby_up_to):
    monkeypatch.setattr(running, "NEARBY_UP_TO", nearby_up_to)
    MANY(given(STEPS, STEPS, st.randoms(use_true_random=False))(each_from_nothing))()


@LEAN
@given(STEPS)
def test_reading_what_is_touched_or_all_rows_makes_no_difference(steps):
    found = []
    for limit in (0, 2_000):
        with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(running, "NEARBY_UP_TO", limit)
            office = Office()
            for step in steps:
                office.do(step)
            found.append(people())
            transaction.set_rollback(True)
    assert found[0] == found[1]


def people():
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, name, record_count, facts::text, weakest from registry_person where record_count > 0 order by 1"
        )
        return cursor.fetchall()


def test_every_blocking_rule_of_the_scorer_has_a_key_by_which_few_rows_are_found():
    from bole.people.sources.scoring import BLOCKING

    assert all(nearby.narrowest(rule) in nearby.OWN for rule in BLOCKING)
