import pytest

from bole.people.registry import services
from bole.people.registry.models import Organisation, Place, Project, Team
from bole.people.registry.services.datums import bd09_to_wgs84, gcj02_to_wgs84, to_wgs84, wgs84_to_gcj02
from tests.factories.registry import person_row, publish

pytestmark = pytest.mark.django_db


def test_gcj02_is_inverted_to_a_tenth_of_a_metre():
    there = wgs84_to_gcj02(119.64379, 30.65599)
    assert gcj02_to_wgs84(*there) == pytest.approx((119.64379, 30.65599), abs=1e-7)
    assert abs(there[0] - 119.64379) > 0.003


def test_the_seat_of_dipu_as_one_public_screen_gives_it():
    """GCJ-02 119.648625, 30.653488 is WGS 84 119.64379, 30.65599 (domain note, townships.csv)."""
    assert gcj02_to_wgs84(119.648625, 30.653488) == pytest.approx((119.64379, 30.65599), abs=2e-4)
    assert bd09_to_wgs84(119.65514, 30.65942) == pytest.approx((119.64379, 30.65599), abs=5e-4)


def test_unknown_datum_is_no_point():
    assert to_wgs84(119.6, 30.6, "") is None
    assert to_wgs84(119.6, 30.6, "cgcs2000") == (119.6, 30.6)


@pytest.mark.parametrize(
    ("given", "issue"),
    [
        ({"longitude": 119.648625, "latitude": 30.653488, "datum": "GCJ02"}, ""),
        ({"longitude": 116.3386, "latitude": 39.752, "datum": "GCJ02"}, "坐标落在县域之外,未采用"),
        ({"longitude": 30.653488, "latitude": 119.648625, "datum": "WGS84"}, "坐标落在县域之外,未采用"),
        ({"longitude": 119.6, "latitude": 30.6, "datum": ""}, "坐标系不明,未采用"),
        ({"longitude": 119.6, "latitude": None, "datum": "WGS84"}, "坐标不完整,未采用"),
        ({}, ""),
    ],
)
def test_points_that_cannot_be_true_are_refused_with_a_reason(given, issue):
    services.publish_places([{"place_name": "两山实验室", **given}])
    place = Place.objects.get()
    assert place.point_issue == issue
    assert (place.longitude is not None) is (bool(given) and not issue)


def test_publishing_again_keeps_the_id():
    row = {"uscc": "91330523MA2B0AAA01", "org_name": "安吉源瑞", "facts": {}}
    services.publish_organisations([row])
    first = Organisation.objects.get()
    assert services.publish_organisations([row]) == (0, 0, 1)
    assert services.publish_organisations([{**row, "org_name": "安吉源瑞新材料", "former_names": ["安吉源瑞"]}]) == (
        0,
        1,
        0,
    )
    again = Organisation.objects.get()
    assert (again.pk, again.former_names) == (first.pk, ["安吉源瑞"])


def test_teams_and_projects_come_from_honours_and_keep_their_ids():
    def honour(name, rank):
        return {"honours": [{"honour": name, "honour_year": 2024, "document_no": "M-1", "contributor_rank": rank}]}

    publish(
        person_row("王小明", facts=honour("领军型团队", 1)),
        person_row("王明", facts=honour("领军型团队", 2)),
        person_row("李晓明", facts=honour("南太湖精英计划", 1)),
        person_row("沈若溪", facts=honour("三八红旗手", 1)),
    )
    assert services.publish_groups() == (1, 1)
    team = Team.objects.get()
    assert sorted(team.members.values_list("rank", flat=True)) == [1, 2]
    assert services.publish_groups() == (1, 1)
    assert Team.objects.get().pk == team.pk
    assert Project.objects.get().name == "南太湖精英计划"


def test_criteria_are_applied_again_after_a_change():
    person = publish(person_row("王小明"))[0]
    type(person).objects.update(facts={"skill_level": "6"}, codes=["library:experts"])
    assert services.classify_persons() == 1
    person.refresh_from_db()
    assert "high_skilled" in person.libraries
    assert "library:experts" not in person.codes
    assert services.classify_persons() == 0


def test_teams_follow_each_link_run():
    from bole.kernel.outbox import services as outbox

    honours = {"honours": [{"honour": "领军型团队", "honour_year": 2024, "document_no": "M-1"}]}
    publish(person_row("王小明", facts=honours))
    event = outbox.publish(topic="sources.linked", key="run-1", payload={"run": 1, "batches": []})
    outbox.deliver(event_id=event.pk, handler="registry.groups")
    assert Team.objects.get().name == "领军型团队"
