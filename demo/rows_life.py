"""Life: work permits, people elsewhere, homes, deregistration, marriage, leases, subsidies (S06, S08, S12, S16, S17, S19, S20)."""

from datetime import date

from demo import places, values
from demo.county import County
from demo.errors import Pen
from demo.people import Person
from demo.rates import RATES
from demo.rows_work import EDUCATION, Rows, neighbour

NATION = values.spellings(values.NATIONALITY)
PERMIT = values.spellings(values.PERMIT)
GONE = values.spellings(values.DEREGISTRATION)
MARITAL = values.spellings(values.MARITAL)
AWAY_EMPLOYERS = [
    "杭州云栖数联科技有限公司",
    "上海澜图软件有限公司",
    "深圳启微半导体有限公司",
    "上海交通大学",
    "浙江大学",
    "复旦大学",
    "同济大学",
    "南京大学",
    "中国科学院某研究所",
    "北京协明医药研究院",
    "苏州工睿机器人有限公司",
    "宁波港信供应链有限公司",
    "杭州市某三甲医院",
    "某股份制银行上海分行",
    "东京某综合研究所",
]
AWAY_POSTS = [
    "工程师",
    "高级工程师",
    "教授",
    "副教授",
    "主任医师",
    "总经理",
    "创始人",
    "部门经理",
    "研究员",
    "律师",
    "合伙人",
    "科长",
]


def permits(county: County, people: list[Person], pen: Pen) -> Rows:
    """S06; people with a renewed passport often stand twice, under both numbers."""
    rows, who, rnd = [], [], pen.rnd
    for person in people:
        numbers = (
            [person.passport_old, person.passport] if person.passport_old and rnd() < 0.6 else [pen.passport(person)]
        )
        for number in numbers:
            firm = county.firms[person.firm]
            day = county.end + int(rnd() * 720) - 120 - (400 if number == person.passport_old else 0)
            name = pen.name(person)
            rows.append([
                person.latin if name == person.name else name, person.name if rnd() < 0.7 else "", pen.code(NATION[person.nation]), number,
                f"{date.fromordinal(day - 365).year}3305{int(rnd() * 1e6):06d}", pen.code(PERMIT["A" if person.pay > 200_000 else "B"]),
                pen.date(day), pen.employer(firm), pen.birth(person),
            ])  # fmt: skip
            who.append(person.id)
    return rows, who


def away(county: County, people: list[Person], pen: Pen) -> Rows:
    """S08."""
    rows, rnd, clues = [], pen.rnd, list(values.CLUE.values())
    for person in people:
        place = places.NAMES[person.town] if rnd() < 0.5 else ""
        city = values.CITIES[int(rnd() * rnd() * len(values.CITIES))]
        rows.append([
            pen.name(person), pen.id(person), f"浙江安吉{place}", city + ("市" if rnd() < 0.2 and len(city) == 2 else ""),
            AWAY_EMPLOYERS[person.id % len(AWAY_EMPLOYERS)], AWAY_POSTS[person.id % len(AWAY_POSTS)], person.school, person.major,
            pen.code(EDUCATION[person.education]), pen.phone(person), clues[int(rnd() * len(clues))],
            values.STATIONS[int(rnd() * len(values.STATIONS))],
        ])  # fmt: skip
    return rows, [person.id for person in people]


def homes(county: County, people: list[Person], pen: Pen) -> Rows:
    """S12; couples own together, each with a row. Nobody stands twice with one home."""
    rows, who, rnd = [], [], pen.rnd
    owned: set[int] = set()
    for person in people:
        if person.id in owned:
            continue
        spouse = county.person(person.spouse) if person.spouse > 0 and rnd() < 0.35 else None
        spouse = None if spouse is None or spouse.id in owned else spouse
        area, day = round(60 + rnd() * 90, 2), county.end - int(rnd() * 4000)
        price = int(area * (8000 + rnd() * 7000))
        address = places.address(person.house, person.town)
        owners = [person] if spouse is None else [person, spouse]
        numbers = [pen.id(owner, neighbour(county, owner)) for owner in owners]
        for owner, number in zip(owners, _mixed_up(pen, numbers), strict=True):
            share = 100 if spouse is None else 50
            rows.append([
                pen.name(owner), number, address, pen.number(area, "㎡"), pen.date(day),
                pen.number(price, "元"), share if rnd() < 0.9 else f"{share}%",
            ])  # fmt: skip
            who.append(owner.id)
            owned.add(owner.id)
    return rows, who


def _mixed_up(pen: Pen, numbers: list) -> list:
    """The numbers of a couple at one desk, rarely each under the other's name."""
    if len(numbers) < 2 or pen.rnd() >= RATES["families"]["documents_swapped"]:
        return numbers
    pen.seen["families.documents_swapped"] += 1
    return numbers[::-1]


def gone(county: County, people: list[Person], pen: Pen) -> Rows:
    """S16."""
    rows = []
    for person in people:
        reason = "death" if person.died else pen.rng.choices(["moved", "abroad", "double"], [85, 12, 3])[0]
        rows.append([
            pen.name(person), pen.id(person), pen.code(GONE[reason]), pen.date(person.died or county.end - int(pen.rnd() * 900)),
        ])  # fmt: skip
    return rows, [person.id for person in people]


def married(county: County, people: list[Person], pen: Pen) -> Rows:
    """S17; a fifth of the couples stand in both spouses' rows."""
    rows, who = [], []
    done: set[int] = set()
    for person in people:
        if person.id in done:
            continue
        spouse = county.person(person.spouse)
        state = "widowed" if spouse.died else "first" if pen.rnd() < 0.9 else "again" if pen.rnd() < 0.7 else "divorced"
        for one, other in ((person, spouse), (spouse, person))[: 2 if pen.rnd() < 0.2 else 1]:
            number, others = _mixed_up(pen, [pen.id(one), pen.id(other)])
            rows.append([
                pen.name(one), number, pen.name(other), others, pen.date(person.married), pen.code(MARITAL[state]),
            ])  # fmt: skip
            who.append(one.id)
        done |= {person.id, spouse.id}
    return rows, who


def leases(county: County, people: list[Person], pen: Pen) -> Rows:
    """S19."""
    rows, rnd = [], pen.rnd
    for person in people:
        start = county.end - int(rnd() * 1500)
        rows.append([
            pen.name(person), pen.id(person, neighbour(county, person)), places.rented(int(rnd() * 1e6), person.town), pen.date(start),
            pen.date(start + 365 * (1 + int(rnd() * 2))), pen.number(600 + int(rnd() * 30) * 50, "元"),
        ])  # fmt: skip
    return rows, [person.id for person in people]


def subsidised(county: County, people: list[Person], pen: Pen) -> Rows:
    """S20; a quarter are paid twice, a year apart."""
    rows, who, rnd = [], [], pen.rnd
    for person in people:
        policy, department, fen = values.POLICIES[int(rnd() * rnd() * len(values.POLICIES))]
        day = county.end - int(rnd() * 1400)
        for again in range(2 if rnd() < 0.25 else 1):
            rows.append([
                pen.name(person), pen.id(person, neighbour(county, person)), policy, department, pen.date(day - again * 365),
                pen.number(fen // 100, "元"),
            ])  # fmt: skip
            who.append(person.id)
    return rows, who
