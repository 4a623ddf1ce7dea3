"""The own page of a firm: what it gets and why; of its people no more than that it may apply for them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from bole.governance.policies import queries
from bole.governance.policies.queries import firm as reads
from bole.kernel.accounts import queries as accounts
from bole.kernel.accounts.services import grant_of
from bole.kernel.audit.queries import reads_of
from bole.people.registry import queries as registry
from bole.people.registry.services import publish_organisations
from tests import cast
from tests.factories.registry import person_id, person_row, publish

pytestmark = pytest.mark.django_db
CODE = "91330523MA2B0AAA01"


@pytest.fixture
def firm() -> Any:
    series = [{"year": 2025, "revenue": 800_000_000, "rnd_expense": 40_000_000, "tax_paid": 9_000_000}]
    facts = {"is_high_tech": True, "is_above_scale": True, "registration_status": "active", "annual_reports": series}
    publish_organisations(
        [
            {
                "uscc": CODE,
                "org_name": "源瑞",
                "org_township": "330523001",
                "facts": facts,
                "sources": ["S10"],
                "as_of": "2026-10-01",
            }
        ]
    )
    cast.bind("employer", unit_code=CODE)
    return registry.Organisation.objects.get(uscc=CODE)


def _grant() -> Any:
    member = accounts.memberships_of(cast.user_of("employer")).select_related("user", "unit").first()
    return grant_of(member, "policies.view_firm")


def test_a_firm_sees_what_it_gets_and_what_is_missing(client: Client, firm: Any) -> None:
    cast.as_role(client, "employer")
    page = client.get("/policies/firm/").text
    assert page.index("现在符合的") < page.index("只差一两项的")
    assert "源瑞" in page
    assert "模拟规则" in page
    links = re.findall(r"/policies/firm/(\w+)/\"", page)
    assert set(links) - {"people"} <= {
        key for key, p in queries.rules().policies.items() if p.subject == "organisation"
    }


def test_each_kind_is_explained_with_the_firms_own_facts(client: Client, firm: Any) -> None:
    cast.as_role(client, "employer")
    kinds = {policy.kind: key for key, policy in queries.rules().policies.items() if policy.subject == "organisation"}
    for key in kinds.values():
        answer = client.get(f"/policies/firm/{key}/")
        assert answer.status_code == 200
        assert "依据" in answer.text
    assert client.get("/policies/firm/home_purchase/").status_code == 404
    assert client.get("/policies/firm/no_such/").status_code == 404


def test_yearly_figures_are_read(firm: Any) -> None:
    known = queries.rules()
    facts = queries.facts_of("organisation", [CODE], dt.date(2026, 11, 1))[CODE]
    assert facts["annual_reports"] == [
        {"year": 2025, "revenue": 800_000_000, "rnd_expense": 40_000_000, "tax_paid": 9_000_000}
    ]
    situation = reads.firm_situation(firm, known, registry.words(), _grant(), dt.date(2026, 11, 1))
    reading = situation.reading("is_high_tech", True)
    assert (reading.value, reading.as_of, reading.correct_url) == ("是", dt.date(2026, 10, 1), "")
    assert situation.reading("tax_last_year", 1).value == ""


def test_of_its_people_a_firm_learns_only_what_it_may_apply_for(client: Client, firm: Any) -> None:
    private = {
        "annual_salary": 66_600_000,
        "marital_status": "married",
        "recognised_class": "B",
        "birth_date": "1985-05-05",
    }
    publish(
        person_row("沈若溪", employer_uscc=CODE, facts=private), person_row("王明", employer_uscc="91330523MA2B0BBB02")
    )
    cast.as_role(client, "employer")
    page = client.get("/policies/firm/people/").text
    assert "沈若溪" in page
    assert "王明" not in page
    main = page[page.index("<main") : page.index("</main>")]
    for text in ("66", "B 类", "1985", "330523********1234"):
        assert text not in main, text
    assert reads_of(person_id("沈若溪")).filter(purpose="查看可以为谁申报").exists()


def test_policies_that_read_what_the_firm_may_not_see_are_not_asked(firm: Any) -> None:
    known = queries.rules()
    seen, hidden = reads.policies_per_person(known, _grant())
    assert seen
    facts = known.vocabulary.facts
    for key in seen:
        paths = [path for path in reads.paths_of_policy(known, key) if path.startswith("hired_talent.")]
        assert all(facts[path.partition(".")[2]].privacy != "sensitive" for path in paths)
    assert hidden > 0


def test_who_may_be_applied_for_is_found(firm: Any) -> None:
    known, grant, day = queries.rules(), _grant(), dt.date(2026, 11, 1)
    seen, _hidden = reads.policies_per_person(known, grant)
    [person] = publish(person_row("沈若溪", employer_uscc=CODE))
    situation = reads.firm_situation(firm, known, registry.words(), grant, day)
    [row] = reads.what_for(situation, [person], seen, day)
    keys = {each.key for each in [*row.may, *row.near]}
    assert keys <= set(seen)


def test_an_unknown_firm_is_told_so(client: Client) -> None:
    cast.bind("employer", unit_code="91330523NOBODY0001")
    cast.as_role(client, "employer")
    for address in ("/policies/firm/", "/policies/firm/people/", "/policies/firm/per_mu_grade/"):
        assert "还没有本单位的登记数据" in client.get(address).text
    cast.as_role(client, "clerk")
    assert client.get("/policies/firm/").status_code == 403


def test_asks_the_database_little(client: Client, firm: Any, django_assert_max_num_queries: Any) -> None:
    publish(*(person_row(name, employer_uscc=CODE) for name in ("沈若溪", "王明", "昀")))
    cast.as_role(client, "employer")
    queries.rules()
    for address in ("/policies/firm/", "/policies/firm/people/", "/policies/firm/per_mu_grade/"):
        with django_assert_max_num_queries(30):
            client.get(address)
