"""Clustering and ids: what must hold for any set of edges, and what a reviewer would expect of a small one."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from bole.core.linkage import NameKey, assign_person_ids, cluster, components

RECORDS = st.integers(1, 24)
EDGES = st.lists(st.tuples(RECORDS, RECORDS, st.sampled_from([2.0, 6.0, 9.0, 12.0])), max_size=60)
IDS = st.dictionaries(RECORDS, st.sampled_from("ABCDE"), max_size=24)
PAIRS = st.lists(st.tuples(RECORDS, RECORDS).filter(lambda pair: pair[0] != pair[1]), max_size=6)


def groups(members):
    found = defaultdict(set)
    for record, group in members.items():
        found[group].add(record)
    return found


@given(EDGES, IDS, PAIRS, PAIRS, st.randoms(use_true_random=False))
def test_order_of_edges_does_not_matter(edges, ids, must, cannot, random):
    shuffled = [(right, left, weight) for left, right, weight in edges]
    random.shuffle(shuffled)
    again = cluster(shuffled, ids, list(reversed(must)), [(b, a) for a, b in cannot], records=range(1, 25))
    assert cluster(edges, ids, must, cannot, records=range(1, 25)) == again


@given(EDGES, IDS, PAIRS, PAIRS)
def test_no_cluster_holds_two_valid_ids_or_a_declared_difference(edges, ids, must, cannot):
    members = cluster(edges, ids, must, cannot, records=range(1, 25)).members
    for group in groups(members).values():
        assert len({ids[record] for record in group if record in ids}) <= 1
    for left, right in cannot:
        assert members[left] != members[right]


@given(EDGES, IDS, PAIRS, PAIRS, EDGES)
def test_touched_components_alone_give_the_full_rebuild(old, ids, must, cannot, new):
    full = cluster(old + new, ids, must, cannot, records=range(1, 25)).members
    kept = dict(cluster(old, ids, must, cannot, records=range(1, 25)).members)
    part_of = components([(a, b) for a, b, _ in old + new] + must)
    touched = {part_of.get(r, r) for a, b, _ in new for r in (a, b)}
    inside = [r for r in range(1, 25) if part_of.get(r, r) in touched]
    edges = [e for e in old + new if part_of.get(e[0], e[0]) in touched]
    musts = [p for p in must if part_of.get(p[0], p[0]) in touched]
    kept.update(cluster(edges, ids, musts, cannot, records=inside).members)
    assert kept == full


@given(EDGES, IDS)
def test_clustering_its_own_result_changes_nothing(edges, ids):
    first = cluster(edges, ids, records=range(1, 25)).members
    again = cluster([(record, group, 9.0) for record, group in first.items()], ids, records=range(1, 25)).members
    assert again == first


def test_copied_down_number_is_a_question_and_not_a_merge():
    names = {1: NameKey("王", "wangfang", False), 2: NameKey("李", "liqiang", False)}
    result = cluster([(1, 2, 20.0)], {1: "X", 2: "X"}, records=[1, 2], names=names)
    assert result.members == {1: 1, 2: 2}
    assert [conflict.reason for conflict in result.conflicts] == ["different_names"]


def test_must_link_never_joins_two_valid_numbers():
    result = cluster([], {1: "X", 2: "Y"}, must_link=[(2, 1)], records=[1, 2])
    assert result.members == {1: 1, 2: 2}
    assert result.conflicts[0].reason == "different_ids"


def test_weakest_edge_of_a_person_is_known():
    assert cluster([(1, 2, 20.0), (2, 3, 6.0), (1, 3, 5.0)], {}).weakest == {1: 6.0}


def test_merge_keeps_the_larger_persons_id_and_undo_gives_both_back():
    before = {1: "p1", 2: "p2", 3: "p2"}
    merged = assign_person_ids(before, {1: 1, 2: 1, 3: 1}, lambda record: f"p{record}")
    assert merged.person_of == {1: "p2"}
    assert merged.absorbed == {"p1": "p2"}
    undone = assign_person_ids({1: "p2", 2: "p2", 3: "p2"}, {1: 1, 2: 2, 3: 2}, lambda record: f"new{record}")
    assert undone.person_of == {1: "p2", 2: "new2"}
    assert undone.absorbed == {}


@given(st.dictionaries(RECORDS, st.sampled_from("pqrs")), st.dictionaries(RECORDS, st.integers(1, 6), min_size=1))
def test_ids_are_unique_and_every_old_id_leads_somewhere(before, grouping):
    result = assign_person_ids(before, grouping, lambda record: f"new{record}")
    assert len(set(result.person_of.values())) == len(set(grouping.values()))
    surviving = {person for record, person in before.items() if record in grouping}
    for person in surviving:
        assert person in result.person_of.values() or result.absorbed[person] in result.person_of.values()
