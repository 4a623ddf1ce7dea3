"""The county's groups of benefits: the highest counts, what was paid is taken off, both spouses stay under the price."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from bole.core.rules import Decision, RuleSet, rules_of
from bole.core.vocabulary import load_folder

ON = dt.date(2022, 5, 1)
WAN = 10_000_00
DOCTOR: dict[str, Any] = {
    "recognised_class": "E",
    "employment_mode": "contract",
    "insurance_status": "active",
    "insured_months_continuous": 7,
    "service_commitment_years": 5,
    "degree": "2",
    "marital_status": "20",
    "spouse": {"degree": "3", "properties": [], "subsidies": []},
    "properties": [{"house_contract_date": "2022-03-01", "house_price": 160 * WAN}],
    "subsidies": [{"subsidy_name": "人才租房补贴", "subsidy_paid_on": "2022-01-10", "subsidy_amount": 9 * 2000_00}],
}


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return rules_of(load_folder(Path(__file__).parents[2] / "packs" / "anji"))


def decided(rules: RuleSet, facts: dict[str, Any], subject: Any = "person") -> Decision:
    return rules.decide(facts, ON, subject)


def test_a_doctor_of_class_e_gets_the_higher_purchase_subsidy_less_nine_months_of_rent(rules: RuleSet) -> None:
    best = decided(rules, DOCTOR).combination
    assert "home_purchase" in best.taken
    assert best.paid["home_price"] == 20 * WAN - 9 * 2000_00
    lost = next(one for one in best.rejected if one.policy == "home_purchase_graduates")
    assert (lost.group, lost.instead_of, lost.loss) == ("housing", ("home_purchase",), 5 * WAN)


def test_what_the_spouse_received_leaves_less_of_the_price(rules: RuleSet) -> None:
    paid = [{"subsidy_name": "博士硕士购房补贴", "subsidy_paid_on": "2022-04-01", "subsidy_amount": 10 * WAN}]
    home = [{"house_contract_date": "2022-03-01", "house_price": 40 * WAN}]
    cheap = {**DOCTOR, "recognised_class": "B", "degree": "4", "subsidies": [], "properties": home}
    alone = decided(rules, {**cheap, "marital_status": "10"}).combination
    married = decided(rules, {**cheap, "spouse": {"properties": home, "subsidies": paid}}).combination
    assert (alone.paid["home_price"], married.paid["home_price"]) == (20 * WAN, 20 * WAN)
    tight = [{"house_contract_date": "2022-03-01", "house_price": 25 * WAN}]
    single = {**cheap, "properties": tight, "marital_status": "10"}
    pair = {
        **cheap,
        "properties": tight,
        "spouse": {"properties": tight, "subsidies": [{**paid[0], "subsidy_amount": 20 * WAN}]},
    }
    assert decided(rules, single).combination.paid["home_price"] == 12 * WAN + 5000_00
    assert decided(rules, pair).combination.paid["home_price"] == 5 * WAN


def test_city_and_county_programmes_do_not_add_up(rules: RuleSet) -> None:
    firm = {
        "south_taihu_tier": "C",
        "county_talent_tier": "top",
        "project_landed_on": "2022-03-01",
        "registration_status": "open",
        "lead_share": 51,
        "paid_in_capital": 100 * WAN,
        "agreed_capital": 100 * WAN,
    }
    best = decided(rules, firm, "organisation").combination
    assert best.paid["project"] == 500 * WAN
    assert {one.policy for one in best.rejected} >= {"south_taihu_elite"}


def test_interest_and_guarantee_fees_stay_under_what_financing_cost(rules: RuleSet) -> None:
    firm = {
        "south_taihu_tier": "A",
        "loan_principal": 1000 * WAN,
        "loan_benchmark_rate": "4.35",
        "interest_paid": 40 * WAN,
        "guaranteed_loan": 600 * WAN,
        "guarantee_fee": 9 * WAN,
    }
    best = decided(rules, firm, "organisation").combination
    assert {"loan_interest_subsidy", "guarantee_fee_subsidy"} <= set(best.taken)
    assert best.paid["fin_cost"] == 49 * WAN
