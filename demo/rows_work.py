"""Work: social insurance, graduates, rosters, income tax, civil service, arrivals (S01, S02, S05, S18, S21, S22)."""

from demo import places, values
from demo.county import County
from demo.errors import Pen
from demo.organisations import Firm
from demo.people import Person
from demo.rates import RATES

Rows = tuple[list[list], list[int]]
ID_TYPE = values.spellings(values.ID_TYPE)
INSURANCE = values.spellings(values.INSURANCE)
EDUCATION = values.spellings(values.EDUCATION)
DEGREE = values.spellings(values.DEGREE)
STUDY = values.spellings(values.STUDY_MODE)
EMPLOYMENT = values.spellings(values.EMPLOYMENT)
INCOME = values.spellings(values.INCOME)
CIVIL = values.spellings(values.CIVIL)
CHANNEL = values.spellings(values.CHANNEL)
ENGAGEMENT = values.spellings(values.ENGAGEMENT)
FLEXIBLE = "安吉县灵活就业人员"


def firm_of(county: County, person: Person, pen: Pen) -> Firm | None:
    """The employer a department knows: the present one, rarely a former one."""
    index = person.firm
    if person.before >= 0 and (pen.rnd() < RATES["employer"]["other"]):
        pen.seen["employer.other"] += 1
        index = person.before
    return county.firms[index] if index >= 0 else None


def neighbour(county: County, person: Person) -> Person | None:
    """Somebody whose number gets mixed up with this person's: spouse, twin or a colleague."""
    number = (
        person.spouse if person.spouse > 0 else person.twin if person.twin > 0 else person.id % len(county.people) + 1
    )
    return county.person(number)


def insured(county: County, people: list[Person], pen: Pen) -> Rows:
    """S01."""
    rows, end, rnd = [], county.end, pen.rnd
    for person in people:
        firm = firm_of(county, person, pen)
        months = max(1, (end - person.since) // 30)
        total = months + int(rnd() * 40)
        state = "ended" if person.died else "on" if rnd() < 0.93 else "paused"
        base = min(24_930, max(4_812, person.pay // 12))
        rows.append([
            pen.name(person), pen.code(ID_TYPE["passport" if person.nation else "cn"]), pen.id(person, neighbour(county, person)),
            pen.sex(person), pen.birth(person), pen.employer(firm) if firm else FLEXIBLE, pen.uscc(firm) if firm else "",
            pen.code(INSURANCE[state]), pen.month(person.since - (total - months) * 30), pen.number(total),
            pen.number(months if state == "on" else 0), pen.number(base, "元"), pen.phone(person, firm), pen.town(person.town),
        ])  # fmt: skip
    return rows, [person.id for person in people]


def graduates(county: County, people: list[Person], pen: Pen) -> Rows:
    """S02."""
    rows, rnd = [], pen.rnd
    for person in people:
        firm = firm_of(county, person, pen)
        level = person.education
        degree = DEGREE.get(level) if rnd() < 0.97 else None
        level = "bachelor_unfinished" if level == "bachelor" and rnd() < 0.006 else level
        origin = (
            f"浙江省湖州市安吉县{places.NAMES[person.town]}"
            if person.id_no.startswith("330523")
            else "浙江省"
            if person.id % 2
            else "安徽省"
        )
        rows.append([
            pen.name(person), pen.id(person, neighbour(county, person)), person.school, person.major, pen.code(EDUCATION[level]),
            pen.code(degree) if degree and level != "bachelor_unfinished" else "", pen.code(STUDY["full" if person.full_time else "part"]),
            pen.date(person.graduated), origin, pen.employer(firm) if firm else "", pen.phone(person, firm),
        ])  # fmt: skip
    return rows, [person.id for person in people]


def roster(county: County, people: list[Person], pen: Pen) -> Rows:
    """S05, by firm; 4 % of the rows are second jobs at the roster's firm of people who work elsewhere."""
    rows, who, rnd = [], [], pen.rnd
    for person in people:
        firm = county.firms[person.firm]
        rows.append(_job(county, person, firm, pen, second=False))
        who.append(person.id)
        if rnd() < 0.04:
            other = people[int(rnd() * len(people))]
            if other.firm != person.firm:
                rows.append(_job(county, other, firm, pen, second=True))
                who.append(other.id)
    return rows, who


def _job(county: County, person: Person, firm: Firm, pen: Pen, *, second: bool) -> list:
    rnd = pen.rnd
    start = min(person.since + int(rnd() * 300), county.end - 20) if second else person.since
    left = min(start + 200 + int(rnd() * 900), county.end - 1) if rnd() < (0.4 if second else 0.03) else 0
    mode = "part" if second else "retired" if person.year < 1964 else "dispatch" if person.id % 17 == 0 else "contract"
    post = values.TOP_POSTS[person.id % 6] if person.pay > 240_000 else values.POSTS[person.id % len(values.POSTS)]
    pay = person.pay // 4 if second else person.pay
    return [
        pen.employer(firm), pen.uscc(firm), pen.name(person), pen.id(person, neighbour(county, person)),
        values.DEPARTMENTS[person.id % len(values.DEPARTMENTS)], post, pen.date(start), pen.date(left), pen.code(EMPLOYMENT[mode]),
        pen.in_ten_thousands(pay), pen.phone(person, firm),
    ]  # fmt: skip


def taxed(county: County, people: list[Person], pen: Pen) -> Rows:
    """S18: two tax years each."""
    rows, who, year = [], [], county.as_of.year
    for person in people:
        firm = firm_of(county, person, pen)
        band = INCOME[_band(person.pay)]
        for back in (2, 1):
            months = max(1, min(60, (county.end - person.since) // 30 - 12 * (back - 1)))
            rows.append([
                pen.name(person), pen.id(person, neighbour(county, person)), f"{year - back}年" if pen.rnd() < 0.05 else year - back,
                pen.employer(firm) if firm else "", months, pen.code(band),
            ])  # fmt: skip
            who.append(person.id)
    return rows, who


def _band(pay: int) -> str:
    for key, limit in zip("12345", (60_000, 120_000, 200_000, 300_000, 500_000), strict=True):
        if pay < limit:
            return key
    return "6"


def civil(county: County, people: list[Person], pen: Pen) -> Rows:
    """S21."""
    rows = []
    for person in people:
        state = "trial" if person.since > county.end - 365 else "on" if pen.rnd() < 0.92 else "left"
        rows.append([pen.name(person), pen.id(person), pen.date(person.since), pen.code(CIVIL[state])])
    return rows, [person.id for person in people]


def arrived(county: County, people: list[Person], pen: Pen) -> Rows:
    """S22."""
    rows, rng = [], pen.rng
    for person in people:
        firm = firm_of(county, person, pen)
        town = places.NAMES[person.town]
        share = f"{town}1.0"
        if pen.rnd() < 0.2:
            part = rng.choice([3, 4, 5, 6, 7])
            share = f"{town}0.{part}；{places.NAMES[(person.town + 1) % 15]}0.{10 - part}"
        way = "flexible" if pen.rnd() < 0.1 else "project" if pen.rnd() < 0.04 else "full"
        introducer = county.people[int(pen.rnd() * len(county.people))].name if pen.rnd() < 0.3 else ""
        rows.append([
            pen.name(person), pen.id(person, neighbour(county, person)), pen.date(person.since), pen.code(CHANNEL[rng.choice(list(CHANNEL))]),
            pen.code(ENGAGEMENT[way]), introducer, pen.employer(firm) if firm else "", share,
        ])  # fmt: skip
    return rows, [person.id for person in people]
