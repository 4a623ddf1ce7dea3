"""Clustering: what must hold for any set of edges, and what a reviewer would expect of a small one."""

import datetime as dt
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.core.linkage import ANY, Limits, Traits, cluster, components

RECORDS = st.integers(1, 16)
WEIGHTS = st.sampled_from([0.5, 1.0, 2.0, 6.0, 9.0, 12.0])
EDGES = st.lists(
    st.tuples(RECORDS, RECORDS, WEIGHTS, st.just("p")).filter(lambda edge: edge[0] != edge[1]), max_size=60
)
SMITH = Traits(passport="E1", tokens="anna smith", latin=True, birth=dt.date(1990, 1, 1))
FACES = st.sampled_from(
    [
        *(Traits(number, surname="王", pinyin="wangfang") for number in "AB"),
        Traits("A", surname="李", pinyin="lifang"),
        Traits("B", "E1", "李", "lifang"),
        *(
            SMITH,
            SMITH._replace(passport="E2"),
            SMITH._replace(birth=dt.date(1991, 1, 1)),
            SMITH._replace(tokens="lee ming"),
        ),
    ]
)
TRAITS = st.dictionaries(RECORDS, FACES, max_size=10)
PAIRS = st.lists(st.tuples(RECORDS, RECORDS).filter(lambda pair: pair[0] != pair[1]), max_size=4)
LIMITS = st.builds(Limits, st.sampled_from([1.0, 6.0]), st.just(1.0), st.just(9.0), st.sampled_from([3, 100]))
LIMIT = Limits(6.0, 1.0, 9.0, 40)
WANG, LI = Traits("X", surname="王", pinyin="wangfang"), Traits("X", surname="李", pinyin="liqiang")


def number(text):
    return Traits(text)


def groups(members):
    found = defaultdict(set)
    for record, group in members.items():
        found[group].add(record)
    return found


def asked(result):
    return [(conflict.left, conflict.right, conflict.reason) for conflict in result.conflicts]


@given(EDGES, TRAITS, PAIRS, PAIRS, LIMITS, st.randoms(use_true_random=False))
def test_order_of_edges_does_not_matter(edges, traits, must, cannot, limits, random):
    edges = list({(min(a, b), max(a, b)): (a, b, w, p) for a, b, w, p in edges}.values())
    shuffled = [(right, left, weight, pattern) for left, right, weight, pattern in edges]
    random.shuffle(shuffled)
    other = [(b, a) for a, b in cannot]
    again = cluster(shuffled, traits, list(reversed(must)), other, records=range(1, 17), limits=limits)
    assert cluster(edges, traits, must, cannot, records=range(1, 17), limits=limits) == again


@given(EDGES, TRAITS, PAIRS, PAIRS, LIMITS)
def test_no_cluster_holds_two_valid_ids_or_a_declared_difference(edges, traits, must, cannot, limits):
    result = cluster(edges, traits, must, cannot, records=range(1, 17), limits=limits)
    for group in groups(result.members).values():
        assert len({traits[record].number for record in group if record in traits} - {None}) <= 1
    for left, right in cannot:
        assert result.members[left] != result.members[right]
    for left, right in must:
        assert result.members[left] == result.members[right] or any(
            {refused.left, refused.right} == {left, right} for refused in result.refused
        )


@given(EDGES, TRAITS, PAIRS, PAIRS, LIMITS)
def test_one_question_per_pair_of_persons_and_none_that_was_answered(edges, traits, must, cannot, limits):
    result = cluster(edges, traits, must, cannot, records=range(1, 17), limits=limits)
    pairs = [frozenset((result.members[c.left], result.members[c.right])) for c in result.conflicts]
    assert len(pairs) == len(set(pairs))
    assert all(len(pair) == 2 for pair in pairs)
    assert not set(pairs) & {frozenset((result.members[a], result.members[b])) for a, b in cannot}


