from urllib.parse import quote

import pytest
from django.urls import reverse

from bole.people.registry import services
from bole.people.registry.models import Organisation, Person, Place, Team
from tests.cast import bind
from tests.factories.registry import person_id, person_row, publish

pytestmark = pytest.mark.django_db
USCC = "91330523MA2B0AAA01"
LISTS = ("people", "libraries", "organisations", "teams", "projects", "places")
PEOPLE_ROLES = ("employer", "clerk", "approver", "township", "steward", "office")
COUNT_ROLES = ("clerk", "approver", "township", "steward", "office", "leader")
RIGHTS = {
    "people": PEOPLE_ROLES,
    "libraries": COUNT_ROLES,
    "organisations": (*COUNT_ROLES, "employer"),
    "teams": COUNT_ROLES,
    "projects": COUNT_ROLES,
    "places": COUNT_ROLES,
    "own": ("talent", "foreigner"),
}
EVERYBODY = (
    *("talent", "foreigner", "employer", "partner", "clerk", "approver", "neighbour", "township", "steward"),
    *("office", "leader", "auditor", "security", "system", "outsider"),
)


@pytest.fixture
def county(db):
    """Eight people at one firm in one township, known to the labour office; a place; a team."""
    honours = [
        {
            "honour": "南太湖精英计划领军型团队",
            "honour_level": "3",
            "honour_year": 2024,
            "document_no": "M-1",
            "contributor_rank": 1,
        }
    ]
    people = publish(
        *(person_row(name) for name in ("王小明", "李晓明")), person_row("沈若溪", facts={"honours": honours})
    )
    services.publish_organisations(
        [{"uscc": USCC, "org_name": "安吉源瑞新材料股份有限公司", "org_township": "330523001", "industry_code": "C2928",
          "facts": {"is_high_tech": True, "org_years": [{"year": 2023, "revenue": 100_000_000}, {"year": 2024, "revenue": 150_000_000}]}, "sources": ["S09"], "as_of": "2026-10-01"}]
    )  # fmt: skip
    services.publish_places([{"place_name": "两山实验室", "longitude": 119.68, "latitude": 30.63, "datum": "GCJ02"}])
    services.publish_groups()
    bind("employer", unit_code=USCC)
    bind("talent", subject=person_id("沈若溪"))
    return people


@pytest.mark.parametrize("name", [*LISTS, "own"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_lists_open_for_those_who_may(client, as_role, county, name, who):
    as_role(client, who)
    expected = 200 if (who if who != "neighbour" else "clerk") in RIGHTS[name] else 403
    assert client.get(reverse(f"registry:{name}")).status_code == expected


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("talent", 200), ("employer", 200), ("clerk", 200), ("approver", 200), ("township", 200), ("steward", 200)),
        *(
            ("office", 200),
            ("neighbour", 404),
            ("foreigner", 404),
            ("leader", 403),
            ("auditor", 403),
            ("outsider", 403),
        ),
        *(("security", 403), ("system", 403), ("partner", 403)),
    ],
)
def test_a_person_opens_within_the_right_only(client, as_role, county, who, status):
    as_role(client, who)
    assert client.get(reverse("registry:person", args=[person_id("沈若溪")])).status_code == status


def test_neighbours_do_not_see_each_other(client, as_role, county):
    bind("employer", unit_code="91330523MA2B0AAA99")
    Person.objects.filter(pk=person_id("沈若溪")).update(township_code="330523002")
    for who in ("employer", "township"):
        as_role(client, who)
        assert client.get(reverse("registry:person", args=[person_id("沈若溪")])).status_code == 404
        assert "沈若溪" not in client.get(reverse("registry:people")).text


def test_every_page_of_a_thing_opens(client, as_role, county):
    as_role(client, "office")
    team, place = Team.objects.get(), Place.objects.get()
    for name, args in (
        ("organisation", [USCC]), ("team", [team.pk]), ("place", [place.pk]),
        ("why", [person_id("沈若溪"), "libraries", "high_level"]), ("why", [person_id("沈若溪"), "staff", "party_government"]),
        ("correct", [person_id("沈若溪"), "education_level"]),
    ):  # fmt: skip
        assert client.get(reverse(f"registry:{name}", args=args)).status_code == 200
    assert Organisation.objects.get().series == {"2023": {"revenue": 100_000_000}, "2024": {"revenue": 150_000_000}}


