"""One extreme cell must not stop the county: it is taken, shortened where it is only compared, or left out with a message."""

from __future__ import annotations

import pytest

from bole.core.errors import InvalidInput
from bole.people.registry.models import Person
from bole.people.sources import services
from bole.people.sources.models import Record, Status
from bole.people.sources.reading.values import parse_amount, parse_integer, parse_number, parse_percent
from tests.factories.sources import S01, id_number, insured, load

pytestmark = pytest.mark.django_db
WANG, LI = id_number("19900307", sequence=121), id_number("19851112", sequence=348)
NAMES = ["王" * 60, "王" * 300, "Anna " * 50 + "Rossi", "王·明" * 20, "㐱𬭎𬱖㛃", "丽"]
BROKEN = ["12345678901234567890", "9" * 400, "1e400", "1e999999999", "9" * 18 + "万", "-99999999999999999999.5"]


@pytest.mark.parametrize("name", NAMES, ids=["sixty", "three hundred", "latin", "dots", "rare", "one"])
def test_any_name_reaches_the_register_and_stops_nobody_else(name: str) -> None:
    batch = load(S01, [insured(name, WANG), insured("李芳", LI)])
    assert batch.status == Status.PUBLISHED
    assert {person.name for person in Person.objects.all()} == {name.strip()[:120], "李芳"}
    assert Record.objects.order_by("row").first().values["name"] == name.strip()


def test_an_employer_of_three_hundred_characters() -> None:
    load(S01, [insured("王小明", WANG, employer="公" * 300)])
    assert Person.objects.get().employer_name == "公" * 200


@pytest.mark.parametrize("months", BROKEN, ids=["twenty", "long", "power", "huge power", "unit", "negative"])
def test_a_number_beyond_all_measure_is_left_out_and_said(months: str) -> None:
    batch = load(S01, [insured("王小明", WANG, months=months), insured("李芳", LI)])
    assert batch.status == Status.PUBLISHED
    assert "“连续缴费月数”不是数字,未采用" in batch.issues.values_list("message", flat=True)
    assert Person.objects.count() == 2


@pytest.mark.parametrize("text", [*BROKEN, "9" * 17 + "亿", "1e17万", "9" * 400 + "%"])
def test_no_parser_gives_a_number_that_cannot_be_kept(text: str) -> None:
    for parse in (parse_amount, parse_number, parse_integer, parse_percent):
        value, _fault = parse(text)
        assert value is None or abs(value) < 2**63


CORRECTIONS = [
    ("birth_date", "1990年3月7日", "1990-03-07"),
    ("education_level", "硕士研究生毕业", "14"),
    ("insured_months_continuous", "137", 137),
    ("township", "递铺街道", "330523001"),
    ("name", "王晓明", "王晓明"),
]


@pytest.mark.parametrize(("fact", "typed", "kept"), CORRECTIONS)
def test_a_correction_is_read_like_a_cell_of_a_file(fact: str, typed: str, kept: object) -> None:
    load(S01, [insured("王小明", WANG)])
    person = Person.objects.get()
    services.correct_value(by=None, person=person.pk, fact=fact, value=typed, reason="本人更正")
    services.link_pending()
    assert Person.objects.get().facts[fact] == kept


@pytest.mark.parametrize(("fact", "typed"), [("birth_date", "不知道"), ("education_level", "很高"), ("name", " ")])
def test_a_correction_that_says_nothing_readable_is_refused(fact: str, typed: str) -> None:
    load(S01, [insured("王小明", WANG)])
    with pytest.raises(InvalidInput) as refused:
        services.correct_value(by=None, person=Person.objects.get().pk, fact=fact, value=typed, reason="本人更正")
    assert refused.value.code == "correct.value"
    assert refused.value.advice


@pytest.mark.parametrize(
    ("fact", "typed", "told"),
    [
        ("birth_date", "2199-01-01", "在今天之后"),
        ("birth_date", "1850-01-01", "不存在的日期"),
        ("insured_months_continuous", "-3", "小于"),
        ("insured_months_continuous", "十年", "不是"),
        ("annual_salary", "很多", "不是金额"),
    ],
)
def test_a_correction_beyond_the_limits_of_a_file_is_refused(fact: str, typed: str, told: str) -> None:
    from bole.people.registry.services.evidence import evidence

    with pytest.raises(InvalidInput, match=told) as refused:
        evidence().read_value(fact, typed)
    assert refused.value.advice
    assert evidence().read_value("annual_salary", "42") == 42_000_000