@given(EDGES, TRAITS, PAIRS, PAIRS, LIMITS, EDGES)
def test_touched_components_alone_give_the_full_rebuild(old, traits, must, cannot, limits, new):
    old = list({(min(a, b), max(a, b)): (a, b, w, p) for a, b, w, p in old}.values())
    have = {(min(a, b), max(a, b)) for a, b, _, _ in old}
    new = list({(min(a, b), max(a, b)): (a, b, w, p) for a, b, w, p in new}.values())
    new = [edge for edge in new if (min(edge[:2]), max(edge[:2])) not in have]
    full = cluster(old + new, traits, must, cannot, records=range(1, 17), limits=limits)
    before = cluster(old, traits, must, cannot, records=range(1, 17), limits=limits)
    strong = [edge for edge in old + new if edge[2] >= limits.review]
    part_of = components([*((a, b) for a, b, _, _ in strong), *must])
    touched = {part_of.get(r, r) for a, b, _, _ in new for r in (a, b)}
    inside = {r for r in range(1, 17) if part_of.get(r, r) in touched}
    edges = [edge for edge in strong if edge[0] in inside]
    musts = [pair for pair in must if pair[0] in inside]
    part = cluster(edges, traits, musts, cannot, records=inside, limits=limits)
    assert {**before.members, **part.members} == full.members
    kept = {c for c in before.conflicts if c.left not in inside}
    assert kept | set(part.conflicts) == set(full.conflicts)


@given(EDGES, TRAITS)
def test_clustering_its_own_result_changes_nothing(edges, traits):
    first = cluster(edges, traits, records=range(1, 17)).members
    held = [(record, group) for record, group in first.items() if record != group]
    assert cluster([], traits, held, records=range(1, 17)).members == first


def test_copied_down_number_is_a_question_and_not_a_merge():
    result = cluster([(1, 2, 20.0, "q")], {1: WANG, 2: LI}, records=[1, 2], limits=LIMIT)
    assert result.members == {1: 1, 2: 2}
    assert [tuple(conflict) for conflict in result.conflicts] == [(1, 2, 20.0, "q", "different_names")]


def test_copied_down_number_does_not_merge_through_a_row_without_number():
    edges = [(1, 2, 20.0, "q"), (1, 3, 12.0, "r"), (2, 3, 11.0, "s")]
    result = cluster(edges, {1: WANG, 2: LI}, limits=LIMIT)
    assert result.members == {1: 1, 2: 2, 3: 1}
    assert asked(result) == [(1, 2, "different_names")]


def test_a_person_may_say_that_strangers_are_one_and_a_third_row_finds_its_own():
    traits = {1: WANG, 2: LI, 3: WANG}
    result = cluster([(1, 2, 20.0, "q"), (2, 3, 19.0, "q"), (1, 3, 18.0, "q")], traits, [(1, 2)], limits=LIMIT)
    assert result.members == {1: 1, 2: 1, 3: 1}


def test_must_link_never_joins_two_valid_numbers_and_says_so():
    result = cluster([], {1: number("X"), 2: number("Y")}, must_link=[(2, 1)], records=[1, 2])
    assert result.members == {1: 1, 2: 2}
    assert [tuple(refused) for refused in result.refused] == [(1, 2, "different_ids")]


def test_contradicting_declarations_leave_rows_apart_and_are_reported():
    result = cluster([], {}, must_link=[(1, 2), (2, 3)], cannot_link=[(3, 1)])
    assert result.members == {1: 1, 2: 1, 3: 3}
    assert [tuple(refused) for refused in result.refused] == [(2, 3, "declared_different")]


def test_weak_evidence_is_asked_once_per_pair_of_persons():
    edges = [(1, 2, 12.0, "a"), (3, 4, 12.0, "a"), (1, 3, 3.0, "b"), (2, 4, 4.0, "c"), (1, 5, 0.5, "d")]
    result = cluster(edges, {}, records=[5], limits=LIMIT)
    assert result.members == {1: 1, 2: 1, 3: 3, 4: 3, 5: 5}
    assert [tuple(conflict) for conflict in result.conflicts] == [(2, 4, 4.0, "c", "band")]
    assert cluster(edges, {}, cannot_link=[(1, 4)], limits=LIMIT).conflicts == ()


