import json

import pytest
from django.urls import reverse

from bole.core.linkage import Chosen, Other, Profile
from bole.kernel.audit.queries import reads_of
from bole.kernel.casework import queries as casework
from bole.people.registry import services
from bole.people.registry.models import Person, SavedList
from bole.people.registry.services import evidence as evidence_module
from tests.cast import bind
from tests.factories.registry import person_id, person_row, publish

pytestmark = pytest.mark.django_db
SECRET, PERSON = "330523199005171235", person_id("沈若溪")


class Evidence(evidence_module.PublishedFacts):
    """A provider as `sources` registers it: lineage, competing values, a sealed number, corrections taken."""

    def __init__(self):
        self.asked, self.corrected, self.times = [], [], None

    def profile(self, person_id, true_at=None, known_at=None):
        from datetime import date

        self.times = (true_at, known_at)
        other = Other("21", 2, "S08", date(2024, 1, 1))
        chosen = Chosen("11", 1, "S02", date(2019, 7, 2), "trusted", (other,))
        return Profile(
            {
                "education_level": chosen,
                "annual_salary": Chosen(42_000_000, 3, "S05", date(2026, 3, 15), "latest"),
                "phone": Chosen("138****5678", 3, "S05", date(2026, 3, 15), "latest"),
            },
            {},
        )

    def records(self, person_id):
        return [services.LinkedRecord(1, "S02", "高校毕业生.xlsx", 17, None, weight=7.5, rule="姓名+单位+电话")]

    def reveal(self, person_id, fact, *, by, purpose):
        self.asked.append((fact, purpose))
        return SECRET if fact == "id_number" else None

    def correct(self, **given):
        self.corrected.append(given)


@pytest.fixture
def provider(monkeypatch):
    provider = Evidence()
    monkeypatch.setattr(evidence_module, "_provider", provider)
    return provider


@pytest.fixture
def person(provider):
    bind("talent", subject=PERSON)
    return publish(person_row("沈若溪", facts={"annual_salary": 42_000_000}))[0]


def page(client):
    return client.get(reverse("registry:person", args=[PERSON])).text


def test_each_value_says_where_it_comes_from_and_who_disagrees(client, as_role, person):
    as_role(client, "clerk")
    text = page(client)
    for part in (
        "博士研究生毕业",
        "高校毕业生就业",
        "2019-07-02",
        "另有 1 个说法",
        "大学本科毕业",
        "高校毕业生.xlsx",
        "第 17 行",
        "姓名+单位+电话",
    ):
        assert part in text


def test_masked_until_asked_with_a_purpose(client, as_role, post, person, provider):
    as_role(client, "clerk")
    assert SECRET not in page(client)
    assert "42 万元" not in page(client)
    address = reverse("registry:reveal", args=[PERSON, "id_number"])
    assert post(address, {"purpose": ""}).status_code == 400
    assert provider.asked == []
    answer = post(address, {"purpose": "办件审核"})
    assert SECRET in answer.text
    assert answer["Cache-Control"] == "no-store"
    logged = reads_of(PERSON).first()
    assert (logged.purpose, logged.field_classes, logged.actor) == ("办件审核", ["sensitive"], "clerk")
    assert "42 万元" in post(reverse("registry:reveal", args=[PERSON, "annual_salary"]), {"purpose": "待遇发放"}).text


def test_a_number_is_shown_by_its_ends_and_only_where_there_is_one(client, as_role, person):
    for who in ("clerk", "talent"):
        as_role(client, who)
        text = page(client) if who == "clerk" else client.get(reverse("registry:own")).text
        assert "138****5678" in text
        assert "330523********1234" in text
        assert "护照" not in text


@pytest.mark.parametrize("who", ["employer", "township", "leader", "auditor", "outsider", "neighbour"])
def test_nobody_else_reveals(client, as_role, post, person, who):
    bind("employer", unit_code="91330523MA2B0AAA01")
    as_role(client, who)
    answer = post(reverse("registry:reveal", args=[PERSON, "id_number"]), {"purpose": "办件审核"})
    assert answer.status_code in (403, 404)
    assert SECRET not in answer.text


def test_the_person_sees_who_looked(client, as_role, person):
    as_role(client, "clerk")
    page(client)
    as_role(client, "talent")
    text = client.get(reverse("registry:own")).text
    assert "部门受理员" in text
    assert "查看个人档案" in text
    assert "42 万元" in text


