import pytest
from django.http import QueryDict

from bole.kernel.accounts.services import grant_of
from bole.kernel.vault import services as vault
from bole.people.registry import queries
from bole.people.registry.queries.searching import clean
from tests.cast import user_of
from tests.factories.registry import person_row, publish

pytestmark = pytest.mark.django_db
NUMBER, PHONE = "330523199005171235", "13857200001"


def grant(name="office", action="registry.list_people"):
    return grant_of(user_of(name).memberships.select_related("unit", "user").get(), action)


def names(query, by=None):
    by = by or grant()
    question = queries.question_of(QueryDict(query), queries.words(), by)
    return [person.name for person in queries.find_people(question, by).people]


@pytest.fixture
def people(db):
    return publish(
        person_row("王小明", township="330523001", other_names=["王大明"], employer_name="安吉竹业有限公司"),
        person_row("王明", township="330523002", employer_name="安吉源瑞新材料股份有限公司", birth_date="1980-01-01"),
        person_row("欧阳建国", employer_name="", employer_uscc="", birth_date="1970-01-01", facts={"education_level": "11"}),
        person_row("㐱𬭎", employer_name=""),
        person_row("昀", employer_name=""),
        person_row("阿卜杜拉·买买提", employer_name=""),
        person_row("Anna Rossi", latin_name="Anna Rossi", employer_name="", pinyin="", initials=""),
        person_row(
            "沈若溪", employer_name="", employer_uscc="",
            identifier_indexes=vault.blind_index([NUMBER], kind="cn_id"),
            phone_indexes=vault.blind_index([PHONE], kind="phone"),
            facts={"annual_salary": 42_000_000, "patents": [{"patent_title": "竹缠绕管", "contributor_rank": 1, "patent_date": "2024-05-01"}, {"patent_title": "旧", "patent_date": "2026-01-01"}]},
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("王小明", ["王小明"]),
        ("王", ["王明", "王小明"]),
        ("明", ["王明", "王小明"]),
        ("小明", ["王小明"]),
        ("王明", ["王明"]),
        ("王大明", ["王小明"]),
        ("欧阳", ["欧阳建国"]),
        ("歐陽建國", ["欧阳建国"]),
        ("𬭎", ["㐱𬭎"]),
        ("㐱", ["㐱𬭎"]),
        ("昀", ["昀"]),
        ("阿卜杜拉·买买提", ["阿卜杜拉·买买提"]),
        ("买买提", ["阿卜杜拉·买买提"]),
        ("shen ruoxi", ["沈若溪"]),
        ("SHENRUO", ["沈若溪"]),
        ("oyjg", ["欧阳建国"]),
        ("rossi", ["Anna Rossi"]),
        ("anna rossi", ["Anna Rossi"]),
        ("竹业", ["王小明"]),
        ("  王　小明 ", ["王小明"]),
        (NUMBER, ["沈若溪"]),
        (PHONE, ["沈若溪"]),
        ("+86" + PHONE, ["沈若溪"]),
        ("没有这个人", []),
        ("%", []),
        ("\x00", None),
    ],
)
def test_what_people_type_finds_whom_they_mean(people, text, found):
    from urllib.parse import urlencode

    hits = names(urlencode({"q": text}))
    assert len(hits) == len(people) if found is None else sorted(hits) == sorted(found)


def test_numbers_find_nobody_for_those_who_may_not_see_them(people):
    leader = grant("leader", "registry.view_libraries")
    assert names(f"q={NUMBER}", leader) == []


def test_search_stays_within_the_right(people):
    assert names("q=王", grant("township")) == ["王小明"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("f.education_level=11", ["欧阳建国"]),
        ("f.education_level=11&township=330523002", []),
        ("township=330523002", ["王明"]),
        ("f.patents.has=yes", ["沈若溪"]),
        ("f.patents.contributor_rank.max=1", ["沈若溪"]),
        ("f.patents.contributor_rank.min=2", []),
        ("f.patents.patent_date.min=2024-01-01", ["沈若溪"]),
        ("f.patents.patent_date.min=2024-01-01&f.patents.patent_date.max=2024-12-31", ["沈若溪"]),
        ("f.patents.patent_date.min=2024-06-01&f.patents.patent_date.max=2025-12-31", []),
        ("f.birth_date.max=1970-12-31", ["欧阳建国"]),
        ("f.patents.patent_title.contains=缠绕", ["沈若溪"]),
        ("f.patents.patent_title.contains=(", []),
        ("f.insured_months_continuous.min=32", []),
        ("f.birth_date.max=abc&township=330523002", ["王明"]),
        ("f.no_such_fact=1&township=330523002", ["王明"]),
        ("library=no_such&township=330523002", ["王明"]),
        ("library=high_level", ["欧阳建国"]),
        ("employer=91330523MA2B0AAA01&q=王明", ["王明"]),
        ("sort=-birth&q=王", ["王小明", "王明"]),
        ("page=999999999&township=330523002", ["王明"]),
        ("page=9&township=330523002", []),
    ],
)
def test_filters_are_plain_query_parameters(people, query, found):
    assert names(query) == found


def test_two_values_of_one_filter_are_alternatives(people):
    assert len(names("township=330523001&township=330523002")) == len(people)


def test_what_may_not_be_seen_may_not_be_filtered_by(people):
    """A salary could be guessed by halving; the filter is not in force for those who may not see it."""
    assert len(names("f.annual_salary.min=50")) == len(people)


def test_exact_names_come_first(people):
    assert names("q=王明")[0] == "王明"


def test_long_input_is_cut_and_never_fails(people):
    assert len(clean("王" * 500)) == 80
    assert names("q=" + "王" * 500) == []


def answer_to(query, *, size=50, by=None):
    by = by or grant()
    return queries.find_people(queries.question_of(QueryDict(query), queries.words(), by), by, size=size)


def test_common_words_are_counted_to_the_limit_and_paged(people, monkeypatch):
    from bole.people.registry.queries import people as module

    monkeypatch.setattr(module, "COUNTED", 3)
    answer = answer_to("", size=2)
    assert (answer.count, answer.exact, len(answer.people)) == (3, False, 2)
    assert answer.pages.next == {"page": 2}
    monkeypatch.setattr(module, "DEEPEST", 2)
    assert answer_to("", size=2).pages.next is None


@pytest.mark.parametrize("sort", ["name", "-name", "birth", "-birth", "township", "employer", "-employer", "as_of"])
def test_both_ways_of_reading_a_page_give_the_same_order(people, monkeypatch, sort):
    """Few hits are sorted where they are found, many are read along an index: the reader must not notice which."""
    from bole.people.registry.queries import people as module

    query = f"sort={sort}&employer=91330523MA2B0AAA01"
    sorted_here = [person.pk for person in answer_to(query).people]
    assert len(sorted_here) == 6
    monkeypatch.setattr(module, "COUNTED", 2)
    along_the_index = [person.pk for person in answer_to(query).people]
    known = [key for key in sorted_here if key in along_the_index]
    assert along_the_index == known == sorted_here[: len(known)]
    assert len(known) >= 2  # people whose value is not known come last in one and not at all in the other


def test_deep_pages_of_a_list_follow_each_other(people):
    pages = [[person.name for person in answer_to(f"page={number}", size=3).people] for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [3, 3, 2]
    assert len({name for page in pages for name in page}) == len(people)


def test_counts_beside_filters_are_those_of_the_hits(people):
    facets = answer_to("q=王").facets
    assert facets["township"] == {"330523001": 1, "330523002": 1}
    assert sum(facets["stock"].values()) == 2