def test_different_numbers_are_asked_about_on_strong_evidence_only():
    traits = {1: number("X"), 2: number("Y"), 3: number("Z")}
    result = cluster([(1, 2, 9.0, "a"), (1, 3, 3.0, "b")], traits, limits=LIMIT)
    assert asked(result) == [(1, 2, "different_ids")]


def test_renewed_passport_needs_more_than_a_common_name():
    traits = {1: Traits(passport="E1", tokens="anna smith", latin=True), 2: Traits(passport="E2", latin=True)}
    assert asked(cluster([(1, 2, 7.0, "a")], traits, limits=LIMIT)) == [(1, 2, "band")]
    assert cluster([(1, 2, 9.0, "a")], traits, limits=LIMIT).members == {1: 1, 2: 1}


def test_one_passport_number_under_two_births_is_a_question():
    one = Traits(passport="E1", tokens="anna smith", latin=True, birth=dt.date(1990, 1, 1))
    assert cluster([(1, 2, 15.0, "a")], {1: one, 2: one._replace(tokens="anna m smith")}).members == {1: 1, 2: 1}
    chinese = one._replace(tokens="an na", latin=False, surname="安", pinyin="anna")
    assert cluster([(1, 2, 15.0, "a")], {1: one, 2: chinese}).members == {1: 1, 2: 1}
    for other in (one._replace(birth=dt.date(1990, 1, 2)), one._replace(tokens="john miller")):
        assert asked(cluster([(1, 2, 15.0, "a")], {1: one, 2: other}, limits=LIMIT)) == [(1, 2, "different_names")]


@pytest.mark.parametrize(
    ("one", "other", "strangers"),
    [
        (("沈", "怡洁", "shenyijie"), ("沉", "怡洁", "chenyijie"), False),
        (("王", "晓芳", "wangxiaofang"), ("王", "小芳", "wangxiaofang"), False),
        (("王", "浩宇", "wanghaoyu"), ("王", "浩平", "wanghaoping"), False),
        (("刘", "明飞", "liumingfei"), ("刘", "家泽", "liujiaze"), True),
        (("", "古丽娜尔平措", "gulinaerpingcuo"), ("黄", "雪琴", "huangxueqin"), True),
        (("", "古丽娜尔平措", "gulinaerpingcuo"), ("", "古丽娜尔", "gulinaer"), False),
        (("旺", "堆尼", "wangduini"), ("汪", "堆尼玛", "wangduinima"), False),
    ],
)
def test_one_number_under_two_names(one, other, strangers):
    traits = {place: Traits("X", None, *name) for place, name in enumerate((one, other), start=1)}
    assert asked(cluster([(1, 2, 20.0, "q")], traits, limits=LIMIT)) == [(1, 2, "different_names")] * strangers


def test_names_in_foreign_letters_come_in_any_order_and_without_blanks():
    one = Traits(passport="E1", pinyin="lopezclaire", tokens="claire lopez", latin=True, birth=dt.date(1990, 1, 12))
    other = Traits(passport="E1", pinyin="clairelopez", tokens="clairelopez", latin=True, birth=dt.date(1990, 12, 1))
    assert cluster([(1, 2, 15.0, "a")], {1: one, 2: other}, limits=LIMIT).members == {1: 1, 2: 1}


def test_in_a_tangle_only_equal_documents_join_and_the_questions_stay_few():
    size = 60
    crowd = [(left, right, 8.0, "phone") for left in range(1, size) for right in range(left + 1, size + 1)]
    twins = {1: number("X"), 2: number("X")}
    result = cluster([*crowd, (1, 61, 3.0, "weak")], twins, limits=LIMIT)
    assert groups(result.members)[1] == {1, 2}
    assert {conflict.reason for conflict in result.conflicts} <= {"big_component", "band"}
    assert len(result.conflicts) <= size
    answered = cluster(crowd, twins, must_link=[(1, 3)], limits=LIMIT)
    assert groups(answered.members)[1] == {1, 2, 3}


def test_weakest_edge_of_a_person_is_known():
    assert cluster([(1, 2, 20.0, ""), (2, 3, 6.0, ""), (1, 3, 5.0, "")], {}, limits=ANY).weakest == {1: 6.0}
