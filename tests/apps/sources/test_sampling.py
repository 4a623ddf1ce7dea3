"""A sample of pairs: drawn at random and again the same, judged blind, once by each person, and what it says."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from django.urls import reverse

from bole.core.errors import Conflict
from bole.people.sources import services
from bole.people.sources.models import Batch, ClericalSample, Edge, Membership, Record, Review, SamplePair
from bole.people.sources.models import Conflict as Doubt
from bole.people.sources.services.quality import sampling
from bole.people.sources.services.reviewing.questions import sync_reviews
from tests.cast import user_of
from tests.factories.sources import S01, S04, id_number, insured, load, titled

pytestmark = pytest.mark.django_db
PERSON = "00000000-0000-4000-8000-{:012d}"


@pytest.fixture
def register():
    """Forty persons of two rows joined by an edge, and forty pairs apart with weaker edges."""
    edges, members = [], []
    for n in range(40):
        left, right, other = 1000 + 3 * n, 1001 + 3 * n, 1002 + 3 * n
        edges += [
            Edge(left=left, right=right, weight=9 + n / 10, pattern="AB", model_version="m1"),
            Edge(left=right, right=other, weight=n / 10, pattern="AC", model_version="m1"),
        ]
        person = PERSON.format(n)
        members += [Membership(node=node, record=node, person=person) for node in (left, right)]
        members.append(Membership(node=other, record=other, person=PERSON.format(500 + n)))
    Edge.objects.bulk_create(edges)
    Membership.objects.bulk_create(members)
    batch = Batch.objects.create(source="S01", file_name="a.csv", sha256="0" * 64, size=1, as_of="2026-01-01")
    Record.objects.bulk_create(
        Record(source="S01", subject="person", node=each.node, natural_key=each.node.to_bytes(16), row_hash=b"",
               row=each.node, as_of=batch.as_of, values={}, valid_from_batch=batch)
        for each in members
    )  # fmt: skip


def judge_all(sample, names=("steward", "office"), *, wrong: int = 0):
    """The truth here: joined pairs are right, others are not; the first `wrong` joined ones are judged different."""
    for name in names:
        user = user_of(name)
        while (pair := sampling.open_pairs(sample, user).first()) is not None:
            same = pair.linked
            if same and wrong:
                same, wrong = False, wrong - 1
            sampling.judge_pair(by=user, pair=pair, verdict="same" if same else "different")


def test_strata_know_their_sizes_and_a_seed_draws_the_same_again(register):
    sample = sampling.draw_sample(by=user_of("steward"), size=60, seed=5)
    bands = [sampling.Band(**band) for band in sample.strata]
    assert sum(band.size for band in bands if band.linked) == 40
    assert sum(band.size for band in bands if not band.linked) == 40
    assert sample.pairs.count() == sum(band.drawn for band in bands)
    again = sampling.draw_sample(by=None, size=60, seed=5)
    assert [(p.left, p.right) for p in sample.pairs.all()] == [(p.left, p.right) for p in again.pairs.all()]
    other = sampling.draw_sample(by=None, size=60)
    assert other.seed != sample.seed


def test_pairs_joined_through_others_are_a_stratum_of_their_own(register):
    Membership.objects.filter(node=1002).update(person=PERSON.format(0))
    Edge.objects.filter(left=1001, right=1002).delete()
    sample = sampling.draw_sample(by=None, size=80, seed=1)
    indirect = [sampling.Band(**band) for band in sample.strata if not band["direct"]]
    assert [(band.linked, band.size) for band in indirect] == [(True, 2)]


def test_nobody_judges_a_pair_twice_and_some_are_judged_by_two(register):
    sample = sampling.draw_sample(by=None, size=60, seed=5)
    steward, office = user_of("steward"), user_of("office")
    pair = sample.pairs.filter(twice=True).first()
    sampling.judge_pair(by=steward, pair=pair, verdict="same")
    assert pair not in sampling.open_pairs(sample, steward)
    with pytest.raises(Conflict):
        sampling.judge_pair(by=steward, pair=pair, verdict="different")
    assert pair in sampling.open_pairs(sample, office)
    sampling.judge_pair(by=office, pair=pair, verdict="different")
    found = sampling.findings(sample)
    assert (found.agreement.pairs, found.agreement.agreed) == (1, 0)
    once = sample.pairs.filter(twice=False).first()
    sampling.judge_pair(by=steward, pair=once, verdict="same")
    assert once not in sampling.open_pairs(sample, office)


def test_a_whole_sample_gives_precision_and_recall_and_changes_no_link(register):
    before = list(Membership.objects.order_by("node").values_list("node", "person"))
    sample = sampling.draw_sample(by=None, size=60, seed=5)
    assert sampling.findings(sample).estimate is None
    judge_all(sample, wrong=2)
    sample.refresh_from_db()
    assert sample.closed_at
    found = sampling.findings(sample)
    assert found.judged == found.pairs
    assert found.estimate.precision.low < found.estimate.precision.value < 1
    assert found.estimate.recall.value == 1
    assert list(Membership.objects.order_by("node").values_list("node", "person")) == before


def test_the_last_verdict_can_be_taken_back(register):
    sample = sampling.draw_sample(by=None, size=60, seed=5)
    steward = user_of("steward")
    first = sampling.open_pairs(sample, steward).first()
    sampling.judge_pair(by=steward, pair=first, verdict="unsure")
    assert sampling.take_back_last(by=steward, sample=sample) == first
    assert sampling.open_pairs(sample, steward).first() == first
    assert sampling.take_back_last(by=steward, sample=sample) is None


def test_a_wrong_link_goes_to_review_and_a_right_one_does_not(register):
    sample = sampling.draw_sample(by=None, size=60, seed=5)
    judge_all(sample, wrong=1)
    bad = SamplePair.objects.get(linked=True, verdict="different")
    sampling.send_to_review(by=user_of("steward"), pair=bad)
    assert Doubt.objects.filter(left=bad.left, right=bad.right).exists()
    assert Review.objects.get(left=bad.left, right=bad.right).state == Review.State.OPEN
    Doubt.objects.all().delete()  # a run that touches these rows derives its own doubts anew
    sync_reviews()
    assert sampling.in_review([bad]) == set()
    sampling.send_to_review(by=user_of("steward"), pair=bad)
    assert sampling.in_review([bad]) == {(bad.left, bad.right)}
    with pytest.raises(Conflict):
        sampling.send_to_review(by=user_of("steward"), pair=sample.pairs.filter(linked=True, verdict="same").first())


def test_a_pair_that_lost_a_row_leaves_the_sample_and_the_sample_closes(client, as_role):
    """Three rows in pairs of one another; a later file of the source ends one of them, a retraction takes one away."""
    numbers = [id_number("19900307", sequence=n) for n in (121, 348, 562)]
    load(S01, [insured("王小明", number) for number in numbers])
    load(S04, [titled("王小明", numbers[0], "C1")])
    nodes = dict(Record.objects.filter(source="S01").order_by("node").values_list("row", "node"))
    one, other, third = nodes.values()
    roster = Record.objects.get(source="S04").node
    sample = ClericalSample.objects.create(
        model_version="m1",
        strata=[asdict(sampling.Band(0, None, linked, direct=True, size=9)) for linked in (True, False)],
    )
    made = [(one, roster, True, 0), (one, other, False, 1), (one, third, False, 1), (third, roster, False, 1)]
    kept, *_rest = [
        SamplePair.objects.create(sample=sample, left=left, right=right, weight=3, linked=linked, stratum=stratum)
        for left, right, linked, stratum in made
    ]
    steward = user_of("steward")
    sampling.judge_pair(by=steward, pair=kept, verdict="same")
    sampling.judge_pair(by=steward, pair=sample.pairs.get(left=one, right=other), verdict="different")
    services.retract_batch(by=None, batch=Record.objects.get(node=roster).valid_from_batch, reason="发错")
    services.link_pending()
    load(S01, [insured("王小明", number) for number in numbers[:2]], name="later.csv")
    sampling.follow_link_run(None)
    sample.refresh_from_db()
    assert sample.closed_at
    found = sampling.findings(sample)
    assert (found.judged, found.pairs, found.estimate.precision.value) == (2, 2, 1.0)  # what was judged counts
    as_role(client, "steward")
    page = client.get(reverse("sources:sample_result", args=[sample.pk])).content.decode()
    assert "来源不再报送" in page
    assert "已撤回或删除" in page
    assert "接着判定" not in page
