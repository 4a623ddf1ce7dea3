"""Merit: skills, titles, honours, patents, rural talent, social work (S03, S04, S07, S13, S14, S15)."""

from datetime import date

from demo import places, values
from demo.county import County
from demo.errors import Pen
from demo.numbers import Weighted
from demo.people import Person
from demo.rows_work import Rows, firm_of, neighbour

SKILL = values.spellings(values.SKILL)
TITLE = values.spellings(values.TITLE)
LEVEL = values.spellings(values.LEVEL)
PATENT = values.spellings(values.PATENT)
RURAL_TYPE = values.spellings(values.RURAL_TYPE)
RURAL_LEVEL = values.spellings(values.RURAL_LEVEL)
SOCIAL = values.spellings(values.SOCIAL_WORK)
SKILLS = Weighted(list("8765432"), [0.1, 0.3, 4, 9, 30, 32, 25])
ISSUERS = [
    "安吉县职业技能鉴定中心",
    "湖州市职业技能评价中心",
    "浙江省职业技能鉴定指导中心",
    "安吉县职业教育中心学校",
    "安吉技师学院",
]
PATENT_NOUNS = [
    "座椅升降机构",
    "竹木复合板材",
    "弹性靠背",
    "折叠床架",
    "污水处理装置",
    "茶叶理条机",
    "扶手调节装置",
    "检测夹具",
    "环保胶黏剂",
    "智能仓储系统",
    "竹纤维面料",
]


def skilled(county: County, people: list[Person], pen: Pen) -> Rows:
    """S03; three in ten hold two certificates."""
    rows, who, rnd, end = [], [], pen.rnd, county.end
    for person in people:
        level = SKILLS.draw(pen.rng)
        for step in range(2 if rnd() < 0.3 else 1):
            firm = firm_of(county, person, pen)
            code = SKILL[str(max(2, int(level) - step))]
            day = max(person.birth + 6800, end - int(rnd() * 3600) - step * 700)
            job = values.OCCUPATIONS[(person.id + step * 7 * (person.id % 2)) % len(values.OCCUPATIONS)]
            number = (
                f"{'SY' if rnd() < 0.5 else ''}{33:02d}{date.fromordinal(day).year % 100:02d}{int(rnd() * 1e12):012d}"
            )
            rows.append([
                pen.name(person), pen.id(person, neighbour(county, person)), job, pen.code(code), number, pen.date(day),
                ISSUERS[int(rnd() * len(ISSUERS))], pen.employer(firm) if firm else "",
            ])  # fmt: skip
            who.append(person.id)
    return rows, who


def titled(county: County, people: list[Person], pen: Pen) -> Rows:
    """S04."""
    rows, rnd, series = [], pen.rnd, list(values.SERIES)
    for person in people:
        firm = firm_of(county, person, pen)
        kind = firm.kind if firm else "firm"
        name = (
            "卫生技术"
            if kind == "hospital"
            else "中小学教师"
            if kind == "school"
            else series[0]
            if rnd() < 0.6
            else series[int(rnd() * 7)]
        )
        day = max(person.graduated + 400, county.end - int(rnd() * 5000))
        level = _title_level(person, county.as_of.year, rnd())
        number = f"{'ZG' if level in '12' else 'ZC'}3305{date.fromordinal(day).year}{int(rnd() * 1e7):07d}"
        fields = values.SERIES[name]
        rows.append([
            pen.name(person), pen.id(person, neighbour(county, person)), name, fields[person.id % len(fields)], pen.code(TITLE[level]),
            pen.date(min(day, county.end - 5)), number, pen.employer(firm) if firm else "",
        ])  # fmt: skip
    return rows, [person.id for person in people]


def _title_level(person: Person, year: int, draw: float) -> str:
    age = year - person.year
    if age > 45 and draw < 0.05:
        return "1"
    if age > 37 and draw < 0.25:
        return "2"
    if age > 29 and draw < 0.7:
        return "3"
    return "4" if draw < 0.93 else "5"