def test_a_leader_sees_numbers_and_no_doors_to_people(client, as_role, county):
    as_role(client, "leader")
    page = client.get(reverse("registry:libraries")).text
    assert "高层次人才库" in page
    assert "?library=" not in page
    assert "沈若溪" not in client.get(reverse("registry:organisation", args=[USCC])).text
    assert "沈若溪" not in client.get(reverse("registry:team", args=[Team.objects.get().pk])).text


def test_lists_and_persons_cost_a_constant_number_of_queries(client, as_role, county, django_assert_max_num_queries):
    as_role(client, "office")
    client.get(reverse("registry:people"))
    with django_assert_max_num_queries(14):
        client.get(reverse("registry:people"), {"q": "明", "library": "high_level", "sort": "-birth"})
    with django_assert_max_num_queries(38):
        client.get(reverse("registry:person", args=[person_id("沈若溪")]))


def test_an_absorbed_id_leads_on(client, as_role, county):
    services.redirect_persons([(str(person_id("李晓明")), str(person_id("王小明")))])
    as_role(client, "office")
    answer = client.get(reverse("registry:person", args=[person_id("李晓明")]))
    assert answer.url == reverse("registry:person", args=[person_id("王小明")])


def test_the_list_shows_masked_numbers_only_and_is_logged(client, as_role, county):
    from bole.kernel.audit.queries import reads_of

    as_role(client, "office")
    page = client.get(reverse("registry:people")).text
    assert "330523********1234" in page
    assert reads_of(person_id("沈若溪")).get().purpose == "浏览人才名单"


def test_a_township_meets_the_teams_of_its_own_people(client, as_role, county):
    team = Team.objects.get()
    as_role(client, "township")
    assert client.get(reverse("registry:team", args=[team.pk])).status_code == 200
    Person.objects.update(township_code="330523002")
    services.publish_groups()
    assert Team.objects.get().pk == team.pk
    assert client.get(reverse("registry:team", args=[team.pk])).status_code == 404
    assert team.name not in client.get(reverse("registry:teams")).text
    as_role(client, "clerk")
    assert client.get(reverse("registry:team", args=[team.pk])).status_code == 200


def test_a_list_is_offered_in_the_unit_where_it_was_made(client, as_role, post, county):
    as_role(client, "clerk")
    post(reverse("registry:save_list"), {"name": "本科以上", "query": "f.education_level=21"})
    assert "f.education_level=21" in client.get(reverse("registry:people")).text
    bind("clerk", unit_code="ANJI-KJJ")
    assert "f.education_level=21" not in client.get(reverse("registry:people")).text


def test_filters_say_what_is_chosen_and_how_many_each_would_leave(client, as_role, county):
    as_role(client, "office")
    page = client.get(reverse("registry:people"), {"township": "330523001"}).text
    assert '<option value="330523001" selected>递铺街道</option>' in page
    assert '<option value="in_stock">计入总量 (3)</option>' in page
    assert '<option value="deceased">已故 (0)</option>' in page


def test_a_name_that_nobody_has_brings_those_that_sound_the_same(client, as_role, county):
    as_role(client, "office")
    page = client.get(reverse("registry:people"), {"q": "王晓明"}).text
    assert "没有符合条件的人" in page
    assert "您要找的是不是" in page
    assert f'href="?q={quote("王小明")}"' in page
    assert "递铺街道" in client.get(reverse("registry:people"), {"q": "递浦街道"}).text.split("您要找的是不是")[1]
    assert (
        "安吉源瑞新材料" in client.get(reverse("registry:people"), {"q": "源锐新材料"}).text.split("您要找的是不是")[1]
    )


def test_suggestions_stay_within_the_right(client, as_role, county):
    as_role(client, "neighbour")
    page = client.get(reverse("registry:people"), {"q": "王晓明"}).text
    assert "王小明" not in page
    assert "源瑞" not in client.get(reverse("registry:people"), {"q": "源锐新材料"}).text
