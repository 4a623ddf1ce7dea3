"""Person ids: kept through merges, splits and their undoing, never handed to somebody who had been parted."""

from hypothesis import given
from hypothesis import strategies as st

from bole.core.linkage import assign_person_ids, ended

RECORDS = st.integers(1, 10)
GROUPS = st.dictionaries(RECORDS, st.integers(1, 4), min_size=1)


class Register:
    """Records, their persons, homes and former clusters, over any number of runs."""

    def __init__(self):
        self.persons, self.homes, self.past, self.redirects, self.former = {}, {}, {}, {}, {}

    def run(self, clusters):
        known = {record: (person,) for record, person in self.past.items() if record not in self.persons}
        now = {tuple(sorted(own)): group for group, own in members(clusters).items()}
        claims = [(now[records], person) for records, person in self.former if records in now]
        found = assign_person_ids(self.persons, clusters, name, {**known, **self.homes}, claims)
        self.former.update(dict.fromkeys(ended(self.persons, clusters, found.person_of)))
        self.past.update(self.persons)
        self.persons = {record: found.person_of[group] for record, group in clusters.items()}
        gone = {record: path for record, path in self.homes.items() if record not in clusters}
        self.homes = {**gone, **found.homes}
        self.redirects.update(found.absorbed)
        return dict(self.persons)


def members(clusters):
    found = {}
    for record, group in clusters.items():
        found.setdefault(group, []).append(record)
    return found


def name(record, taken):
    attempt = 0
    while f"n{record}.{attempt}" in taken:
        attempt += 1
    return f"n{record}.{attempt}"


def test_merge_keeps_the_larger_persons_id_and_undo_gives_both_back():
    register = Register()
    apart = register.run({1: 1, 2: 2, 3: 2})
    merged = register.run({1: 1, 2: 1, 3: 1})
    assert set(merged.values()) == {apart[2]}
    assert register.redirects == {apart[1]: apart[2]}
    assert register.run({1: 1, 2: 2, 3: 2}) == apart


def test_unmerge_gives_the_id_to_the_part_with_the_oldest_record_and_undo_restores_it():
    register = Register()
    whole = register.run({1: 1, 2: 1, 3: 1})
    parts = register.run({1: 1, 2: 2, 3: 2})
    assert parts[1] == whole[1]
    assert parts[2] == parts[3] != whole[1]
    assert register.run({1: 1, 2: 1, 3: 1}) == whole
    assert register.redirects[parts[2]] == whole[1]


def test_who_was_parted_never_inherits_the_id():
    register = Register()
    register.run({1: 1, 2: 1, 3: 1})
    parted = register.run({1: 1, 2: 2, 3: 2})
    assert register.run({2: 2, 3: 2}) == {2: parted[2], 3: parted[3]}
    assert register.run({1: 1, 2: 2, 3: 2}) == parted


def test_a_row_that_ends_and_returns_finds_its_person():
    register = Register()
    first = register.run({1: 1, 2: 1})
    register.run({})
    assert register.run({2: 2}) == {2: first[2]}
    assert register.run({1: 1, 2: 1}) == first


@given(st.lists(GROUPS, min_size=1, max_size=5))
def test_ids_are_unique_every_old_id_leads_somewhere_and_a_second_run_changes_nothing(runs):
    register = Register()
    for clusters in runs:
        before = dict(register.persons)
        after = register.run(clusters)
        assert len(set(after.values())) == len(set(clusters.values()))
        for record, person in before.items():
            if record in clusters:
                assert person in after.values() or register.redirects[person] in after.values()
        homes, former = dict(register.homes), list(register.former)
        assert register.run(clusters) == after
        assert (register.homes, list(register.former)) == (homes, former)


@given(st.lists(GROUPS, min_size=1, max_size=6), st.data())
def test_whenever_the_same_clusters_return_they_have_the_same_ids(runs, data):
    """Any history; and all that was is there again in any order, however often, with other things between."""
    register, seen = Register(), {}
    for clusters in [*runs, *data.draw(st.lists(st.one_of(st.sampled_from(runs), GROUPS), max_size=6))]:
        ids = register.run(clusters)
        same = frozenset(frozenset(own) for own in members(clusters).values())
        assert seen.setdefault(same, ids) == ids


EVENT = st.dictionaries(st.integers(1, 14), st.integers(0, 4), max_size=8)


@given(st.lists(GROUPS, max_size=3), GROUPS, st.lists(EVENT, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_events_undone_in_any_order_leave_no_trace(earlier, clusters, events, random):
    """An event adds rows (from 11 on), parts and joins rows, and ends some (0)."""
    register = Register()
    for other in earlier:
        register.run(other)
    before, standing = register.run(clusters), []
    for event in events:
        standing.append(event)
        register.run(after_events(clusters, standing))
    while standing:
        standing.pop(random.randrange(len(standing)))
        ids = register.run(after_events(clusters, standing))
    assert ids == before


def after_events(clusters, events):
    now = dict(clusters)
    for event in events:
        now.update(event)
    return {record: group for record, group in now.items() if group}


def test_a_cluster_that_was_merged_and_split_often_finds_its_own_id_among_its_former_ones():
    register = Register()
    register.run({1: 1, 2: 1})
    apart = register.run({1: 1, 2: 4})
    register.run({1: 1, 2: 4, 11: 4, 12: 4, 13: 2})
    register.run({1: 1, 2: 3, 11: 2})
    assert register.run({1: 1, 2: 4}) == apart


def test_persons_merged_then_split_across_and_merged_again_have_the_id_of_the_first_merge():
    register = Register()
    register.run({8: 1, 12: 2, 13: 2})
    merged = register.run({8: 1, 12: 1, 13: 1})
    register.run({8: 1, 12: 2, 13: 1})
    assert register.run({8: 1, 12: 1, 13: 1}) == merged


def test_who_was_there_first_of_two_that_never_met_has_the_id_and_both_keep_theirs():
    register = Register()
    whole = register.run({1: 1, 2: 1})
    assert register.run({2: 2})[2] == register.run({1: 1})[1] == whole[1]
    both = register.run({1: 1, 2: 2})
    assert both[2] == whole[1] != both[1]
    register.run({1: 1, 2: 1})
    assert register.run({1: 1, 2: 2}) == both