def honoured(county: County, people: list[Person], pen: Pen) -> Rows:
    """S07, grouped by document: the same honour, level, year and document number stand together."""
    rows, who, rng, rnd = [], [], pen.rng, pen.rnd
    place = 0
    while place < len(people):
        honour, level = rng.choice(values.HONOURS)
        year = county.as_of.year - int(rnd() * 8)
        prefix = {"national": "国人社", "province": "浙人社发", "city": "湖人社发", "county": "安委人才"}[level]
        document = f"{prefix}〔{year}〕{place + 11}号"
        written, team = pen.code(LEVEL[level]), rnd() < 0.25
        group = people[place : place + 1 + int(rnd() * 6)]
        place += len(group)
        if rnd() < 0.35:  # some are honoured more than once
            group = [*group, people[int(rnd() * len(people))]]
        for rank, person in enumerate(dict.fromkeys(p.id for p in group), 1):
            rows.append(
                _honour(county, county.person(person), pen, (honour, written, year, rank if team else "", document))
            )
            who.append(person)
    return rows, who


def _honour(county: County, person: Person, pen: Pen, what: tuple) -> list:
    firm = firm_of(county, person, pen)
    return [pen.name(person), pen.id(person, neighbour(county, person)), *what, pen.employer(firm) if firm else ""]


def inventors(county: County, people: list[Person], pen: Pen) -> Rows:
    """S13: one row per inventor, one to four inventors of one firm to a patent."""
    rows, who, rnd = [], [], pen.rnd
    wanted = len(people)
    for place, lead in enumerate(people):
        if len(rows) >= wanted:
            break
        team = [lead]
        colleagues = county.staff.get(lead.firm, [])
        for _ in range(int(rnd() * 4)):
            other = colleagues[int(rnd() * len(colleagues))]
            if other not in team:
                team.append(other)
        patent = _patent(county, lead, pen, place)
        for rank, person in enumerate(team, 1):
            rows.append([*patent, pen.name(person), pen.id(person, neighbour(county, person)), rank])
            who.append(person.id)
    return rows, who


def _patent(county: County, lead: Person, pen: Pen, place: int) -> list:
    day = county.end - int(pen.rnd() * 3000) - 10
    kind = pen.rng.choices(["invention", "utility", "design"], [35, 50, 15])[0]
    digit = {"invention": 1, "utility": 2, "design": 3}[kind]
    body = f"{date.fromordinal(day - 500).year}{digit}{place * 13 % 10_000_000:07d}"
    check = sum(int(d) * w for d, w in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)) % 11
    number = f"ZL{body}.{'X' if check == 10 else check}"
    title = f"一种{PATENT_NOUNS[place % len(PATENT_NOUNS)]}{'的制备方法' if kind == 'invention' else ''}"
    return [number, title, pen.code(PATENT[kind]), pen.date(day), pen.employer(county.firms[lead.firm])]


def rural(county: County, people: list[Person], pen: Pen) -> Rows:
    """S14."""
    rows, rng = [], pen.rng
    for person in people:
        rows.append([
            pen.name(person), pen.id(person, neighbour(county, person)), pen.code(RURAL_TYPE[rng.choice(list(RURAL_TYPE))]),
            pen.code(RURAL_LEVEL[rng.choices(["high", "middle", "basic"], [10, 30, 60])[0]]), county.as_of.year - int(pen.rnd() * 6),
            pen.town(person.town), places.VILLAGES[person.town][person.village], pen.phone(person),
        ])  # fmt: skip
    return rows, [person.id for person in people]


def social(county: County, people: list[Person], pen: Pen) -> Rows:
    """S15."""
    rows, rnd = [], pen.rnd
    for person in people:
        firm = firm_of(county, person, pen)
        day = county.end - int(rnd() * 3600)
        level = pen.rng.choices(["basic", "middle", "high"], [62, 36, 2])[0]
        number = f"{date.fromordinal(day).year}03433043{int(rnd() * 1e10):010d}"
        rows.append([
            pen.name(person), pen.id(person, neighbour(county, person)), pen.code(SOCIAL[level]), number, pen.date(day),
            pen.employer(firm) if firm else "",
        ])  # fmt: skip
    return rows, [person.id for person in people]
