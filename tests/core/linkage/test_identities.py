"""Person ids: kept through merges, splits and their undoing, never handed to somebody who had been parted."""

from hypothesis import given
from hypothesis import strategies as st

from bole.core.linkage import assign_person_ids

RECORDS = st.integers(1, 10)
GROUPS = st.dictionaries(RECORDS, st.integers(1, 4), min_size=1)


class Register:
    """Records, their persons and homes, over any number of runs."""

    def __init__(self):
        self.persons, self.homes, self.past, self.redirects = {}, {}, {}, {}

    def run(self, clusters):
        known = {record: (person,) for record, person in self.past.items() if record not in self.persons}
        before = {record: person for record, person in self.persons.items() if record in clusters}
        found = assign_person_ids(before, clusters, name, {**known, **self.homes})
        self.past.update(self.persons)
        self.persons = {record: found.person_of[group] for record, group in clusters.items()}
        ended = {record: path for record, path in self.homes.items() if record not in clusters}
        self.homes = {**ended, **found.homes}
        self.redirects.update(found.absorbed)
        return dict(self.persons)


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
        homes = dict(register.homes)
        assert register.run(clusters) == after
        assert register.homes == homes


LATER = st.dictionaries(st.integers(1, 14), st.integers(1, 4))


@given(GROUPS, st.lists(LATER, max_size=4))
def test_whatever_happens_between_the_same_clusters_have_the_same_ids(clusters, between):
    """What is added and taken back again in any order: rows that join, rows that part. Later rows have larger numbers."""
    register = Register()
    before = register.run(clusters)
    for other in between:
        register.run(
            {**clusters, **{record: group for record, group in other.items() if record in clusters or record > 10}}
        )
    assert register.run(clusters) == before
