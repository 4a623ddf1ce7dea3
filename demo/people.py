"""The true people of the county: who they are, before any department writes about them."""

from dataclasses import dataclass
from datetime import date
from random import Random

from demo import places
from demo.names import RARE, SURNAMES, foreign_name, given_name, latin_of, minority_name
from demo.numbers import FAR_REGIONS, REGIONS, IdMaker, Weighted, make_passport, make_phone
from demo.organisations import Firm
from demo.rates import RATES
from demo.values import COLLEGES, MAJORS, SCHOOLS, SCHOOLS_TOP

FAMILIES = RATES["families"]
_EDUCATION = ["doctor", "master", "bachelor", "associate", "secondary", "high_school"]
_BY_COHORT = [
    Weighted(_EDUCATION, [0.1, 0.6, 6, 11, 35, 47]),
    Weighted(_EDUCATION, [0.4, 3, 19, 24, 30, 23]),
    Weighted(_EDUCATION, [0.7, 6, 36, 32, 16, 9]),
]
_BASE_PAY = {
    "doctor": 260,
    "master": 170,
    "bachelor": 115,
    "associate": 90,
    "secondary": 76,
    "high_school": 70,
}  # thousand yuan
_GRADUATION_AGE = {"doctor": 29, "master": 26, "bachelor": 23, "associate": 22, "secondary": 19, "high_school": 18}
_MONTHS = {(year, month): date(year, month, 1).toordinal() - 1 for year in range(1955, 2036) for month in range(1, 13)}


@dataclass(slots=True)
class Person:
    """One true person. Dates are ordinals; `firm` is an index or -1; `house` numbers the household."""

    id: int
    surname: str
    given: str
    name: str
    male: bool
    birth: int
    year: int
    id_no: str
    phone: str
    phone2: str
    kind: str  # firm, public, farmer, civil, away, foreign
    town: int
    village: int
    house: int
    education: str
    school: str
    major: str
    graduated: int
    full_time: bool
    firm: int
    before: int
    since: int
    pay: int  # yuan a year
    latin: str = ""
    nation: str = ""
    passport: str = ""
    passport_old: str = ""
    spouse: int = -1
    married: int = 0
    twin: int = -1
    minority: bool = False
    rare: bool = False
    returnee: bool = False
    died: int = 0
    household: bool = False
    kin_phone: str = ""  # of the spouse, the twin or the father


def build_people(rng: Random, count: int, firms: list[Firm], as_of: date) -> list[Person]:
    """`count` people without ties; `households.tie` adds couples, children and twins."""
    maker = IdMaker(rng)
    years = list(range(1955, 2006))
    weights = [_age_weight(2026 - year) for year in years]
    births = rng.choices(years, weights, k=count)
    kinds = rng.choices(["away", "foreign", "farmer", "civil", "public", "firm"], [8, 1, 6, 0.6, 8, 76.4], k=count)
    kinds[3:9:2] = ["foreign", "civil", "away"]  # a tiny county has them too
    private = Weighted(
        [i for i, firm in enumerate(firms) if firm.kind == "firm"], [f.weight for f in firms if f.kind == "firm"]
    )
    public = [i for i, firm in enumerate(firms) if firm.kind != "firm"]
    end = as_of.toordinal()
    return [_person(rng, index, births[index], kinds[index], private, public, end, maker) for index in range(count)]


def _age_weight(age: int) -> float:
    return 0.35 + min(age - 20, 14) / 14 if age < 34 else 1.35 if age < 45 else max(0.15, 1.35 - (age - 45) * 0.045)


def _person(rng, index, year, kind, private, public, end, maker) -> Person:
    rnd = rng.random
    male = rnd() < 0.52
    month, day = int(rnd() * 12) + 1, int(rnd() * 28) + 1
    if kind == "foreign":
        year = min(year, 1999)
    birth = _MONTHS[year, month] + day
    when = 0 if year < 1972 else 1 if year < 1992 else 2
    education = _BY_COHORT[when].draw(rng)
    if kind in ("away", "public", "civil", "foreign") and education not in ("doctor", "master", "bachelor"):
        education = ("bachelor", "bachelor", "master", "associate")[int(rnd() * 4)]
    graduated = min(_MONTHS[year + _GRADUATION_AGE[education], 6] + 30, end - 60)
    firm = _employer(rnd, rng, kind, private, public)
    since = max(graduated + 30, end - int(rnd() * rnd() * 5400) - 40)
    since = min(since, end - 20)
    person = Person(
        index + 1, "", "", "", male, birth, year, "", make_phone(rng), make_phone(rng), kind, places.DRAW.draw(rng), int(rnd() * 6), index,
        education, _school(rng, education), MAJORS[int(rnd() * rnd() * len(MAJORS))], graduated, rnd() < 0.8, firm,
        private.draw(rng) if kind != "farmer" else -1, since, _pay(rng, education, end - since),
    )  # fmt: skip
    _identify(rng, person, month, day, maker)
    return person


def _employer(rnd, rng, kind, private, public) -> int:
    if kind in ("firm", "foreign"):
        return private.draw(rng)
    return public[int(rnd() * len(public))] if kind in ("public", "civil") else -1


def _school(rng: Random, education: str) -> str:
    if education in ("doctor", "master"):
        return rng.choice(SCHOOLS_TOP if rng.random() < 0.5 else SCHOOLS)
    if education == "bachelor":
        return rng.choice(SCHOOLS_TOP if rng.random() < 0.08 else SCHOOLS)
    return rng.choice(COLLEGES) if education == "associate" else "安吉县职业教育中心学校"


def _pay(rng: Random, education: str, days: int) -> int:
    thousand = _BASE_PAY[education] * (0.75 + rng.random() * 0.5) * (1 + min(days, 5400) / 9000)
    if rng.random() < 0.02:
        thousand *= 2.2
    return int(thousand) * 1000


def _identify(rng: Random, person: Person, month: int, day: int, maker: IdMaker) -> None:
    """Name and numbers."""
    rnd = rng.random
    if person.kind == "foreign":
        person.latin, person.nation, person.name = foreign_name(rng)
        person.surname = person.name[:1]
        person.given = person.name[1:]
        person.passport = make_passport(rng)
        if rnd() < 0.2:
            person.passport_old = make_passport(rng)
        return
    draw = rnd()
    region = REGIONS[int(rnd() * len(REGIONS))] if person.kind != "away" else "330523"
    if draw < 0.006:
        person.minority = True
        person.name, person.surname, person.given = minority_name(rng, FAMILIES["without_dot"], FAMILIES["long_name"])
        region = FAR_REGIONS[int(rnd() * len(FAR_REGIONS))]
    else:
        person.surname = SURNAMES.draw(rng)
        person.given = given_name(rng, person.male, person.year)
        if draw < 0.011:
            person.rare = True
            person.given = person.given[:1] + rng.choice(RARE) if draw < 0.009 else rng.choice(RARE)
        person.name = person.surname + person.given
        if person.education in ("doctor", "master") and rnd() < 0.15:
            person.returnee = True
            person.latin = latin_of(person.surname, person.given)
    person.id_no = maker.make(region, f"{person.year}{month:02d}{day:02d}", person.male)