def test_history_on_both_times(client, as_role, person, provider):
    as_role(client, "office")
    answer = client.get(reverse("registry:person", args=[PERSON]), {"true_at": "2024-06-01", "known_at": "2025-01-31"})
    true_at, known_at = provider.times
    assert true_at.isoformat() == "2024-06-01"
    assert known_at.isoformat() == "2025-02-01T00:00:00+08:00"
    assert "这是回看" in answer.text


def test_a_correction_becomes_a_case_of_the_source_department(client, as_role, post, person, provider):
    as_role(client, "talent")
    address = reverse("registry:correct", args=[PERSON, "education_level"])
    assert post(address, {"should_be": "硕士研究生毕业", "reason": ""}).status_code == 422
    assert post(address, {"should_be": "硕士研究生毕业", "reason": "毕业证如此"}).status_code == 302
    case = casework.cases_about(PERSON).get()
    assert case.unit_code == "ANJI-RLSBJ"
    assert case.data["should_be"] == "硕士研究生毕业"
    assert case.data["source"] == "高校毕业生就业"
    services.apply_correction(case, None)
    assert provider.corrected[0]["fact"] == "education_level"


def test_numbers_never_enter_a_correction(client, as_role, post, person):
    as_role(client, "talent")
    data = {"should_be": SECRET, "reason": "号码错了一位"}
    assert post(reverse("registry:correct", args=[PERSON, "id_number"]), data).status_code == 302
    assert SECRET not in json.dumps(casework.cases_about(PERSON).get().data)


def test_a_twice_sent_correction_opens_one_case(client, as_role, post, person):
    as_role(client, "talent")
    address = reverse("registry:correct", args=[PERSON, "education_level"])
    for _time in range(2):
        post(address, {"should_be": "硕士研究生毕业", "reason": "有误"}, key="same-key-1")
    assert casework.cases_about(PERSON).count() == 1


def test_deletion_empties_the_profile_and_stays(client, as_role, post, person):
    as_role(client, "clerk")
    address = reverse("registry:delete", args=[PERSON])
    assert post(address, {"reason": "本人要求", "sure": "on"}).status_code == 403
    as_role(client, "office")
    assert post(address, {"reason": "本人要求"}).status_code == 422
    assert post(address, {"reason": "本人要求", "sure": "on"}).status_code == 302
    empty = Person.objects.get(pk=PERSON)
    assert (empty.name, empty.facts, empty.masked_id, empty.identifier_indexes) == ("", {}, "", [])
    assert "已依法删除" in page(client)
    assert "沈若溪" not in client.get(reverse("registry:people")).text
    publish(person_row("沈若溪", record_count=9))
    assert Person.objects.get(pk=PERSON).name == ""


def test_everything_about_me(client, as_role, post, person):
    as_role(client, "talent")
    answer = post(reverse("registry:own_export"))
    mine = json.loads(answer.content)
    assert mine["facts"][0]["source"] == "高校毕业生就业"
    assert mine["records"][0]["row"] == 17
    assert mine["reads"][0]["purpose"] == "本人导出全部数据"
    assert SECRET not in answer.text


def test_a_talent_without_a_profile_is_told(client, as_role, db):
    as_role(client, "foreigner")
    assert "还没有您的档案" in client.get(reverse("registry:own")).text


def test_a_searched_number_is_not_kept_in_a_list(client, as_role, post, db):
    as_role(client, "office")
    post(reverse("registry:save_list"), {"name": "某人", "query": f"q={SECRET}&sex=1"})
    assert SavedList.objects.get().query == "sex=1"


def test_saved_lists_are_shared_within_the_unit_only(client, as_role, post, person):
    as_role(client, "clerk")
    post(reverse("registry:save_list"), {"name": "博士", "query": "f.education_level=11", "shared": "on"})
    for who, seen in (("approver", True), ("neighbour", False)):
        as_role(client, who)
        assert ("f.education_level=11" in client.get(reverse("registry:people")).text) is seen
    assert post(reverse("registry:drop_list", args=[SavedList.objects.get().pk])).status_code == 404
    as_role(client, "clerk")
    assert post(reverse("registry:drop_list", args=[SavedList.objects.get().pk])).status_code == 302
    assert not SavedList.objects.exists()
