"""Organisations: one credit code is one organisation; names join what has no code and never two codes."""

from bole.core.linkage.firms import FirmRow, group_firms

BAMBOO, CHAIR = "91330523MA28A00011", "91330523MA28A00022"


def firm(node, code, name, short=None):
    return FirmRow(node, code, name, short or name.removesuffix("有限公司"))


def known(*rows):
    names = {}
    for row in rows:
        if row.code:
            names.setdefault(row.name, set()).add(row.code)
    return {name: frozenset(codes) for name, codes in names.items()}


def test_a_row_without_code_joins_by_a_present_or_former_name():
    rows = [firm(1, BAMBOO, "安吉竹业有限公司"), firm(2, None, "安吉竹业有限公司"), firm(3, None, "竹业老厂")]
    former = {**known(*rows), "竹业老厂": frozenset({BAMBOO})}
    assert group_firms(rows, former).key_of == {1: BAMBOO, 2: BAMBOO, 3: BAMBOO}
    assert group_firms(rows, known(*rows)).key_of[3] == "竹业老厂"


def test_two_codes_under_one_name_stay_two_and_a_third_row_is_a_question():
    rows = [firm(1, BAMBOO, "安吉竹业有限公司"), firm(2, CHAIR, "安吉竹业有限公司"), firm(3, None, "安吉竹业有限公司")]
    found = group_firms(rows, known(*rows))
    assert found.key_of == {1: BAMBOO, 2: CHAIR, 3: "安吉竹业有限公司"}
    assert [tuple(doubt) for doubt in found.doubts] == [(1, 3, "band"), (2, 3, "band")]
    decided = group_firms(rows, known(*rows), must_link=[(3, 2)])
    assert decided.key_of[3] == CHAIR


def test_one_code_under_quite_different_names_is_one_organisation_and_a_question():
    rows = [firm(1, BAMBOO, "安吉竹业有限公司"), firm(2, BAMBOO, "吉安竹业集团", "竹业"), firm(3, BAMBOO, "永艺座椅")]
    found = group_firms(rows, known(*rows))
    assert set(found.key_of.values()) == {BAMBOO}
    assert [tuple(doubt) for doubt in found.doubts] == [(1, 3, "different_names")]
    assert group_firms(rows, known(*rows), must_link=[(1, 3)]).doubts == ()


def test_a_code_that_was_called_wrong_counts_no_more():
    rows = [firm(1, BAMBOO, "安吉竹业有限公司"), firm(2, BAMBOO, "永艺座椅"), firm(3, CHAIR, "永艺座椅")]
    found = group_firms(rows, known(*rows), cannot_link=[(1, 2)])
    assert found.key_of == {1: BAMBOO, 2: CHAIR, 3: CHAIR}
    assert found.doubts == ()
