"""The correction form asks for a value in the shape of its fact and refuses, with the remedy, what could never be applied."""

import pytest
from django.urls import reverse

from bole.kernel.audit import queries as audit
from bole.kernel.casework import queries as casework
from bole.people.registry.services import evidence as evidence_module
from bole.people.sources.services.evidence import Evidence
from tests.cast import bind
from tests.factories.registry import person_id, person_row, publish

pytestmark = pytest.mark.django_db
PERSON = person_id("沈若溪")


class Provider(evidence_module.PublishedFacts):
    """The published values, read as `sources` reads them."""

    def read_value(self, fact, text):
        return Evidence().read_value(fact, text)


@pytest.fixture
def ask(client, as_role, post, monkeypatch):
    """Opens the form of a fact as the person, or sends a value and gives the answer."""
    monkeypatch.setattr(evidence_module, "_provider", Provider())
    publish(person_row("沈若溪", facts={"name": "沈若溪", "education_level": "21"}))
    bind("talent", subject=PERSON)
    as_role(client, "talent")

    def send(fact: str, value: str | None = None):
        address = reverse("registry:correct", args=[PERSON, fact])
        return client.get(address) if value is None else post(address, {"should_be": value, "reason": "证书如此"})

    return send


def test_a_code_is_chosen_by_its_name_in_the_readers_language(ask, client):
    page = ask("education_level").text
    assert '<select name="should_be"' in page
    assert "硕士研究生毕业" in page
    client.cookies["bole_language"] = "en"
    assert "Master" in ask("education_level").text
    assert ask("township").text.count("<option") > 15


def test_days_months_and_numbers_have_their_own_fields(ask):
    assert 'type="date"' in ask("birth_date").text
    assert 'type="month"' in ask("insured_since").text
    page = ask("annual_salary").text
    assert 'inputmode="decimal"' in page
    assert "单位:万元" in page


@pytest.mark.parametrize(
    ("fact", "value", "told"),
    [
        ("birth_date", "不知道", "请写成2024-03-05"),
        ("birth_date", "2199-01-01", "在今天之后。请核对日期"),
        ("annual_salary", "很多", "请只填数字,单位按表头"),
        ("insured_months_total", "12.5", "请填整数"),
        ("insured_months_total", "9000", "请核对数值和单位"),
        ("education_level", "很高", "选择一个有效的选项"),
        ("education_level", "", "必填"),
    ],
)
def test_what_could_not_be_applied_is_refused_with_what_to_do(ask, fact, value, told):
    answer = ask(fact, value)
    assert answer.status_code == 422
    assert told in answer.text
    assert "未采用" not in answer.text
    assert "证书如此" in answer.text
    assert not casework.cases_about(PERSON).exists()


def test_the_case_carries_the_word_that_will_be_applied(ask):
    assert ask("education_level", "硕士研究生毕业").status_code == 302
    assert casework.cases_about(PERSON).get().data["should_be"] == "硕士研究生毕业"


def test_the_same_value_again_is_no_correction(ask):
    answer = ask("name", "沈若溪")
    assert answer.status_code == 422
    assert "与现在的值相同" in answer.text


def test_the_officer_sees_whose_value_it_is_and_what_stands_there(ask, client, as_role):
    assert ask("education_level", "硕士研究生毕业").status_code == 302
    case = casework.cases_about(PERSON).get()
    as_role(client, "office")
    page = client.get(f"/cases/{case.pk}/").text
    assert reverse("registry:person", args=[PERSON]) in page
    assert "沈若溪" in page
    assert "大学本科毕业" in page
    assert audit.reads_of(PERSON).filter(purpose="核对更正").exists()
    as_role(client, "auditor")
    page = client.get(f"/cases/{case.pk}/").text
    assert "沈若溪" not in page
    assert "大学本科毕业" not in page
